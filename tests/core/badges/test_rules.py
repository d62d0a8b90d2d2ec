"""Every semantic rule: one named defect, its code, its place."""

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from badge_samples import ISSUER, complete_credential, simple_credential, status_entry

from skillmark.core.badges import rules
from skillmark.core.badges.problem import Problem
from skillmark.core.jsonio import JsonObject

VECTORS = Path(__file__).parents[2] / "vectors" / "open-badges-3"
SUBJECT = "/credentialSubject"
DEFINITION = f"{SUBJECT}/achievement"


@dataclass(frozen=True)
class Defect:
    name: str
    path: str
    value: Any
    code: str
    at: str | None = None
    words: str = ""


REMOVED = object()
OTHER_ENDORSEMENT = {
    "type": ["VerifiableCredential", "EndorsementCredential"],
    "credentialSubject": {"id": "https://elsewhere.example/", "type": ["EndorsementSubject"]},
}
DEFECTS = [
    Defect(
        "context never published",
        "/@context/1",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.9.9.json",
        "ob.context_unknown",
    ),
    Defect("issuer no profile", "/issuer/type", ["Thing"], "ob.issuer_not_profile"),
    Defect("ends at its start", "/validUntil", "2026-03-02T09:00:00Z", "ob.end_before_start"),
    Defect("awarded late", "/awardedDate", "2030-01-01T00:00:00Z", "ob.awarded_after_end"),
    Defect(
        "two entries, one purpose",
        "/credentialStatus",
        [status_entry(), status_entry(index=5)],
        "ob.status_repeated",
        "/credentialStatus/1/statusPurpose",
    ),
    Defect(
        "two entries, one id",
        "/credentialStatus",
        [status_entry(), {**status_entry(), "statusPurpose": "suspension"}],
        "ob.status_repeated",
        "/credentialStatus/1/id",
    ),
    Defect("evidence of nothing", "/evidence/0", {"type": ["Evidence"]}, "ob.evidence_empty"),
    Defect("evidence by mail", "/evidence/0/id", "mailto:a@e.org", "ob.evidence_address"),
    Defect("relative id", f"{DEFINITION}/id", "/a/1", "ob.id_not_absolute"),
    Defect("id with a space", f"{DEFINITION}/id", "https://e.org/a b", "ob.id_not_absolute"),
    Defect("empty name", "/name", " ", "ob.text_empty"),
    Defect("empty criteria words", f"{DEFINITION}/criteria/narrative", "", "ob.text_empty"),
    Defect(
        "two descriptions, one id",
        f"{DEFINITION}/resultDescription/1/id",
        "https://harbour.example/a/identify-hazards#grade",
        "ob.id_repeated",
    ),
    Defect(
        "description named as the achievement",
        f"{DEFINITION}/resultDescription/3/id",
        "https://harbour.example/a/identify-hazards",
        "ob.id_ambiguous",
        words=DEFINITION,
    ),
    Defect(
        "profile named as the credential",
        "/issuer/id",
        "https://harbour.example/c/0197a1b2-0000-7000-8000-000000000001",
        "ob.id_ambiguous",
        words="the top",
    ),
    Defect(
        "identity type without ext",
        f"{SUBJECT}/identifier/0/identityType",
        "email",
        "ob.identifier_type",
    ),
    Defect(
        "identifier type beside ext",
        "/issuer/otherIdentifier/0/identifierType",
        "xext:duns",
        "ob.identifier_type",
    ),
    Defect("picture as JPEG", f"{DEFINITION}/image/id", "https://e.org/a.JPG", "ob.image_kind"),
    Defect("data as JPEG", "/image/id", "data:image/jpeg;base64,AA", "ob.image_kind"),
    Defect("picture by ftp", "/issuer/image/id", "ftp://e.org/a.png", "ob.image_kind"),
    Defect("picture without host", "/issuer/image/id", "https:///a.png", "ob.image_kind"),
    Defect("picture of a bad host", "/issuer/image/id", "https://[x/a.png", "ob.image_kind"),
    Defect("homepage no URL", "/issuer/url", "www.harbour.example", "ob.profile_url"),
    Defect("mail no address", "/issuer/email", "office", "ob.profile_email"),
    Defect(
        "own parent",
        "/issuer/parentOrg/id",
        "did:web:harbour.example",
        "ob.profile_parent",
        "/issuer/parentOrg",
    ),
    Defect(
        "country in words",
        "/issuer/address/addressCountryCode",
        "Ireland",
        "ob.country_code",
    ),
    Defect("beyond the pole", "/issuer/address/geo/latitude", 90.5, "ob.geo_range"),
    Defect("around the world", "/issuer/address/geo/longitude", -181, "ob.geo_range"),
    Defect("unknown type", f"{DEFINITION}/achievementType", "Medal", "ob.achievement_type"),
    Defect("criteria of nothing", f"{DEFINITION}/criteria", {}, "ob.criteria_empty"),
    Defect("less than no credits", f"{DEFINITION}/creditsAvailable", -1, "ob.credits_negative"),
    Defect("tag twice", f"{DEFINITION}/tag/1", "safety", "ob.tag", words="twice"),
    Defect("one empty tag", f"{DEFINITION}/tag", " ", "ob.tag", words="empty"),
    Defect("empty tag", f"{DEFINITION}/tag/1", " ", "ob.tag", words="empty"),
    Defect(
        "related to itself",
        f"{DEFINITION}/related/0/id",
        "https://harbour.example/a/identify-hazards",
        "ob.related_itself",
    ),
    Defect("target by name", f"{DEFINITION}/alignment/0/targetUrl", "ESCO", "ob.alignment_url"),
    Defect("target type", f"{DEFINITION}/alignment/0/targetType", "Skill", "ob.alignment_type"),
    Defect(
        "result type",
        f"{DEFINITION}/resultDescription/0/resultType",
        "Mood",
        "ob.result_type",
    ),
    Defect(
        "bound in words",
        f"{DEFINITION}/resultDescription/2/valueMax",
        "much",
        "ob.result_bound",
    ),
    Defect(
        "bounds the wrong way",
        f"{DEFINITION}/resultDescription/2/valueMin",
        "101",
        "ob.result_bounds_order",
    ),
    Defect(
        "required value not allowed",
        f"{DEFINITION}/resultDescription/0/requiredValue",
        "E",
        "ob.required_value",
        words="“A”",
    ),
    Defect(
        "required level of another rubric",
        f"{DEFINITION}/resultDescription/1/requiredLevel",
        "https://harbour.example/level",
        "ob.required_level",
    ),
    Defect(
        "rubric without levels",
        f"{DEFINITION}/resultDescription/1/rubricCriterionLevel",
        REMOVED,
        "ob.rubric_missing",
    ),
    Defect(
        "result of another achievement",
        f"{SUBJECT}/result/0/resultDescription",
        "https://harbour.example/other",
        "ob.result_undescribed",
    ),
    Defect(
        "result of nothing",
        f"{SUBJECT}/result/0/value",
        REMOVED,
        "ob.result_empty",
        f"{SUBJECT}/result/0",
    ),
    Defect("grade not allowed", f"{SUBJECT}/result/0/value", "A+", "ob.result_value"),
    Defect(
        "score too high", f"{SUBJECT}/result/2/value", "101", "ob.result_value", words="100"
    ),
    Defect("score too low", f"{SUBJECT}/result/2/value", "-1", "ob.result_value", words="0"),
    Defect("score in words", f"{SUBJECT}/result/2/value", "high", "ob.result_value"),
    Defect(
        "level of another rubric",
        f"{SUBJECT}/result/1/achievedLevel",
        "https://harbour.example/level",
        "ob.result_level",
    ),
    Defect("state missing", f"{SUBJECT}/result/3/status", REMOVED, "ob.result_status_missing"),
    Defect(
        "plain marked as hash",
        f"{SUBJECT}/identifier/0/hashed",
        value=True,
        code="ob.identity_hash",
        at=f"{SUBJECT}/identifier/0/identityHash",
    ),
    Defect(
        "hash marked as plain",
        f"{SUBJECT}/identifier/1/hashed",
        value=False,
        code="ob.identity_flag",
    ),
    Defect(
        "MD5",
        f"{SUBJECT}/identifier/1/identityHash",
        "md5$0cc175b9c0f1b6a831c399e269772661",
        "ob.identity_weak",
    ),
    Defect(
        "activity backwards",
        f"{SUBJECT}/activityEndDate",
        "2026-02-01T00:00:00Z",
        "ob.activity_order",
    ),
    Defect("credits below zero", f"{SUBJECT}/creditsEarned", -0.5, "ob.credits_negative"),
    Defect(
        "more than there is",
        f"{SUBJECT}/creditsEarned",
        1.75,
        "ob.credits_exceeded",
        words="1.75 credits",
    ),
    Defect(
        "endorsement of another",
        "/endorsement",
        [OTHER_ENDORSEMENT],
        "ob.endorsement_other",
        "/endorsement/0/credentialSubject/id",
    ),
    Defect(
        "endorsement of no type",
        "/issuer/endorsement",
        {"type": ["VerifiableCredential"]},
        "ob.endorsement_type",
        "/issuer/endorsement/type",
    ),
]


