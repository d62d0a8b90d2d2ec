"""Open Badges of version 2: hosted and signed, what verifies and every way to be refused."""

import json
from typing import Any

import pytest
from foreign_formats import (
    ASSERTION,
    BADGE,
    KEY,
    OB2,
    PROFILE,
    SITE,
    assertion,
    badge_class,
    hosted,
    profile,
    rsa_key,
)
from signed_credentials import AT, EMAIL, later

from skillmark.core.stack import item_of
from skillmark.core.verify import (
    NeedKind,
    Outcome,
    Policy,
    RecipientIs,
    Report,
    Unavailable,
    Verdict,
    judge,
    needs,
)

RSA = rsa_key()
URN = "urn:uuid:0190a6f2-0000-7000-8000-000000000001"


def look(document: Any, evidence: Any = None, **more: Any) -> Report:
    data = document if isinstance(document, bytes | dict) else json.dumps(document).encode()
    return judge(data, hosted() if evidence is None else evidence, **{"at": AT, **more})


def codes(report: Report) -> set[str]:
    return {check.code for check in report.reasons}


def test_a_hosted_badge_verifies() -> None:
    report = look(assertion())
    assert report.verdict is Verdict.VALID, report.reasons
    summary = report.summary
    assert summary.proven
    assert summary.specification == "Open Badges 2.0"
    assert (summary.issuer_id, summary.issuer_claimed_name) == (PROFILE, "Example Academy")
    assert (summary.achievement_id, summary.achievement_name) == (
        BADGE,
        "IT Support Professional",
    )
    assert summary.credential_id == ASSERTION
    assert summary.valid_from == "2026-05-01T09:00:00Z"


def test_it_counts_as_its_issuer_and_badge_class() -> None:
    credential = look(assertion(expires="2027-05-01T09:00:00Z")).credential
    assert credential is None  # the copy on the site says nothing of an end
    later_end = hosted(assertion(expires="2027-05-01T09:00:00Z"))
    credential = look(assertion(expires="2027-05-01T09:00:00Z"), later_end).credential
    assert credential is not None
    item = item_of(credential)
    assert (item.credential, item.issuer) == (ASSERTION, PROFILE)
    assert list(item.achievements) == [BADGE]
    assert item.valid_until is not None


def test_documents_are_asked_for_one_after_the_other() -> None:
    known: dict[str, Any] = {}
    kinds = []
    while wanted := needs(assertion(), known, at=AT):
        (need,) = wanted
        kinds.append(need.kind)
        known[need.url] = hosted()[need.url]
    assert kinds == [NeedKind.ASSERTION, NeedKind.BADGE_CLASS, NeedKind.PROFILE]


def embedded(**changes: Any) -> dict[str, Any]:
    return assertion(badge=badge_class(issuer=profile(**changes)))


GOOD: dict[str, tuple[Any, Any]] = {
    "written out, linked on the site": (embedded(), None),
    "linked, written out on the site": (assertion(), hosted(embedded())),
    "less than the site says": (
        assertion(),
        hosted(assertion(evidence=f"{SITE}/evidence/1")),
    ),
    "an extension": (
        assertion(
            **{"extensions:x": {"@context": "https://x.example/", "type": ["Extension"]}}
        ),
        hosted(
            assertion(
                **{"extensions:x": {"@context": "https://x.example/", "type": ["Extension"]}}
            )
        ),
    ),
    "starts with one of the issuer's": (
        assertion(),
        hosted(profile(verification={"startsWith": ["https://x.example/", f"{SITE}/a"]})),
    ),
    "on an origin that the issuer allows": (
        assertion(),
        hosted(profile(verification={"allowedOrigins": ["badges.example", "x.example"]})),
    ),
    "of a person by a plain address": (
        assertion(recipient={"type": "email", "hashed": False, "identity": EMAIL}),
        hosted(assertion(recipient={"type": "email", "hashed": False, "identity": EMAIL})),
    ),
}


@pytest.mark.parametrize(("document", "evidence"), GOOD.values(), ids=GOOD.keys())
def test_a_badge_that_verifies(document: Any, evidence: Any) -> None:
    report = look(document, evidence)
    assert report.verdict is Verdict.VALID, report.reasons


