"""Watching a log for one issuer: was anything logged in its name that it does not know?

Pure. A watch goes on from where the last one ended: the newer log must contain the older one,
the issuer's numbers must go on without a gap, and every entry must be known to the issuer.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from skillmark.core.crypto import PublicKey
from skillmark.core.log.checkpoint import Checkpoint
from skillmark.core.log.entry import Entry, issuer_hash
from skillmark.core.log.errors import (
    ConsistencyError,
    EntryFormatError,
    EntryKeyError,
    EntrySignatureError,
    TreeRangeError,
)
from skillmark.core.log.examining import Fault, Sequences
from skillmark.core.log.reading import LogReader

UNKNOWN_BODY: Final = "log.unknown_entry"
TIME_BACK: Final = "log.time_backwards"


@dataclass(frozen=True, slots=True)
class Position:
    """How far a log was watched.

    Attributes:
        checkpoint: the last one that was looked at; None before the first.
        sequence: the issuer's last number.
        time: of the issuer's last entry.
    """

    checkpoint: Checkpoint | None = None
    sequence: int = 0
    time: int = 0


@dataclass(frozen=True, slots=True)
class Watched:
    """What one watch found.

    Attributes:
        position: where the next one goes on; where this one began when the log was rewritten.
        entries: of the issuer, with their index in the log, that are new.
        alarms: what is wrong.
    """

    position: Position
    entries: tuple[tuple[int, Entry], ...]
    alarms: tuple[Fault, ...]


def watch(
    reader: LogReader,
    did: str,
    since: Position,
    *,
    known: Collection[bytes] | None = None,
    keys: Collection[PublicKey] | None = None,
) -> Watched:
    """Return what was logged in an issuer's name since the last watch, and what is wrong.

    Args:
        reader: of a checkpoint whose signatures were checked.
        did: of the issuer.
        since: where the last watch ended.
        known: bodies that the issuer logged itself; None to take every body.
        keys: of the issuer; None to take every key.

    Raises:
        LogError: the files of the log are not those of its checkpoint.
    """
    try:
        if since.checkpoint is not None:
            reader.consistency(since.checkpoint)
    except (ConsistencyError, TreeRangeError) as error:
        alarm = Fault(error.code, f"The log is not the one seen before: {error.message}")
        return Watched(since, (), (alarm,))
    first = since.checkpoint.size if since.checkpoint else 0
    issuer = issuer_hash(did)
    numbers = Sequences({issuer: since.sequence})
    found: list[tuple[int, Entry]] = []
    alarms: list[Fault] = []
    time = since.time
    for index, data in reader.entries(first):
        try:
            entry = Entry.parse(data)
        except EntryFormatError as error:
            alarms.append(Fault(error.code, error.message, index=index))
            continue
        if entry.issuer == issuer:
            found.append((index, entry))
            alarms += _judge(index, entry, known, keys)
            wrong = numbers.take(entry)
            alarms += [Fault(*wrong, index=index)] if wrong else []
            if entry.time < time:
                alarms.append(Fault(TIME_BACK, "An entry is older than the last.", index=index))
            time = max(time, entry.time)
    position = Position(reader.checkpoint, numbers.last[issuer], time)
    return Watched(position, tuple(found), tuple(alarms))


def _judge(
    index: int,
    entry: Entry,
    known: Collection[bytes] | None,
    keys: Collection[PublicKey] | None,
) -> list[Fault]:
    """Say what is wrong with one entry in the issuer's name."""
    alarms: list[Fault] = []
    try:
        entry.check_signature()
    except EntrySignatureError as error:
        alarms.append(Fault(error.code, error.message, index=index))
    if keys is not None and entry.key not in keys:
        alarms.append(
            Fault(EntryKeyError.code, "An entry is signed with another key.", index=index)
        )
    if known is not None and entry.body not in known:
        alarms.append(
            Fault(
                UNKNOWN_BODY, "Something was logged that the issuer does not know.", index=index
            )
        )
    return alarms
