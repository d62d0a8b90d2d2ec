"""Why a picture cannot carry or give a credential."""

from typing import ClassVar

from skillmark.core.errors import SkillmarkError


class BakeError(SkillmarkError):
    """A credential cannot be put into, or taken out of, this file."""

    code: ClassVar[str] = "bake"


class UnknownKindError(BakeError):
    """The file is no JSON, JWT, PNG or SVG."""

    code: ClassVar[str] = "bake.unknown_kind"


class PayloadError(BakeError):
    """What is to be baked is neither a JSON object nor a compact JWS in UTF-8."""

    code: ClassVar[str] = "bake.payload"


class NothingBakedError(BakeError):
    """The picture is sound but carries no credential."""

    code: ClassVar[str] = "bake.nothing"


class DuplicateError(BakeError):
    """The picture carries two credentials, and two readers could pick two."""

    code: ClassVar[str] = "bake.duplicate"


class TooLargeError(BakeError):
    """The file, or a part of it, is beyond a limit."""

    code: ClassVar[str] = "bake.too_large"


class BombError(BakeError):
    """A compressed text would unpack to more than a credential can be."""

    code: ClassVar[str] = "bake.bomb"


class PngError(BakeError):
    """The bytes are no well-formed PNG (ISO/IEC 15948 §5)."""

    code: ClassVar[str] = "bake.png_malformed"


class PngChecksumError(PngError):
    """A chunk's CRC is not that of its bytes (§5.5)."""

    code: ClassVar[str] = "bake.png_checksum"


class PngPixelsError(PngError):
    """The picture is larger than any badge; it is refused before it is decoded."""

    code: ClassVar[str] = "bake.png_pixels"


class PngChunkError(PngError):
    """The credential stands in another kind of chunk than ``iTXt``, or in a broken one."""

    code: ClassVar[str] = "bake.png_text"


class SvgError(BakeError):
    """The bytes are no well-formed SVG."""

    code: ClassVar[str] = "bake.svg_malformed"


class SvgEntityError(SvgError):
    """The document declares entities, which can fetch files or explode."""

    code: ClassVar[str] = "bake.svg_entities"


class SvgUnsafeError(SvgError):
    """The picture can run code or load something from elsewhere."""

    code: ClassVar[str] = "bake.svg_unsafe"


class SvgCredentialError(SvgError):
    """The credential element is broken: both a token and a body, or neither."""

    code: ClassVar[str] = "bake.svg_credential"
