"""Which work is marked twice, and what assessors are called in credentials.

Pure: a secret and an id in, an answer out. The same work always gets the same answer, so asking
again gives nobody a second draw, and without the secret nobody can foresee it.
"""

import hashlib
import hmac
from typing import Final
from uuid import UUID

_SHARES: Final = 10_000
_VERSION: Final = 8  # RFC 9562 §5.8: made by a rule of one's own


def chosen(secret: bytes, submission: UUID, percent: int) -> bool:
    """Say whether a submission is in the sample.

    Args:
        secret: the organisation's, at least 32 bytes.
        submission: its id.
        percent: how many of a hundred are wanted, 0 to 100.
    """
    drawn = int.from_bytes(_keyed(secret, b"sample", submission)[:8])
    return drawn * _SHARES < percent * (_SHARES // 100) << 64


def pseudonym(secret: bytes, user: UUID) -> str:
    """Return the lasting key of an assessor, a ``urn:uuid:`` that says nothing about them.

    Args:
        secret: the organisation's, at least 32 bytes; another one gives other keys.
        user: the account.
    """
    number = int.from_bytes(_keyed(secret, b"assessor", user)[:16])
    number = number & ~(0xF << 76) | _VERSION << 76
    number = number & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=number).urn


def _keyed(secret: bytes, what: bytes, identifier: UUID) -> bytes:
    return hmac.digest(secret, what + b"|" + identifier.bytes, hashlib.sha256)
