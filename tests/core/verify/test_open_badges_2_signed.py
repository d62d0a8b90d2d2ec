"""Open Badges of version 2 that are signed, and those in pictures."""

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from foreign_formats import (
    ASSERTION,
    KEY,
    REVOKED,
    SITE,
    OwnKey,
    assertion,
    badge_class,
    hosted,
    key_document,
    profile,
    revocation_list,
    rsa_key,
    signed_assertion,
    signing_site,
    token,
)
from signed_credentials import AT

from pictures import png, svg, text_chunk
from skillmark.core.crypto import Algorithm, PublicKey
from skillmark.core.stack import item_of
from skillmark.core.verify import (
    Report,
    Unavailable,
    Verdict,
    judge,
)
from skillmark.core.verify.reading import credential_in

RSA = rsa_key()
URN = "urn:uuid:0190a6f2-0000-7000-8000-000000000001"


def look(document: Any, evidence: Any = None, **more: Any) -> Report:
    data = document if isinstance(document, bytes | dict) else json.dumps(document).encode()
    return judge(data, hosted() if evidence is None else evidence, **{"at": AT, **more})


def codes(report: Report) -> set[str]:
    return {check.code for check in report.reasons}


def test_a_signed_badge_verifies() -> None:
    report = look(signed_assertion(RSA), signing_site(RSA))
    assert report.verdict is Verdict.VALID, report.reasons
    assert report.summary.proven
    assert (report.summary.kind, report.summary.specification) == ("jwt", "Open Badges 2.0")
    assert report.checks_named("status")[0].code == "status.not_revoked"


def test_a_key_inside_the_profile_and_one_without_a_list() -> None:
    inside = profile(publicKey={"id": KEY, "publicKeyPem": RSA.pem})
    report = look(signed_assertion(RSA), signing_site(RSA, inside))
    assert report.verdict is Verdict.VALID, report.reasons
    assert report.checks_named("status")[0].code == "status.none"
    unnamed = signed_assertion(RSA, verification={"type": "signed"})
    assert look(unnamed, signing_site(RSA)).verdict is Verdict.VALID


EVE = rsa_key(2)
OTHER_KEY = f"{SITE}/issuers/eve/key"
SIGNED_BAD: dict[str, tuple[bytes, Any, Verdict, str]] = {
    "another key": (
        signed_assertion(EVE),
        signing_site(RSA),
        Verdict.INVALID,
        "crypto.signature_invalid",
    ),
    "a key that the profile does not name": (
        signed_assertion(EVE, verification={"type": "signed", "creator": OTHER_KEY}),
        signing_site(RSA, key_document(EVE, id=OTHER_KEY)),
        Verdict.INVALID,
        "issuer.not_bound",
    ),
    "a key of another owner": (
        signed_assertion(RSA),
        signing_site(RSA, key_document(RSA, owner=f"{SITE}/issuers/eve")),
        Verdict.INVALID,
        "badge2.name",
    ),
    "a key without an owner": (
        signed_assertion(RSA),
        signing_site(RSA, key_document(RSA, owner=None)),
        Verdict.INVALID,
        "badge2.name",
    ),
    "a short key": (
        signed_assertion(rsa_key(4, 1024)),
        signing_site(rsa_key(4, 1024)),
        Verdict.INVALID,
        "crypto.key_weak",
    ),
    "a withdrawn key": (
        signed_assertion(RSA),
        signing_site(RSA, key_document(RSA, revoked=[])),
        Verdict.INVALID,
        "key.revoked",
    ),
    "a jwk of somebody": (
        signed_assertion(RSA, {"jwk": EVE.jwk}),
        signing_site(RSA),
        Verdict.INVALID,
        "token.type",
    ),
    "the algorithm of another key": (
        signed_assertion(RSA, {"alg": "ES256"}),
        signing_site(RSA),
        Verdict.INVALID,
        "token.key_type",
    ),
    "none": (
        signed_assertion(RSA, {"alg": "none"}),
        signing_site(RSA),
        Verdict.INVALID,
        "token.algorithm",
    ),
    "a token of another kind": (
        signed_assertion(RSA, {"typ": "kb+jwt"}),
        signing_site(RSA),
        Verdict.INVALID,
        "token.type",
    ),
    "revoked": (
        signed_assertion(RSA),
        signing_site(RSA, revocation_list({"id": URN, "revocationReason": "A mistake."})),
        Verdict.INVALID,
        "status.revoked",
    ),
    "revoked by its name alone": (
        signed_assertion(RSA),
        signing_site(RSA, revocation_list(URN)),
        Verdict.INVALID,
        "status.revoked",
    ),
    "no list": (
        signed_assertion(RSA),
        {**signing_site(RSA), REVOKED: Unavailable("fetch.timeout", "Slow.")},
        Verdict.UNKNOWN,
        "fetch.timeout",
    ),
    "a list of another": (
        signed_assertion(RSA),
        signing_site(RSA, revocation_list(issuer=f"{SITE}/issuers/eve")),
        Verdict.UNKNOWN,
        "status.list_malformed",
    ),
    "a list of nothing": (
        signed_assertion(RSA),
        signing_site(RSA, revocation_list(7)),
        Verdict.UNKNOWN,
        "status.list_malformed",
    ),
    "no key there": (
        signed_assertion(RSA),
        {url: data for url, data in signing_site(RSA).items() if url != KEY},
        Verdict.UNKNOWN,
        "evidence.not_fetched",
    ),
    "hosted, it says": (
        token({"alg": "RS256"}, assertion(), RSA),
        hosted(),
        Verdict.INVALID,
        "badge2.verification",
    ),
    "a class of somebody else": (
        signed_assertion(RSA, badge="https://evil.example/classes/1"),
        signing_site(RSA, badge_class(id="https://evil.example/classes/1")),
        Verdict.INVALID,
        "badge2.foreign_class",
    ),
}


