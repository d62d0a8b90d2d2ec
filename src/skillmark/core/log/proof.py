"""The proof of logging as a file: ``.tlog-proof`` (C2SP tlog-proof).

Pure. The file names the place of an entry, the path from it, and the signed checkpoint. What the
entry is, the reader knows from elsewhere or from the extra data, which nobody vouches for until
the entry in it has been found in the log (`skillmark.core.log.membership`).
"""

from dataclasses import dataclass
from typing import Final, Self

from skillmark.core.log.checkpoint import Checkpoint
from skillmark.core.log.errors import CheckpointFormatError, NoteFormatError, ProofFormatError
from skillmark.core.log.merkle import MAX_PATH
from skillmark.core.log.note import MAX_BYTES as MAX_NOTE
from skillmark.core.log.note import Note
from skillmark.core.log.spelling import from_base64, to_base64, to_hash, to_number

FIRST_LINE: Final = "c2sp.org/tlog-proof@v1"
MAX_EXTRA: Final = 65_536  # bytes
MAX_BYTES: Final = MAX_NOTE + 2 * MAX_EXTRA


@dataclass(frozen=True, slots=True)
class LogProof:
    """A proof that something is in a log.

    Attributes:
        index: of the entry, the first one is 0.
        path: hashes from the entry's sibling upwards.
        note: the checkpoint with its signatures.
        extra: opaque data; empty for none.

    Raises:
        ProofFormatError: a value out of range, or the note is no checkpoint.
    """

    index: int
    path: tuple[bytes, ...]
    note: Note
    extra: bytes = b""

    def __post_init__(self) -> None:
        if len(self.path) > MAX_PATH or len(self.extra) > MAX_EXTRA:
            raise ProofFormatError("The path or the extra data is too long.")
        try:
            size = Checkpoint.parse(self.note.text).size
        except CheckpointFormatError as error:
            raise ProofFormatError(
                f"The proof ends in no checkpoint: {error.message}"
            ) from error
        if not 0 <= self.index < size:
            raise ProofFormatError("The log has no such entry.", index=self.index, size=size)

    @property
    def checkpoint(self) -> Checkpoint:
        """The checkpoint; whether anybody signed it is not said."""
        return Checkpoint.parse(self.note.text)

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Read a proof in its only spelling.

        Raises:
            ProofFormatError: another form, or longer than `MAX_BYTES`.
        """
        if len(data) > MAX_BYTES:
            raise ProofFormatError(f"A proof has at most {MAX_BYTES} bytes.", length=len(data))
        head, blank, note = data.partition(b"\n\n")
        try:
            lines = head.decode("ascii").split("\n")
        except UnicodeDecodeError:
            raise ProofFormatError("The head of a proof is ASCII.") from None
        if not blank or lines.pop(0) != FIRST_LINE:
            raise ProofFormatError(f"A proof begins with {FIRST_LINE}.")
        extra = _extra(lines.pop(0)) if lines and lines[0].startswith("extra ") else b""
        index = _index(lines.pop(0) if lines else "")
        path = tuple(digest for line in lines if (digest := to_hash(line)) is not None)
        if len(path) != len(lines):
            raise ProofFormatError("A line of the path is no hash in base64.")
        try:
            return cls(index, path, Note.parse(note), extra)
        except NoteFormatError as error:
            raise ProofFormatError(f"The proof ends in no note: {error.message}") from error

    def to_bytes(self) -> bytes:
        """Return the file."""
        lines = [FIRST_LINE]
        if self.extra:
            lines.append(f"extra {to_base64(self.extra)}")
        lines += [f"index {self.index}", *map(to_base64, self.path), "", ""]
        return "\n".join(lines).encode("ascii") + self.note.to_bytes()


def _extra(line: str) -> bytes:
    data = from_base64(line.removeprefix("extra "))
    if not data:
        raise ProofFormatError("The extra data is no base64, or empty.")
    return data


def _index(line: str) -> int:
    number = to_number(line.removeprefix("index "))
    if not line.startswith("index ") or number is None:
        raise ProofFormatError("A proof names the index of its entry.")
    return number