def change(document: JsonObject, path: str, value: Any) -> JsonObject:
    """Return the document with one value replaced or removed."""
    changed = copy.deepcopy(document)
    *way, last = path.removeprefix("/").split("/")
    place: Any = changed
    for step in way:
        place = place[int(step)] if isinstance(place, list) else place[step]
    key = int(last) if isinstance(place, list) else last
    if value is REMOVED:
        del place[key]
    else:
        place[key] = value
    return changed


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.name)
def test_a_defect_is_named_where_it_stands(defect: Defect) -> None:
    found = rules.problems(change(complete_credential(), defect.path, defect.value))
    wanted = defect.path if defect.at is None else defect.at
    hits = [problem for problem in found if problem.code == defect.code]
    assert [problem.path for problem in hits][:1] == [wanted], found
    assert defect.words in hits[0].message


def test_sound_credentials_have_no_problems() -> None:
    assert rules.problems(complete_credential()) == ()
    assert rules.problems(simple_credential()) == ()


def test_a_subject_must_be_named() -> None:
    document = change(simple_credential(), f"{SUBJECT}/id", REMOVED)
    assert rules.problems(document) == ()
    (problem,) = rules.problems(change(document, f"{SUBJECT}/identifier", REMOVED))
    assert (problem.code, problem.path) == ("ob.subject_unnamed", SUBJECT)


