"""What can go wrong with programmes, each with its stable code."""

from typing import ClassVar

from skillmark.core.errors import SkillmarkError
from skillmark.platform.events.fields import FieldsError


class ProgrammeError(SkillmarkError):
    """Something about a programme is wrong."""

    code: ClassVar[str] = "programmes"


class InvalidError(FieldsError, ProgrammeError):
    """Values cannot be taken; its ``problems`` say so field by field."""

    code = "programmes.invalid"


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