ELSEWHERE = "https://evil.example/assertions/1"
BAD: dict[str, tuple[Any, Any, Verdict, str]] = {
    "says more than the site": (
        assertion(evidence=f"{SITE}/mine"),
        None,
        Verdict.INVALID,
        "badge2.differs",
    ),
    "another's recipient": (
        assertion(recipient={"type": "email", "hashed": False, "identity": "eve@x.example"}),
        None,
        Verdict.INVALID,
        "badge2.differs",
    ),
    "another end": (
        assertion(expires="2030-01-01T00:00:00Z"),
        None,
        Verdict.INVALID,
        "badge2.differs",
    ),
    "true for one": (
        assertion(evidence=1),
        hosted(assertion(evidence=True)),
        Verdict.INVALID,
        "badge2.differs",
    ),
    "another badge": (
        assertion(badge=f"{SITE}/classes/other"),
        None,
        Verdict.INVALID,
        "badge2.differs",
    ),
    "a badge written out otherwise": (
        assertion(badge=badge_class(name="Surgeon")),
        None,
        Verdict.INVALID,
        "badge2.differs",
    ),
    "an issuer written out otherwise": (
        embedded(name="Famous University"),
        None,
        Verdict.INVALID,
        "badge2.differs",
    ),
    "hosted elsewhere": (
        assertion(id=ELSEWHERE),
        hosted(assertion(id=ELSEWHERE)),
        Verdict.INVALID,
        "badge2.out_of_scope",
    ),
    "on a longer host": (
        assertion(id="https://badges.example.evil.example/1"),
        hosted(
            assertion(id="https://badges.example.evil.example/1"),
            profile(verification={"startsWith": "https://badges.example"}),
        ),
        Verdict.INVALID,
        "badge2.out_of_scope",
    ),
    "outside of what it starts with": (
        assertion(),
        hosted(profile(verification={"startsWith": f"{SITE}/issued/"})),
        Verdict.INVALID,
        "badge2.out_of_scope",
    ),
    "climbing out": (
        assertion(id=f"{SITE}/assertions/../evil/1"),
        hosted(
            assertion(id=f"{SITE}/assertions/../evil/1"),
            profile(verification={"startsWith": f"{SITE}/assertions/"}),
        ),
        Verdict.INVALID,
        "badge2.out_of_scope",
    ),
    "climbing out in code": (
        assertion(id=f"{SITE}/assertions/%2e%2E/evil/1"),
        hosted(
            assertion(id=f"{SITE}/assertions/%2e%2E/evil/1"),
            profile(verification={"startsWith": f"{SITE}/assertions/"}),
        ),
        Verdict.INVALID,
        "badge2.out_of_scope",
    ),
    "no origin allowed": (
        assertion(),
        hosted(profile(verification={"allowedOrigins": []})),
        Verdict.INVALID,
        "badge2.out_of_scope",
    ),
    "a class of somebody else": (
        assertion(badge="https://evil.example/classes/1"),
        hosted(
            assertion(badge="https://evil.example/classes/1"),
            badge_class(id="https://evil.example/classes/1"),
        ),
        Verdict.INVALID,
        "badge2.foreign_class",
    ),
    "a profile that calls itself otherwise": (
        assertion(),
        {**hosted(), PROFILE: json.dumps(profile(id=f"{SITE}/x")).encode()},
        Verdict.INVALID,
        "badge2.name",
    ),
    "a class that calls itself otherwise": (
        assertion(),
        {**hosted(), BADGE: json.dumps(badge_class(id=f"{SITE}/x")).encode()},
        Verdict.INVALID,
        "badge2.name",
    ),
    "a copy that calls itself otherwise": (
        assertion(),
        {**hosted(), ASSERTION: json.dumps(assertion(id=f"{SITE}/x")).encode()},
        Verdict.INVALID,
        "badge2.differs",
    ),
    "a class that is a profile": (
        assertion(),
        hosted(badge_class(type="Issuer")),
        Verdict.INVALID,
        "badge2.type",
    ),
    "revoked": (
        assertion(),
        hosted({"@context": OB2, "id": ASSERTION, "revoked": True}),
        Verdict.INVALID,
        "status.revoked",
    ),
    "gone": (
        assertion(),
        {**hosted(), ASSERTION: Unavailable("fetch.gone", "Gone.")},
        Verdict.INVALID,
        "status.revoked",
    ),
    "not found": (
        assertion(),
        {**hosted(), ASSERTION: Unavailable("fetch.not_found", "No.")},
        Verdict.UNKNOWN,
        "fetch.not_found",
    ),
    "no profile": (
        assertion(),
        {**hosted(), PROFILE: Unavailable("fetch.timeout", "Slow.")},
        Verdict.UNKNOWN,
        "fetch.timeout",
    ),
    "no class": (
        assertion(),
        {url: data for url, data in hosted().items() if url != BADGE},
        Verdict.UNKNOWN,
        "evidence.not_fetched",
    ),
    "a page for a copy": (
        assertion(),
        {**hosted(), ASSERTION: b"<html>"},
        Verdict.UNKNOWN,
        "json.syntax",
    ),
    "hosted nowhere": (assertion(id=URN), None, Verdict.INVALID, "badge2.not_hosted"),
    "signed, it says": (
        assertion(verification={"type": "signed", "creator": KEY}),
        None,
        Verdict.INVALID,
        "proof.missing",
    ),
    "a context of somebody": (
        assertion(context=[OB2, "https://evil.example/context"]),
        None,
        Verdict.UNKNOWN,
        "badge2.context",
    ),
    "a context inside": (
        assertion(recipient={**assertion()["recipient"], "@context": {"identity": "x:y"}}),
        None,
        Verdict.INVALID,
        "badge2.context",
    ),
    "another word for its name": (
        assertion(**{"@id": ELSEWHERE}),
        None,
        Verdict.INVALID,
        "badge2.context",
    ),
    "no assertion": (assertion(type="BadgeClass"), None, Verdict.INVALID, "badge2.type"),
    "a date without a zone": (
        assertion(issuedOn="2026-05-01T09:00:00"),
        None,
        Verdict.INVALID,
        "badge2.shape",
    ),
    "two ways to verify": (
        assertion(verification={"type": ["hosted", "signed"]}),
        None,
        Verdict.INVALID,
        "badge2.shape",
    ),
    "an odd hash": (
        assertion(recipient={"type": "email", "hashed": True, "identity": "sha1$ab"}),
        None,
        Verdict.INVALID,
        "badge2.shape",
    ),
    "hashed or not": (
        assertion(recipient={"type": "email", "hashed": "no", "identity": EMAIL}),
        None,
        Verdict.INVALID,
        "badge2.shape",
    ),
    "incomplete": (
        assertion(),
        hosted(profile(email=None)),
        Verdict.VALID_BUT,
        "badge2.incomplete",
    ),
    "endorsed by somebody": (
        assertion(),
        hosted(profile(endorsement=f"{SITE}/endorsements/1")),
        Verdict.VALID_BUT,
        "endorsement.not_checked",
    ),
}


