"""Heads of logs: what was seen last, and whether the log still tells the same.

A reader keeps the head of every log it has believed; a witness keeps it too, and signs no two
versions of one number. Where heads are kept is the caller's. § names a section of did:webvh 1.0.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from skillmark.core.did.webvh import witnesses
from skillmark.core.did.webvh.errors import ForkedError, HeadOfAnotherError, RolledBackError
from skillmark.core.did.webvh.log import History, check_witnesses, read_log
from skillmark.core.did.webvh.signing import LogKey
from skillmark.core.jsonio import JsonObject


@dataclass(frozen=True, slots=True)
class Head:
    """The newest version of a log that somebody has seen and believed.

    Attributes:
        scid: whose log it is, wherever it lies.
        number: the number of the version.
        version_id: the whole id, which fixes all versions up to it.
    """

    scid: str
    number: int
    version_id: str

    @classmethod
    def of(cls, history: History) -> Self:
        """Return the head of a history."""
        entry = history.newest.entry
        return cls(history.scid, entry.number, entry.version_id)


def follow(known: Head | None, history: History) -> Head:
    """Return the head of a history that continues what is known.

    Args:
        known: what was seen before, by this reader or by a witness it trusts; None at first.
        history: the log as it is now.

    Raises:
        HeadOfAnotherError: what is known is of another log.
        RolledBackError: the log is shorter now.
        ForkedError: the version that was seen is another now.
    """
    if known is not None:
        if known.scid != history.scid:
            raise HeadOfAnotherError("What is known is of another log.", scid=known.scid)
        if len(history.versions) < known.number:
            raise RolledBackError(
                "The log is shorter than it was.",
                known=known.number,
                found=len(history.versions),
            )
        found = history.versions[known.number - 1].entry.version_id
        if found != known.version_id:
            raise ForkedError(
                "The log tells another history than before.",
                known=known.version_id,
                found=found,
            )
    return Head.of(history)


def approve(
    log: bytes,
    by: LogKey,
    *,
    at: datetime,
    known: Head | None = None,
    witness_file: bytes | None = None,
) -> tuple[JsonObject, Head]:
    """Return a witness's proof of a log's newest version, § Witnessing a DID Version Update.

    The caller stores the head, in place of ``known`` and only if that is still there, before
    it hands out the proof: so no two versions of one number are ever approved.

    Args:
        log: the log with the version to approve as its last.
        by: the witness's key.
        at: the present moment.
        known: the head that this witness approved last, or None.
        witness_file: the proofs of the versions before.

    Raises:
        WebvhError: the log does not verify, or is rolled back or forked against ``known``.
    """
    history = read_log(log, at=at)
    head = follow(known, history)
    if len(history.versions) > 1:
        check_witnesses(History(history.scid, history.versions[:-1]), witness_file)
    return witnesses.approve(head.version_id, by, at=at), head
