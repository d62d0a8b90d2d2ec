"""Adding and checking one proof: named defects, and the law of signing."""

import copy
from collections.abc import Callable
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from proof_samples import KEY, OTHER, SUITES, V2, check, refused, sign, unsigned

from skillmark.core import proof
from skillmark.core.canon.errors import CanonError
from skillmark.core.crypto import Algorithm, PrivateKey
from skillmark.core.encoding import multibase
from skillmark.core.jsonio import JsonObject
from skillmark.core.proof import data_integrity, registry


@pytest.mark.parametrize("suite", SUITES)
def test_a_signed_document_holds_and_its_argument_is_left_alone(suite: str) -> None:
    document = unsigned()
    before = copy.deepcopy(document)
    signed = sign(document, cryptosuite=suite)
    check(signed)
    assert document == before
    assert proof.without_proof(signed) == document
    assert signed == sign(document, cryptosuite=suite)


@pytest.mark.parametrize("suite", SUITES)
@pytest.mark.parametrize(
    "change",
    [
        {"name": "Safetx"},
        {"name": "Sa\u0301fety"},
        {"issuer": "did:example:other"},
        {"credentialSubject": {"id": "did:example:other"}},
        {"validUntil": "2030-01-01T00:00:00Z"},
        {"id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc34"},
        {"type": ["VerifiableCredential", "VerifiablePresentation"]},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_document_does_not_hold(suite: str, change: JsonObject) -> None:
    signed = sign(cryptosuite=suite) | change
    assert refused(lambda: check(signed)) == "proof.signature_invalid"


@pytest.mark.parametrize("suite", SUITES)
@pytest.mark.parametrize(
    "change",
    [
        {"created": "2026-01-01T00:00:01Z"},
        {"expires": "2030-01-01T00:00:00Z"},
        {"proofPurpose": "authentication"},
        {"verificationMethod": "did:example:other#key"},
        {"id": "urn:uuid:1"},
        {"domain": "example.com"},
        {"challenge": "1"},
        {"nonce": "1"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_changed_options_do_not_hold(suite: str, change: JsonObject) -> None:
    signed = sign(cryptosuite=suite)
    signed["proof"] = signed["proof"] | change
    assert refused(lambda: check(signed)) == "proof.signature_invalid"


@pytest.mark.parametrize("suite", SUITES)
def test_a_proof_of_another_document_does_not_hold(suite: str) -> None:
    other = sign(unsigned(name="Other"), cryptosuite=suite)
    moved = unsigned() | {"proof": other["proof"]}
    assert refused(lambda: check(moved)) == "proof.signature_invalid"


def test_another_key_does_not_hold() -> None:
    other = PrivateKey.generate(Algorithm.ED25519, bytes(32)).public
    assert refused(lambda: check(sign(), other)) == "proof.signature_invalid"


def _signature(signed: Any) -> bytes:
    return multibase.decode(signed["proof"]["proofValue"])


VALUES: dict[str, Callable[[bytes], str]] = {
    "base64url": lambda raw: multibase.encode(raw, base=multibase.Base.BASE64URL),
    "no multibase letter": lambda raw: multibase.encode(raw)[1:],
    "padding": lambda raw: multibase.encode(raw) + "=",
    "white space": lambda raw: multibase.encode(raw) + " ",
    "a letter that base58 lacks": lambda raw: multibase.encode(raw)[:-1] + "0",
    "63 bytes": lambda raw: multibase.encode(raw[:-1]),
    "65 bytes": lambda raw: multibase.encode(raw + b"\1"),
    "a leading zero byte": lambda raw: "z1" + multibase.encode(raw)[1:],
    "nothing but the letter": lambda _: "z",
}


@pytest.mark.parametrize("suite", SUITES)
@pytest.mark.parametrize("spell", VALUES.values(), ids=VALUES.keys())
def test_a_proof_value_has_one_spelling(suite: str, spell: Callable[[bytes], str]) -> None:
    signed = sign(cryptosuite=suite)
    signed["proof"]["proofValue"] = spell(_signature(signed))
    assert refused(lambda: check(signed)) == "proof.value"


ORDER: Final = 2**252 + 27742317777372353535851937790883648493
FORGERIES: dict[str, Callable[[bytes], bytes]] = {
    "S beyond the order": lambda raw: (
        raw[:32] + (int.from_bytes(raw[32:], "little") + ORDER).to_bytes(32, "little")
    ),
    "R that is not canonical": lambda raw: b"\xee" + b"\xff" * 30 + b"\x7f" + raw[32:],
    "R of small order": lambda raw: b"\x01" + bytes(31) + raw[32:],
    "all zero": lambda _: bytes(64),
}


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES.keys())
def test_a_forged_signature_does_not_hold(forge: Callable[[bytes], bytes]) -> None:
    signed = sign()
    signed["proof"]["proofValue"] = multibase.encode(forge(_signature(signed)))
    assert refused(lambda: check(signed)) == "proof.signature_invalid"


def test_the_name_of_the_suite_is_signed() -> None:
    signed = sign(cryptosuite="eddsa-rdfc-2022")
    signed["proof"]["cryptosuite"] = "eddsa-jcs-2022"
    assert refused(lambda: check(signed)) == "proof.signature_invalid"
    signed = sign(cryptosuite="eddsa-jcs-2022")
    signed["proof"]["cryptosuite"] = "eddsa-rdfc-2022"
    assert refused(lambda: check(signed)) == "proof.signature_invalid"


@pytest.mark.parametrize(
    ("kind", "name", "supported"),
    [
        ("DataIntegrityProof", "eddsa-rdfc-2022", True),
        ("DataIntegrityProof", "eddsa-jcs-2022", True),
        ("Ed25519Signature2020", ..., True),
        ("DataIntegrityProof", "eddsa-2022", False),
        ("DataIntegrityProof", "EDDSA-RDFC-2022", False),
        ("DataIntegrityProof", ..., False),
        ("Ed25519Signature2020", "eddsa-rdfc-2022", False),
        ("Ed25519Signature2018", ..., False),
        ("MerkleProof2019", ..., False),
    ],
)
def test_a_suite_is_known_by_type_and_name(kind: str, name: Any, supported: bool) -> None:
    signed = sign()
    members = signed["proof"] | {"type": kind, "cryptosuite": name}
    signed["proof"] = {key: value for key, value in members.items() if value is not ...}
    assert data_integrity.is_supported(signed["proof"]) is supported
    if not supported:
        assert refused(lambda: check(signed)) == "proof.suite_unknown"


@pytest.mark.parametrize("value", [None, 1, ["DataIntegrityProof"]])
def test_a_type_that_is_no_text_is_no_suite(value: Any) -> None:
    assert not data_integrity.is_supported({"type": value})
    assert not data_integrity.is_supported(
        {"type": "DataIntegrityProof", "cryptosuite": value or 1}
    )


@pytest.mark.parametrize("suite", SUITES)
@pytest.mark.parametrize("algorithm", [Algorithm.P256, Algorithm.P384])
def test_a_key_of_another_type_is_refused(suite: str, algorithm: Algorithm) -> None:
    key = PrivateKey.generate(algorithm, bytes(range(algorithm.seed_bytes)))
    assert refused(lambda: sign(signer=key, cryptosuite=suite)) == "proof.key_type"
    signed = sign(cryptosuite=suite)
    assert refused(lambda: check(signed, key.public)) == "proof.key_type"


def test_a_legacy_type_is_never_written() -> None:
    suite = registry.suite_of("Ed25519Signature2020", None)
    prepare: Any = suite.prepare
    assert refused(lambda: prepare({}, {}, KEY, None)) == "proof.suite_read_only"
    assert refused(lambda: sign(cryptosuite="Ed25519Signature2020")) == "proof.suite_unknown"
    assert registry.names() == (*SUITES, "ecdsa-rdfc-2019", "ecdsa-jcs-2019")


@pytest.mark.parametrize("suite", SUITES)
def test_an_undefined_term_is_refused_where_rdf_would_drop_it(suite: str) -> None:
    document = unsigned(rank="first")
    if suite == "eddsa-rdfc-2022":
        with pytest.raises(CanonError):
            sign(document, cryptosuite=suite)
    else:
        check(sign(document, cryptosuite=suite))


def test_a_document_without_context_is_signed_as_json_only() -> None:
    document: JsonObject = {"hello": "world"}
    signed = sign(document, cryptosuite="eddsa-jcs-2022")
    assert "@context" not in signed["proof"]
    check(signed)
    with pytest.raises(CanonError):
        sign(document, cryptosuite="eddsa-rdfc-2022")
    with pytest.raises(CanonError):
        check(document | {"proof": sign()["proof"]})


def test_a_proof_over_rdf_names_no_other_context_than_its_document() -> None:
    signed = sign()
    signed["proof"]["@context"] = [V2]
    check(signed)
    for other in ([V2, OTHER], V2, None):
        signed["proof"]["@context"] = other
        assert refused(lambda: check(signed)) == "proof.context"


def test_a_document_signed_as_json_begins_with_the_context_of_its_proof() -> None:
    signed = sign(unsigned(**{"@context": [V2, OTHER]}), cryptosuite="eddsa-jcs-2022")
    assert signed["proof"]["@context"] == [V2, OTHER]
    check(signed | {"@context": [V2, OTHER, "https://example.com/more"]})
    for context in ([OTHER, V2], [V2], V2, [], None, ["https://example.com/more", V2, OTHER]):
        changed = signed | {"@context": context}
        assert refused(lambda changed=changed: check(changed)) == "proof.context"
    without = {name: value for name, value in signed.items() if name != "@context"}
    assert refused(lambda: check(without)) == "proof.context"


def test_a_single_context_may_be_continued() -> None:
    signed = sign(unsigned(**{"@context": V2}), cryptosuite="eddsa-jcs-2022")
    assert signed["proof"]["@context"] == V2
    check(signed)
    check(signed | {"@context": [V2, OTHER]})


def test_the_context_of_a_json_proof_is_signed() -> None:
    signed = sign(cryptosuite="eddsa-jcs-2022")
    del signed["proof"]["@context"]
    assert refused(lambda: check(signed)) == "proof.signature_invalid"


TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20)


@given(TEXTS, TEXTS, st.sampled_from(SUITES))
def test_what_is_signed_holds_and_no_other_text_does(name: str, other: str, suite: str) -> None:
    signed = sign(unsigned(name=name), cryptosuite=suite)
    check(signed)
    if other != name:
        assert refused(lambda: check(signed | {"name": other})) == "proof.signature_invalid"