@pytest.mark.parametrize(
    ("document", "evidence", "verdict", "code"), BAD.values(), ids=BAD.keys()
)
def test_a_badge_that_is_refused(
    document: Any, evidence: Any, verdict: Verdict, code: str
) -> None:
    report = look(document, evidence)
    assert code in codes(report), report.reasons
    assert report.verdict is verdict
    assert report.summary.proven is (verdict is Verdict.VALID_BUT)


def test_an_end_and_a_begin() -> None:
    ends = assertion(expires="2026-05-31T00:00:00Z")
    report = look(ends, hosted(ends))
    assert (report.verdict, codes(report)) == (Verdict.VALID_BUT, {"validity.expired"})
    begins = assertion(issuedOn="2026-08-01T00:00:00Z")
    report = look(begins, hosted(begins))
    assert "validity.not_yet" in codes(report)
    assert look(begins, hosted(begins), at=later(days=90)).verdict is Verdict.VALID


@pytest.mark.parametrize(
    ("recipient", "email", "code", "outcome"),
    [
        ({}, EMAIL, "recipient.matches", Outcome.PASSED),
        ({}, EMAIL.upper(), "recipient.matches", Outcome.PASSED),
        ({}, "eve@people.example", "recipient.differs", Outcome.FAILED),
        ({"salt": "other"}, EMAIL, "recipient.differs", Outcome.FAILED),
        ({"identity": "md5$" + "a" * 32}, EMAIL, "recipient.weak_hash", Outcome.NOT_RUN),
        ({"hashed": False, "identity": EMAIL}, EMAIL, "recipient.matches", Outcome.PASSED),
    ],
)
def test_whose_it_is(recipient: Any, email: str, code: str, outcome: Outcome) -> None:
    document = assertion(recipient={**assertion()["recipient"], **recipient})
    policy = Policy.default().requiring(RecipientIs(email))
    report = look(document, hosted(document), policy=policy)
    (check,) = report.checks_named("recipient")
    assert (check.code, check.outcome) == (code, outcome)
