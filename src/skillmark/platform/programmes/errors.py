"""What can go wrong with programmes, each with its stable code."""

from collections.abc import Mapping
from typing import ClassVar

from skillmark.core.errors import SkillmarkError


class ProgrammeError(SkillmarkError):
    """Something about a programme is wrong."""

    code: ClassVar[str] = "programmes"


class InvalidError(ProgrammeError):
    """Values cannot be taken.

    Attributes:
        problems: field name → one sentence that says what to do.
    """

    code = "programmes.invalid"

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()), fields=", ".join(problems))
        self.problems = dict(problems)


class NotReadyError(InvalidError):
    """A programme lacks what learners have to know before it is published."""

    code = "programmes.not_ready"


class StateError(ProgrammeError):
    """The state of a programme, cohort or enrolment does not allow that."""

    code = "programmes.state"


class NotOpenError(ProgrammeError):
    """Nobody can register for this cohort now."""

    code = "programmes.not_open"


class AlreadyEnrolledError(ProgrammeError):
    """The person has, or waits for, a place in this programme."""

    code = "programmes.already_enrolled"


class PrerequisitesError(ProgrammeError):
    """The person holds no valid credential for something that is asked for."""

    code = "programmes.prerequisites_missing"


class AddressError(ProgrammeError):
    """The e-mail address is none that the person has proven."""

    code = "programmes.address_unproven"


class FileError(ProgrammeError):
    """A file cannot be kept."""

    code = "programmes.file"


class MoneyError(ProgrammeError):
    """An amount of money, or its currency, cannot be read."""

    code = "programmes.money"
