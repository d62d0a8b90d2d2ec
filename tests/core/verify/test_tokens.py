"""Credentials in tokens: what verifies, and every way in which one is refused."""

import json
from typing import Any

import pytest
from foreign_formats import (
    ISSUED,
    SITE,
    OwnKey,
    badge_token,
    claims,
    rsa_key,
    token,
)
from signed_credentials import AT, EMAIL, TestIssuer, badge

from skillmark.core import bake, did
from skillmark.core.crypto import Algorithm
from skillmark.core.verify import (
    Policy,
    RecipientIs,
    Report,
    Verdict,
    judge,
    needs,
)

WEB = TestIssuer.on_web()
OWN = TestIssuer.by_key(3)
EVE = TestIssuer.by_key(9)
EVIDENCE = {WEB.did_url: WEB.did_document()}
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"></svg>'
RSA = rsa_key()
ISSUER = f"{SITE}/issuers/academy"


def look(data: Any, evidence: Any = None, **more: Any) -> Report:
    return judge(data, EVIDENCE if evidence is None else evidence, at=AT, **more)


def codes(report: Report) -> set[str]:
    return {check.code for check in report.reasons}


def with_rsa() -> bytes:
    """Return the DID document of `WEB` with an RSA key beside its own."""
    document = json.loads(WEB.did_document())
    name = f"{WEB.did}#rsa"
    document["verificationMethod"].append(
        {
            "id": name,
            "type": "JsonWebKey",
            "controller": WEB.did,
            "publicKeyJwk": RSA.jwk,
        }
    )
    document["assertionMethod"].append(name)
    return json.dumps(document).encode()


def by_rsa(payload: Any, **header: Any) -> bytes:
    return token({"alg": "RS256", "kid": f"{WEB.did}#rsa", **header}, payload, RSA)


def vc_claim(**changes: Any) -> dict[str, Any]:
    """Return the payload of VCDM 1.1: the credential in a claim, its names beside it."""
    document = badge(WEB)
    for name in ("id", "validFrom"):
        del document[name]
    return {
        "iss": WEB.did,
        "jti": "https://harbour.example/c/1",
        "nbf": ISSUED,
        "vc": document,
        **changes,
    }


GOOD: dict[str, tuple[bytes, dict[str, bytes]]] = {
    "did:web": (badge_token(WEB), EVIDENCE),
    "did:key": (badge_token(OWN), {}),
    "did:key without kid": (badge_token(OWN, {"kid": None}), {}),
    "a jwk that is the issuer's": (
        badge_token(OWN, {"kid": None, "jwk": dict(OWN.private.public.to_jwk())}),
        {},
    ),
    "a kid without its DID": (
        badge_token(WEB, {"kid": WEB.method.removeprefix(WEB.did)}),
        EVIDENCE,
    ),
    "RS256": (by_rsa(claims(badge(WEB))), {WEB.did_url: with_rsa()}),
    "a vc claim": (
        token({"alg": "EdDSA", "kid": WEB.method}, vc_claim(), WEB.private),
        EVIDENCE,
    ),
    "vc+jwt": (
        token({"alg": "EdDSA", "typ": "vc+jwt", "kid": WEB.method}, badge(WEB), WEB.private),
        EVIDENCE,
    ),
    "in an SVG": (bake.bake(SVG, badge_token(WEB)), EVIDENCE),
    "with a proof inside": (
        token({"alg": "EdDSA", "kid": OWN.method}, claims(OWN.sign(badge(OWN))), OWN.private),
        {},
    ),
}


@pytest.mark.parametrize(("data", "evidence"), GOOD.values(), ids=GOOD.keys())
def test_a_token_that_verifies(data: bytes, evidence: dict[str, bytes]) -> None:
    report = look(data, evidence)
    assert report.verdict is Verdict.VALID, report.reasons
    assert report.summary.proven
    assert report.summary.specification == "Open Badges 3.0"
    assert report.credential is not None
    assert report.credential["id"] == "https://harbour.example/c/1"
    assert "iss" not in report.credential


@pytest.mark.parametrize("algorithm", Algorithm)
def test_every_algorithm_by_a_did_jwk(algorithm: Algorithm) -> None:
    key = OwnKey(algorithm, 5)
    name = did.jwk.did_of(key.private.public)
    by = TestIssuer(name, key.private, f"{name}#0")
    assert look(badge_token(by, {"alg": key.algorithm}), {}).verdict is Verdict.VALID


def changed(**changes: Any) -> bytes:
    return badge_token(WEB, **changes)


