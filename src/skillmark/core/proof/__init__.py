"""Proofs: documents signed by Data Integrity 1.0.

`data_integrity` adds and checks them, `authority` asks who may, `registry` knows the suites
(one file each). Fetching keys is not done here: they come in as arguments.
"""

from skillmark.core.proof import authority, data_integrity, registry
from skillmark.core.proof.data_integrity import BulkSigner, add_proof, check_proof
from skillmark.core.proof.errors import ProofError
from skillmark.core.proof.model import Proof, parse_proof, proofs_of, without_proof

__all__ = [
    "BulkSigner",
    "Proof",
    "ProofError",
    "add_proof",
    "authority",
    "check_proof",
    "data_integrity",
    "parse_proof",
    "proofs_of",
    "registry",
    "without_proof",
]
