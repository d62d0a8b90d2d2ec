"""What is asked for, and when: nothing before a proof is valid but the issuer's own document."""

import copy
from datetime import datetime
from typing import Any

import pytest
from signed_credentials import AT, TestIssuer, badge, tampered

from skillmark.core.canon import canonicalize
from skillmark.core.canon.compiled import ShapeCache
from skillmark.core.jsonio import dumps
from skillmark.core.status import Bitstring, entry, list_credential
from skillmark.core.verify import (
    Evidence,
    NeedKind,
    Outcome,
    Policy,
    Report,
    Unavailable,
    Verdict,
    examine,
    judge,
    needs,
)
from skillmark.core.verify.endorsements import check_endorsements
from skillmark.core.verify.signatures import Signed

ISSUER = TestIssuer.on_web()
ENDORSER = TestIssuer.on_web("guild.example", 4)
LIST = "https://harbour.example/status/1"
SCHEMA = "https://harbour.example/schema.json"


def endorsement(**changes: Any) -> Any:
    """Return an endorsement of the achievement."""
    document = badge(
        ENDORSER,
        id="https://guild.example/e/1",
        type=["VerifiableCredential", "EndorsementCredential"],
        credentialSubject={
            "id": "https://harbour.example/a/workplace-safety",
            "type": ["EndorsementSubject"],
            "endorsementComment": "Good work.",
        },
    )
    return document | changes


def demanding(**changes: Any) -> Any:
    """Return a credential with a status, a schema of its own and an endorsement."""
    subject = tampered(
        badge(ISSUER)["credentialSubject"],
        "achievement",
        "endorsement",
        value=[ENDORSER.sign(endorsement())],
    )
    status = entry.build(status_list_credential=LIST, index=1, purpose="revocation")
    document = badge(
        ISSUER,
        credentialSubject=subject,
        credentialStatus=status,
        credentialSchema=[{"id": SCHEMA, "type": "JsonSchema"}],
    )
    return ISSUER.sign(document | changes)


def status_list() -> bytes:
    document = list_credential.build(
        url=LIST,
        issuer=ISSUER.did,
        purpose="revocation",
        bits=Bitstring.zeros(),
        valid_from=datetime.fromisoformat("2026-05-01T00:00:00Z"),
    )
    return dumps(ISSUER.sign(document))


EVERYTHING: Evidence = {
    ISSUER.did_url: ISSUER.did_document(),
    ENDORSER.did_url: ENDORSER.did_document(),
    LIST: status_list(),
    SCHEMA: b'{"type": "object", "required": ["credentialSubject"]}',
}


def some(*urls: str) -> Evidence:
    return {url: EVERYTHING[url] for url in urls}


def test_each_stage_asks_for_its_own() -> None:
    document = demanding()
    stages = []
    evidence: dict[str, bytes | Unavailable] = {}
    while wanted := needs(document, evidence, at=AT):
        stages.append([(need.kind, need.url) for need in wanted])
        evidence |= {need.url: EVERYTHING[need.url] for need in wanted}
    assert stages == [
        [(NeedKind.DID_DOCUMENT, ISSUER.did_url)],
        [(NeedKind.STATUS_LIST, LIST), (NeedKind.SCHEMA, SCHEMA)],
        [(NeedKind.DID_DOCUMENT, ENDORSER.did_url)],
    ]
    assert judge(document, evidence, at=AT).verdict is Verdict.VALID


BROKEN = {
    "changed after signing": tampered(demanding(), "name", value="Pilot"),
    "unsigned": {k: v for k, v in demanding().items() if k != "proof"},
    "signed by somebody else": ENDORSER.sign(
        {k: v for k, v in demanding().items() if k != "proof"}
    ),
    "unknown context": tampered(
        demanding(), "@context", value=[*badge(ISSUER)["@context"], "https://evil.example/c"]
    ),
    "not a credential": tampered(demanding(), "type", value=["Thing"]),
    "ends before it begins": demanding(validUntil="2020-01-01T00:00:00Z"),
    "no JSON": b"{",
}


@pytest.mark.parametrize("document", BROKEN.values(), ids=BROKEN.keys())
def test_a_bad_credential_makes_nobody_fetch_more(document: Any) -> None:
    report, asked = drive(document, EVERYTHING)
    assert set(asked) <= {ISSUER.did_url}
    assert not report.summary.proven


@pytest.mark.parametrize(
    "document",
    [
        ISSUER.did_document(revoked=AT),
        ISSUER.did_document(expires=datetime.fromisoformat("2026-04-01T00:00:00Z")),
    ],
)
def test_a_key_that_proves_nothing_makes_nobody_fetch_more(document: bytes) -> None:
    assert needs(demanding(), {ISSUER.did_url: document}, at=AT) == ()


def test_an_expired_credential_is_looked_up_all_the_same() -> None:
    document = demanding(validUntil="2026-05-31T00:00:00Z")
    assert needs(document, some(ISSUER.did_url), at=AT)
    assert judge(document, EVERYTHING, at=AT).verdict is Verdict.VALID_BUT


