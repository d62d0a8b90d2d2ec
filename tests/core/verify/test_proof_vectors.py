"""V-P: proofs that are not what they seem, each with its code."""

import copy
from datetime import timedelta
from typing import Any

import pytest
from signed_credentials import AT, SIGNED, TestIssuer, badge, key, tampered

from skillmark.core import did
from skillmark.core.did import VerificationMethod
from skillmark.core.encoding import multibase
from skillmark.core.jsonio import dumps
from skillmark.core.verify import Evidence, Policy, Report, Verdict, judge, needs

ISSUER = TestIssuer.on_web()
STRANGER = TestIssuer.by_key(7)
GOOD = ISSUER.sign(badge(ISSUER))
EVIDENCE: Evidence = {ISSUER.did_url: ISSUER.did_document()}
ORDER = 2**252 + 27742317777372353535851937790883648493
SIGNATURE = multibase.decode(GOOD["proof"]["proofValue"])


def proof(**changes: Any) -> Any:
    """Return the good credential with a changed proof; None takes a member away."""
    document = copy.deepcopy(GOOD)
    document["proof"] |= changes
    document["proof"] = {k: v for k, v in document["proof"].items() if v is not None}
    return document


def value(signature: bytes) -> Any:
    return proof(proofValue=multibase.encode(signature))


def of_stranger() -> Any:
    """Return a credential that names our issuer and is signed by somebody else's key."""
    return STRANGER.sign(badge(ISSUER))


def added(number: int) -> bytes:
    """Return the good signature with another S of the same residue."""
    s = int.from_bytes(SIGNATURE[32:], "little") + number * ORDER
    return SIGNATURE[:32] + s.to_bytes(32, "little")


def chain(previous: list[str], proof_id: str = "urn:uuid:a") -> Any:
    return proof(id=proof_id, previousProof=previous)


def looped() -> Any:
    first = GOOD["proof"] | {"id": "urn:uuid:a", "previousProof": "urn:uuid:b"}
    second = GOOD["proof"] | {"id": "urn:uuid:b", "previousProof": "urn:uuid:a"}
    return GOOD | {"proof": [first, second]}


def two(bad: bool) -> Any:
    """Return a set of two proofs; the second is broken when asked for."""
    both = ISSUER.sign(GOOD, created=SIGNED + timedelta(days=1))
    if bad:
        both["proof"][1]["proofValue"] = both["proof"][0]["proofValue"]
    return both


