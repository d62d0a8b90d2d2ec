"""Cosignatures: a witness saw this checkpoint at this time (C2SP tlog-cosignature, v1).

Pure; the time comes in. The time is under the signature, so it is as trustworthy as the witness.
"""

from dataclasses import dataclass
from typing import Final

from skillmark.core.crypto import PublicKey, Signer
from skillmark.core.log.errors import NoteFormatError, NoteKeyError
from skillmark.core.log.note import Note, NoteKey, NoteSignature, Use, verify_line
from skillmark.core.log.spelling import MAX_SIZE

_HEADER: Final = "cosignature/v1"
_TIME_BYTES: Final = 8


@dataclass(frozen=True, slots=True)
class Cosignature:
    """A verified cosignature: who, and when in POSIX seconds."""

    name: str
    time: int


def message(time: int, text: str) -> bytes:
    """Return the bytes that a witness signs at ``time`` under the text of a checkpoint."""
    return f"{_HEADER}\ntime {time}\n{text}".encode()


def cosign(text: str, time: int, name: str, signer: Signer, public: PublicKey) -> NoteSignature:
    """Return the line of a witness under the text of a checkpoint.

    Args:
        text: of the checkpoint, which the witness has found consistent.
        time: POSIX seconds, more than 0.
        name: of the witness's key.
        signer: the witness's key.
        public: its public half.

    Raises:
        NoteKeyError: no such name, or no Ed25519 key.
        NoteFormatError: no such time.
        NoteSignatureError: the signer's signature does not verify.
    """
    if not 0 < time <= MAX_SIZE:
        raise NoteFormatError("A cosignature has a time.", time=time)
    key = NoteKey(name, public, Use.COSIGNATURE)
    data = signer.sign(message(time, text))
    verify_line(key, data, message(time, text))
    return NoteSignature(name, key.id, time.to_bytes(_TIME_BYTES) + data)


def check_cosigned(note: Note, key: NoteKey) -> Cosignature | None:
    """Return what one witness says under a checkpoint, or None when it says nothing.

    Of several cosignatures by one key the earliest counts, and it counts once.

    Raises:
        NoteSignatureError: a line names the key and is not by it.
        NoteFormatError: the same, with a time that cannot be.
    """
    if key.use is not Use.COSIGNATURE:
        raise NoteKeyError("The key is not for cosignatures.", name=key.name)
    times = [_verified(key, line, note.text) for line in note.signatures if line.by(key)]
    return Cosignature(key.name, min(times)) if times else None


def _verified(key: NoteKey, line: NoteSignature, text: str) -> int:
    time = int.from_bytes(line.data[:_TIME_BYTES])
    if not 0 < time <= MAX_SIZE:
        raise NoteFormatError("A cosignature has no time that can be.", name=key.name)
    verify_line(key, line.data[_TIME_BYTES:], message(time, text))
    return time
