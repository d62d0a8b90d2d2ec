"""The fast look says what the full one says, whatever came before."""

import copy
import json
from typing import Any

import pytest
from badge_samples import (
    CREDENTIAL_ID,
    SALT,
    VALID_FROM,
    VALID_UNTIL,
    complete_credential,
    simple_credential,
    status_entry,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from skillmark.core import lint
from skillmark.core.badges.identity import hash_identity
from skillmark.core.canon.compiled import ShapeCache
from skillmark.core.jsonio import MAX_BYTES, JsonObject
from skillmark.core.lint import batch, looking

REMOVED = object()
SHAPES = ShapeCache(compile_at=1)
SUBJECT = ("credentialSubject",)
IDENTITY = (*SUBJECT, "identifier", 1)
ADDRESS = "https://harbour.example/c/0197a1b2-0000-7000-8000-00000000000"
DEFINITION = "https://harbour.example/a/identify-hazards"

CHANGES: list[tuple[tuple[str | int, ...], Any]] = [
    (("id",), f"{ADDRESS}2"),
    (("id",), f"{ADDRESS}2/x"),
    (("id",), "https://other.example/1"),
    (("id",), "urn:uuid:1"),
    (("id",), "http://harbour.example/c/1"),
    (("id",), DEFINITION),
    (("id",), f"{DEFINITION}#criteria"),
    (("id",), f"{ADDRESS}2 "),
    (("id",), 5),
    (("name",), "Identify hazards (Ann Moss)"),
    (("name",), " "),
    (("name",), "Ann\u202e"),
    (("name",), "two\nlines"),
    (("name",), "x" * (MAX_BYTES // 4)),
    (("name",), ["x"]),
    (("name",), REMOVED),
    (("shoeSize",), "44"),
    (("description",), "Awarded."),
    (("validFrom",), "2026-03-03T09:00:00Z"),
    (("validFrom",), "2027-03-03T09:00:00Z"),
    (("validFrom",), "soon"),
    (("validUntil",), "2026-03-01T00:00:00Z"),
    (("awardedDate",), "2028-01-01T00:00:00Z"),
    ((*SUBJECT, "id"), "did:key:z6Mk"),
    ((*SUBJECT, "id"), f"{ADDRESS}3#subject"),
    ((*SUBJECT, "id"), "x"),
    ((*SUBJECT, "narrative"), "Walked."),
    ((*SUBJECT, "narrative"), ""),
    ((*SUBJECT, "creditsEarned"), 1.5),
    ((*SUBJECT, "creditsEarned"), True),
    ((*SUBJECT, "creditsEarned"), 9),
    ((*SUBJECT, "identifier", 0, "identityHash"), "Ann Moss"),
    ((*SUBJECT, "identifier", 0, "identityHash"), hash_identity("a", "b")),
    ((*SUBJECT, "identifier", 0, "identityHash"), "md5$0cc175b9c0f1b6a831c399e269772661"),
    ((*SUBJECT, "identifier", 0, "identityHash"), " "),
    ((*SUBJECT, "identifier", 0, "hashed"), 0),
    ((*IDENTITY, "identityHash"), hash_identity("ann@example.org", SALT)),
    ((*IDENTITY, "identityHash"), "ann@example.org"),
    ((*IDENTITY, "salt"), "another salt of this one"),
    ((*IDENTITY, "salt"), "short"),
    ((*SUBJECT, "result", 0, "value"), "A"),
    ((*SUBJECT, "result", 0, "value"), "Z"),
    ((*SUBJECT, "result", 0, "id"), f"{ADDRESS}2#subject-result-1"),
    ((*SUBJECT, "result", 0, "id"), f"{CREDENTIAL_ID}#subject-result-2"),
    ((*SUBJECT, "result", 3, "status"), "Failed"),
    ((*SUBJECT, "result", 3, "status"), "Lost"),
    ((*SUBJECT, "result"), []),
    ((*SUBJECT, "result", 1), 5),
    (("evidence", 0, "genre"), REMOVED),
    ((*SUBJECT, "achievement", "name"), "Fire prevention"),
    ((*SUBJECT, "achievement", "name"), ""),
    ((*SUBJECT, "achievement", "resultDescription", 0, "allowedValue"), ["Z"]),
    (("evidence", 0, "id"), "https://work.example/2"),
    (("evidence", 0, "id"), "https://work.example/a b"),
    (("evidence", 0, "id"), "ftp://work.example/2"),
    (("evidence", 0, "id"), DEFINITION),
    (("evidence", 1, "id"), "https://portfolio.example/walk"),
    (("evidence", 1, "narrative"), "Another talk."),
    (("credentialStatus",), status_entry(index=7)),
    (("credentialStatus",), [status_entry(), status_entry("suspension", 8)]),
    (("credentialStatus", "statusListIndex"), "12"),
    (("credentialStatus", "statusListIndex"), "-1"),
    (("credentialStatus", "id"), CREDENTIAL_ID),
    (("issuer",), "did:web:harbour.example"),
    (("@context",), "x"),
]


def changed(document: JsonObject, path: tuple[str | int, ...], value: Any) -> JsonObject:
    """Return the document with one value replaced, where it has the place at all."""
    copied: Any = copy.deepcopy(document)
    place = copied
    for step in path[:-1]:
        try:
            place = place[step]
        except (KeyError, IndexError, TypeError):
            return document
    if value is REMOVED:
        place.pop(path[-1], None)
    elif not isinstance(place, str):
        place[path[-1]] = copy.deepcopy(value)
    return copied  # type: ignore[no-any-return]


def fast() -> lint.BatchLint:
    return lint.BatchLint(at=VALID_FROM, canonicalize=SHAPES.canonicalize)


def full(document: JsonObject) -> tuple[Any, ...]:
    return lint.before_issue(document, at=VALID_FROM, canonicalize=SHAPES.canonicalize)


def whole_credential() -> JsonObject:
    """Return the complete credential with its identifiers distinct, so that it has a shape."""
    document = changed(complete_credential(), (*SUBJECT, "achievement", "creator"), REMOVED)
    return changed(document, (*SUBJECT, "source"), REMOVED)


@pytest.mark.parametrize("number", range(len(CHANGES)))
def test_each_change_is_judged_as_by_the_full_look(number: int) -> None:
    look = fast()
    for base in (whole_credential(), simple_credential()):
        assert look.problems(base) == ()
        document = changed(base, *CHANGES[number])
        for _ in range(2):
            assert look.problems(document) == full(document)
        assert look.problems(base) == ()


@settings(deadline=None, max_examples=25)
@given(st.lists(st.lists(st.sampled_from(CHANGES), max_size=3), min_size=2, max_size=6))
def test_any_sequence_is_judged_as_by_the_full_look(
    sequence: list[list[tuple[tuple[str | int, ...], Any]]],
) -> None:
    look = fast()
    for changes in sequence:
        document = whole_credential()
        for path, value in changes:
            document = changed(document, path, value)
        assert look.problems(document) == full(document)


def test_what_is_obvious_is_not_looked_at_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[JsonObject] = []

    def counted(document: JsonObject, **options: Any) -> tuple[Any, ...]:
        looks.append(document)
        return looking.before_issue(document, **options)

    monkeypatch.setattr(batch, "before_issue", counted)
    look = fast()
    for number in range(1, 6):
        document = changed(simple_credential(), ("id",), f"{ADDRESS}{number}")
        place = (*SUBJECT, "identifier", 0, "salt")
        document = changed(document, place, f"{SALT}{number}")
        document = changed(document, ("name",), f"Hazards {number}")
        look.require_issuable(document)
    assert len(looks) == 1


def test_a_document_that_was_read_again_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    look = fast()
    document = complete_credential()
    definition = document["credentialSubject"]["achievement"]
    definition["creditsAvailable"] = 2.5
    assert look.problems(document) == ()
    monkeypatch.setattr(batch, "before_issue", None)
    assert look.problems(json.loads(json.dumps(document))) == ()


def test_json_ld_is_canonicalised_every_time() -> None:
    look = fast()
    assert look.problems(complete_credential()) == ()
    odd = changed(complete_credential(), ("evidence", 0, "id"), "https://a.example/%zz")
    assert look.problems(odd) == full(odd)


def test_a_refusal_of_the_canonicaliser_is_a_problem() -> None:
    class Tired:
        calls = 0

        def __call__(self, document: JsonObject, hash_name: str = "sha256") -> bytes:
            self.calls += 1
            target = document if self.calls == 1 else document | {"shoeSize": "44"}
            return SHAPES.canonicalize(target, hash_name)

    look = lint.BatchLint(at=VALID_FROM, canonicalize=Tired())
    assert look.problems(simple_credential()) == ()
    other = changed(simple_credential(), ("name",), "Another")
    assert [problem.code for problem in look.problems(other)] == ["canon.term_undefined"]


def test_one_name_may_not_become_two() -> None:
    look = fast()
    sound = changed(simple_credential(), ("credentialStatus",), status_entry())
    for path in (("credentialStatus", "id"), (*SUBJECT, "id")):
        sound = changed(sound, path, f"{ADDRESS}9")
    assert look.problems(sound) == ()
    for ending in ("2", "3"):
        apart = changed(sound, (*SUBJECT, "id"), f"{ADDRESS}2")
        apart = changed(apart, ("credentialStatus", "id"), f"{ADDRESS}{ending}")
        assert look.problems(apart) == full(apart)


def test_a_refusal_raises() -> None:
    with pytest.raises(lint.LintError):
        fast().require_issuable(changed(simple_credential(), ("id",), "x"))


def test_only_so_many_kinds_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "MAX_KINDS", 1)
    monkeypatch.setattr(batch, "MAX_VALUES", 1)
    look = fast()
    for document in (simple_credential(), complete_credential(), simple_credential()):
        assert look.problems(document) == ()
    assert len(look._kinds) == 1
    later = changed(complete_credential(), ("validUntil",), "2027-03-01T23:59:59Z")
    assert look.problems(complete_credential()) == ()
    assert look.problems(later) == ()
    assert VALID_UNTIL.year == 2027