OTHER = ISSUER.sign(badge(ISSUER, id="https://harbour.example/c/2"))
REFUSED: dict[str, tuple[Any, str]] = {
    "32 key of somebody else": (of_stranger(), "issuer.not_bound"),
    "32 key at a plain address": (
        proof(verificationMethod="https://evil.example/key#1"),
        "issuer.not_bound",
    ),
    "33 did:key of one key, fragment of another": (
        STRANGER.sign(
            badge(STRANGER), verification_method=f"{STRANGER.did}#{key(8).public.to_multikey()}"
        ),
        "did.method_not_found",
    ),
    "35 another purpose": (proof(proofPurpose="authentication"), "proof.purpose"),
    "36 cryptosuite swapped": (
        proof(cryptosuite="eddsa-jcs-2022"),
        "proof.signature_invalid",
    ),
    "38 one bad of two": (two(bad=True), "proof.signature_invalid"),
    "39 unsigned": (badge(ISSUER), "proof.missing"),
    "39 proof is null": (GOOD | {"proof": None}, "proof.missing"),
    "39 empty set": (GOOD | {"proof": []}, "proof.missing"),
    "39 proof is a text": (GOOD | {"proof": "yes"}, "proof.shape"),
    "40 not multibase": (proof(proofValue="yes"), "proof.value"),
    "40 base64url": (proof(proofValue="u" + "A" * 86), "proof.value"),
    "40 padded": (proof(proofValue=GOOD["proof"]["proofValue"] + "="), "proof.value"),
    "40 with a blank": (proof(proofValue=" " + GOOD["proof"]["proofValue"]), "proof.value"),
    "40 63 bytes": (value(SIGNATURE[:63]), "proof.value"),
    "40 65 bytes": (value(SIGNATURE + b"\0"), "proof.value"),
    "40 no value": (proof(proofValue=None), "proof.shape"),
    "41 S + L": (value(added(1)), "proof.signature_invalid"),
    "42 R that is no canonical point": (
        value(b"\xee" + b"\xff" * 30 + b"\x7f" + SIGNATURE[32:]),
        "proof.signature_invalid",
    ),
    "42 R of small order": (
        value(b"\x01" + b"\0" * 31 + SIGNATURE[32:]),
        "proof.signature_invalid",
    ),
    "43 proof has expired": (
        ISSUER.sign(badge(ISSUER), expires=AT - timedelta(seconds=1)),
        "proof.expired",
    ),
    "43 proof expires now": (ISSUER.sign(badge(ISSUER), expires=AT), "proof.expired"),
    "44 made in the future": (
        ISSUER.sign(badge(ISSUER), created=AT + timedelta(seconds=61)),
        "proof.created_in_future",
    ),
    "45 proof of another credential": (
        badge(ISSUER) | {"proof": OTHER["proof"]},
        "proof.signature_invalid",
    ),
    "46 builds on itself": (chain(["urn:uuid:a"]), "proof.loop"),
    "46 two build on each other": (looped(), "proof.loop"),
    "46 builds on nothing": (chain(["urn:uuid:z"]), "proof.previous_missing"),
    "47 unsigned presentation of a good credential": (
        {
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "type": ["VerifiablePresentation"],
            "verifiableCredential": [GOOD],
        },
        "presentation.unsigned",
    ),
    "51 two issuers": (
        tampered(GOOD, "issuer", value=[GOOD["issuer"], STRANGER.did]),
        "vc.issuer",
    ),
    "52 no VerifiableCredential": (
        tampered(GOOD, "type", value=["OpenBadgeCredential"]),
        "vc.type",
    ),
    "54 ends before it begins": (
        ISSUER.sign(badge(ISSUER, validUntil="2026-04-01T00:00:00Z")),
        "vc.period",
    ),
    "55 date without zone": (
        ISSUER.sign(badge(ISSUER, validFrom="2026-05-01T09:00:00")),
        "vc.date",
    ),
    "55 hour 24": (ISSUER.sign(badge(ISSUER, validFrom="2026-05-01T24:00:00Z")), "vc.date"),
    "55 two-digit year": (
        ISSUER.sign(badge(ISSUER, validFrom="26-05-01T09:00:00Z")),
        "vc.date",
    ),
    "another context in the proof": (proof(**{"@context": []}), "proof.context"),
    "no verification method": (proof(verificationMethod=None), "proof.shape"),
    "created is no date": (proof(created="yesterday"), "proof.shape"),
    "changed after signing": (
        tampered(GOOD, "name", value="Brain surgery"),
        "proof.signature_invalid",
    ),
    "revoked key of somebody else's DID": (
        proof(verificationMethod=STRANGER.method),
        "issuer.not_bound",
    ),
}


def look(document: Any, evidence: Evidence = EVIDENCE, **options: Any) -> Report:
    return judge(document, evidence, at=AT, **options)


