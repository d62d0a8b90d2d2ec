"""What can go wrong with letters, each with its stable code."""

from typing import ClassVar

from skillmark.core.errors import SkillmarkError
from skillmark.platform.events import outbox


class MailingError(SkillmarkError):
    """Something about a letter is wrong."""

    code: ClassVar[str] = "mailing"


class UnknownKindError(MailingError):
    """There is no letter of this kind."""

    code = "mailing.unknown_kind"


class WordingError(MailingError):
    """An organisation's own words cannot stand in a mail. Facts: ``field``."""

    code = "mailing.wording_invalid"


class UnsubscribeError(MailingError):
    """The link to unsubscribe leads nowhere."""

    code = "mailing.unsubscribe_unknown"


class ReportError(MailingError):
    """A report about mail is malformed."""

    code = "mailing.report_malformed"


class ReportUnsignedError(MailingError):
    """A report about mail is not signed as it must be, or too old."""

    code = "mailing.report_unsigned"


class SuppressedError(outbox.RefusedError):
    """This address gets no more mail. Facts: ``cause``."""

    code = "outbox.refused.suppressed"
