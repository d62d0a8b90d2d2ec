"""Checkpoints: which log, how many leaves, which root (C2SP tlog-checkpoint)."""

from dataclasses import dataclass
from typing import Final, Self

from skillmark.core.crypto import PublicKey, Signer
from skillmark.core.log import note as notes
from skillmark.core.log.errors import CheckpointFormatError, EmptyRootError
from skillmark.core.log.merkle import EMPTY_ROOT
from skillmark.core.log.note import Note, NoteKey
from skillmark.core.log.spelling import HASH_BYTES, MAX_SIZE, to_base64, to_hash, to_number

_LINES: Final = 3  # that every checkpoint has


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log's tree.

    Attributes:
        origin: the identity of the log, not empty; ours are key names.
        size: leaves.
        root: 32 bytes.
        extensions: further lines, which we read and never write.

    Raises:
        CheckpointFormatError: a value out of range.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not all(self.extensions) or not self.origin or "\n" in self.origin:
            raise CheckpointFormatError("No line of a checkpoint is empty.")
        if not 0 <= self.size <= MAX_SIZE or len(self.root) != HASH_BYTES:
            raise CheckpointFormatError("A checkpoint has a size and a root of 32 bytes.")
        if self.size == 0 and self.root != EMPTY_ROOT:
            raise EmptyRootError("An empty log has the root of the empty tree.")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the text of a note.

        Raises:
            CheckpointFormatError: another form, or another spelling of it.
        """
        lines = text.split("\n")
        if lines.pop() or len(lines) < _LINES:
            raise CheckpointFormatError("A checkpoint has at least three lines.")
        origin, size, root, *extensions = lines
        number, digest = to_number(size), to_hash(root)
        if number is None or digest is None:
            raise CheckpointFormatError("The size or the root of the checkpoint is malformed.")
        return cls(origin, number, digest, tuple(extensions))

    @property
    def text(self) -> str:
        """The text that is signed."""
        lines = (self.origin, str(self.size), to_base64(self.root), *self.extensions)
        return "".join(f"{line}\n" for line in lines)


def sign(checkpoint: Checkpoint, signer: Signer, public: PublicKey) -> Note:
    """Return the checkpoint signed by its log, whose key is named like its origin.

    Raises:
        NoteKeyError: the origin is no key name, or the key is not Ed25519.
        NoteSignatureError: the signer's signature does not verify.
    """
    line = notes.sign(checkpoint.text, checkpoint.origin, signer, public)
    return Note(checkpoint.text, (line,))


def open_checkpoint(data: bytes, key: NoteKey) -> tuple[Checkpoint, Note]:
    """Return a checkpoint that its log signed, and the note it stands in.

    Args:
        data: the signed note.
        key: of the log; its name is the log's origin.

    Raises:
        LogError: no note, no checkpoint, of another log, not signed by the key, or forged.
    """
    note = Note.parse(data)
    checkpoint = Checkpoint.parse(note.text)
    if checkpoint.origin != key.name:
        raise CheckpointFormatError(
            "The checkpoint is of another log.", origin=checkpoint.origin, wanted=key.name
        )
    note.check_signed(key)
    return checkpoint, note
