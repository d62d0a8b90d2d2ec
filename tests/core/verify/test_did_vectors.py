"""V-D: issuers whose identifier or DID document deceives, and what the verifier says."""

import json
from typing import Any

import pytest
from signed_credentials import AT, TestIssuer, badge, key

from skillmark.core import did
from skillmark.core.did import VerificationMethod
from skillmark.core.encoding import base58, multibase
from skillmark.core.jsonio import dumps
from skillmark.core.verify import Unavailable, Verdict, judge, needs

ISSUER = TestIssuer.on_web()
GOOD = ISSUER.sign(badge(ISSUER))
FOREIGN = TestIssuer.on_web("other.example", 3)
RAW = key(1).public.raw

HOSTS = {
    "dots": "..",
    "dot segments in the path": "harbour.example:..:..",
    "encoded dots": "%2e%2e",
    "encoded dot in the host": "harbour%2eexample",
    "encoded colon, small": "harbour.example%3a8443",
    "encoded zero": "harbour.example%00.evil.example",
    "encoded slash": "harbour.example%2f..",
    "user information": "user%40harbour.example",
    "IP address": "127.0.0.1",
    "decimal IP address": "2130706433",
    "octal IP address": "0177.0.0.1",
    "hexadecimal IP address": "0x7f000001",
    "short IP address": "127.1",
    "mapped IPv6 address": "%5B%3A%3Affff%3A127.0.0.1%5D",
    "trailing dot": "harbour.example.",
    "punycode": "xn--80ak6aa92e.com",
    "capital letters": "Harbour.example",
    "localhost": "localhost",
    "a port that is the default": "harbour.example%3A443",
}


def signed_as(identifier: str) -> Any:
    """Return a credential of an issuer with this identifier and our key."""
    issuer = TestIssuer(identifier, ISSUER.private, f"{identifier}#key")
    return issuer.sign(badge(issuer))


@pytest.mark.parametrize("host", HOSTS.values(), ids=HOSTS.keys())
def test_92_a_did_web_in_disguise_is_refused_without_a_fetch(host: str) -> None:
    document = signed_as(f"did:web:{host}")
    report = judge(document, {}, at=AT)
    assert report.verdict is Verdict.INVALID
    assert report.reasons[0].code in {"did.web_refused", "did.syntax", "canon.iri_illegal"}
    assert needs(document, {}, at=AT) == ()


FETCHED: dict[str, tuple[bytes | Unavailable, str]] = {
    "93 host rebinds": (
        Unavailable("fetch.address_refused", "Not public."),
        "fetch.address_refused",
    ),
    "93 redirect": (Unavailable("fetch.redirect", "Elsewhere."), "fetch.redirect"),
    "93 100 MB": (b" " * 300_000, "evidence.too_large"),
    "93 slow": (Unavailable("fetch.timeout", "Too slow."), "fetch.timeout"),
    "93 another media type": (Unavailable("fetch.media_type", "HTML."), "fetch.media_type"),
    "93 of another DID": (FOREIGN.did_document(), "did.document_invalid"),
    "no JSON": (b"<html>", "json.syntax"),
    "no DID document": (b"{}", "did.document_invalid"),
    "duplicate key": (b'{"id":"a","id":"b"}', "json.duplicate_key"),
}


@pytest.mark.parametrize(("found", "code"), FETCHED.values(), ids=FETCHED.keys())
def test_93_without_a_sound_document_nothing_can_be_told(
    found: bytes | Unavailable, code: str
) -> None:
    report = judge(GOOD, {ISSUER.did_url: found}, at=AT)
    assert report.verdict is Verdict.UNKNOWN
    assert code in {check.code for check in report.checks_named("issuer")}
    assert report.checks_named("proof")[0].code == "proof.key_not_found"


def _document(*methods: VerificationMethod, **changes: Any) -> bytes:
    return dumps(did.build(ISSUER.did, list(methods)) | changes)


def _method(method_id: str = ISSUER.method, number: int = 1, owner: str = ISSUER.did) -> Any:
    return VerificationMethod(method_id, owner, key(number).public)


def _with_controller(controller: str) -> bytes:
    document = json.loads(_document(_method()))
    document["verificationMethod"][0]["controller"] = controller
    return dumps(document)


def _unusable() -> bytes:
    document = json.loads(_document(_method()))
    document["verificationMethod"][0] |= {"publicKeyMultibase": "zzzz"}
    return dumps(document)


DOCUMENTS: dict[str, tuple[bytes, Verdict, set[str]]] = {
    "the key": (_document(_method()), Verdict.VALID, set()),
    "another key under its name": (
        _document(_method(number=2)),
        Verdict.INVALID,
        {"proof.signature_invalid"},
    ),
    "only another key": (
        _document(_method(f"{ISSUER.did}#other", 2)),
        Verdict.INVALID,
        {"did.method_not_found"},
    ),
    "32 kept by somebody else": (
        _with_controller(FOREIGN.did),
        Verdict.INVALID,
        {"proof.method_controller"},
    ),
    "a key nobody can use": (_unusable(), Verdict.UNKNOWN, {"did.method_unusable"}),
}


@pytest.mark.parametrize(
    ("found", "verdict", "codes"), DOCUMENTS.values(), ids=DOCUMENTS.keys()
)
def test_what_the_document_says_of_the_key(
    found: bytes, verdict: Verdict, codes: set[str]
) -> None:
    report = judge(GOOD, {ISSUER.did_url: found}, at=AT)
    assert report.verdict is verdict
    assert codes <= {check.code for check in report.reasons}


@pytest.mark.parametrize("name", ["did:ion:EiA", "did:example:1"])
def test_94_a_did_method_of_later_is_unknown(name: str) -> None:
    report = judge(signed_as(name), {}, at=AT)
    assert report.verdict is Verdict.UNKNOWN
    assert report.checks_named("issuer")[0].code == "unsupported.did_method"


KEYS = {
    "wrong multicodec": "did:key:" + multibase.encode(b"\x12\x20" + RAW),
    "one byte too few": "did:key:" + multibase.encode(b"\xed\x01" + RAW[:31]),
    "one byte too many": "did:key:" + multibase.encode(b"\xed\x01" + RAW + b"\0"),
    "a leading zero": "did:key:z1" + base58.encode(b"\xed\x01" + RAW),
    "another base": "did:key:f" + (b"\xed\x01" + RAW).hex(),
    "a letter that is not of base58": "did:key:z0" + base58.encode(RAW),
}


@pytest.mark.parametrize("name", KEYS.values(), ids=KEYS.keys())
def test_95_a_did_key_that_spells_no_key(name: str) -> None:
    document = badge(ISSUER, issuer=name) | {
        "proof": GOOD["proof"] | {"verificationMethod": f"{name}#{name[8:]}"}
    }
    report = judge(document, {}, at=AT)
    assert report.verdict is Verdict.INVALID
    assert report.checks_named("issuer")[0].code == "did.key_invalid"


def test_an_issuer_at_a_plain_address_is_unknown() -> None:
    name = "https://harbour.example/issuer"
    report = judge(signed_as(name), {}, at=AT)
    assert report.verdict is Verdict.UNKNOWN
    assert report.checks_named("issuer")[0].code == "unsupported.verification_method"
