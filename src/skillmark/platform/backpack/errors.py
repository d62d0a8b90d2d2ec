"""Why a credential from elsewhere is not taken into a backpack, each reason with its code."""

from collections.abc import Sequence
from typing import ClassVar

from skillmark.core.errors import SkillmarkError
from skillmark.core.verify import Check


class BackpackError(SkillmarkError):
    """Something about a backpack is wrong."""

    code: ClassVar[str] = "backpack"


class NothingSentError(BackpackError):
    """Neither a file, nor a text, nor a link was given."""

    code = "backpack.nothing_sent"


class ImportTooLargeError(BackpackError):
    """The file or the credential in it is larger than what is kept. Facts: ``limit`` in bytes."""

    code = "backpack.too_large"


class BackpackFullError(BackpackError):
    """The account keeps as much as one account may. Facts: ``most``."""

    code = "backpack.full"


class NotVerifiedError(BackpackError):
    """It does not verify, so it is not kept.

    Attributes:
        reasons: the checks that speak against it, worst first.
    """

    code = "backpack.not_verified"

    def __init__(self, message: str, reasons: Sequence[Check]) -> None:
        """Take the sentence and the checks."""
        super().__init__(message, first=reasons[0].code if reasons else None)
        self.reasons = tuple(reasons)


class NoBadgeError(BackpackError):
    """It verifies, and is no Open Badge of one achievement. Facts: ``cause``."""

    code = "backpack.no_badge"


class ActivePictureError(BackpackError):
    """The picture that carries it does more than show something."""

    code = "backpack.active_picture"


class ForeignNameError(BackpackError):
    """It calls itself by an address of this site, or of another credential that is kept."""

    code = "backpack.foreign_name"


class AlreadyThereError(BackpackError):
    """The same credential is kept already. Facts: ``kept``, its id here."""

    code = "backpack.already_there"


class OwnCredentialError(BackpackError):
    """It was issued on this site. Facts: ``credential``, and whether it is ``mine``."""

    code = "backpack.own"


class LinkError(BackpackError):
    """Nothing can be had from the link. Facts: ``cause``."""

    code = "backpack.link"
