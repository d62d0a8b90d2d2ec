"""Nothing is signed that fails one of the looks; each look has its named defects."""

import copy
from datetime import UTC, datetime
from typing import Any

import pytest
from badge_samples import (
    CREDENTIAL_ID,
    VALID_FROM,
    complete_credential,
    simple_credential,
    status_entry,
)

from skillmark.core import lint
from skillmark.core.canon.compiled import ShapeCache
from skillmark.core.jsonio import JsonObject

LATER = datetime(2030, 1, 1, tzinfo=UTC)


def changed(*path_and_value: Any) -> JsonObject:
    """Return the simple credential with one value replaced."""
    *way, last, value = path_and_value
    document: Any = copy.deepcopy(simple_credential())
    place = document
    for step in way:
        place = place[step]
    place[last] = value
    return document  # type: ignore[no-any-return]


IDENTITY = ("credentialSubject", "identifier", 0)
DEFECTS: list[tuple[str, JsonObject, str, str]] = [
    ("NaN", changed("credentialSubject", "creditsEarned", float("nan")), "json.not_finite", ""),
    ("2^53", changed("credentialSubject", "creditsEarned", 2**53), "json.number_range", ""),
    ("surrogate", changed("name", "\ud800"), "json.surrogate", ""),
    (
        "VC 1.1",
        changed("@context", 0, "https://www.w3.org/2018/credentials/v1")
        | {"issuanceDate": "2026-03-02T09:00:00Z"},
        "lint.version",
        "/@context",
    ),
    ("no context", changed("@context", []), "vc.context", ""),
    ("wrong shape", changed("name", ["a"]), "schema.type", "/name"),
    (
        "unwritten rule",
        changed("validUntil", "2026-03-02T09:00:00Z"),
        "ob.end_before_start",
        "/validUntil",
    ),
    ("undefined term", changed("shoeSize", "44"), "canon.term_undefined", ""),
    ("unknown context", changed("@context", 2, "https://e.org/x"), "canon.context_unknown", ""),
    ("signed", changed("proof", [{"type": "DataIntegrityProof"}]), "lint.signed", "/proof"),
    ("issuer as address", changed("issuer", "did:web:e.org"), "lint.issuer_name", "/issuer"),
    ("issuer without name", changed("issuer", "name", " "), "lint.issuer_name", "/issuer/name"),
    ("issuer by urn", changed("issuer", "id", "urn:uuid:1"), "lint.issuer_id", "/issuer/id"),
    ("issuer by http", changed("issuer", "id", "http://e.org"), "lint.issuer_id", "/issuer/id"),
    ("credential by http", changed("id", "http://e.org/1"), "lint.credential_id", "/id"),
    ("year 0202", changed("validFrom", "0202-03-02T09:00:00Z"), "lint.date_odd", "/validFrom"),
    ("year 2206", changed("validFrom", "2206-03-02T09:00:00Z"), "lint.date_odd", "/validFrom"),
    ("for ever", changed("validUntil", "2999-01-01T00:00:00Z"), "lint.date_odd", "/validUntil"),
    ("ended", changed("validUntil", "2026-03-02T09:00:01Z"), "lint.ended", "/validUntil"),
    (
        "plain address",
        changed(*IDENTITY, "identityHash", "mark@example.org"),
        "ob.identity_hash",
        "/credentialSubject/identifier/0/identityHash",
    ),
    (
        "little salt",
        changed(*IDENTITY, "salt", "abc"),
        "lint.email_salt",
        "/credentialSubject/identifier/0/salt",
    ),
    (
        "no salt",
        changed(*IDENTITY, "salt", ""),
        "lint.email_salt",
        "/credentialSubject/identifier/0/salt",
    ),
    ("turned line", changed("name", "Ann\u202e"), "lint.text_invisible", "/name"),
    (
        "bell",
        changed("credentialSubject", "achievement", "tag", ["a", "b\x07"]),
        "lint.text_invisible",
        "/credentialSubject/achievement/tag/1",
    ),
]


@pytest.mark.parametrize(
    ("document", "code", "path"), [row[1:] for row in DEFECTS], ids=[row[0] for row in DEFECTS]
)
def test_a_defect_keeps_a_credential_from_being_issued(
    document: JsonObject, code: str, path: str
) -> None:
    at = VALID_FROM.replace(second=1) if code == "lint.ended" else VALID_FROM
    found = lint.before_issue(document, at=at)
    assert (code, path) in [(problem.code, problem.path) for problem in found], found
    with pytest.raises(lint.LintError) as caught:
        lint.require_issuable(document, at=at)
    assert caught.value.code == "lint.rejected"
    assert caught.value.problems == found
    assert caught.value.facts["problems"] == len(found)
    assert caught.value.to_json()["problems"] == [problem.to_json() for problem in found]


def test_a_plain_address_is_not_published() -> None:
    plain: JsonObject = {
        "type": "IdentityObject",
        "hashed": False,
        "identityHash": "mark@example.org",
        "identityType": "emailAddress",
    }
    (problem,) = lint.before_issue(changed(*IDENTITY, plain))
    assert problem.code == "lint.email_plain"


@pytest.mark.parametrize("document", [simple_credential(), complete_credential()])
def test_sound_credentials_pass(document: JsonObject) -> None:
    before = copy.deepcopy(document)
    assert lint.before_issue(document) == ()
    lint.require_issuable(document, at=VALID_FROM, canonicalize=ShapeCache().canonicalize)
    assert document == before


def test_two_statuses_pass() -> None:
    entries = [status_entry(), status_entry("suspension")]
    assert lint.before_issue(changed("credentialStatus", entries)) == ()


@pytest.mark.parametrize(
    "name", ["urn:uuid:0197a1b2-0000-7000-8000-000000000001", "http://127.0.0.1:8000/c/1"]
)
def test_other_names_of_credentials(name: str) -> None:
    assert lint.before_issue(changed("id", name)) == ()


def test_without_today_only_the_period_is_judged() -> None:
    document = changed("validUntil", "2026-03-02T09:00:01Z")
    assert lint.before_issue(document) == ()
    assert [found.code for found in lint.before_issue(document, at=LATER)] == ["lint.ended"]


def test_text_in_any_script_with_its_marks_passes() -> None:
    name = "می\u200cخواهم \u200fנועה\u200e 李伟\n\tJosé"
    assert lint.before_issue(changed("name", name)) == ()


def test_a_name_that_looks_escaped_is_left_alone() -> None:
    assert lint.before_issue(changed("name", "a\\u0007\\b")) == ()


def test_one_problem_alone_is_the_message() -> None:
    error = lint.LintError(lint.before_issue(changed("id", "http://e.org/1")))
    assert error.message == "The credential's id must be an https address or a urn."
    assert CREDENTIAL_ID not in str(error)
