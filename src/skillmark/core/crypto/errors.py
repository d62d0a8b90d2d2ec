"""What can be wrong with a key or a signature."""

from typing import ClassVar

from skillmark.core.errors import SkillmarkError


class CryptoError(SkillmarkError):
    """A key or a signature cannot be used."""

    code: ClassVar[str] = "crypto"


class KeyFormatError(CryptoError):
    """The key does not have the form its type demands."""

    code: ClassVar[str] = "crypto.key_invalid"


class UnsupportedKeyError(CryptoError):
    """The key may be sound, but its type is none of ours."""

    code: ClassVar[str] = "crypto.key_unsupported"


class WeakKeyError(CryptoError):
    """The key is a point of small order, or too short: others could sign in its name."""

    code: ClassVar[str] = "crypto.key_weak"


class SignatureError(CryptoError):
    """The signature does not belong to this key and these bytes."""

    code: ClassVar[str] = "crypto.signature_invalid"
