"""Hashed identities: who earned it can be checked by whoever knows the address, not read.

``IdentityHash`` of Open Badges 3.0: algorithm, ``$``, hexadecimal hash of the identity
followed by the salt, both in UTF-8. Randomness comes in as the salt.
"""

import hashlib
import hmac
import re
from typing import Final

_SHA256: Final = re.compile(r"sha256\$[0-9a-fA-F]{64}")
_MD5: Final = re.compile(r"md5\$[0-9a-fA-F]{32}")


def hash_identity(identity: str, salt: str) -> str:
    """Return ``sha256$`` and 64 small hexadecimal letters.

    Args:
        identity: for example an e-mail address; write it in one spelling (small letters).
        salt: at least 128 random bits as text, one per credential, or "" for none.
    """
    return f"sha256${hashlib.sha256((identity + salt).encode()).hexdigest()}"


def is_hash(text: str) -> bool:
    """Say whether the text has the form of an IdentityHash that can be trusted (SHA-256)."""
    return _SHA256.fullmatch(text) is not None


def is_weak_hash(text: str) -> bool:
    """Say whether the text is an MD5 IdentityHash, which the specification still allows."""
    return _MD5.fullmatch(text) is not None


def matches(identity_hash: str, identity: str, salt: str) -> bool:
    """Say whether the hash is that of the identity in this or in small letters (SHA-256)."""
    wanted = identity_hash.lower()
    return any(
        hmac.compare_digest(wanted, hash_identity(spelling, salt))
        for spelling in (identity, identity.lower())
    )
