"""Form and content of a proven credential: schemas, rules, subject, refresh, foreign formats."""

from typing import Any

import pytest
from signed_credentials import AT, OB, SIGNED, VC, TestIssuer, badge, tampered

from skillmark.core.jsonio import dumps
from skillmark.core.verify import (
    Check,
    Evidence,
    NeedKind,
    Outcome,
    Report,
    Unavailable,
    Verdict,
    judge,
    needs,
)
from skillmark.core.verify.fields import plain

ISSUER = TestIssuer.by_key()
SCHEMA = "https://harbour.example/schema.json"
OB_SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"


def look(evidence: Evidence | None = None, **changes: Any) -> Report:
    return judge(ISSUER.sign(badge(ISSUER, **changes)), evidence or {}, at=AT)


def only(report: Report, name: str) -> Check:
    (check,) = report.checks_named(name)
    return check


def schema(url: str = SCHEMA, kind: str = "JsonSchema") -> dict[str, str]:
    return {"id": url, "type": kind}


def named(*schemas: dict[str, str], found: bytes | Unavailable | None = None) -> Report:
    evidence: Evidence = {} if found is None else {SCHEMA: found}
    return look(evidence, credentialSchema=list(schemas))


FOREIGN: dict[str, tuple[bytes | Unavailable | None, Outcome, str]] = {
    "fits": (b'{"required": ["issuer"]}', Outcome.PASSED, "schema.followed"),
    "does not fit": (b'{"required": ["nonsense"]}', Outcome.FAILED, "schema.violated"),
    "is no JSON": (b"<html>", Outcome.NOT_RUN, "schema.unusable"),
    "is no schema": (b'{"type": 7}', Outcome.NOT_RUN, "schema.unusable"),
    "refers elsewhere": (
        b'{"$ref": "https://evil.example/schema.json"}',
        Outcome.NOT_RUN,
        "schema.unusable",
    ),
    "refers to a file": (
        b'{"$ref": "file:///etc/passwd"}',
        Outcome.NOT_RUN,
        "schema.unusable",
    ),
    "is not fetched": (None, Outcome.NOT_RUN, "evidence.not_fetched"),
    "is gone": (Unavailable("fetch.not_found", "Gone."), Outcome.NOT_RUN, "fetch.not_found"),
}


@pytest.mark.parametrize(("found", "outcome", "code"), FOREIGN.values(), ids=FOREIGN.keys())
def test_a_schema_the_credential_names(
    found: bytes | Unavailable | None, outcome: Outcome, code: str
) -> None:
    report = named(schema(), found=found)
    ours, theirs = report.checks_named("schema")
    assert ours.outcome is Outcome.PASSED
    assert (theirs.outcome, theirs.code) == (outcome, code)
    expected = Verdict.VALID if outcome is Outcome.PASSED else Verdict.VALID_BUT
    assert report.verdict is expected


def test_the_published_schema_is_not_fetched() -> None:
    document = badge(
        ISSUER, credentialSchema=[schema(OB_SCHEMA, "1EdTechJsonSchemaValidator2019")]
    )
    document["@context"] = [VC, OB, EXTENSIONS]
    signed = ISSUER.sign(document)
    assert needs(signed, {}, at=AT) == ()
    assert judge(signed, {}, at=AT).verdict is Verdict.VALID


def test_schemas_have_a_limit() -> None:
    many = [schema(f"{SCHEMA}?{number}") for number in range(9)]
    signed = ISSUER.sign(badge(ISSUER, credentialSchema=many))
    wanted = needs(signed, {}, at=AT)
    assert [need.kind for need in wanted] == [NeedKind.SCHEMA] * 4
    last = judge(signed, {}, at=AT).checks_named("schema")[-1]
    assert (last.code, last.facts["schemas"]) == ("schema.too_many", 5)


def test_a_schema_of_another_kind_is_not_checked() -> None:
    report = named(schema(kind="JsonSchemaCredential"))
    assert report.checks_named("schema")[1].code == "unsupported.schema"
    assert report.verdict is Verdict.VALID_BUT


def test_a_badge_against_the_schema() -> None:
    subject = badge(ISSUER)["credentialSubject"]
    del subject["achievement"]["criteria"]
    report = look(credentialSubject=subject)
    assert report.verdict is Verdict.VALID_BUT
    assert only(report, "schema").code == "schema.required"
    assert "criteria" in only(report, "schema").reason


def test_single_values_where_lists_are_meant_are_taken() -> None:
    subject = tampered(badge(ISSUER)["credentialSubject"], "type", value="AchievementSubject")
    assert look(credentialSubject=subject).verdict is Verdict.VALID


def test_a_badge_against_the_rules() -> None:
    subject = badge(ISSUER)["credentialSubject"] | {"creditsEarned": 9}
    subject["achievement"]["creditsAvailable"] = 3
    report = look(credentialSubject=subject)
    assert report.verdict is Verdict.VALID_BUT
    assert only(report, "badge").outcome is Outcome.FAILED


