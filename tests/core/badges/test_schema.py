"""Both published schemas speak, once each thing, in plain words."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from badge_samples import (
    COMPLETE_PROFILE,
    ISSUER,
    VALID_FROM,
    complete_credential,
    simple_credential,
    status_entry,
)

from skillmark.core.badges import schema
from skillmark.core.badges.credential import build_endorsement
from skillmark.core.badges.problem import pointer
from skillmark.core.jsonio import JsonObject

VECTORS = Path(__file__).parents[2] / "vectors" / "open-badges-3"
DEFINITION = "/credentialSubject/achievement"

DEFECTS: list[tuple[str, dict[str, Any], str, str, str]] = [
    ("issuer without id", {"issuer": {"type": ["Profile"]}}, "required", "/issuer", "“id”"),
    ("no day", {"validFrom": "2026-02-31T00:00:00Z"}, "format", "/validFrom", "with its zone"),
    ("no zone", {"validFrom": "2026-02-01T00:00:00"}, "format", "/validFrom", "with its zone"),
    ("number for text", {"name": 4}, "type", "/name", "“name” must be a text"),
    ("one context", {"@context": ["x"]}, "items", "/@context", "at least 2"),
    ("no JWS", {"endorsementJwt": ["x"]}, "pattern", "/endorsementJwt/0", "compact JWS"),
    ("no open badge", {"type": ["VerifiableCredential"]}, "contains", "/type", "or “Open"),
    ("a type of no list", {"type": 5}, "type", "/type", "a list"),
    (
        "achievement type",
        {"credentialSubject": {"achievement": {"achievementType": "Medal"}}},
        "form",
        "/credentialSubject/achievement/achievementType",
        "none of the forms",
    ),
    ("single evidence", {"evidence": {"type": ["Evidence"]}}, "type", "/evidence", "a list"),
    ("image as text", {"image": "https://e.org/a.png"}, "type", "/image", "an object"),
    (
        "two statuses",
        {"credentialStatus": [status_entry(), status_entry("suspension")]},
        "type",
        "/credentialStatus",
        "must be an object",
    ),
    (
        "named identity",
        {"credentialSubject": {"identifier": [{"id": "x"}]}},
        "additional",
        "/credentialSubject/identifier/0",
        "no “id” here",
    ),
    (
        "unknown status",
        {"credentialSubject": {"result": [{"type": ["Result"], "status": "Done"}]}},
        "enum",
        "/credentialSubject/result/0/status",
        "“Completed”",
    ),
    (
        "subject without its type",
        {"credentialSubject": {"type": ["X"]}},
        "contains",
        "/credentialSubject/type",
        "“AchievementSubject”",
    ),
]


def changed(changes: dict[str, Any]) -> JsonObject:
    document = copy.deepcopy(complete_credential())
    for name, value in changes.items():
        before = document.get(name)
        if isinstance(value, dict) and isinstance(before, dict) and name != "issuer":
            before.update(value)
        else:
            document[name] = value
    return document


@pytest.mark.parametrize(
    ("changes", "code", "path", "words"),
    [row[1:] for row in DEFECTS],
    ids=[row[0] for row in DEFECTS],
)
def test_a_wrong_shape_is_named_once(
    changes: dict[str, Any], code: str, path: str, words: str
) -> None:
    found = schema.problems(changed(changes))
    hits = [problem for problem in found if problem.code == f"schema.{code}"]
    assert [problem.path for problem in hits].count(path) == 1, found
    assert any(words in problem.message for problem in hits)
    assert len({problem.path for problem in found}) <= len(found)


def test_our_credentials_satisfy_both_schemas() -> None:
    assert schema.problems(simple_credential()) == ()
    assert schema.problems(complete_credential()) == ()


def test_what_only_the_published_schema_refuses_is_found_too() -> None:
    document = changed({"termsOfUse": [{"type": 5}]})
    assert [problem.path for problem in schema.problems(document)] == ["/termsOfUse/0/type"]
    lone = json.loads((VECTORS / "simple-did-web-method.json").read_bytes())
    assert [(problem.code, problem.path) for problem in schema.problems(lone)] == [
        ("schema.type", "/proof")
    ]


def test_the_published_schema_alone_takes_single_values() -> None:
    lone = json.loads((VECTORS / "simple-did-web-method.json").read_bytes())
    assert schema.published_problems(lone) == ()
    found = schema.published_problems({}, several_statuses=True)
    assert [problem.code for problem in found] == ["schema.required"] * 6


def test_several_statuses_can_be_taken() -> None:
    entries = [status_entry(), status_entry("suspension")]
    document = changed({"credentialStatus": entries})
    assert schema.problems(document, several_statuses=True) == ()
    assert schema.problems(complete_credential(), several_statuses=True) == ()
    broken = changed({"credentialStatus": [*entries, {"id": "https://e.org/"}]})
    (problem,) = schema.problems(broken, several_statuses=True)
    assert (problem.code, problem.path) == ("schema.required", "/credentialStatus/2")
    empty = schema.problems(changed({"credentialStatus": []}), several_statuses=True)
    assert [problem.code for problem in empty] == ["schema.items"]


def test_profiles_and_endorsements_have_their_own_schemas() -> None:
    assert schema.problems(COMPLETE_PROFILE.to_json()) == ()
    assert schema.profile_problems(ISSUER.to_json()) == ()
    assert schema.profile_problems({})[0].code == "schema.required"
    endorsement = build_endorsement(
        credential_id="https://group.example/e/1",
        issuer=COMPLETE_PROFILE,
        endorsed_id="https://harbour.example/a/identify-hazards",
        comment="Sound.",
        name="Endorsement",
        valid_from=VALID_FROM,
        valid_until=VALID_FROM.replace(year=2027),
        statuses=(status_entry(),),
    )
    assert schema.problems(endorsement) == ()
    assert schema.problems(endorsement, several_statuses=True) == ()
    del endorsement["name"]
    assert [problem.message for problem in schema.problems(endorsement)] == [
        "“name” is missing."
    ]


@pytest.mark.parametrize(
    "name",
    ["complete.json", "endorsement-valid.json", "simple-did-key-method.json", "simple.json"],
)
def test_samples_of_version_2_satisfy_both(name: str) -> None:
    assert schema.problems(json.loads((VECTORS / name).read_bytes())) == ()


@pytest.mark.parametrize("name", ["complete_v1.json", "simple_v1.json", "simple-noproof.json"])
def test_samples_of_version_1_do_not(name: str) -> None:
    found = schema.problems(json.loads((VECTORS / name).read_bytes()))
    assert found[0].message == "“validFrom” is missing."


def test_a_pointer_escapes_its_steps() -> None:
    assert pointer(["a/b", "c~d", 0]) == "/a~1b/c~0d/0"
