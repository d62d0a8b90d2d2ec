"""Watching a log for one issuer: what it logged is found, what it did not is an alarm."""

from log_samples import DID, ISSUER, entry, head_of, key, reader_of

from skillmark.core.log import Position, examine, watch
from skillmark.core.log.reading import LogReader

BEGIN = Position()
OTHER = "did:web:quayside.example"


def entries(*sequences: int) -> list[bytes]:
    """Return entries of the issuer with these numbers, each after one of somebody else."""
    found = []
    for place, sequence in enumerate(sequences, start=1):
        found.append(entry(place, did=OTHER, signer=key("quayside")).to_bytes())
        found.append(entry(sequence, bytes([sequence]) * 32).to_bytes())
    return found


def codes(reader: LogReader, since: Position = BEGIN, **asked: object) -> list[str]:
    found = watch(reader, DID, since, **asked)  # type: ignore[arg-type]
    return [alarm.code for alarm in found.alarms]


def test_a_watch_goes_on_where_the_last_one_ended() -> None:
    data = entries(1, 2, 3, 4)
    first = watch(reader_of(data[:4]), DID, Position())
    assert [found.sequence for _index, found in first.entries] == [1, 2]
    assert (first.position.sequence, first.alarms) == (2, ())
    second = watch(reader_of(data), DID, first.position)
    assert [index for index, _found in second.entries] == [5, 7]
    assert second.alarms == ()
    assert watch(reader_of(data), DID, second.position).entries == ()


def test_a_gap_and_a_number_used_twice_are_alarms() -> None:
    assert codes(reader_of(entries(1, 3))) == ["log.sequence_gap"]
    assert codes(reader_of(entries(2))) == ["log.sequence_gap"]
    assert "log.sequence_repeated" in codes(reader_of(entries(1, 2, 2)))
    since = watch(reader_of(entries(1, 2)), DID, Position()).position
    assert codes(reader_of(entries(1, 2, 4)), since) == ["log.sequence_gap"]


def test_what_the_issuer_does_not_know_is_an_alarm() -> None:
    reader = reader_of(entries(1, 2))
    known = {bytes([1]) * 32}
    assert codes(reader, known=known) == ["log.unknown_entry"]
    assert codes(reader, known=known | {bytes([2]) * 32}) == []
    assert codes(reader, keys={ISSUER.public}) == []
    assert codes(reader, keys=set()) == ["log.entry_key"] * 2
    forged = entry(1).to_bytes()[:-1] + b"!"
    assert codes(reader_of([forged])) == ["log.entry_signature"]
    assert codes(reader_of([b"noise"])) == ["log.entry_malformed"]


def test_an_entry_that_is_older_than_the_last_is_an_alarm() -> None:
    data = [entry(1, time=9_000).to_bytes(), entry(2, time=8_999).to_bytes()]
    assert codes(reader_of(data)) == ["log.time_backwards"]


def test_a_log_that_was_rewritten_or_rolled_back_is_an_alarm_and_is_not_followed() -> None:
    since = watch(reader_of(entries(1, 2)), DID, Position()).position
    for data, code in ((entries(1, 3, 4), "log.consistency"), (entries(1), "log.range")):
        found = watch(reader_of(data), DID, since)
        assert [alarm.code for alarm in found.alarms] == [code]
        assert found.position == since


def test_examining_looks_into_the_entries_of_all_issuers() -> None:
    good = entries(1, 2, 3)
    reader = reader_of(good)
    assert list(examine(reader._source, reader.checkpoint)) == []
    bad = [*good, entry(5).to_bytes(), entry(3).to_bytes(), entry(6).to_bytes()[:-1] + b"!"]
    source = reader_of(bad)._source
    found = [(fault.code, fault.index) for fault in examine(source, head_of(bad))]
    assert found == [
        ("log.sequence_gap", 6),
        ("log.sequence_repeated", 7),
        ("log.entry_signature", 8),
    ]
