"""The exported trail: written, read back, checked; what is no trail is refused by name."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from trail_samples import OWN, chain, end_of, rehashed

from skillmark.core import audit
from skillmark.core.audit import AuditFileError, Fault, Finding, Head, Position

AT = "2026-05-03T10:00:00+00:00"


def exported(length: int = 8) -> list[bytes]:
    entries = chain(length)
    end = end_of(entries)
    head = Head(OWN, end.sequence, end.hash, AT)
    return [audit.write_head(head), *map(audit.write_entry, entries)]


def test_what_is_written_is_read_back_whole() -> None:
    report = audit.check_file(exported())
    assert report.intact
    assert (report.head.entries, report.position) == (8, end_of(chain()))


@pytest.mark.parametrize(
    ("alter", "finding"),
    [
        (lambda lines: lines[:-2], Finding(7, Fault.MISSING)),
        (lambda lines: [*lines[:3], *lines[4:]], Finding(3, Fault.MISSING)),
        (lambda lines: [*lines, *exported(9)[9:]], Finding(9, Fault.END)),
        (
            lambda lines: [*lines[:2], lines[2].replace(b"user:7", b"user:8"), *lines[3:]],
            Finding(2, Fault.CONTENT),
        ),
        (lambda lines: [exported(9)[0], *lines[1:]], Finding(9, Fault.MISSING)),
    ],
    ids=["cut off", "deleted", "added", "altered", "other head"],
)
def test_a_defect_in_a_file_is_found(
    alter: Callable[[list[bytes]], list[bytes]], finding: Finding
) -> None:
    assert audit.check_file(alter(exported())).finding == finding


def test_an_earlier_export_is_the_beginning_of_a_later_one() -> None:
    earlier = audit.check_file(exported(5)).position
    assert audit.check_file(exported(), earlier=earlier).intact
    assert audit.check_file(exported(), earlier=Position(0, "")).intact
    shorter = audit.check_file(exported(3), earlier=earlier)
    assert shorter.finding == Finding(4, Fault.MISSING)


def test_history_written_anew_shows_against_an_earlier_export() -> None:
    earlier = audit.check_file(exported(5)).position
    anew = rehashed(chain(), 4, label="forged")
    for number in range(5, 9):
        anew = rehashed(anew, number, previous=anew[number - 2].hash)
    lines = [
        audit.write_head(Head(OWN, 8, anew[-1].hash, AT)),
        *map(audit.write_entry, anew),
    ]
    assert audit.check_file(lines).intact
    report = audit.check_file(lines, earlier=earlier)
    assert report.finding == Finding(5, Fault.REWRITTEN)
    assert "earlier export" in report.finding.sentence


def _changed(line: bytes, **changes: object) -> bytes:
    return json.dumps(json.loads(line) | changes).encode()


@pytest.mark.parametrize(
    ("number", "line"),
    [
        (1, b""),
        (1, b"[]"),
        (1, b'{"format":"something else"}'),
        (1, _changed(exported()[0], entries="8")),
        (1, _changed(exported()[0], entries=True)),
        (1, _changed(exported()[0], entries=-1)),
        (1, _changed(exported()[0], hash=7)),
        (1, _changed(exported()[0], more="more")),
        (2, b"{"),
        (2, b'{"id":"a","id":"b"}'),
        (2, _changed(exported()[1], sequence="1")),
        (2, _changed(exported()[1], sequence=True)),
        (2, _changed(exported()[1], before=[])),
        (2, _changed(exported()[1], label=None)),
        (2, _changed(exported()[1], more=1)),
        (2, b'{"id":"' + b"a" * 1_048_576 + b'"}'),
    ],
)
def test_what_is_no_trail_is_refused_by_line(number: int, line: bytes) -> None:
    lines = exported()
    lines[number - 1] = line
    with pytest.raises(AuditFileError) as caught:
        audit.check_file(lines)
    assert caught.value.facts["line"] == number


def test_a_file_without_lines_is_refused() -> None:
    with pytest.raises(AuditFileError):
        audit.check_file([])


def test_a_trail_of_no_entries_of_another_is_refused() -> None:
    foreign = [replace(entry, organisation="another") for entry in chain(1)]
    lines = [exported(1)[0], *map(audit.write_entry, foreign)]
    assert audit.check_file(lines).finding == Finding(1, Fault.CONTENT)