@pytest.mark.parametrize(
    ("data", "evidence", "verdict", "code"), SIGNED_BAD.values(), ids=SIGNED_BAD.keys()
)
def test_a_signed_badge_that_is_refused(
    data: bytes, evidence: Any, verdict: Verdict, code: str
) -> None:
    report = look(data, evidence)
    assert code in codes(report), report.reasons
    assert report.verdict is verdict


def test_a_key_of_a_curve() -> None:
    own = OwnKey(Algorithm.P256)
    curve = ec.derive_private_key(7, ec.SECP256R1()).public_key()
    pem = curve.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    site = signing_site(RSA, key_document(RSA, publicKeyPem=pem))
    assert "crypto.signature_invalid" in codes(look(signed_assertion(own), site))
    point = PublicKey.from_jwk(own.jwk).raw
    mine = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    pem = mine.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    site = signing_site(RSA, key_document(RSA, publicKeyPem=pem))
    assert look(signed_assertion(own), site).verdict is Verdict.VALID


BAKED = {
    "PNG": png(text_chunk(json.dumps(assertion()).encode(), b"openbadges")),
    "PNG with an address": png(text_chunk(ASSERTION.encode(), b"openbadges")),
    "SVG": svg(
        f"<openbadges:assertion><![CDATA[{json.dumps(assertion())}]]></openbadges:assertion>",
        ' xmlns:openbadges="http://openbadges.org"',
    ),
    "SVG with an address": svg(
        f'<openbadges:assertion verify="{ASSERTION}"/>',
        ' xmlns:openbadges="http://openbadges.org"',
    ),
}


@pytest.mark.parametrize("data", BAKED.values(), ids=BAKED.keys())
def test_a_badge_in_a_picture(data: bytes) -> None:
    report = look(data)
    assert report.verdict is Verdict.VALID, report.reasons
    assert report.summary.kind in {"png", "svg"}
    assert look(data, hosted(assertion(type="Badge"))).verdict is Verdict.INVALID


def test_a_signed_badge_in_a_picture() -> None:
    data = png(text_chunk(signed_assertion(RSA), b"openbadges"))
    assert look(data, signing_site(RSA)).verdict is Verdict.VALID


ODD: dict[str, dict[str, Any]] = {
    "no name": {"id": "a name"},
    "a class without an address": {"badge": "urn:uuid:1"},
    "two recipients": {"recipient": [{}, {}]},
    "no identity": {"recipient": {"type": "email", "hashed": False, "identity": " "}},
}


@pytest.mark.parametrize("change", ODD.values(), ids=ODD.keys())
def test_a_shape_that_is_none(change: dict[str, Any]) -> None:
    report = look(signed_assertion(RSA, **change), signing_site(RSA))
    assert (report.verdict, codes(report) & {"badge2.shape"}) == (
        Verdict.INVALID,
        {"badge2.shape"},
    )


def test_pictures_with_an_address_of_nothing_and_of_a_signed_badge() -> None:
    data = BAKED["PNG with an address"]
    assert look(data, {}).verdict is Verdict.UNKNOWN
    turned = hosted(assertion(verification={"type": "signed", "creator": KEY}))
    assert "proof.missing" in codes(look(data, turned))
    assert "badge2.differs" in codes(look(assertion(), turned))


def test_addresses_that_are_none() -> None:
    broken = assertion(id="https://[badges.example/1")
    assert "badge2.out_of_scope" in codes(look(broken, hosted(broken)))
    assert "unsupported.open_badges_1" in codes(
        look(signed_assertion(RSA, context="https://w3id.org/openbadges/v1"))
    )


def test_alignments_and_levels_are_kept() -> None:
    eqf = {"targetName": "EQF 5", "targetUrl": "http://data.europa.eu/snb/eqf/5"}
    aligned = badge_class(alignment=[eqf], criteria=f"{SITE}/criteria")
    credential = look(assertion(), hosted(aligned)).credential
    assert credential is not None
    assert item_of(credential).levels == {"eqf": 5}


def test_what_is_in_a_file_is_found_unproven() -> None:
    assert credential_in(json.dumps(assertion()).encode()) == assertion()
    assert credential_in(BAKED["PNG with an address"]) is None
    assert credential_in(b"{}") == {}


def test_an_address_alone_is_no_file() -> None:
    assert look(ASSERTION.encode()).verdict is Verdict.INVALID


def test_every_document_counts() -> None:
    """Leave any one out: the badge never verifies then."""
    for evidence, document in (
        (hosted(), assertion()),
        (signing_site(RSA), signed_assertion(RSA)),
    ):
        for url in evidence:
            less = {name: data for name, data in evidence.items() if name != url}
            assert look(document, less).verdict is Verdict.UNKNOWN, url
