"""The cryptosuite ``ecdsa-rdfc-2019``: P-256 or P-384 over RDFC-1.0.

§ refers to the W3C Recommendation Data Integrity ECDSA Cryptosuites 1.0. The curve decides the
hash everywhere: SHA-256 with P-256 and SHA-384 with P-384, inside RDFC-1.0 too (§3.2.3, §3.2.4).
"""

from collections.abc import Mapping
from typing import ClassVar

from skillmark.core.crypto import Algorithm
from skillmark.core.proof.eddsa_rdfc_2022 import EddsaRdfc2022


class EcdsaRdfc2019(EddsaRdfc2022):
    """§3.2: canonical bytes as ``eddsa-rdfc-2022`` makes them, under other keys and hashes."""

    name: ClassVar[str | None] = "ecdsa-rdfc-2019"
    hashes: ClassVar[Mapping[Algorithm, str]] = {
        Algorithm.P256: "sha256",
        Algorithm.P384: "sha384",
    }
