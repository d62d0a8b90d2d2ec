"""What can be wrong with an encoded value."""

from typing import ClassVar

from skillmark.core.errors import SkillmarkError


class EncodingError(SkillmarkError):
    """The text or bytes are not what the encoder would have written."""

    code: ClassVar[str] = "encoding"


class Base64UrlError(EncodingError):
    """Not base64url without padding in its only spelling (RFC 4648 §5, §3.5)."""

    code: ClassVar[str] = "encoding.base64url"


class Base58Error(EncodingError):
    """Not base58btc (Multibase, `draft-msporny-base58`)."""

    code: ClassVar[str] = "encoding.base58"


class MultibaseError(EncodingError):
    """The multibase letter is missing, or is not the one asked for."""

    code: ClassVar[str] = "encoding.multibase"


class MulticodecError(EncodingError):
    """The bytes do not begin with a known multicodec in its shortest form."""

    code: ClassVar[str] = "encoding.multicodec"


class TimestampError(EncodingError):
    """Not a date and time with a zone (XML Schema 1.1 part 2 §3.4.28)."""

    code: ClassVar[str] = "encoding.timestamp"
