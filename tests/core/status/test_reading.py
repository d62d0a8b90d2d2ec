"""Entries, lists, and the status read from both (V-T 83 to 91)."""

import json
import random
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mangling import mangled

from skillmark.core import canon
from skillmark.core.jsonio import JsonObject
from skillmark.core.status import (
    Bitstring,
    StatusEntry,
    StatusListError,
    draw_indexes,
    entry,
    list_credential,
    read_status,
)

AT: Final = datetime(2026, 1, 1, tzinfo=UTC)
DAY: Final = timedelta(days=1)
URL: Final = "https://harbour.example/status/1"
ISSUER: Final = "did:web:harbour.example"
REVOKED: Final = 94_567


def _refused(act: Callable[[], object]) -> str:
    with pytest.raises(StatusListError) as refused:
        act()
    return refused.value.code


def _entry(**members: Any) -> JsonObject:
    base = entry.build(status_list_credential=URL, index=REVOKED, purpose=entry.REVOCATION)
    return {name: value for name, value in (base | members).items() if value is not ...}


def _list(**arguments: Any) -> JsonObject:
    defaults: dict[str, Any] = {
        "url": URL,
        "issuer": ISSUER,
        "purpose": entry.REVOCATION,
        "bits": Bitstring.zeros().with_bits({REVOKED: True}),
        "valid_from": AT - DAY,
        "valid_until": AT + DAY,
        "ttl": timedelta(minutes=1),
    }
    return list_credential.build(**(defaults | arguments))


def _read(
    pointer: JsonObject | None = None, listed: JsonObject | None = None, **arguments: Any
) -> int:
    defaults: dict[str, Any] = {"issuer": ISSUER, "at": AT}
    return read_status(pointer or _entry(), listed or _list(), **(defaults | arguments))


def test_a_set_bit_is_read() -> None:
    assert _read() == 1
    assert _read(_entry(statusListIndex="94566")) == 0


def test_values_may_be_given_parsed_already() -> None:
    assert read_status(
        entry.parse(_entry()), list_credential.parse(_list()), issuer=ISSUER, at=AT
    )


def test_an_entry_we_build_is_read_back() -> None:
    assert entry.parse(_entry()) == StatusEntry(
        URL, REVOKED, "revocation", id=f"{URL}#{REVOKED}"
    )
    named = entry.build(status_list_credential=URL, index=0, purpose="x", entry_id="urn:1")
    assert entry.parse(named).id == "urn:1"
    assert entry.parse(_entry(id=..., type=[entry.TYPE])).id is None
    assert (
        _refused(
            lambda: entry.build(status_list_credential=URL, index=-1, purpose="revocation")
        )
        == "status.entry_malformed"
    )


MESSAGES = [{"status": f"0x{number:x}", "message": f"m{number}"} for number in range(4)]
MALFORMED: dict[str, dict[str, Any]] = {
    "another type": {"type": "StatusList2021Entry"},
    "no type": {"type": ...},
    "no index": {"statusListIndex": ...},
    "an index that is a number": {"statusListIndex": 1},
    "an empty index": {"statusListIndex": ""},
    "a negative index": {"statusListIndex": "-1"},
    "an index with an exponent": {"statusListIndex": "1e3"},
    "an index with a fraction": {"statusListIndex": "1.0"},
    "an index with a space": {"statusListIndex": " 1"},
    "an index with a line end": {"statusListIndex": "1\n"},
    "an index with a plus": {"statusListIndex": "+1"},
    "an index with a leading zero": {"statusListIndex": "01"},
    "an index in hexadecimal": {"statusListIndex": "0x10"},
    "an index with an underscore": {"statusListIndex": "1_0"},
    "an index in other digits": {"statusListIndex": "\u0661"},
    "an index without end": {"statusListIndex": "1" * 5_000},
    "no list": {"statusListCredential": ...},
    "a list that is no text": {"statusListCredential": [URL]},
    "no purpose": {"statusPurpose": ...},
    "a purpose list": {"statusPurpose": ["revocation"]},
    "an id that is no text": {"id": 1},
    "a size of zero": {"statusSize": 0},
    "a size that is negative": {"statusSize": -1},
    "a size that is text": {"statusSize": "2"},
    "a size that is true": {"statusSize": True},
    "a size without end": {"statusSize": 9},
    "a size without messages": {"statusSize": 2},
    "a message too few": {"statusSize": 2, "statusMessage": MESSAGES[:3]},
    "a message twice": {"statusSize": 2, "statusMessage": [*MESSAGES[:3], MESSAGES[0]]},
    "messages for more bits": {"statusMessage": MESSAGES},
    "a message that is text": {"statusMessage": "revoked"},
    "a message without status": {"statusMessage": [{"message": "a"}]},
    "a message without words": {"statusMessage": [{"status": "0x0"}]},
    "a message with a plain number": {"statusMessage": [{"status": "0", "message": "a"}]},
    "a reference that is no text": {"statusReference": [1]},
}