def test_a_badge_of_the_old_model_is_read_with_a_warning() -> None:
    old = "https://www.w3.org/2018/credentials/v1"
    document = badge(
        ISSUER,
        context=[old, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        validFrom=None,
        issuanceDate="2026-05-01T09:00:00Z",
    )
    document["@context"] = [
        old,
        "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
        "https://w3id.org/security/data-integrity/v2",
    ]
    report = judge(ISSUER.sign(document), {}, at=AT)
    assert only(report, "schema").code == "schema.old_data_model"
    assert only(report, "model").facts["data_model"] == "1.1"
    assert report.verdict is Verdict.VALID


def test_another_kind_of_credential_has_no_badge_to_check() -> None:
    report = look(
        type=["VerifiableCredential"], credentialSubject={"id": "did:example:1"}, name=None
    )
    assert report.verdict is Verdict.VALID
    assert only(report, "badge").code == "badge.other_kind"
    assert only(report, "schema").code == "schema.none"


def test_a_credential_of_nobody_is_said() -> None:
    report = look(type=["VerifiableCredential"], credentialSubject={"name": "Somebody"})
    assert only(report, "subject").outcome is Outcome.WARNING
    assert report.verdict is Verdict.VALID


def test_a_newer_copy_is_said_and_not_asked_for() -> None:
    service = {"id": "https://harbour.example/refresh/1", "type": "1EdTechCredentialRefresh"}
    document = badge(ISSUER, refreshService=service)
    document["@context"] = [VC, OB, EXTENSIONS]
    signed = ISSUER.sign(document)
    assert needs(signed, {}, at=AT) == ()
    check = only(judge(signed, {}, at=AT), "refresh")
    assert (check.outcome, check.facts["service"]) == (Outcome.WARNING, service["id"])


UNSUPPORTED = {
    "a signed presentation": (
        {"@context": [VC], "type": ["VerifiablePresentation"], "proof": {}},
        "unsupported.presentation",
    ),
    "Open Badges 1": (
        {"@context": "https://w3id.org/openbadges/v1", "type": "Assertion"},
        "unsupported.open_badges_1",
    ),
    "a JWT signed in another way": (
        b"eyJhbGciOiJQUzI1NiJ9.e30.c2ln",
        "token.algorithm_unsupported",
    ),
}


@pytest.mark.parametrize(("data", "code"), UNSUPPORTED.values(), ids=UNSUPPORTED.keys())
def test_a_format_of_later_is_unknown_never_valid(data: Any, code: str) -> None:
    for source in (data, data if isinstance(data, bytes) else dumps(data)):
        report = judge(source, {}, at=AT)
        assert report.verdict is Verdict.UNKNOWN
        assert only(report, "format").code == code
        assert needs(source, {}, at=AT) == ()


def test_a_status_list_or_endorsement_that_is_no_credential() -> None:
    endorsement = {
        "id": "urn:uuid:7",
        "type": ["VerifiableCredential", "EndorsementCredential"],
    }
    subject = tampered(
        badge(ISSUER)["credentialSubject"],
        "achievement",
        "endorsement",
        value=[
            endorsement
            | {
                "@context": [VC, OB],
                "credentialSubject": {
                    "id": "https://harbour.example/a/workplace-safety",
                    "type": ["EndorsementSubject"],
                },
            }
        ],
    )
    report = look(credentialSubject=subject)
    check = only(report, "endorsements")
    assert (check.code, check.facts["cause"]) == ("endorsement.invalid", "vc.issuer")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a", "a"),
        ({"@value": "a", "@language": "en"}, "a"),
        ({"en": "a", "de": "b"}, "a"),
        ([{"@value": "a"}, "b"], "a"),
        ({}, None),
        ([], None),
        (7, None),
        (None, None),
    ],
)
def test_a_text_in_any_of_its_forms(value: Any, text: str | None) -> None:
    assert plain(value) == text


def test_the_summary_says_what_is_claimed_and_by_whom() -> None:
    web = TestIssuer.on_web("harbour.example")
    signed = web.sign(badge(web, validUntil="2027-05-01T09:00:00Z"), created=SIGNED)
    proven = judge(signed, {web.did_url: web.did_document()}, at=AT).summary
    assert proven.proven
    assert proven.issuer_domain == "harbour.example"
    assert proven.achievement_name == "Workplace Safety Foundations"
    assert (proven.valid_from, proven.valid_until) == (
        "2026-05-01T09:00:00Z",
        "2027-05-01T09:00:00Z",
    )
    assert proven.signed_at == "2026-05-01T09:00:00Z"
    assert not judge(signed, {}, at=AT).summary.proven
    assert judge(signed | {"issuer": "not a DID"}, {}, at=AT).summary.issuer_domain is None
