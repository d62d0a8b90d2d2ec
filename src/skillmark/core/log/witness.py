"""A witness: what it answers to ``add-checkpoint``, and how a log asks (C2SP tlog-witness).

Pure: the request, the state and the time come in, the answer and the new state go out. Keeping
the state, and comparing and setting it in one step before the answer leaves, is the server's
work; `Answer.latest` is what to store, only if `Answer.replaces` is still what is stored.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, Self

from skillmark.core.crypto import PublicKey, Signer
from skillmark.core.log import merkle
from skillmark.core.log.checkpoint import Checkpoint
from skillmark.core.log.cosignature import Cosignature, check_cosigned, cosign
from skillmark.core.log.errors import (
    CheckpointFormatError,
    ConsistencyError,
    EmptyRootError,
    LogError,
    NoteFormatError,
    WitnessAnswerError,
    WitnessRequestError,
)
from skillmark.core.log.note import MAX_BYTES as MAX_NOTE
from skillmark.core.log.note import Note, NoteKey, parse_lines
from skillmark.core.log.spelling import to_base64, to_hash, to_number

MAX_PROOF: Final = 63  # lines
MAX_REQUEST: Final = MAX_NOTE + 4_096  # bytes
CONFLICT_TYPE: Final = "text/x.tlog.size"
_PLAIN: Final = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class AddCheckpoint:
    """A request: take this checkpoint, which grew out of a tree of ``old`` leaves.

    Attributes:
        old: leaves of the tree that the witness is believed to know.
        path: the proof of consistency.
        note: the checkpoint, signed by its log.
    """

    old: int
    path: tuple[bytes, ...]
    note: Note

    @classmethod
    def parse(cls, body: bytes) -> Self:
        """Read the body of a request.

        Raises:
            WitnessRequestError: another form.
        """
        head, blank, note = body.partition(b"\n\n")
        if len(body) > MAX_REQUEST or not blank:
            raise WitnessRequestError("A request is a proof, an empty line and a checkpoint.")
        try:
            first, *lines = head.decode("ascii").split("\n")
            signed = Note.parse(note)
        except UnicodeDecodeError:
            raise WitnessRequestError("The head of a request is ASCII.") from None
        except NoteFormatError as error:
            raise WitnessRequestError(error.message) from error
        old = to_number(first.removeprefix("old "))
        if not first.startswith("old ") or old is None:
            raise WitnessRequestError("A request begins with the old size.")
        path = tuple(digest for line in lines if (digest := to_hash(line)) is not None)
        if len(path) != len(lines) or len(path) > MAX_PROOF:
            raise WitnessRequestError(f"A proof is at most {MAX_PROOF} hashes in base64.")
        return cls(old, path, signed)

    def to_bytes(self) -> bytes:
        """Return the body of the request."""
        lines = [f"old {self.old}", *map(to_base64, self.path), "", ""]
        return "\n".join(lines).encode("ascii") + self.note.to_bytes()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the witness answers, and what it has to remember first.

    Attributes:
        status: of HTTP, as the specification names them.
        body: of the answer.
        media_type: of the body.
        origin: of the log, where it is known.
        replaces: the checkpoint that must still be the stored one; None for none.
        latest: the checkpoint to store before a 200 leaves; None unless it is a 200.
        note: the same with the signatures of log and witness, to serve to monitors.
    """

    status: int
    body: bytes
    media_type: str = _PLAIN
    origin: str | None = None
    replaces: Checkpoint | None = None
    latest: Checkpoint | None = None
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class WitnessIdentity:
    """Who the witness is: the name of its key, the key, and its public half."""

    name: str
    signer: Signer
    public: PublicKey


def add_checkpoint(
    body: bytes,
    *,
    logs: Mapping[str, Collection[NoteKey]],
    known: Mapping[str, Checkpoint],
    witness: WitnessIdentity,
    at: int,
) -> Answer:
    """Return the answer to a request.

    Args:
        body: of the request.
        logs: keys of the logs that the witness serves, by origin.
        known: the latest checkpoint that it cosigned, by origin.
        witness: who signs.
        at: POSIX seconds.
    """
    try:
        request = AddCheckpoint.parse(body)
        head = Checkpoint.parse(request.note.text)
    except EmptyRootError as error:
        return _refuse(422, error)
    except (WitnessRequestError, CheckpointFormatError) as error:
        return _refuse(400, error)
    keys = logs.get(head.origin)
    if not keys:
        return _says(404, "The witness does not know the log.")
    try:
        _check_signed(request.note, keys)
    except LogError as error:
        return _refuse(403, error)
    latest = known.get(head.origin)
    refusal = _compare(request, head, latest)
    if refusal is not None:
        return refusal
    line = cosign(head.text, at, witness.name, witness.signer, witness.public)
    own = [old for old in request.note.signatures if any(old.by(key) for key in keys)]
    return Answer(
        200,
        f"{line}\n".encode(),
        origin=head.origin,
        replaces=latest,
        latest=head,
        note=Note(request.note.text, (*own, line)),
    )


def read_answer(body: bytes, note: Note, keys: Collection[NoteKey]) -> tuple[Note, Cosignature]:
    """Return the checkpoint with the cosignature that a witness answered, verified.

    Args:
        body: of an answer with status 200.
        note: the checkpoint that was sent.
        keys: of this witness; lines by others are ignored.

    Raises:
        WitnessAnswerError: no signature lines, or none by the witness.
        NoteSignatureError: a line names the witness and is not by it.
    """
    try:
        lines = parse_lines(body.decode())
    except (UnicodeDecodeError, NoteFormatError) as error:
        raise WitnessAnswerError("The answer is no signature lines.") from error
    own = [line for line in lines if any(line.by(key) for key in keys)]
    for key in keys:
        found = check_cosigned(Note(note.text, tuple(own)), key)
        if found is not None:
            return note.with_signatures(*own), found
    raise WitnessAnswerError("The answer holds no signature by the witness.")


def read_conflict(body: bytes) -> int:
    """Return the size that a witness knows, from an answer with status 409.

    Raises:
        WitnessAnswerError: it is no size.
    """
    try:
        text = body.decode("ascii")
    except UnicodeDecodeError:
        text = ""
    size = to_number(text.removesuffix("\n")) if text.endswith("\n") else None
    if size is None:
        raise WitnessAnswerError("The witness does not say which size it knows.")
    return size


def _check_signed(note: Note, keys: Collection[NoteKey]) -> None:
    """Accept a note that one key signed and no line forges."""
    present = [key for key in keys if any(line.by(key) for line in note.signatures)]
    for key in present or keys:
        note.check_signed(key)


def _compare(
    request: AddCheckpoint, head: Checkpoint, latest: Checkpoint | None
) -> Answer | None:
    """Hold the checkpoint against the one that is known; return the refusal, if any."""
    if request.old > head.size:
        return _says(400, "The old size is larger than the new one.")
    size = latest.size if latest else 0
    if request.old != size:
        return Answer(409, f"{size}\n".encode(), CONFLICT_TYPE, head.origin)
    old_root = latest.root if latest else merkle.EMPTY_ROOT
    try:
        merkle.check_consistency(size, old_root, head.size, head.root, request.path)
    except ConsistencyError as error:
        return _refuse(422, error)
    return None


def _refuse(status: int, error: LogError) -> Answer:
    return _says(status, f"{error.message} ({error.code})")


def _says(status: int, words: str) -> Answer:
    return Answer(status, f"{words}\n".encode())