def test_what_is_known_to_be_missing_is_not_asked_for_again() -> None:
    gone = Unavailable("fetch.not_found", "Gone.")
    assert needs(demanding(), {ISSUER.did_url: gone}, at=AT) == ()


def drive(document: Any, known: Evidence) -> tuple[Report, list[str]]:
    """Return the report and every address that was asked for."""
    asked: list[str] = []
    examination = examine(document, at=AT)
    try:
        wanted = next(examination)
        while True:
            asked += [need.url for need in wanted]
            wanted = examination.send(known)
    except StopIteration as end:
        return end.value, asked


def test_both_ways_of_driving_agree() -> None:
    document = demanding()
    for known in (some(), some(ISSUER.did_url), some(ISSUER.did_url, LIST), EVERYTHING):
        report, _ = drive(document, known)
        assert report == judge(document, known, at=AT)


def test_the_arguments_are_left_alone() -> None:
    document = demanding()
    before = copy.deepcopy(document)
    judge(document, EVERYTHING, at=AT)
    assert document == before


def test_the_shape_cache_gives_the_same_report() -> None:
    cache = ShapeCache(compile_at=1)
    for document in (demanding(), demanding(), BROKEN["changed after signing"]):
        assert judge(document, EVERYTHING, at=AT, canonicalize=cache.canonicalize) == judge(
            document, EVERYTHING, at=AT
        )


def test_a_moment_has_a_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        judge(demanding(), {}, at=datetime(2026, 6, 1))  # noqa: DTZ001
    with pytest.raises(ValueError, match="zone"):
        needs(demanding(), {}, at=datetime(2026, 6, 1))  # noqa: DTZ001


ENDORSEMENTS = {
    "good": (endorsement(), {}, "endorsement.valid", Verdict.VALID),
    "of something else": (
        endorsement(credentialSubject={"id": "urn:uuid:9", "type": ["EndorsementSubject"]}),
        {},
        "endorsement.invalid",
        Verdict.VALID_BUT,
    ),
    "expired": (
        endorsement(validUntil="2026-05-02T00:00:00Z"),
        {},
        "endorsement.invalid",
        Verdict.VALID_BUT,
    ),
    "that may be withdrawn": (
        endorsement(
            credentialStatus=entry.build(
                status_list_credential=LIST, index=1, purpose="revocation"
            )
        ),
        {},
        "endorsement.not_checked",
        Verdict.VALID_BUT,
    ),
    "whose signer is unreachable": (
        endorsement(),
        {ENDORSER.did_url: Unavailable("fetch.timeout", "Slow.")},
        "endorsement.not_checked",
        Verdict.VALID_BUT,
    ),
}


def carrying(*endorsements: Any, **changes: Any) -> Any:
    subject = tampered(
        badge(ISSUER)["credentialSubject"],
        "achievement",
        "endorsement",
        value=list(endorsements),
    )
    return ISSUER.sign(badge(ISSUER, credentialSubject=subject) | changes)


@pytest.mark.parametrize(
    ("unsigned", "missing", "code", "verdict"), ENDORSEMENTS.values(), ids=ENDORSEMENTS.keys()
)
def test_endorsement(unsigned: Any, missing: Any, code: str, verdict: Verdict) -> None:
    report = judge(carrying(ENDORSER.sign(unsigned)), dict(EVERYTHING) | missing, at=AT)
    assert report.checks_named("endorsements")[0].code == code
    assert report.verdict is verdict


def test_endorsements_that_are_none() -> None:
    forged = tampered(
        ENDORSER.sign(endorsement()),
        "credentialSubject",
        "endorsementComment",
        value="The best.",
    )
    plain = ENDORSER.sign(endorsement(type=["VerifiableCredential"]))
    report = judge(carrying(forged, plain), EVERYTHING, at=AT)
    assert [check.code for check in report.checks_named("endorsements")] == [
        "endorsement.invalid",
        "endorsement.invalid",
    ]


def test_more_endorsements_than_are_checked() -> None:
    document = badge(ISSUER) | {"endorsement": [ENDORSER.sign(endorsement())] * 17}
    checks = check_endorsements(
        Signed(document, ISSUER.did, AT, Policy.default(), canonicalize), {}
    )
    assert len(checks) == 17
    assert (checks[-1].code, checks[-1].facts) == (
        "endorsement.not_checked",
        {"endorsements": 1},
    )


def test_endorsements_as_tokens_are_not_checked() -> None:
    # No published context defines the member, so a whole credential with it is refused before.
    document = badge(ISSUER) | {"endorsementJwt": ["aaaa.bbbb.cccc"]}
    signed = Signed(document, ISSUER.did, AT, Policy.default(), canonicalize)
    (check,) = check_endorsements(signed, {})
    assert (check.outcome, check.code) == (Outcome.NOT_RUN, "endorsement.not_checked")
