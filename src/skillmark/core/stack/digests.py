"""The digest by which a credential refers to a file: sha2-256, multihash, multibase base58btc.

``digestMultibase`` of VCDM 2.0 §5.3 and VC Data Integrity 1.0 §2.6, always over exact bytes.
"""

import hashlib
from typing import Final

from skillmark.core.encoding import multibase

_SHA2_256: Final = b"\x12\x20"  # multihash: the function, and 32 bytes


def digest(data: bytes) -> str:
    """Return the digest of some bytes, ``zQm…``."""
    return multibase.encode(_SHA2_256 + hashlib.sha256(data).digest())
