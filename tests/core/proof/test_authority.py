"""Who may sign: the key, its document, its owner and the times (V-P 32 to 35, 43, 44)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from skillmark.core import did
from skillmark.core.crypto import Algorithm, PrivateKey
from skillmark.core.did import DidDocument, VerificationMethod
from skillmark.core.errors import SkillmarkError
from skillmark.core.proof import Proof, authority

AT: Final = datetime(2026, 1, 1, tzinfo=UTC)
SECOND: Final = timedelta(seconds=1)
DID: Final = "did:web:harbour.example"
KEY: Final = PrivateKey.generate(Algorithm.ED25519, bytes(range(32))).public
METHOD: Final = VerificationMethod(f"{DID}#k", DID, KEY)
PROOF: Final = Proof(
    type="DataIntegrityProof",
    cryptosuite="eddsa-rdfc-2022",
    verification_method=METHOD.id,
    purpose="assertionMethod",
    value="z",
    created=AT,
)


def _document(
    method: VerificationMethod = METHOD, *, asserts: bool = True, authenticates: bool = False
) -> DidDocument:
    names = frozenset({method.id})
    return DidDocument(
        DID,
        (method,),
        names if asserts else frozenset(),
        names if authenticates else frozenset(),
    )


def _refused(act: Callable[[], object]) -> str:
    with pytest.raises(SkillmarkError) as refused:
        act()
    return refused.value.code


def test_the_key_of_the_issuer_may_sign() -> None:
    method = authority.authorized_method(PROOF, _document())
    assert method == METHOD
    authority.check_issuer(method, DID)
    authority.check_purpose(PROOF)
    authority.check_dates(PROOF, at=AT)
    authority.check_method_dates(method, at=AT)


def test_a_key_for_authentication_signs_presentations_only() -> None:
    document = _document(asserts=False, authenticates=True)
    assert _refused(lambda: authority.authorized_method(PROOF, document)) == (
        "proof.method_unauthorized"
    )
    assert authority.authorized_method(PROOF, document, "authentication") == METHOD


def test_no_key_is_listed_under_a_purpose_we_do_not_know() -> None:
    assert _refused(lambda: authority.authorized_method(PROOF, _document(), "invocation")) == (
        "proof.method_unauthorized"
    )


def test_the_document_of_another_did_does_not_count() -> None:
    other = replace(PROOF, verification_method="did:web:other.example#k")
    assert _refused(lambda: authority.authorized_method(other, _document())) == (
        "proof.method_controller"
    )


def test_a_key_that_answers_to_another_does_not_count() -> None:
    lent = replace(METHOD, controller="did:web:other.example")
    assert _refused(lambda: authority.authorized_method(PROOF, _document(lent))) == (
        "proof.method_controller"
    )


def test_the_issuer_is_who_the_key_answers_to() -> None:
    assert _refused(lambda: authority.check_issuer(METHOD, "did:web:other.example")) == (
        "proof.method_controller"
    )


def test_a_did_key_with_the_fragment_of_another_key_is_refused() -> None:
    mine = did.key.did_of(KEY)
    other = did.key.did_of(PrivateKey.generate(Algorithm.ED25519, bytes(32)).public)
    mixed = replace(PROOF, verification_method=f"{mine}#{other.removeprefix('did:key:')}")
    document = did.key.resolve(mine)
    assert _refused(lambda: authority.authorized_method(mixed, document)) == (
        "did.method_not_found"
    )


def test_a_method_that_is_no_did_url_is_refused() -> None:
    odd = replace(PROOF, verification_method="https://harbour.example/key")
    assert _refused(lambda: authority.authorized_method(odd, _document())) == "did.syntax"


def test_a_proof_for_another_purpose_is_refused() -> None:
    other = replace(PROOF, purpose="authentication")
    assert _refused(lambda: authority.check_purpose(other)) == "proof.purpose"
    authority.check_purpose(other, "authentication")


def test_an_expired_proof_is_refused_from_its_very_second() -> None:
    lasting = replace(PROOF, expires=AT + SECOND)
    authority.check_dates(lasting, at=AT)
    assert _refused(lambda: authority.check_dates(lasting, at=AT + SECOND)) == "proof.expired"


def test_a_proof_from_the_future_is_refused_beyond_the_skew_of_clocks() -> None:
    authority.check_dates(replace(PROOF, created=AT + 60 * SECOND), at=AT)
    authority.check_dates(replace(PROOF, created=None), at=AT)
    ahead = replace(PROOF, created=AT + 61 * SECOND)
    assert _refused(lambda: authority.check_dates(ahead, at=AT)) == "proof.created_in_future"


def test_a_key_signs_until_it_expires_or_is_revoked() -> None:
    expiring = replace(METHOD, expires=AT)
    authority.check_method_dates(expiring, at=AT - SECOND)
    assert _refused(lambda: authority.check_method_dates(expiring, at=AT)) == (
        "proof.method_expired"
    )
    revoked = replace(METHOD, revoked=AT)
    authority.check_method_dates(revoked, at=AT - SECOND)
    assert _refused(lambda: authority.check_method_dates(revoked, at=AT)) == (
        "proof.method_revoked"
    )