@pytest.mark.parametrize(("document", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_refused(document: Any, code: str) -> None:
    report = look(document)
    assert report.verdict is Verdict.INVALID
    assert code in [check.code for check in report.reasons if check.consequence == "invalid"]
    assert not report.summary.proven


def test_the_credential_itself_is_valid() -> None:
    assert look(GOOD).verdict is Verdict.VALID
    assert look(dumps(GOOD)).verdict is Verdict.VALID
    assert look(two(bad=False)).verdict is Verdict.VALID


def test_a_chain_whose_links_hold_is_valid() -> None:
    first = ISSUER.sign(badge(ISSUER), proof_id="urn:uuid:a")
    assert look(ISSUER.sign(first, previous_proof="urn:uuid:a")).verdict is Verdict.VALID


@pytest.mark.parametrize(
    "changes", [{"cryptosuite": "ecdsa-sd-2023"}, {"cryptosuite": "bbs-2023"}]
)
def test_a_suite_of_later_is_unknown_never_valid(changes: dict[str, str]) -> None:
    report = look(proof(**changes))
    assert report.verdict is Verdict.UNKNOWN
    assert report.reasons[0].code == "unsupported.cryptosuite"


def test_a_legacy_signature_of_another_form_is_unknown() -> None:
    document = proof(type="JsonWebSignature2020", cryptosuite=None, proofValue=None, jws="a..b")
    assert look(document).reasons[0].code == "unsupported.cryptosuite"


def test_34_a_key_for_logins_signs_no_credentials() -> None:
    method = VerificationMethod(ISSUER.method, ISSUER.did, ISSUER.private.public)
    document = did.build(
        ISSUER.did, [method], assertion_method=(), authentication=(ISSUER.method,)
    )
    report = look(GOOD, {ISSUER.did_url: dumps(document)})
    assert report.verdict is Verdict.INVALID
    assert report.checks_named("issuer")[0].code == "proof.method_unauthorized"


def test_37_a_p256_key_with_an_eddsa_suite() -> None:
    other = did.key.did_of(_p256().public)
    document = badge(ISSUER) | {"issuer": other, "proof": GOOD["proof"]}
    document["proof"] = GOOD["proof"] | {
        "verificationMethod": did.key.verification_method(other)
    }
    report = look(document)
    assert report.verdict is Verdict.INVALID
    assert report.checks_named("proof")[0].code == "proof.key_type"


def _p256() -> Any:
    from skillmark.core.crypto import Algorithm, PrivateKey

    return PrivateKey.generate(Algorithm.P256, bytes(range(Algorithm.P256.seed_bytes)))


def test_41_a_key_of_small_order_is_no_key() -> None:
    weak = "did:key:" + multibase.encode(b"\xed\x01" + b"\x01" + b"\0" * 31)
    document = badge(ISSUER, issuer=weak) | {
        "proof": GOOD["proof"] | {"verificationMethod": f"{weak}#{weak[8:]}"}
    }
    report = look(document)
    assert report.verdict is Verdict.INVALID
    assert report.reasons[0].code == "did.key_invalid"


def test_38_any_of_two_is_a_policy_and_is_said() -> None:
    report = look(two(bad=True), policy=Policy(any_proof=True))
    assert report.verdict is Verdict.VALID
    outcomes = {check.outcome.value for check in report.checks_named("proof")}
    assert outcomes == {"passed", "warning"}
    assert [check.facts["proof"] for check in report.checks_named("proof")] == [1, 2]
    neither = two(bad=True)
    neither["proof"][0] = neither["proof"][1] | {"proofValue": "z1"}
    assert look(neither, policy=Policy(any_proof=True)).verdict is Verdict.INVALID


def test_50_a_name_is_never_trusted() -> None:
    document = ISSUER.sign(
        badge(ISSUER, issuer={"id": ISSUER.did, "type": ["Profile"], "name": "MIT"})
    )
    summary = look(document).summary
    assert (summary.issuer_domain, summary.issuer_claimed_name) == ("harbour.example", "MIT")


@pytest.mark.parametrize(
    ("state", "verdict", "code"),
    [
        ({}, Verdict.VALID, "key.active"),
        ({"expires": AT + timedelta(days=1)}, Verdict.VALID, "key.active"),
        ({"expires": AT}, Verdict.UNKNOWN, "key.time_unproven"),
        ({"expires": SIGNED}, Verdict.INVALID, "key.expired"),
        ({"revoked": AT}, Verdict.INVALID, "key.revoked_unproven"),
        ({"revoked": SIGNED + timedelta(days=1)}, Verdict.INVALID, "key.revoked_unproven"),
        ({"revoked": AT + timedelta(days=1)}, Verdict.VALID, "key.active"),
    ],
)
def test_the_state_of_the_key(state: dict[str, Any], verdict: Verdict, code: str) -> None:
    report = look(GOOD, {ISSUER.did_url: ISSUER.did_document(**state)})
    assert (report.verdict, report.checks_named("key")[0].code) == (verdict, code)


@pytest.mark.parametrize(
    ("document", "policy"),
    [(GOOD, Policy(proven_time=True)), (proof(created=None), Policy.default())],
)
def test_a_retired_key_without_time_proves_nothing(document: Any, policy: Policy) -> None:
    evidence = {ISSUER.did_url: ISSUER.did_document(expires=AT)}
    report = look(document, evidence, policy=policy)
    assert report.verdict is not Verdict.VALID
    assert report.checks_named("key")[0].code == "key.time_unproven"


@pytest.mark.parametrize(
    "document", [of_stranger(), badge(ISSUER), two(bad=False) | {"issuer": "x:y"}]
)
def test_a_key_of_somebody_else_makes_nobody_fetch(document: Any) -> None:
    assert needs(document, {}, at=AT) == ()
