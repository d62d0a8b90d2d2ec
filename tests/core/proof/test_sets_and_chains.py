"""The proofs of one document: their shape, sets of them, and chains that must have an end."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from mangling import mangled
from proof_samples import AT, KEY, METHOD, SUITES, check, refused, sign, unsigned

from skillmark.core import proof
from skillmark.core.errors import SkillmarkError


def test_proofs_join_a_set_without_touching_each_other() -> None:
    first = sign(cryptosuite="eddsa-rdfc-2022")
    both = sign(first, cryptosuite="eddsa-jcs-2022")
    check(both)
    assert [each["cryptosuite"] for each in both["proof"]] == list(SUITES)
    assert both["proof"][0] == first["proof"]
    both["proof"].reverse()
    check(both)
    check(both | {"proof": both["proof"][:1]})


@pytest.mark.parametrize("suite", SUITES)
def test_a_chain_signs_what_it_builds_on(suite: str) -> None:
    first = sign(proof_id="urn:uuid:1", cryptosuite=suite)
    second = sign(first, previous_proof="urn:uuid:1", proof_id="urn:uuid:2", cryptosuite=suite)
    third = sign(second, previous_proof=["urn:uuid:1", "urn:uuid:2"], cryptosuite=suite)
    assert third["proof"][1]["previousProof"] == "urn:uuid:1"
    assert third["proof"][2]["previousProof"] == ["urn:uuid:1", "urn:uuid:2"]
    check(third)
    third["proof"][0]["created"] = "2026-01-01T00:00:01Z"
    for each in third["proof"]:
        code = refused(lambda each=each: proof.check_proof(third, each, KEY.public))
        assert code == "proof.signature_invalid"


def test_a_chain_without_its_foundation_is_refused() -> None:
    first = sign(proof_id="urn:uuid:1")
    second = sign(first, previous_proof="urn:uuid:1")
    alone = second | {"proof": second["proof"][1]}
    assert refused(lambda: check(alone)) == "proof.previous_missing"
    assert refused(lambda: sign(first, previous_proof="urn:uuid:9")) == (
        "proof.previous_missing"
    )
    assert refused(lambda: sign(previous_proof="urn:uuid:1")) == "proof.missing"


@pytest.mark.parametrize(
    "links",
    [
        {"urn:a": "urn:a"},
        {"urn:a": "urn:b", "urn:b": "urn:a"},
        {"urn:a": "urn:b", "urn:b": "urn:c", "urn:c": "urn:b"},
        {"urn:a": ["urn:d", "urn:b"], "urn:b": ["urn:c"], "urn:c": ["urn:a"], "urn:d": []},
    ],
    ids=["itself", "each other", "a loop further down", "a loop of three"],
)
def test_proofs_in_a_circle_are_refused(links: dict[str, Any]) -> None:
    base = sign()["proof"]
    proofs = [base | {"id": name, "previousProof": link} for name, link in links.items()]
    document = unsigned() | {"proof": proofs}
    code = refused(lambda: proof.check_proof(document, proofs[0], KEY.public))
    assert code == "proof.loop"


def test_a_circle_elsewhere_does_not_trouble_a_proof_beside_it() -> None:
    first = sign(proof_id="urn:uuid:1")
    second = sign(first, previous_proof="urn:uuid:1")
    loop = second["proof"][0] | {"id": "urn:x", "previousProof": "urn:x"}
    document = second | {"proof": [*second["proof"], loop]}
    proof.check_proof(document, second["proof"][1], KEY.public)


def test_an_id_is_used_once() -> None:
    first = sign(proof_id="urn:uuid:1")
    assert refused(lambda: sign(first, proof_id="urn:uuid:1")) == "proof.id_twice"
    twice = first | {"proof": [first["proof"], first["proof"]]}
    assert refused(lambda: check(twice)) == "proof.id_twice"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (..., "proof.missing"),
        (None, "proof.missing"),
        ([], "proof.missing"),
        ("z6Mk", "proof.shape"),
        ([1], "proof.shape"),
        ([{"id": 1}], "proof.shape"),
        ([{}] * 17, "proof.shape"),
    ],
)
def test_a_document_without_sound_proofs_is_refused(value: Any, code: str) -> None:
    document = unsigned() if value is ... else unsigned(proof=value)
    assert refused(lambda: proof.proofs_of(document)) == code


@pytest.mark.parametrize("value", [None, []])
def test_an_empty_proof_is_no_proof_to_join(value: Any) -> None:
    signed = sign(unsigned(proof=value))
    assert isinstance(signed["proof"], dict)
    check(signed)


SHAPES: dict[str, dict[str, Any]] = {
    "no type": {"type": ...},
    "a type list": {"type": ["DataIntegrityProof"]},
    "a suite that is no text": {"cryptosuite": 1},
    "no method": {"verificationMethod": ...},
    "a method that is an object": {"verificationMethod": {"id": METHOD}},
    "no purpose": {"proofPurpose": ...},
    "a purpose list": {"proofPurpose": ["assertionMethod"]},
    "no value": {"proofValue": ...},
    "an empty value": {"proofValue": ""},
    "a value that is no text": {"proofValue": 1},
    "a null id": {"id": None},
    "a date without zone": {"created": "2026-01-01T00:00:00"},
    "a date that is a number": {"created": 1},
    "the hour 24": {"expires": "2026-01-01T24:00:00Z"},
    "a previous proof that is no text": {"previousProof": 1},
    "a previous proof twice": {"previousProof": ["urn:a", "urn:a"]},
    "a domain that is no text": {"domain": [1]},
    "a challenge that is no text": {"challenge": 1},
}


@pytest.mark.parametrize("change", SHAPES.values(), ids=SHAPES.keys())
def test_a_malformed_proof_is_refused(change: dict[str, Any]) -> None:
    signed = sign()
    members = signed["proof"] | change
    signed["proof"] = {key: value for key, value in members.items() if value is not ...}
    assert refused(lambda: proof.check_proof(signed, signed["proof"], KEY.public)) == (
        "proof.shape"
    )


def test_a_proof_is_read_in_full() -> None:
    signed = sign(proof_id="urn:uuid:1", expires=AT + timedelta(days=1))
    full = signed["proof"] | {"domain": "a.example", "challenge": "c", "previousProof": "urn:p"}
    parsed = proof.parse_proof(full)
    assert parsed.id == "urn:uuid:1"
    assert (parsed.created, parsed.expires) == (AT, AT + timedelta(days=1))
    assert (parsed.domains, parsed.challenge, parsed.previous) == (
        ("a.example",),
        "c",
        ("urn:p",),
    )
    assert (parsed.verification_method, parsed.purpose) == (METHOD, "assertionMethod")
    assert parsed.value == signed["proof"]["proofValue"]


CHAIN = sign(
    sign(proof_id="urn:uuid:1", cryptosuite="eddsa-jcs-2022"),
    previous_proof=["urn:uuid:1"],
    cryptosuite="eddsa-jcs-2022",
    expires=AT + timedelta(days=1),
)


@given(mangled(CHAIN))
def test_only_our_errors_come_out_and_no_change_holds(document: Any) -> None:
    with suppress(SkillmarkError):
        check(document)
        assert proof.without_proof(document) == proof.without_proof(CHAIN)
