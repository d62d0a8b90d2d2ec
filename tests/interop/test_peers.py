"""Our credentials in foreign verifiers, a foreign credential in ours, forgeries in all three.

Peers: `@digitalbazaar/vc` with its eddsa-rdfc-2022 suite (the JavaScript reference) and
`@digitalcredentials/verifier-core`. Their network is closed; contexts come from our bundle.
"""

import copy
from functools import cache
from typing import Any

import pytest
from badge_samples import complete_credential
from foreign_verifiers import VERIFIERS, Verifier
from node_peers import run
from signed_credentials import AT, OB, SIGNED, VC, TestIssuer, badge, tampered

from skillmark.core.encoding import timestamp

pytestmark = pytest.mark.interop

ISSUER = TestIssuer.by_key()
NOW = timestamp.encode(AT)


def ours() -> list[Any]:
    """Return credentials that we signed: a small one and one with every field."""
    full = copy.deepcopy(complete_credential())
    full["issuer"] = full["issuer"] | {"id": ISSUER.did}
    full.pop("credentialStatus", None)
    return [ISSUER.sign(badge(ISSUER)), ISSUER.sign(full)]


def forgeries() -> list[Any]:
    """Return our credential, changed after signing in every way that matters."""
    good = ours()[0]
    other = ISSUER.sign(badge(ISSUER, id="https://harbour.example/c/2"))
    return [
        tampered(good, "name", value="Brain surgery"),
        tampered(good, "credentialSubject", "achievement", "name", value="Brain surgery"),
        tampered(good, "validFrom", value="2020-01-01T00:00:00Z"),
        tampered(good, "issuer", value={"id": TestIssuer.by_key(9).did, "type": ["Profile"]}),
        tampered(good, "proof", "created", value="2026-05-02T09:00:00Z"),
        good | {"proof": other["proof"]},
        {name: value for name, value in good.items() if name != "proof"},
    ]


def accepted(verifier: Verifier, credentials: list[Any]) -> list[bool]:
    return [answer.accepted for answer in verifier([(one, {}) for one in credentials], at=AT)]


@pytest.mark.parametrize("verifier", VERIFIERS)
def test_ours_are_accepted_and_forgeries_refused(verifier: Verifier) -> None:
    assert accepted(verifier, ours() + forgeries()) == [True] * 2 + [False] * 7


def worldwide() -> list[Any]:
    """Return credentials with names of many scripts, in their texts and their addresses."""
    extensions = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
    names = ["李伟", "ليلى منصور", "José Núñez", "Zoe\u0308", "👩🏽‍🔧"]
    found = []
    for name in names:
        path = name.replace(" ", "-")
        unsigned = badge(
            ISSUER,
            context=[VC, OB, extensions],
            id=f"https://harbour.example/c/{path}",
            name=name,
            description=f"“{name}”\n\t— \\ {name[::-1]}",
        )
        subject = unsigned["credentialSubject"]
        subject["id"] = f"urn:example:person:{path}"
        subject["achievement"]["id"] = f"https://学校.example/a/{path}?q={path}"
        found.append(ISSUER.sign(unsigned))
    return found


@pytest.mark.parametrize("verifier", VERIFIERS)
def test_names_and_addresses_of_every_script_are_accepted(verifier: Verifier) -> None:
    good = worldwide()
    forged = [tampered(one, "name", value=one["name"] + "\u200f") for one in good]
    assert accepted(verifier, good + forged) == [True] * len(good) + [False] * len(good)


@cache
def signed_by_digitalbazaar() -> Any:
    (signed,) = run(
        "digitalbazaar.mjs",
        command="issue",
        credentials=[badge(ISSUER)],
        seed=(b"\x01" * 32).hex(),
        created=timestamp.encode(SIGNED),
        now=NOW,
    )
    return signed


@pytest.mark.parametrize("verifier", VERIFIERS)
def test_a_credential_of_digitalbazaar_is_accepted(verifier: Verifier) -> None:
    signed = signed_by_digitalbazaar()
    forged = tampered(signed, "name", value="Brain surgery")
    assert accepted(verifier, [signed, forged]) == [True, False]


def test_both_sign_the_same_bytes() -> None:
    theirs = signed_by_digitalbazaar()["proof"]["proofValue"]
    assert ISSUER.sign(badge(ISSUER))["proof"]["proofValue"] == theirs
