"""Why an erasure cannot be asked for, each reason with its code."""

from typing import ClassVar

from skillmark.core.errors import SkillmarkError


class ErasureError(SkillmarkError):
    """Something about an erasure is wrong."""

    code: ClassVar[str] = "erasure"


class LastOwnerError(ErasureError):
    """The account is the only owner of an organisation. Facts: ``organisations``, their names."""

    code = "erasure.last_owner"


class AskedAlreadyError(ErasureError):
    """An erasure of the same person has been asked for and is not done."""

    code = "erasure.asked_already"


class TooLateError(ErasureError):
    """The erasure has begun, so it cannot be undone."""

    code = "erasure.too_late"


class NothingKeptError(ErasureError):
    """Nothing is kept of the address."""

    code = "erasure.nothing_kept"


class NoAddressError(ErasureError):
    """What was given is no e-mail address."""

    code = "erasure.no_address"
