"""What can be wrong with a time stamp of OpenTimestamps, or with the headers for it."""

from typing import ClassVar

from skillmark.core.errors import SkillmarkError


class OtsError(SkillmarkError):
    """The time stamp is not what it should be."""

    code: ClassVar[str] = "ots"


class OtsFormatError(OtsError):
    """The bytes are no time stamp of OpenTimestamps in its only spelling."""

    code: ClassVar[str] = "ots.malformed"


class OtsLimitError(OtsError):
    """The time stamp is longer, deeper or wider than any honest one."""

    code: ClassVar[str] = "ots.too_large"


class OtsOperationError(OtsError):
    """An operation is unknown, or cannot be done with the message before it."""

    code: ClassVar[str] = "ots.operation"


class OtsAttestationError(OtsError):
    """An attestation is malformed, such as a calendar with letters no address has."""

    code: ClassVar[str] = "ots.attestation"


class OtsOtherMessageError(OtsError):
    """Two time stamps that are to be one are of different messages."""

    code: ClassVar[str] = "ots.other_message"


class BitcoinHeaderError(OtsError):
    """The bytes are no header of a Bitcoin block with the work that its network demands."""

    code: ClassVar[str] = "ots.header"
