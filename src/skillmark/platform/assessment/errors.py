"""What can go wrong with an assessment, each with its stable code."""

from typing import ClassVar

from skillmark.core.errors import SkillmarkError
from skillmark.platform.events.fields import FieldsError


class AssessmentError(SkillmarkError):
    """Something about an assessment is wrong."""

    code: ClassVar[str] = "assessment"


class InvalidError(FieldsError, AssessmentError):
    """Values cannot be taken; its ``problems`` say so field by field."""

    code = "assessment.invalid"


class StateError(AssessmentError):
    """The state of the work, the mark or the decision does not allow that."""

    code = "assessment.state"


class FrozenError(AssessmentError):
    """A finished mark or a decision is written once and never changed."""

    code = "assessment.frozen"


class NotOpenError(AssessmentError):
    """Nobody can hand in work for this unit now, or this person cannot."""

    code = "assessment.not_open"


class AttemptsError(AssessmentError):
    """All attempts are used."""

    code = "assessment.attempts_used"


class DeadlineError(AssessmentError):
    """The last day for handing in has passed."""

    code = "assessment.deadline_passed"


class EvidenceError(AssessmentError):
    """Evidence is missing, or cannot be kept."""

    code = "assessment.evidence"


class NotAssignedError(AssessmentError):
    """The work is not for this assessor: not assigned, marked before, or a conflict of interest."""

    code = "assessment.not_assigned"


class IncompleteError(AssessmentError):
    """A mark lacks a level, a comment, reasons, or a check that the plan asks for."""

    code = "assessment.incomplete"


class BelowRequiredError(AssessmentError):
    """Work cannot be called competent while a criterion is below the level it asks for."""

    code = "assessment.below_required"


class AppealError(AssessmentError):
    """The decision cannot be appealed: too late, appealed already, or superseded."""

    code = "assessment.appeal"


class ResultsFileError(AssessmentError):
    """A file of results cannot be read."""

    code = "assessment.results_file"
