"""The chain of the audit trail: every alteration is found, named and located."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trail_samples import LENGTH, OTHERS, OWN, chain, end_of, rehashed

from skillmark.core import audit
from skillmark.core.audit import BEGIN, FIRST, Entry, Fault, Finding, Head

type Alter = Callable[[list[Entry]], list[Entry]]


def altered(number: int, **changes: object) -> Alter:
    def alter(entries: list[Entry]) -> list[Entry]:
        changed = replace(entries[number - 1], **changes)
        return [*entries[: number - 1], changed, *entries[number:]]

    return alter


def renumbered(entries: list[Entry]) -> list[Entry]:
    third, fourth = replace(entries[2], sequence=4), replace(entries[3], sequence=3)
    return [*entries[:2], fourth, third, *entries[4:]]


DEFECTS: list[tuple[str, Alter, int, Fault]] = [
    *[
        (f"altered {name}", altered(4, **{name: value}), 4, Fault.CONTENT)
        for name, value in {
            "id": "another",
            "organisation": OTHERS,
            "at": "2026-05-03T10:00:04.000001+00:00",
            "actor": "user:8",
            "action": "thing.removed",
            "object_kind": "other",
            "object_id": "t5",
            "label": "Ünïcode ",
            "before": None,
            "after": {"n": 4, "words": ["ж", "a"]},
            "hash": "ff",
        }.items()
    ],
    ("altered link", altered(4, previous="ff" * 32), 4, Fault.LINK),
    ("another number", altered(4, sequence=400), 4, Fault.MISSING),
    ("an earlier number", altered(4, sequence=2), 2, Fault.ORDER),
    ("forged with its hash", lambda e: rehashed(e, 4, label="forged"), 5, Fault.LINK),
    ("last one forged with its hash", lambda e: rehashed(e, 8, label="forged"), 8, Fault.END),
    ("deleted", lambda e: e[:3] + e[4:], 4, Fault.MISSING),
    ("first deleted", lambda e: e[1:], 1, Fault.MISSING),
    ("inserted", lambda e: [*e[:3], e[2], *e[3:]], 3, Fault.ORDER),
    ("lines swapped", lambda e: [*e[:2], e[3], e[2], *e[4:]], 3, Fault.MISSING),
    ("numbers swapped", renumbered, 3, Fault.ORDER),
    ("end cut off", lambda e: e[:6], 7, Fault.MISSING),
    ("all gone", lambda _e: [], 1, Fault.MISSING),
    ("one added", lambda e: [*e, replace(chain(9)[8])], 9, Fault.END),
    ("another's chain", lambda _e: chain(organisation=OTHERS), 1, Fault.CONTENT),
]


@pytest.mark.parametrize(
    ("alter", "number", "fault"), [row[1:] for row in DEFECTS], ids=[row[0] for row in DEFECTS]
)
def test_every_defect_is_found_and_located(alter: Alter, number: int, fault: Fault) -> None:
    whole = chain()
    position, finding = audit.follow(alter(whole), organisation=OWN)
    found = finding or audit.close(position, end_of(whole))
    assert found == Finding(number, fault)
    assert str(number) in found.sentence


def test_every_field_is_among_the_defects() -> None:
    tried = {name.removeprefix("altered ") for name, *_rest in DEFECTS}
    assert {field.name for field in fields(Entry)} - tried == {"sequence", "previous"}


def test_a_whole_chain_is_whole_in_one_piece_and_in_many() -> None:
    whole = chain()
    assert audit.follow(whole, organisation=OWN) == (end_of(whole), None)
    position = BEGIN
    for piece in (whole[:3], whole[3:3], whole[3:]):
        position, finding = audit.follow(piece, position)
        assert finding is None
    assert audit.close(position, end_of(whole)) is None


@given(
    number=st.integers(1, LENGTH),
    name=st.sampled_from(["id", "actor", "action", "object_id", "label", "at"]),
    value=st.text(max_size=12),
)
def test_no_other_text_has_the_same_hash(number: int, name: str, value: str) -> None:
    whole = chain()
    changed = replace(whole[number - 1], **{name: value})
    same = changed == whole[number - 1]
    assert (audit.digest(changed) == changed.hash) is same


def test_the_hash_is_this_one_for_ever() -> None:
    """Another program can compute it: SHA-256 over the array as JSON writes it in ASCII."""
    first = chain(1)[0]
    said = json.dumps(
        ["skillmark-audit-1", *[getattr(first, f.name) for f in fields(Entry)][:-1]],
        separators=(",", ":"),
        sort_keys=True,
    )
    assert hashlib.sha256(said.encode()).hexdigest() == first.hash
    assert first.hash == "c2e9b324d81560c1d83def8805b1b8f46f028bcb988282809b7a9435c6dfde2d"


def test_a_head_may_stand_for_an_empty_trail() -> None:
    head = Head(OWN, 0, FIRST, "2026-05-03T10:00:00+00:00")
    assert audit.check_file([audit.write_head(head)]).intact