@pytest.mark.parametrize("change", MALFORMED.values(), ids=MALFORMED.keys())
def test_a_malformed_entry_is_refused(change: dict[str, Any]) -> None:
    assert _refused(lambda: entry.parse(_entry(**change))) == "status.entry_malformed"


def test_an_entry_of_two_bits_says_what_they_mean() -> None:
    wide = _entry(
        statusListIndex="3",
        statusSize=2,
        statusMessage=MESSAGES,
        statusReference="https://harbour.example/meaning",
    )
    parsed = entry.parse(wide)
    listed = _list(bits=Bitstring.zeros(262_144).with_bits({6: True, 7: False}))
    value = _read(wide, listed)
    assert (value, parsed.message(value)) == (2, "m2")
    assert parsed.message(4) is None
    assert parsed.reference == ("https://harbour.example/meaning",)


def test_an_entry_of_three_bits_is_read() -> None:
    messages = [{"status": f"0x{number}", "message": "m"} for number in range(8)]
    wide = _entry(statusListIndex="1", statusSize=3, statusMessage=messages)
    bits = Bitstring.zeros(3 * 131_072).with_bits({3: True, 5: True})
    assert _read(wide, _list(bits=bits)) == 5


def test_a_list_we_build_is_read_back_and_is_sound_json_ld() -> None:
    document = _list()
    parsed = list_credential.parse(json.loads(json.dumps(document)))
    assert (parsed.id, parsed.issuer, parsed.purposes) == (URL, ISSUER, {"revocation"})
    assert (parsed.valid_from, parsed.valid_until) == (AT - DAY, AT + DAY)
    assert parsed.ttl == timedelta(minutes=1)
    assert parsed.bits.get(REVOKED)
    assert b"encodedList" in canon.canonicalize(document)


def test_dates_and_time_to_live_are_optional() -> None:
    parsed = list_credential.parse(_list(valid_until=None, ttl=None))
    assert (parsed.valid_until, parsed.ttl) == (None, list_credential.DEFAULT_TTL)
    assert parsed.is_fresh(fetched_at=AT, at=AT + timedelta(minutes=5))
    assert not parsed.is_fresh(fetched_at=AT, at=AT + timedelta(minutes=5, seconds=1))


SHAPES: dict[str, dict[str, Any]] = {
    "no credential": {"issuer": ...},
    "another type": {"type": ["VerifiableCredential"]},
    "no id": {"id": ...},
    "two subjects": {"credentialSubject": [{"id": "urn:a"}, {"id": "urn:b"}]},
    "a subject of another type": {"credentialSubject": {"type": "StatusList2021"}},
    "a subject without type": {"credentialSubject": {"encodedList": "u"}},
}


@pytest.mark.parametrize("change", SHAPES.values(), ids=SHAPES.keys())
def test_a_document_that_is_no_list_is_refused(change: dict[str, Any]) -> None:
    members = _list() | change
    document = {name: value for name, value in members.items() if value is not ...}
    assert _refused(lambda: list_credential.parse(document)) == "status.list_malformed"


SUBJECTS: dict[str, tuple[dict[str, Any], str]] = {
    "no bits": ({"encodedList": ...}, "status.list_malformed"),
    "bits that are no text": ({"encodedList": [1]}, "status.list_malformed"),
    "malformed bits": ({"encodedList": "uAAAA"}, "status.list_encoding"),
    "no purpose": ({"statusPurpose": ...}, "status.list_malformed"),
    "an empty purpose": ({"statusPurpose": ""}, "status.list_malformed"),
    "no purpose in a list": ({"statusPurpose": []}, "status.list_malformed"),
    "a purpose that is no text": (
        {"statusPurpose": ["revocation", 1]},
        "status.list_malformed",
    ),
    "a time to live that is text": ({"ttl": "300000"}, "status.list_malformed"),
    "a time to live that is true": ({"ttl": True}, "status.list_malformed"),
    "a negative time to live": ({"ttl": -1}, "status.list_malformed"),
    "a time to live without end": ({"ttl": 2**53 - 1}, "status.list_malformed"),
}


@pytest.mark.parametrize(("change", "code"), SUBJECTS.values(), ids=SUBJECTS.keys())
def test_a_malformed_list_is_refused(change: dict[str, Any], code: str) -> None:
    document: Any = _list()
    members = document["credentialSubject"] | change
    document["credentialSubject"] = {
        name: value for name, value in members.items() if value is not ...
    }
    assert _refused(lambda: list_credential.parse(document)) == code


