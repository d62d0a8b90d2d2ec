"""Rules of verifiers: each says yes, no or cannot tell, and they combine."""

from typing import Any

import pytest
from signed_credentials import AT, EMAIL, TestIssuer, badge

from skillmark.core.verify import (
    AchievementIs,
    AllOf,
    AnyOf,
    Claims,
    IssuerIs,
    Outcome,
    Policy,
    RecipientIs,
    Rule,
    StatusRequired,
    Verdict,
    judge,
)

ISSUER = TestIssuer.by_key()
ACHIEVEMENT = "https://harbour.example/a/workplace-safety"
YES, NO = IssuerIs.any_of(ISSUER.did), IssuerIs.any_of("did:web:other.example")
UNSURE = RecipientIs("nobody")


def claims(**changes: Any) -> Claims:
    return Claims(badge(ISSUER, **changes), ISSUER.did, AT)


def nameless() -> Claims:
    return claims(credentialSubject={"id": "urn:uuid:1", "achievement": {"id": ACHIEVEMENT}})


def identified(**entry: Any) -> Claims:
    identifier = [{"type": "IdentityObject", "identityType": "emailAddress"} | entry]
    return claims(credentialSubject={"id": "urn:uuid:1", "identifier": identifier})


@pytest.mark.parametrize(
    ("rule", "asked", "code"),
    [
        (YES, claims(), "policy.issuer_trusted"),
        (NO, claims(), "policy.issuer_not_trusted"),
        (IssuerIs(frozenset()), claims(), "policy.issuer_not_trusted"),
        (AchievementIs(ACHIEVEMENT), claims(), "policy.achievement"),
        (AchievementIs("https://other.example/a"), claims(), "policy.achievement_differs"),
        (StatusRequired(), claims(), "policy.no_status"),
        (StatusRequired(), claims(credentialStatus={"id": "urn:uuid:2"}), "policy.has_status"),
        (RecipientIs(EMAIL), claims(), "recipient.matches"),
        (RecipientIs(EMAIL.upper()), claims(), "recipient.matches"),
        (RecipientIs("other@learner.example"), claims(), "recipient.differs"),
        (RecipientIs(EMAIL), nameless(), "recipient.unnamed"),
        (RecipientIs(EMAIL), identified(hashed=False, identityHash=EMAIL), "recipient.matches"),
        (RecipientIs(EMAIL), identified(hashed=False, identityHash="x"), "recipient.differs"),
        (RecipientIs("S-1"), identified(hashed=False, identityHash="S-1"), "recipient.matches"),
        (RecipientIs("s-1"), identified(hashed=False, identityHash="S-1"), "recipient.differs"),
        (RecipientIs(EMAIL), identified(hashed=True), "recipient.differs"),
        (
            RecipientIs(EMAIL),
            identified(hashed=True, identityHash="md5$" + "0" * 32),
            "recipient.weak_hash",
        ),
    ],
)
def test_rule(rule: Rule, asked: Claims, code: str) -> None:
    assert rule.check(asked).code == code


@pytest.mark.parametrize(
    ("rule", "outcome"),
    [
        (AllOf((YES, YES)), Outcome.PASSED),
        (AllOf((YES, NO)), Outcome.FAILED),
        (AllOf((YES, UNSURE)), Outcome.NOT_RUN),
        (AllOf((UNSURE, NO)), Outcome.FAILED),
        (AllOf(()), Outcome.FAILED),
        (AnyOf((NO, YES)), Outcome.PASSED),
        (AnyOf((NO, NO)), Outcome.FAILED),
        (AnyOf((NO, UNSURE)), Outcome.NOT_RUN),
        (AnyOf(()), Outcome.FAILED),
        (AllOf((YES, AnyOf((NO, YES)))), Outcome.PASSED),
    ],
)
def test_combination(rule: Rule, outcome: Outcome) -> None:
    assert rule.check(nameless()).outcome is outcome


@pytest.mark.parametrize(
    ("rules", "verdict"),
    [
        ((YES, RecipientIs(EMAIL)), Verdict.VALID),
        ((NO,), Verdict.INVALID),
        ((YES, RecipientIs("other@learner.example")), Verdict.INVALID),
        ((StatusRequired(),), Verdict.INVALID),
    ],
)
def test_rules_count_in_the_verdict(rules: tuple[Rule, ...], verdict: Verdict) -> None:
    signed = ISSUER.sign(badge(ISSUER))
    policy = Policy.default().requiring(*rules)
    assert judge(signed, {}, at=AT, policy=policy).verdict is verdict


def test_rules_are_not_asked_about_what_is_not_proven() -> None:
    class Explodes:
        def check(self, claims: Claims) -> Any:
            raise AssertionError(f"asked about unproven {claims}")

    report = judge(badge(ISSUER), {}, at=AT, policy=Policy.default().requiring(Explodes()))
    assert report.verdict is Verdict.INVALID
    assert report.checks_named("policy") == ()
