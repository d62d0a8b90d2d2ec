"""Known secrets, and the search for them in every spelling."""

import base64
from collections.abc import Iterable
from typing import Final

from skillmark.core.encoding import base58

SHORTEST: Final = 16  # bytes of a key that already are a leak


def spellings(secret: bytes) -> set[bytes]:
    """Return a secret, and each half of it, as it may be written."""
    found: set[bytes] = set()
    for part in (secret, secret[:SHORTEST], secret[-SHORTEST:]):
        found |= {
            part,
            part.hex().encode(),
            part.hex().upper().encode(),
            part.hex(" ").encode(),
            part.hex(":").encode(),
            str(list(part))[1:-1].encode(),
            repr(part)[2:-1].encode(),
            str(int.from_bytes(part)).encode(),
            base64.b32encode(part).rstrip(b"=")[:-1],
        }
        for start in range(3):  # whatever stands before it in the same base64
            shifted = base64.b64encode(b"\0" * start + part)
            core = shifted[4 if start else 0 : -4]
            found |= {core, core.replace(b"+", b"-").replace(b"/", b"_")}
    whole = (secret, b"\x80\x26" + secret, b"\x86\x26" + secret)
    return found | {base58.encode(one).encode() for one in whole}


def leaks(secrets: Iterable[bytes], place: bytes) -> list[str]:
    """Return in which spellings secrets stand in a place, by their own first letters."""
    return [
        f"{secret[:2].hex()}… as {written[:6]!r}…"
        for secret in secrets
        for written in spellings(secret)
        if written in place
    ]