BAD: dict[str, tuple[bytes, Verdict, str]] = {
    "none": (badge_token(WEB, {"alg": "none"}), Verdict.INVALID, "token.algorithm"),
    "HMAC": (badge_token(WEB, {"alg": "HS256"}), Verdict.INVALID, "token.algorithm"),
    "the algorithm of another key": (
        badge_token(WEB, {"alg": "ES256"}),
        Verdict.INVALID,
        "token.key_type",
    ),
    "another's kid": (
        badge_token(WEB, {"kid": EVE.method}),
        Verdict.INVALID,
        "issuer.not_bound",
    ),
    "another's signature": (
        token({"alg": "EdDSA", "kid": WEB.method}, claims(badge(WEB)), EVE.private),
        Verdict.INVALID,
        "crypto.signature_invalid",
    ),
    "another's jwk": (
        token(
            {"alg": "EdDSA", "jwk": dict(EVE.private.public.to_jwk())},
            claims(badge(WEB)),
            EVE.private,
        ),
        Verdict.INVALID,
        "token.key_unnamed",
    ),
    "another's jwk beside the kid": (
        token(
            {"alg": "EdDSA", "kid": WEB.method, "jwk": dict(EVE.private.public.to_jwk())},
            claims(badge(WEB)),
            EVE.private,
        ),
        Verdict.INVALID,
        "issuer.not_bound",
    ),
    "a jwk with its secret": (
        badge_token(WEB, {"jwk": {**WEB.private.public.to_jwk(), "d": "AA"}}),
        Verdict.INVALID,
        "crypto.key_invalid",
    ),
    "a kid that climbs": (
        badge_token(WEB, {"kid": "../../etc/passwd"}),
        Verdict.INVALID,
        "issuer.not_bound",
    ),
    "a kid that asks": (
        badge_token(WEB, {"kid": "' OR 1=1 --"}),
        Verdict.INVALID,
        "issuer.not_bound",
    ),
    "a key that is not there": (
        badge_token(WEB, {"kid": "#other"}),
        Verdict.INVALID,
        "did.method_not_found",
    ),
    "a token for signing in": (
        token({"alg": "EdDSA", "kid": WEB.method}, {"iss": WEB.did}, WEB.private),
        Verdict.INVALID,
        "token.type",
    ),
    "a token of a holder": (badge_token(WEB, {"typ": "kb+jwt"}), Verdict.INVALID, "token.type"),
    "an access token": (badge_token(WEB, {"typ": "at+jwt"}), Verdict.INVALID, "token.type"),
    "a credential twice": (changed(vc=badge(WEB)), Verdict.INVALID, "token.type"),
    "no issuer beside": (changed(iss=None), Verdict.INVALID, "token.claim"),
    "another issuer": (changed(iss=EVE.did), Verdict.INVALID, "token.claim"),
    "another name": (changed(jti="urn:other"), Verdict.INVALID, "token.claim"),
    "another holder": (changed(sub="did:example:eve"), Verdict.INVALID, "token.claim"),
    "another begin": (changed(nbf=ISSUED + 1), Verdict.INVALID, "token.claim"),
    "another end": (
        changed(exp=ISSUED + 1, validUntil="2027-01-01T00:00:00Z"),
        Verdict.INVALID,
        "token.claim",
    ),
    "an end in words": (changed(exp="tomorrow"), Verdict.INVALID, "token.claim"),
    "an endless end": (changed(exp=1e300), Verdict.INVALID, "token.claim"),
    "an end that is true": (changed(exp=True), Verdict.INVALID, "token.claim"),
    "an end before all": (changed(exp=-1), Verdict.INVALID, "token.claim"),
    "made in the future": (
        changed(iat=int(AT.timestamp()) + 3600),
        Verdict.INVALID,
        "proof.created_in_future",
    ),
    "ends now": (changed(exp=int(AT.timestamp())), Verdict.VALID_BUT, "validity.expired"),
    "begins later": (
        token(
            {"alg": "EdDSA", "typ": "vc+jwt", "kid": WEB.method},
            {**badge(WEB), "nbf": int(AT.timestamp()) + 3600},
            WEB.private,
        ),
        Verdict.VALID_BUT,
        "validity.not_yet",
    ),
    "a vc claim in vc+jwt": (
        token({"alg": "EdDSA", "typ": "vc+jwt", "kid": WEB.method}, vc_claim(), WEB.private),
        Verdict.INVALID,
        "token.type",
    ),
    "a word that nobody defined": (
        changed(nonsense=1),
        Verdict.INVALID,
        "canon.term_undefined",
    ),
    "a bad proof inside": (
        token(
            {"alg": "EdDSA", "kid": OWN.method},
            claims(OWN.sign(badge(OWN)) | {"name": "Changed"}),
            OWN.private,
        ),
        Verdict.INVALID,
        "proof.signature_invalid",
    ),
    "a name twice": (
        token({"alg": "EdDSA", "kid": WEB.method}, b'{"iss":"a","\\u0069ss":"b"}', WEB.private),
        Verdict.INVALID,
        "token.shape",
    ),
    "the scheme of few": (
        badge_token(WEB, {"alg": "PS256"}),
        Verdict.UNKNOWN,
        "token.algorithm_unsupported",
    ),
}


