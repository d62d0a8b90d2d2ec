"""Signing in bulk: the same bytes as one by one, and the options hashed once."""

import pytest
from proof_samples import AT, KEY, METHOD, OTHER, SUITES, V2, check, refused, sign, unsigned

from skillmark.core import canon, proof
from skillmark.core.crypto import Algorithm, PrivateKey
from skillmark.core.jsonio import JsonObject


class _Counting:
    """A signer and canonicaliser that say how often they were asked."""

    def __init__(self) -> None:
        self.canonicalized = 0

    def __call__(self, document: JsonObject, hash_name: str = "sha256") -> bytes:
        self.canonicalized += 1
        return canon.canonicalize(document, hash_name)


@pytest.mark.parametrize("suite", SUITES)
def test_a_batch_gives_the_same_bytes(suite: str) -> None:
    bulk = proof.BulkSigner(
        signer=KEY, verification_method=METHOD, created=AT, cryptosuite=suite
    )
    for number in range(3):
        document = unsigned(name=f"Safety {number}")
        assert bulk.add_proof(document) == sign(document, cryptosuite=suite)
    other = unsigned(**{"@context": [V2, OTHER]})
    assert bulk.add_proof(other) == sign(other, cryptosuite=suite)
    assert bulk.add_proof(unsigned()) == sign(cryptosuite=suite)


def test_a_batch_hashes_its_options_once() -> None:
    counting = _Counting()
    bulk = proof.BulkSigner(
        signer=KEY, verification_method=METHOD, created=AT, canonicalize=counting
    )
    for _ in range(5):
        check(bulk.add_proof(unsigned()))
    assert counting.canonicalized == 6


def test_a_batch_signs_nothing_twice_and_with_no_other_key() -> None:
    bulk = proof.BulkSigner(signer=KEY, verification_method=METHOD, created=AT)
    assert refused(lambda: bulk.add_proof(sign())) == "proof.already_signed"
    bulk.signer = PrivateKey.generate(Algorithm.P256, bytes(range(40)))
    assert refused(lambda: bulk.add_proof(unsigned())) == "proof.key_type"
