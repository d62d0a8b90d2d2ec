"""Addresses of keys: read strictly, written without secrets.

A part that we would not heed is refused, never passed over: it was written to narrow a choice.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Self
from urllib.parse import quote, unquote_to_bytes, urlsplit

from skillmark.platform.trust.custody.errors import KeyAddressError

PKCS11: Final = "pkcs11"
AWS_KMS: Final = "awskms"
PASSPHRASES: Final = frozenset({"file", "env"})
MAX_LENGTH: Final = 500  # characters of an address as it is kept

_TOKEN_PARTS: Final = ("token", "serial", "manufacturer", "model")
_PATH_PARTS: Final = (*_TOKEN_PARTS, "object", "id", "type")
_QUERY_PARTS: Final = ("module-path", "pin-source", "pin-value", "x-algorithm")
_TYPES: Final = ("private", "secret-key")
_SAFE_IN_PATH: Final = "-._~:[]@!$'()*+,=&"  # RFC 7512 §2.3, pk11-path-res-avail and more
_KMS_KEY: Final = re.compile(
    r"[0-9a-fA-F-]{36}|mrk-[0-9a-f]{32}|alias/[A-Za-z0-9/_-]{1,250}"
    r"|arn:aws[a-z-]*:kms:(?P<region>[a-z0-9-]+):\d{12}:(?:key|alias)/[A-Za-z0-9/_-]{1,256}"
)
_REGION: Final = re.compile(r"[a-z0-9-]{1,40}")


def scheme_of(address: str) -> str:
    """Return the kind of a key's place: what stands before the first colon."""
    return address.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Pkcs11Address:
    """A PKCS#11 URI (RFC 7512): a token, or one key in it.

    Attributes:
        path: the attributes that choose token and key, decoded.
        module_path: the file of the module's library; empty where it must be known otherwise.
        pin_source: the address of the PIN.
        pin_value: the PIN itself.
        algorithm: the type of the keys to make there; empty leaves that to us.
    """

    path: Mapping[str, bytes]
    module_path: str = ""
    pin_source: str = ""
    pin_value: str = field(default="", repr=False)
    algorithm: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a PKCS#11 URI.

        Raises:
            KeyAddressError: another scheme, an attribute we do not heed, one that stands twice.
        """
        head, colon, rest = text.partition(":")
        if head != PKCS11 or not colon:
            raise KeyAddressError("The address does not begin with “pkcs11:”.")
        path, _, query = rest.partition("?")
        chosen = _attributes(path, ";", _PATH_PARTS)
        asked = _attributes(query, "&", _QUERY_PARTS)
        if chosen.get("type", b"private").decode("ascii", "replace") not in _TYPES:
            raise KeyAddressError("A key's type is “private” or “secret-key”.")
        if not {"token", "serial"} & set(chosen):
            raise KeyAddressError("A PKCS#11 address names its token, by label or serial.")
        if asked.get("x-algorithm", b"P-256") not in {b"P-256", b"Ed25519"}:
            raise KeyAddressError("A module's keys are of the type P-256 or Ed25519.")
        if {"pin-source", "pin-value"} <= set(asked):
            raise KeyAddressError("The address gives the PIN twice.")
        texts = {name: _text(value) for name, value in asked.items()}
        return cls(
            chosen,
            texts.get("module-path", ""),
            texts.get("pin-source", ""),
            texts.get("pin-value", ""),
            texts.get("x-algorithm", ""),
        )

    @property
    def token(self) -> Mapping[str, bytes]:
        """The attributes that choose the token alone."""
        return {name: self.path[name] for name in _TOKEN_PARTS if name in self.path}

    @property
    def label(self) -> str | None:
        """The label of the key, if the address names one."""
        return _text(self.path["object"]) if "object" in self.path else None

    @property
    def key_id(self) -> bytes | None:
        """The identifier of the key, if the address names one."""
        return self.path.get("id")

    def plain(self) -> str:
        """Return the address without PIN and library: what may be kept and shown."""
        return f"{PKCS11}:" + ";".join(
            f"{name}={quote(self.path[name], safe=_SAFE_IN_PATH)}"
            for name in _PATH_PARTS
            if name in self.path
        )

    def of_key(self, label: str, key_id: bytes) -> "Pkcs11Address":
        """Return the address of a signing key in the same token."""
        parts = {"object": label.encode(), "id": key_id, "type": b"private"}
        return Pkcs11Address({**self.token, **parts})


@dataclass(frozen=True, slots=True)
class KmsAddress:
    """A key of AWS KMS, or the service itself where no key is named.

    Attributes:
        key: key id, ``alias/…`` or ARN; empty for the service.
        region: where it is; empty leaves that to the surroundings.
        endpoint: the origin of another service that speaks the same protocol.
    """

    key: str
    region: str = ""
    endpoint: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``awskms:<key>?region=…&endpoint=…``.

        Raises:
            KeyAddressError: another scheme, no name of a key, a part we do not know.
        """
        head, colon, rest = text.partition(":")
        if head != AWS_KMS or not colon:
            raise KeyAddressError("The address does not begin with “awskms:”.")
        key, _, query = rest.partition("?")
        found = _KMS_KEY.fullmatch(key)
        if key and found is None:
            raise KeyAddressError("That is no key id, alias or ARN of AWS KMS.")
        asked = {
            name: _text(value)
            for name, value in _attributes(query, "&", ("region", "endpoint")).items()
        }
        named = (found.group("region") if found else "") or ""
        region = asked.get("region", named)
        if (named and region != named) or (region and not _REGION.fullmatch(region)):
            raise KeyAddressError("The region is none, or another than that of the key.")
        endpoint = asked.get("endpoint", "")
        parts = urlsplit(endpoint)
        if endpoint and (parts.scheme not in {"https", "http"} or not parts.hostname):
            raise KeyAddressError("The endpoint is no web address.")
        return cls(key, region, endpoint)

    def plain(self) -> str:
        """Return the address of the key alone: what may be kept and shown."""
        named = _KMS_KEY.fullmatch(self.key)
        suffix = f"?region={self.region}" if self.region else ""
        if named is not None and named.group("region"):
            suffix = ""
        return f"{AWS_KMS}:{self.key}{suffix}"


def plain(address: str) -> str:
    """Return a key's address without secrets; empty for a passphrase.

    Raises:
        KeyAddressError: the address cannot be read.
    """
    scheme = scheme_of(address)
    if not address or scheme in PASSPHRASES:
        return ""
    if scheme == PKCS11:
        kept = Pkcs11Address.parse(address).plain()
    elif scheme == AWS_KMS:
        kept = KmsAddress.parse(address).plain()
    else:
        raise KeyAddressError("We know no place for keys of this kind.", scheme=scheme[:40])
    if len(kept) > MAX_LENGTH:
        raise KeyAddressError("The address of the key is too long.", length=len(kept))
    return kept


def _attributes(text: str, separator: str, known: tuple[str, ...]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for part in text.split(separator) if text else ():
        name, equals, value = part.partition("=")
        if not equals or name not in known:
            raise KeyAddressError("The address has a part that we do not know.", part=name[:40])
        if name in found:
            raise KeyAddressError("A part of the address stands twice.", part=name)
        if re.search(r"%(?![0-9A-Fa-f]{2})", value):
            raise KeyAddressError("A percent sign in the address is no escape.", part=name)
        found[name] = unquote_to_bytes(value)
    return found


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        raise KeyAddressError("A part of the address is no UTF-8 text.") from None