def test_a_list_may_serve_two_purposes() -> None:
    document: Any = _list()
    document["credentialSubject"]["statusPurpose"] = ["revocation", "suspension"]
    document["credentialSubject"]["type"] = ["BitstringStatusList"]
    assert _read(listed=document) == 1
    assert _read(_entry(statusPurpose="suspension"), document) == 1


UNREADABLE: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "another list": ({}, {"url": f"{URL}0"}, "status.list_id"),
    "another spelling of the address": ({}, {"url": f"{URL}/"}, "status.list_id"),
    "another issuer": ({}, {"issuer": "did:web:other.example"}, "status.list_issuer"),
    "another purpose": ({"statusPurpose": "suspension"}, {}, "status.purpose"),
    "an expired list": ({}, {"valid_until": AT - timedelta(seconds=1)}, "status.list_expired"),
    "a list of tomorrow": ({}, {"valid_from": AT + DAY}, "status.list_not_yet_valid"),
    "an index at the end": ({"statusListIndex": "131072"}, {}, "status.index_out_of_range"),
    "an index far out": ({"statusListIndex": "9" * 15}, {}, "status.index_out_of_range"),
    "too few entries of two bits": (
        {"statusListIndex": "0", "statusSize": 2, "statusMessage": MESSAGES},
        {},
        "status.list_too_short",
    ),
}


@pytest.mark.parametrize(
    ("pointer", "listed", "code"), UNREADABLE.values(), ids=UNREADABLE.keys()
)
def test_a_status_that_cannot_be_read_is_unknown(
    pointer: dict[str, Any], listed: dict[str, Any], code: str
) -> None:
    assert _refused(lambda: _read(_entry(**pointer), _list(**listed))) == code


def test_a_delegate_may_keep_the_list() -> None:
    other = "did:web:lists.example"
    assert _read(listed=_list(issuer=other), delegates=[other]) == 1


def test_an_older_list_than_one_seen_is_refused() -> None:
    assert _read(newest_seen=AT - DAY) == 1
    assert _refused(lambda: _read(newest_seen=AT)) == "status.list_rollback"
    undated = _list()
    del undated["validFrom"]
    assert _read(listed=undated) == 1
    assert _refused(lambda: _read(listed=undated, newest_seen=AT)) == "status.list_rollback"


def test_a_shorter_list_is_the_callers_decision() -> None:
    short = _list(bits=Bitstring(bytes(12_500)))
    assert _refused(lambda: _read(listed=short)) == "status.list_too_short"
    assert _read(listed=short, min_entries=100_000) == 0


# Choosing places -------------------------------------------------------------------------


@given(st.data())
def test_places_are_free_and_drawn_once(data: st.DataObject) -> None:
    length = data.draw(st.integers(1, 60))
    taken = data.draw(st.sets(st.integers(0, length - 1)))
    count = data.draw(st.integers(0, length - len(taken)))
    source = random.Random(data.draw(st.integers()))  # noqa: S311 — a test's randomness
    drawn = draw_indexes(length=length, taken=taken, count=count, draw=source.randrange)
    assert len(set(drawn)) == len(drawn) == count
    assert not set(drawn) & taken
    assert all(0 <= index < length for index in drawn)


def test_every_place_is_equally_likely() -> None:
    source = random.Random(1)  # noqa: S311 — a test's randomness
    for taken in (set[int](), {1, 2, 3, 4, 5}):
        seen = [0] * 10
        for _ in range(5_000):
            (index,) = draw_indexes(length=10, taken=taken, count=1, draw=source.randrange)
            seen[index] += 1
        expected = 5_000 / (10 - len(taken))
        assert all(
            abs(count - expected) < 0.2 * expected
            for index, count in enumerate(seen)
            if index not in taken
        )


def test_a_full_list_gives_no_place() -> None:
    taken = set(range(9))
    assert (
        _refused(
            lambda: draw_indexes(length=10, taken=taken, count=2, draw=lambda below: below - 1)
        )
        == "status.list_full"
    )


# Whatever comes in ------------------------------------------------------------------------

WIDE = _entry(statusSize=2, statusMessage=MESSAGES, statusReference=["urn:r"])


@given(mangled(WIDE), mangled(_list()))
def test_only_our_errors_come_out(pointer: JsonObject, listed: JsonObject) -> None:
    with suppress(StatusListError):
        _read(pointer)
    with suppress(StatusListError):
        _read(listed=listed)
