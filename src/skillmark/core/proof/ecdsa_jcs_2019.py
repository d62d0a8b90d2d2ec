"""The cryptosuite ``ecdsa-jcs-2019``: P-256 or P-384 over RFC 8785.

§ refers to the W3C Recommendation Data Integrity ECDSA Cryptosuites 1.0. The curve decides the
hash: SHA-256 with P-256 and SHA-384 with P-384 (§3.3.4).
"""

from collections.abc import Mapping
from typing import ClassVar

from skillmark.core.crypto import Algorithm
from skillmark.core.proof.eddsa_jcs_2022 import EddsaJcs2022


class EcdsaJcs2019(EddsaJcs2022):
    """§3.3: canonical bytes as ``eddsa-jcs-2022`` makes them, under other keys and hashes."""

    name: ClassVar[str | None] = "ecdsa-jcs-2019"
    hashes: ClassVar[Mapping[Algorithm, str]] = {
        Algorithm.P256: "sha256",
        Algorithm.P384: "sha384",
    }