@pytest.mark.parametrize(("data", "verdict", "code"), BAD.values(), ids=BAD.keys())
def test_a_token_that_is_refused(data: bytes, verdict: Verdict, code: str) -> None:
    report = look(data)
    assert code in codes(report), report.reasons
    assert report.verdict is verdict
    assert report.summary.proven is (verdict is Verdict.VALID_BUT)


@pytest.mark.parametrize(
    "header",
    [
        {"kid": EVE.method},
        {"kid": "https://evil.example/key"},
        {"jku": "https://evil.example/keys"},
        {"typ": "kb+jwt"},
    ],
)
def test_nothing_is_asked_for_a_key_of_somebody_else(header: dict[str, Any]) -> None:
    assert needs(badge_token(WEB, header), {}, at=AT) == ()


def test_a_token_whose_issuer_cannot_be_reached() -> None:
    assert look(badge_token(WEB), {}).verdict is Verdict.UNKNOWN


def test_a_token_beside_an_embedded_proof_needs_both_keys() -> None:
    """An RSA key is for tokens; a method of another owner or purpose is for neither."""
    document = json.loads(with_rsa())
    document["assertionMethod"].pop()
    unlisted = {WEB.did_url: json.dumps(document).encode()}
    report = look(by_rsa(claims(badge(WEB))), unlisted)
    assert "proof.method_unauthorized" in codes(report)
    document = json.loads(with_rsa())
    document["verificationMethod"][-1]["controller"] = EVE.did
    report = look(by_rsa(claims(badge(WEB))), {WEB.did_url: json.dumps(document).encode()})
    assert "issuer.not_bound" in codes(report)
    document["verificationMethod"][-1]["publicKeyJwk"] = rsa_key(4, 1024).jwk
    report = look(by_rsa(claims(badge(WEB))), {WEB.did_url: json.dumps(document).encode()})
    assert report.verdict is Verdict.UNKNOWN


def test_what_only_the_claims_say_is_in_the_credential() -> None:
    payload = vc_claim(sub="did:example:mark", exp=ISSUED + 400 * 86_400)
    payload["vc"]["credentialSubject"].pop("id")
    report = look(token({"alg": "EdDSA", "kid": WEB.method}, payload, WEB.private))
    assert report.verdict is Verdict.VALID, report.reasons
    assert report.summary.subject_id == "did:example:mark"
    assert report.summary.valid_until == "2027-06-05T09:00:00Z"


def test_one_holder_in_a_list_and_a_date_that_is_none() -> None:
    document = badge(WEB)
    listed = claims(document) | {"credentialSubject": [document["credentialSubject"]]}
    header = {"alg": "EdDSA", "kid": WEB.method}
    assert look(token(header, listed, WEB.private)).summary.proven
    odd = claims(document) | {"validFrom": "yesterday"}
    assert "vc.date" in codes(look(token(header, odd, WEB.private)))


def test_every_letter_of_a_token_counts() -> None:
    data = badge_token(OWN)
    for place in range(0, len(data), 37):
        letter = b"A" if data[place : place + 1] != b"A" else b"B"
        spoilt = data[:place] + letter + data[place + 1 :]
        assert not look(spoilt, {}).summary.proven, place


def test_the_policy_sees_the_credential() -> None:
    policy = Policy.default().requiring(RecipientIs(EMAIL))
    assert look(badge_token(WEB), policy=policy).verdict is Verdict.VALID
    policy = Policy.default().requiring(RecipientIs("eve@people.example"))
    assert "recipient.differs" in codes(look(badge_token(WEB), policy=policy))


def test_a_withdrawn_key_signs_no_token() -> None:
    evidence = {WEB.did_url: WEB.did_document(revoked=AT)}
    assert "key.revoked_unproven" in codes(look(badge_token(WEB), evidence))
    key = TestIssuer.on_web()
    evidence = {WEB.did_url: key.did_document(expires=AT)}
    assert "key.time_unproven" in codes(look(badge_token(WEB), evidence))
    told = badge_token(WEB, iat=ISSUED)
    report = look(told, evidence)
    assert report.checks_named("key")[0].code == "key.time_unproven"  # its own word is none
    assert report.summary.signed_at == "2026-05-01T09:00:00Z"
