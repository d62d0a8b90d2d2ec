"""Why a log on disk is not opened, or not written to any more."""

from typing import ClassVar

from skillmark.core.errors import SkillmarkError


class LogStoreError(SkillmarkError):
    """The log on disk cannot be used."""

    code: ClassVar[str] = "logstore"


class StoreMissingError(LogStoreError):
    """There is no log in the folder, or no anchor for it."""

    code: ClassVar[str] = "logstore.missing"


class StoreExistsError(LogStoreError):
    """There is something in the folder where a new log should go."""

    code: ClassVar[str] = "logstore.exists"


class StoreLockedError(LogStoreError):
    """Another process writes this log."""

    code: ClassVar[str] = "logstore.locked"


class StoreConflictError(LogStoreError):
    """Another writer was here since: this one stops."""

    code: ClassVar[str] = "logstore.conflict"


class StoreRollbackError(LogStoreError):
    """A file of the log or of its anchor is older than it was: a backup was put back."""

    code: ClassVar[str] = "logstore.rollback"


class StoreDamagedError(LogStoreError):
    """The files of the log do not hash to its checkpoint."""

    code: ClassVar[str] = "logstore.damaged"


class StoreReadBackError(LogStoreError):
    """What was read back is not what was written; nothing was published."""

    code: ClassVar[str] = "logstore.read_back"


class StoreStoppedError(LogStoreError):
    """This writer is closed, or stopped after an error; open the log again."""

    code: ClassVar[str] = "logstore.stopped"


class StoreWriteError(LogStoreError):
    """A file of the log cannot be written or read."""

    code: ClassVar[str] = "logstore.unwritable"
