"""The cryptosuites we know, by what a proof says of itself."""

from typing import Final

from skillmark.core.proof.ecdsa_jcs_2019 import EcdsaJcs2019
from skillmark.core.proof.ecdsa_rdfc_2019 import EcdsaRdfc2019
from skillmark.core.proof.ed25519_signature_2020 import Ed25519Signature2020
from skillmark.core.proof.eddsa_jcs_2022 import EddsaJcs2022
from skillmark.core.proof.eddsa_rdfc_2022 import EddsaRdfc2022
from skillmark.core.proof.errors import UnknownCryptosuiteError
from skillmark.core.proof.suite import Cryptosuite

DATA_INTEGRITY: Final = "DataIntegrityProof"

_SUITES: Final[dict[tuple[str, str | None], Cryptosuite]] = {
    (suite.proof_type, suite.name): suite
    for suite in (
        EddsaRdfc2022(),
        EddsaJcs2022(),
        EcdsaRdfc2019(),
        EcdsaJcs2019(),
        Ed25519Signature2020(),
    )
}


def suite_of(proof_type: str, cryptosuite: str | None) -> Cryptosuite:
    """Return the suite for a proof's ``type`` and ``cryptosuite``.

    Raises:
        UnknownCryptosuiteError: none of ours.
    """
    suite = _SUITES.get((proof_type, cryptosuite))
    if suite is None:
        raise UnknownCryptosuiteError(
            "The proof is made in a way we do not know.",
            type=proof_type[:100],
            cryptosuite=None if cryptosuite is None else cryptosuite[:100],
        )
    return suite


def names() -> tuple[str, ...]:
    """Return the names of the suites that `add_proof` takes."""
    return tuple(name for kind, name in _SUITES if kind == DATA_INTEGRITY and name)


def is_known(proof_type: str, cryptosuite: str | None) -> bool:
    """Return whether `suite_of` has a suite for such a proof."""
    return (proof_type, cryptosuite) in _SUITES
