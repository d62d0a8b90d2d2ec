"""The legacy proof type ``Ed25519Signature2020``, for reading only.

Same bytes as ``eddsa-rdfc-2022`` under another name: § 3.1 of Data Integrity EdDSA
Cryptosuites 1.0. Many credentials of earlier years carry it; we write none.
"""

from typing import ClassVar

from skillmark.core.proof.eddsa_rdfc_2022 import EddsaRdfc2022


class Ed25519Signature2020(EddsaRdfc2022):
    """RDFC-1.0, SHA-256 and Ed25519 without a ``cryptosuite`` member."""

    proof_type: ClassVar[str] = "Ed25519Signature2020"
    name: ClassVar[str | None] = None
    read_only: ClassVar[bool] = True
