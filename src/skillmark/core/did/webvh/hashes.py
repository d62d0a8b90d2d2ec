"""The three hashes of did:webvh: of the first entry, of each entry, of a promised key.

All are SHA-256 as a multihash in base58btc, over canonical JSON (RFC 8785). § names a section
of did:webvh 1.0.
"""

import hashlib
import re
from typing import Final

from skillmark.core import jsonio
from skillmark.core.canon import jcs
from skillmark.core.encoding import base58
from skillmark.core.encoding.errors import Base58Error
from skillmark.core.jsonio import JsonObject

PLACEHOLDER: Final = "{SCID}"
"""Stands for the hash of the first entry within the text that is hashed."""

_SHA_256: Final = b"\x12\x20"  # the multihash code and the 32 bytes that follow
_FORM: Final = re.compile(r"[1-9A-HJ-NP-Za-km-z]{46}", re.ASCII)


def multihash(data: bytes) -> str:
    """Return the SHA-256 multihash of ``data`` in base58btc, 46 letters."""
    return base58.encode(_SHA_256 + hashlib.sha256(data).digest())


def is_multihash(text: str) -> bool:
    """Tell whether ``text`` is one that `multihash` could have written."""
    if not _FORM.fullmatch(text):
        return False
    try:
        raw = base58.decode(text)
    except Base58Error:  # pragma: no cover - the form above leaves base58 letters only
        return False
    return len(raw) == 2 + 32 and raw.startswith(_SHA_256)


def key_hash(multikey: str) -> str:
    """Return the promise of a key, § Pre-Rotation Key Hash Generation and Verification."""
    return multihash(multikey.encode())


def scid_of(entry: JsonObject) -> str:
    """Return the hash of a first entry that holds `PLACEHOLDER`, § Generate SCID.

    Args:
        entry: without proof, and `PLACEHOLDER` as its ``versionId``.
    """
    return multihash(jcs.canonicalize(entry))


def entry_hash(entry: JsonObject, previous_id: str) -> str:
    """Return the hash of an entry that follows ``previous_id``, § Generate Entry Hash.

    Args:
        entry: with or without proof, and any ``versionId``.
        previous_id: the version id before it; the SCID before the first.
    """
    return multihash(jcs.canonicalize(unproven(entry) | {"versionId": previous_id}))


def unproven(entry: JsonObject) -> JsonObject:
    """Return an entry without its proof."""
    return {name: value for name, value in entry.items() if name != "proof"}


def replaced(value: JsonObject, old: str, new: str) -> JsonObject:
    """Return ``value`` with one text for another wherever it stands, in names as well.

    Args:
        value: a JSON object.
        old: letters that JSON never escapes.
        new: the same.

    Raises:
        JsonError: two names became one.
    """
    text = jsonio.dumps(value).decode().replace(old, new)
    return jsonio.load_object(text, max_bytes=2 * jsonio.MAX_BYTES)
