"""DID documents: every form that is read, every defect, and the round trip of our own."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from mangling import mangled

from skillmark.core import canon, did
from skillmark.core.crypto import Algorithm, PrivateKey
from skillmark.core.did import DidError, VerificationMethod
from skillmark.core.jsonio import JsonObject

DID = "did:web:example.com"
SEED = bytes(range(1, 57))
ED = PrivateKey.generate(Algorithm.ED25519, SEED[:32]).public
P256 = PrivateKey.generate(Algorithm.P256, SEED[:40]).public


def _method(name: str = "#k", **members: Any) -> JsonObject:
    base: JsonObject = {
        "id": name,
        "type": "Multikey",
        "controller": DID,
        "publicKeyMultibase": ED.to_multikey(),
    }
    return {key: value for key, value in (base | members).items() if value is not ...}


def _document(*methods: JsonObject, **members: Any) -> JsonObject:
    return {"id": DID, "verificationMethod": list(methods), **members}


READ = {
    "Multikey": (_method(), ED),
    "Multikey of P-256": (_method(publicKeyMultibase=P256.to_multikey()), P256),
    "Ed25519VerificationKey2020": (_method(type="Ed25519VerificationKey2020"), ED),
    "JsonWebKey": (
        _method(type="JsonWebKey", publicKeyMultibase=..., publicKeyJwk=P256.to_jwk()),
        P256,
    ),
    "JsonWebKey2020": (
        _method(type="JsonWebKey2020", publicKeyMultibase=..., publicKeyJwk=ED.to_jwk()),
        ED,
    ),
}


@pytest.mark.parametrize(("method", "key"), READ.values(), ids=READ.keys())
def test_each_type_of_method_is_read(method: JsonObject, key: object) -> None:
    document = did.parse_document(_document(method))
    assert document.method(f"{DID}#k").public_key == key


def test_methods_are_embedded_or_referenced() -> None:
    document = did.parse_document(
        _document(
            _method("#a"),
            _method(f"{DID}#b"),
            assertionMethod=["#a", _method("#c"), f"{DID}#gone"],
            authentication=[f"{DID}#b"],
        )
    )
    assert [method.id for method in document.methods] == [f"{DID}#{name}" for name in "abc"]
    assert document.assertion_method == {f"{DID}#{name}" for name in ("a", "c", "gone")}
    assert document.authentication == {f"{DID}#b"}
    with pytest.raises(DidError) as refused:
        document.method(f"{DID}#gone")
    assert refused.value.code == "did.method_not_found"


def test_a_method_written_out_twice_is_one() -> None:
    again = dict(reversed(_method().items()))
    document = did.parse_document(
        _document(_method(), assertionMethod=[again], authentication=[again])
    )
    assert [method.id for method in document.methods] == [f"{DID}#k"]
    assert document.assertion_method == document.authentication == {f"{DID}#k"}


def test_dates_controllers_and_other_names_are_read() -> None:
    document = did.parse_document(
        _document(
            _method(expires="2027-01-01T00:00:00Z", revoked="2026-06-01T12:00:00+02:00"),
            controller="did:web:parent.example",
            alsoKnownAs=["https://example.com/"],
        )
    )
    method = document.method(f"{DID}#k")
    assert method.expires == datetime(2027, 1, 1, tzinfo=UTC)
    assert method.revoked == datetime(2026, 6, 1, 10, tzinfo=UTC)
    assert document.controllers == ("did:web:parent.example",)
    assert document.also_known_as == ("https://example.com/",)
    two = did.parse_document({"id": DID, "controller": [DID, "did:web:b.example"]})
    assert two.controllers == (DID, "did:web:b.example")
    assert two.methods == ()


UNUSABLE = {
    "another type": _method(type="X25519KeyAgreementKey2020"),
    "a type that is no text": _method(type=["Multikey"]),
    "no type": _method(type=...),
    "no key": _method(publicKeyMultibase=...),
    "no JWK": _method(type="JsonWebKey"),
    "two keys": _method(publicKeyJwk=ED.to_jwk()),
    "a malformed key": _method(publicKeyMultibase="z6Mk"),
    "a key of another type": _method(
        type="Ed25519VerificationKey2020", publicKeyMultibase=P256.to_multikey()
    ),
    "a private key": _method(
        type="JsonWebKey",
        publicKeyMultibase=...,
        publicKeyJwk=PrivateKey.generate(Algorithm.ED25519, SEED[:32]).to_jwk(),
    ),
}


@pytest.mark.parametrize("method", UNUSABLE.values(), ids=UNUSABLE.keys())
def test_a_key_that_is_none_of_ours_spoils_only_itself(method: JsonObject) -> None:
    document = did.parse_document(_document(method, _method("#other")))
    assert document.method(f"{DID}#other").public_key == ED
    with pytest.raises(DidError) as refused:
        document.method(f"{DID}#k")
    assert refused.value.code == "did.method_unusable"


def test_a_method_of_another_did_is_not_taken_from_here() -> None:
    document = did.parse_document(_document(_method("did:web:other.example#k")))
    with pytest.raises(DidError) as refused:
        document.method("did:web:other.example#k")
    assert refused.value.code == "did.method_unusable"


DEFECTS: dict[str, JsonObject] = {
    "no id": {},
    "an id that is no text": {"id": 1},
    "an id that is no DID": {"id": "https://example.com/"},
    "an id with a fragment": {"id": f"{DID}#k"},
    "methods that are no list": {"id": DID, "verificationMethod": _method()},
    "a method that is no object": {"id": DID, "verificationMethod": ["#k"]},
    "a method without id": _document(_method(id=...)),
    "a method id without fragment": _document(_method(DID)),
    "a method id with an empty fragment": _document(_method("#")),
    "a method id that is no DID URL": _document(_method("https://example.com/#k")),
    "a method without controller": _document(_method(controller=...)),
    "a controller that is no DID": _document(_method(controller="example.com")),
    "two methods of one id": _document(_method(), _method(f"{DID}#k")),
    "an embedded method of the same id and another key": _document(
        _method(), assertionMethod=[_method(publicKeyMultibase=P256.to_multikey())]
    ),
    "an embedded method of the same id and another end": _document(
        _method(), assertionMethod=[_method(expires="2027-01-01T00:00:00Z")]
    ),
    "a date without zone": _document(_method(expires="2027-01-01T00:00:00")),
    "a date that is null": _document(_method(revoked=None)),
    "a relationship that is no list": _document(_method(), assertionMethod="#k"),
    "a relationship with a number": _document(_method(), authentication=[1]),
    "a reference that is no DID URL": _document(_method(), assertionMethod=["k"]),
    "a controller list with a number": {"id": DID, "controller": [1]},
    "another name that is no text": {"id": DID, "alsoKnownAs": [1]},
    "257 methods": _document(*(_method(f"#{number}") for number in range(257))),
}


@pytest.mark.parametrize("document", DEFECTS.values(), ids=DEFECTS.keys())
def test_a_malformed_document_is_refused(document: JsonObject) -> None:
    with pytest.raises(DidError) as refused:
        did.parse_document(document)
    assert refused.value.code == "did.document_invalid"


def _methods() -> list[VerificationMethod]:
    new = VerificationMethod(did.method_id(DID, ED), DID, ED)
    old = VerificationMethod(
        did.method_id(DID, P256),
        DID,
        P256,
        expires=datetime(2027, 1, 1, tzinfo=UTC),
        revoked=datetime(2026, 1, 1, tzinfo=UTC),
    )
    return [new, old]


def test_a_document_we_write_is_read_back() -> None:
    new, old = _methods()
    written = did.build(
        DID, [new, old], authentication=[new.id], also_known_as=["https://example.com/"]
    )
    document = did.parse_document(written)
    assert document.methods == (new, old)
    assert document.assertion_method == {new.id, old.id}
    assert document.authentication == {new.id}
    assert document.also_known_as == ("https://example.com/",)


def test_a_document_we_write_is_sound_json_ld() -> None:
    new, old = _methods()
    written = did.build(DID, [new, old], assertion_method=[new.id])
    quads = canon.canonicalize(written).decode()
    assert f"<{DID}> <https://w3id.org/security#assertionMethod> <{new.id}> ." in quads
    assert "authentication" not in written


@pytest.mark.parametrize(
    ("subject", "change", "arguments"),
    [
        ("example.com", {}, {}),
        (DID, {"id": "did:web:other.example#k"}, {}),
        (DID, {}, {"assertion_method": [f"{DID}#gone"]}),
        (DID, {}, {"authentication": [f"{DID}#gone"]}),
    ],
)
def test_no_unsound_document_is_written(
    subject: str, change: dict[str, str], arguments: dict[str, Any]
) -> None:
    method = replace(_methods()[0], **change)
    with pytest.raises(DidError):
        did.build(subject, [method], **arguments)


def test_no_method_is_written_twice() -> None:
    new, _ = _methods()
    with pytest.raises(DidError):
        did.build(DID, [new, new])


FULL = _document(
    _method(expires="2027-01-01T00:00:00Z", revoked="2026-06-01T12:00:00Z"),
    _method("#j", type="JsonWebKey", publicKeyMultibase=..., publicKeyJwk=P256.to_jwk()),
    assertionMethod=["#k", _method("#e")],
    controller=[DID],
    alsoKnownAs=["https://example.com/"],
)


@given(mangled(FULL))
def test_only_our_errors_come_out(document: JsonObject) -> None:
    with suppress(DidError):
        did.parse_document(document)