@pytest.mark.parametrize("purpose", ["revocation", "suspension"])
def test_single_values_read_like_lists(purpose: str) -> None:
    document = change(complete_credential(), "/evidence", {"type": "Evidence"})
    document = change(document, "/credentialStatus", [status_entry(purpose)])
    assert [(found.code, found.path) for found in rules.problems(document)] == [
        ("ob.evidence_empty", "/evidence")
    ]


@pytest.mark.parametrize(
    "endorsed",
    [
        "https://harbour.example/c/0197a1b2-0000-7000-8000-000000000001",
        "https://harbour.example/a/identify-hazards",
        "did:web:harbour.example",
    ],
)
def test_an_endorsement_in_a_credential_may_speak_of_its_parts(endorsed: str) -> None:
    subject = {"id": endorsed, "type": ["EndorsementSubject"]}
    endorsement = OTHER_ENDORSEMENT | {"credentialSubject": subject}
    assert rules.problems(change(complete_credential(), "/endorsement", [endorsement])) == ()


def test_a_result_without_a_description_is_allowed() -> None:
    path = f"{SUBJECT}/result/0/resultDescription"
    assert rules.problems(change(complete_credential(), path, REMOVED)) == ()


@pytest.mark.parametrize(
    ("description", "value", "fits"),
    [
        ({"resultType": "LetterGrade"}, "anything", True),
        ({"resultType": "GradePointAverage"}, "3.7", True),
        ({"resultType": "GradePointAverage"}, "good", False),
        ({"resultType": "RawScore", "allowedValue": ["low", "high"]}, "low", True),
        ({"resultType": "ext:Stars", "valueMin": "1"}, "0", False),
        ({"resultType": "ext:Stars", "valueMax": "5"}, "six", False),
        ({"resultType": "Percent", "valueMin": "-5", "valueMax": "110"}, "105", True),
        ({"resultType": "Percent"}, "100.01", False),
        ({"resultType": "Percent"}, "1e2", False),
        ({"allowedValue": [str(grade) for grade in range(20)]}, "20", False),
    ],
)
def test_a_value_fits_its_description(description: JsonObject, value: str, fits: bool) -> None:
    assert (rules.result_value_reason(description, value) == "") == fits


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"credentialSubject": "did:example:1", "issuer": "did:example:2"},
        {"credentialSubject": [{}], "evidence": [1, "x", None], "type": 5},
        {"credentialSubject": {"achievement": [], "creditsEarned": 1, "result": [{}]}},
        {"credentialSubject": {"id": "did:e:1", "identifier": [{"hashed": "yes"}]}},
        {"validFrom": "yesterday", "validUntil": 7, "@context": {"a": "b"}, "tag": [None]},
        {"credentialSubject": {"creditsEarned": True, "achievement": {"criteria": 1}}},
        {"endorsement": [{"type": "EndorsementCredential", "credentialSubject": {}}]},
    ],
)
def test_broken_shapes_never_raise(broken: JsonObject) -> None:
    assert all(isinstance(problem, Problem) for problem in rules.problems(broken))


def test_a_profile_alone_can_be_checked() -> None:
    assert rules.profile_problems(ISSUER.to_json()) == ()
    found = rules.profile_problems(ISSUER.to_json() | {"url": "x", "name": ""})
    assert [problem.code for problem in found] == ["ob.profile_url", "ob.text_empty"]


SAMPLES: dict[str, list[str]] = {
    "complete.json": ["ob.credits_exceeded", "ob.result_level"],
    "complete_v1.json": [
        "ob.identifier_type",
        "ob.identifier_type",
        "ob.credits_exceeded",
        "ob.result_level",
    ],
    "endorsement-valid.json": [],
    "simple-context-version.json": [],
    "simple-did-key-method.json": [],
    "simple-did-web-method.json": [],
    "simple-eddsa-2022.json": [],
    "simple-noproof.json": [],
    "simple.json": [],
    "simple_v1.json": [],
}


@pytest.mark.parametrize("name", SAMPLES)
def test_published_samples_break_only_the_rules_they_break(name: str) -> None:
    document = json.loads((VECTORS / name).read_bytes())
    assert [problem.code for problem in rules.problems(document)] == SAMPLES[name]


def test_a_problem_writes_itself() -> None:
    make: Callable[..., Problem] = Problem
    assert make("ob.tag", "/a~1b/0", "Twice.").to_json() == {
        "code": "ob.tag",
        "path": "/a~1b/0",
        "message": "Twice.",
    }
