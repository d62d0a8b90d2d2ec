"""What can go wrong with the public log, each with its stable code."""

from typing import ClassVar

from skillmark.core.errors import SkillmarkError


class TransparencyError(SkillmarkError):
    """The public log cannot do what was asked."""

    code: ClassVar[str] = "transparency"


class LogElsewhereError(TransparencyError):
    """Another machine, or another process of this one, writes the log."""

    code: ClassVar[str] = "transparency.elsewhere"


class LogBehindError(TransparencyError):
    """The log is older than what the database or a witness has seen of it."""

    code: ClassVar[str] = "transparency.log_behind"


class DatabaseBehindError(TransparencyError):
    """The log holds entries that the database does not know: an older database was put back."""

    code: ClassVar[str] = "transparency.database_behind"


class OriginChangedError(TransparencyError):
    """The log was begun under another name than the one that is configured."""

    code: ClassVar[str] = "transparency.origin_changed"


class WitnessSettingError(TransparencyError):
    """A configured witness is not named as ``verifier key, space, address``."""

    code: ClassVar[str] = "transparency.witness_setting"


class NotInTransactionError(TransparencyError):
    """What is logged is written in the transaction of the act that it tells of."""

    code: ClassVar[str] = "transparency.no_transaction"


class NoCheckpointError(TransparencyError):
    """The log has published nothing yet, or no checkpoint of that size."""

    code: ClassVar[str] = "transparency.no_checkpoint"
