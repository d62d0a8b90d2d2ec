"""Tokens of issuers with a web address: whose key is it?"""

import json
from typing import Any

import pytest
from foreign_formats import (
    SITE,
    claims,
    rsa_key,
    token,
)
from signed_credentials import AT, TestIssuer, badge

from skillmark.core.verify import (
    NeedKind,
    Outcome,
    Report,
    Verdict,
    judge,
    needs,
)

WEB = TestIssuer.on_web()
EVIDENCE = {WEB.did_url: WEB.did_document()}
RSA = rsa_key()
ISSUER = f"{SITE}/issuers/academy"


def look(data: Any, evidence: Any = None, **more: Any) -> Report:
    return judge(data, EVIDENCE if evidence is None else evidence, at=AT, **more)


def codes(report: Report) -> set[str]:
    return {check.code for check in report.reasons}


def on_site(**header: Any) -> bytes:
    document = badge(WEB)
    document["issuer"]["id"] = ISSUER
    said = {"alg": "RS256", "typ": "JWT", **header}
    return token(said, claims(document), RSA)


def jwk(**more: Any) -> bytes:
    return json.dumps(RSA.jwk | more).encode()


def keys(*more: Any) -> bytes:
    return json.dumps({"keys": [*more]}).encode()


PROFILE_NAMES = json.dumps({"id": ISSUER, "publicKey": f"{SITE}/keys/1"}).encode()
SITES: dict[str, tuple[bytes, dict[str, bytes], str]] = {
    "below the issuer": (on_site(kid=f"{ISSUER}/key"), {f"{ISSUER}/key": jwk()}, ""),
    "a set below the issuer": (
        on_site(kid=f"{ISSUER}/keys#2"),
        {f"{ISSUER}/keys": keys(rsa_key(2).jwk | {"kid": "1"}, RSA.jwk | {"kid": "2"})},
        "",
    ),
    "among the well-known": (
        on_site(kid=f"{SITE}/.well-known/jwks.json#a"),
        {f"{SITE}/.well-known/jwks.json": keys(RSA.jwk | {"kid": "a"})},
        "",
    ),
    "named by the profile": (
        on_site(kid=f"{SITE}/keys/1"),
        {f"{SITE}/keys/1": jwk(), ISSUER: PROFILE_NAMES},
        "",
    ),
    "a jwk among the issuer's": (
        on_site(jwk=RSA.jwk),
        {ISSUER: json.dumps({"id": ISSUER, "jwks": {"keys": [RSA.jwk]}}).encode()},
        "",
    ),
    "not named by the profile": (
        on_site(kid=f"{SITE}/keys/2"),
        {f"{SITE}/keys/2": jwk(), ISSUER: PROFILE_NAMES},
        "issuer.not_bound",
    ),
    "below another issuer": (
        on_site(kid=f"{SITE}/issuers/eve/key"),
        {f"{SITE}/issuers/eve/key": jwk(), ISSUER: json.dumps({"id": ISSUER}).encode()},
        "issuer.not_bound",
    ),
    "below a longer name": (
        on_site(kid=f"{ISSUER}-of-eve/key"),
        {f"{ISSUER}-of-eve/key": jwk()},
        "evidence.not_fetched",
    ),
    "on another site": (
        on_site(kid="https://evil.example/key"),
        {"https://evil.example/key": jwk()},
        "issuer.not_bound",
    ),
    "climbing out": (
        on_site(kid=f"{ISSUER}/../eve/key"),
        {f"{ISSUER}/../eve/key": jwk()},
        "issuer.not_bound",
    ),
    "a jwk of anybody": (
        on_site(jwk=RSA.jwk),
        {ISSUER: json.dumps({"id": ISSUER}).encode()},
        "issuer.not_bound",
    ),
    "a controlled identifier": (
        on_site(jwk=RSA.jwk),
        {
            ISSUER: json.dumps(
                {
                    "id": ISSUER,
                    "assertionMethod": [{"id": f"{ISSUER}#k", "publicKeyJwk": RSA.jwk}],
                }
            ).encode()
        },
        "",
    ),
    "a set of one key without a name": (
        on_site(kid=f"{ISSUER}/keys"),
        {f"{ISSUER}/keys": keys(RSA.jwk)},
        "",
    ),
    "a profile of another": (
        on_site(jwk=RSA.jwk),
        {ISSUER: json.dumps({"id": SITE, "jwks": {"keys": [RSA.jwk]}}).encode()},
        "issuer.not_bound",
    ),
    "a broken address": (on_site(kid="https://[badges.example/key"), {}, "issuer.not_bound"),
    "no key named": (on_site(), {}, "token.key_unnamed"),
    "another name in the set": (
        on_site(kid=f"{ISSUER}/keys#3"),
        {f"{ISSUER}/keys": keys(RSA.jwk | {"kid": "2"})},
        "issuer.not_bound",
    ),
    "a short key": (
        on_site(kid=f"{ISSUER}/key"),
        {f"{ISSUER}/key": json.dumps(rsa_key(4, 1024).jwk).encode()},
        "crypto.key_weak",
    ),
    "a page": (on_site(kid=f"{ISSUER}/key"), {f"{ISSUER}/key": b"<html>"}, "json.syntax"),
    "odd names": (
        on_site(kid=f"{ISSUER}/key"),
        {f"{ISSUER}/key": jwk(kid=[1])},
        "issuer.not_bound",
    ),
}


@pytest.mark.parametrize(("data", "evidence", "code"), SITES.values(), ids=SITES.keys())
def test_keys_at_web_addresses(data: bytes, evidence: dict[str, bytes], code: str) -> None:
    report = look(data, evidence)
    assert report.summary.proven is (code == "")
    if code:
        assert code in codes(report)
        assert report.verdict in {Verdict.INVALID, Verdict.UNKNOWN}
    else:
        assert report.verdict is Verdict.VALID, report.reasons
    asked = needs(data, {}, at=AT)
    assert all(need.url.startswith(f"{SITE}/") for need in asked)
    assert all(need.kind is NeedKind.KEY for need in asked)


def test_an_issuer_of_another_kind_is_not_looked_up() -> None:
    document = badge(WEB)
    document["issuer"]["id"] = "urn:uuid:0190a6f2-0000-7000-8000-000000000001"
    data = token({"alg": "RS256", "kid": "x"}, claims(document), RSA)
    report = look(data)
    assert (report.verdict, codes(report) & {"unsupported.issuer"}) == (
        Verdict.UNKNOWN,
        {"unsupported.issuer"},
    )
    assert {check.outcome for check in report.checks_named("issuer")} == {Outcome.NOT_RUN}
