"""What can be wrong with a status list or an entry in one."""

from typing import ClassVar

from skillmark.core.errors import SkillmarkError


class StatusListError(SkillmarkError):
    """The status of the credential cannot be read."""

    code: ClassVar[str] = "status"


class StatusEntryError(StatusListError):
    """The credential's status entry is malformed (§2.1, MALFORMED_VALUE_ERROR)."""

    code: ClassVar[str] = "status.entry_malformed"


class StatusIndexError(StatusListError):
    """The credential points outside its status list (§3.2, RANGE_ERROR)."""

    code: ClassVar[str] = "status.index_out_of_range"


class ListShapeError(StatusListError):
    """The document is no status list credential (§2.2)."""

    code: ClassVar[str] = "status.list_malformed"


class ListEncodingError(StatusListError):
    """The bits are not GZIP in base64url multibase (§3.4)."""

    code: ClassVar[str] = "status.list_encoding"


class ListTooLargeError(StatusListError):
    """The bits unpack to more than we take: a decompression bomb."""

    code: ClassVar[str] = "status.list_too_large"


class ListLengthError(StatusListError):
    """The list is too short to hide anybody in (§3.2, STATUS_LIST_LENGTH_ERROR)."""

    code: ClassVar[str] = "status.list_too_short"


class ListIdError(StatusListError):
    """The list is not the one the credential names."""

    code: ClassVar[str] = "status.list_id"


class ListIssuerError(StatusListError):
    """The list is by somebody else than the issuer of the credential."""

    code: ClassVar[str] = "status.list_issuer"


class ListPurposeError(StatusListError):
    """The list serves another purpose (§3.2, STATUS_VERIFICATION_ERROR)."""

    code: ClassVar[str] = "status.purpose"


class ListExpiredError(StatusListError):
    """The list holds no longer, so the status is unknown."""

    code: ClassVar[str] = "status.list_expired"


class ListNotYetValidError(StatusListError):
    """The list does not hold yet, so the status is unknown."""

    code: ClassVar[str] = "status.list_not_yet_valid"


class ListRollbackError(StatusListError):
    """The list is older than one already seen, so the status is unknown."""

    code: ClassVar[str] = "status.list_rollback"


class ListFullError(StatusListError):
    """The list has not that many free places left."""

    code: ClassVar[str] = "status.list_full"
