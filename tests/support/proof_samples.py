"""Plain documents signed by one test key, for the tests of proofs."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

import pytest

from skillmark.core import did, proof
from skillmark.core.crypto import Algorithm, PrivateKey, PublicKey
from skillmark.core.jsonio import JsonObject
from skillmark.core.proof import ProofError

V2: Final = "https://www.w3.org/ns/credentials/v2"
OTHER: Final = "https://w3id.org/security/data-integrity/v2"
AT: Final = datetime(2026, 1, 1, tzinfo=UTC)
KEY: Final = PrivateKey.generate(Algorithm.ED25519, bytes(range(32)))
METHOD: Final = did.key.verification_method(did.key.did_of(KEY.public))
SUITES: Final = ("eddsa-rdfc-2022", "eddsa-jcs-2022")


def unsigned(**members: Any) -> JsonObject:
    """Return an unsigned credential of the plainest kind."""
    return {
        "@context": [V2],
        "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
        "type": ["VerifiableCredential"],
        "name": "Safety",
        "issuer": did.key.did_of(KEY.public),
        "credentialSubject": {"id": "did:example:learner"},
        **members,
    }


def sign(document: JsonObject | None = None, **arguments: Any) -> Any:
    """Return a document with a proof by `KEY`; arguments go to `add_proof`."""
    defaults: dict[str, Any] = {"signer": KEY, "verification_method": METHOD, "created": AT}
    return proof.add_proof(document or unsigned(), **(defaults | arguments))


def check(document: Any, public: PublicKey = KEY.public) -> None:
    """Check every proof of a document."""
    for each in proof.proofs_of(document):
        proof.check_proof(document, each, public)


def refused(act: Callable[[], object]) -> str:
    """Return the code of the error that ``act`` ends in."""
    with pytest.raises(ProofError) as caught:
        act()
    return caught.value.code
