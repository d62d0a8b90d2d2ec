"""Asking the witnesses to cosign a checkpoint (C2SP tlog-witness)."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import structlog

from skillmark.core.errors import SkillmarkError
from skillmark.core.log import (
    AddCheckpoint,
    Checkpoint,
    LogReader,
    Note,
    Source,
    merkle,
    read_answer,
    read_conflict,
)
from skillmark.fetch import Fetcher
from skillmark.fetch.fetcher import Call
from skillmark.platform.transparency.places import Witness

log = structlog.get_logger("skillmark.log")

TIMEOUT_S: Final = 2.0
MAX_ANSWER: Final = 65_536  # bytes
_OK, _CONFLICT = 200, 409
_TRIES: Final = 2


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of asking.

    Attributes:
        note: with the cosignatures that came.
        ahead: the largest size that a witness knows beyond the one that it was asked about.
    """

    note: Note
    ahead: int = 0


class Witnesses:
    """The witnesses of the log, and how far each is believed to have seen it."""

    def __init__(self, known: Sequence[Witness], source: Source) -> None:
        self._known = known
        self._source = source
        self._seen: dict[str, int] = {}
        self._fetcher = Fetcher(
            timeout_s=TIMEOUT_S, allow_origins={one.origin for one in known}
        )

    def missing(self, note: Note) -> bool:
        """Say whether a witness has not cosigned yet."""
        return any(not _signed(note, one) for one in self._known)

    def ask(self, note: Note, *, all_of_them: bool = False) -> Heard:
        """Ask those that have not cosigned, or all; whoever does not answer is left out."""
        asked = [one for one in self._known if all_of_them or not _signed(note, one)]
        if not asked:
            return Heard(note)
        with ThreadPoolExecutor(max_workers=len(asked)) as pool:
            answers = list(pool.map(lambda one: self._ask_quietly(one, note), asked))
        for answer in answers:
            note = note.with_signatures(*answer.note.signatures)
        return Heard(note, max(answer.ahead for answer in answers))

    def _ask_quietly(self, witness: Witness, note: Note) -> Heard:
        try:
            return self._ask(witness, note)
        except SkillmarkError as error:
            log.warning("witness did not cosign", witness=witness.name, code=error.code)
            return Heard(note)

    def _ask(self, witness: Witness, note: Note) -> Heard:
        head = Checkpoint.parse(note.text)
        for _attempt in range(_TRIES):
            old = self._seen.get(witness.name, 0)
            path = merkle.consistency_path(
                LogReader(self._source, head), min(old, head.size), head.size
            )
            body = AddCheckpoint(min(old, head.size), tuple(path), note).to_bytes()
            call = Call("POST", body, "text/plain; charset=utf-8", also=(_CONFLICT,))
            answer = self._fetcher.call(
                f"{witness.url}/add-checkpoint", call, max_bytes=MAX_ANSWER
            )
            if answer.status == _OK:
                self._seen[witness.name] = head.size
                return Heard(read_answer(answer.body, note, [witness.key])[0])
            size = read_conflict(answer.body)
            if size > head.size:
                log.error("a witness has seen more of the log", witness=witness.name, size=size)
                return Heard(note, ahead=size)
            self._seen[witness.name] = size
        return Heard(note)


def _signed(note: Note, witness: Witness) -> bool:
    return any(line.by(witness.key) for line in note.signatures)
