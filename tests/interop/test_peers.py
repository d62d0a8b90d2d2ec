"""Our credentials in foreign verifiers, a foreign credential in ours, forgeries in all three.

Peers: `@digitalbazaar/vc` with its eddsa-rdfc-2022 suite (the JavaScript reference) and
`@digitalcredentials/verifier-core`. Their network is closed; contexts come from our bundle.
"""

import copy
from typing import Any

import pytest
from badge_samples import complete_credential
from node_peers import peers, run
from signed_credentials import AT, SIGNED, TestIssuer, badge, tampered

from skillmark.core.encoding import timestamp
from skillmark.core.verify import Verdict, judge

pytestmark = pytest.mark.interop

ISSUER = TestIssuer.by_key()
NOW = timestamp.encode(AT)


@pytest.fixture(autouse=True)
def _installed() -> None:
    peers()


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


def by_digitalbazaar(credentials: list[Any]) -> list[bool]:
    answers = run("digitalbazaar.mjs", command="verify", credentials=credentials, now=NOW)
    return [answer["verified"] for answer in answers]


def by_dcc(credentials: list[Any]) -> list[bool]:
    return [answer["verified"] for answer in run("dcc.mjs", credentials=credentials)]


def by_us(credentials: list[Any]) -> list[bool]:
    return [judge(one, {}, at=AT).verdict is Verdict.VALID for one in credentials]


VERIFIERS = [by_us, by_digitalbazaar, by_dcc]


@pytest.mark.parametrize("verifier", VERIFIERS)
def test_our_credentials_are_accepted(verifier: Any) -> None:
    assert verifier(ours()) == [True, True]


@pytest.mark.parametrize("verifier", VERIFIERS)
def test_a_forgery_is_refused(verifier: Any) -> None:
    assert verifier(forgeries()) == [False] * 7


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
def test_a_credential_of_digitalbazaar_is_accepted(verifier: Any) -> None:
    signed = signed_by_digitalbazaar()
    assert verifier([signed]) == [True]
    assert verifier([tampered(signed, "name", value="Brain surgery")]) == [False]


def test_both_sign_the_same_bytes() -> None:
    theirs = signed_by_digitalbazaar()["proof"]["proofValue"]
    assert ISSUER.sign(badge(ISSUER))["proof"]["proofValue"] == theirs
