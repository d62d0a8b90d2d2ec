"""Signed notes: a text and signatures under it (C2SP signed-note).

Pure. Ed25519 only, in two uses: a log signs its checkpoints (type 0x01), a witness cosigns them
with a time (type 0x04, `skillmark.core.log.cosignature`). Strict where the specification leaves
room: a key id must be the recommended hash, base64 has one spelling, sizes are limited.
"""

import hashlib
import re
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, Self

from skillmark.core.crypto import Algorithm, CryptoError, PublicKey, SignatureError, Signer
from skillmark.core.log.errors import (
    NoteFormatError,
    NoteKeyError,
    NoteSignatureError,
    NoteUnsignedError,
)
from skillmark.core.log.spelling import from_base64, to_base64

MAX_BYTES: Final = 262_144  # of one note; 16 post-quantum signatures fit
MAX_SIGNATURES: Final = 64
ID_BYTES: Final = 4
_DASH: Final = "\u2014 "
_HEX: Final = re.compile(r"[0-9a-f]{8}", re.ASCII)
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f]")


class Use(IntEnum):
    """What a key signs: the signature type identifier of the specification."""

    NOTE = 0x01
    COSIGNATURE = 0x04


@dataclass(frozen=True, slots=True)
class NoteKey:
    """A trusted key: its name, its use and the public key itself.

    Attributes:
        name: a schema-less URL by custom; no white space, no plus.
        public: an Ed25519 key.
        use: what it signs.

    Raises:
        NoteKeyError: no such name, or no Ed25519 key.
    """

    name: str
    public: PublicKey
    use: Use = Use.NOTE

    def __post_init__(self) -> None:
        if not is_name(self.name):
            raise NoteKeyError("A key name has no white space and no plus.", name=self.name)
        if self.public.algorithm is not Algorithm.ED25519:
            raise NoteKeyError("A note is signed with Ed25519 only.", name=self.name)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a verifier key: ``name+hex id+base64 key``.

        Raises:
            NoteKeyError: another form, another type of key, or an id that does not fit.
        """
        parts = text.split("+", 2)
        if len(parts) != 3 or _HEX.fullmatch(parts[1]) is None:  # noqa: PLR2004 — the three parts
            raise NoteKeyError("A verifier key is name, id and key, joined by plus.")
        material = from_base64(parts[2])
        if not material or material[0] not in set(Use):
            raise NoteKeyError("The verifier key is of no type we know.", name=parts[0])
        try:
            public = PublicKey(Algorithm.ED25519, material[1:])
        except CryptoError as error:
            raise NoteKeyError(error.message, name=parts[0]) from error
        key = cls(parts[0], public, Use(material[0]))
        if key.id.hex() != parts[1]:
            raise NoteKeyError("The id of the verifier key is not that of the key.")
        return key

    @property
    def id(self) -> bytes:
        """The four bytes that name the key in a signature line."""
        said = self.name.encode() + b"\n" + bytes([self.use]) + self.public.raw
        return hashlib.sha256(said).digest()[:ID_BYTES]

    def __str__(self) -> str:
        """Return the verifier key."""
        return f"{self.name}+{self.id.hex()}+{to_base64(bytes([self.use]) + self.public.raw)}"


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One signature line; nothing is known of it but its form.

    Attributes:
        name: of the key.
        key_id: four bytes.
        data: what the key signed with, at least one byte.
    """

    name: str
    key_id: bytes
    data: bytes

    def by(self, key: NoteKey) -> bool:
        """Say whether the line names this key; only then is it looked at."""
        return (self.name, self.key_id) == (key.name, key.id)

    def __str__(self) -> str:
        """Return the line, without its newline."""
        return f"{_DASH}{self.name} {to_base64(self.key_id + self.data)}"


@dataclass(frozen=True, slots=True)
class Note:
    """A text with signature lines.

    Attributes:
        text: ends in a newline.
        signatures: in their order, at least one.
    """

    text: str
    signatures: tuple[NoteSignature, ...]

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Read a note.

        Raises:
            NoteFormatError: not UTF-8, a control character, no text, no signature, a line of
                another form, more than `MAX_BYTES` or `MAX_SIGNATURES`.
        """
        if len(data) > MAX_BYTES:
            raise NoteFormatError(f"A note has at most {MAX_BYTES} bytes.", length=len(data))
        try:
            said = data.decode()
        except UnicodeDecodeError:
            raise NoteFormatError("A note is UTF-8.") from None
        if _CONTROL.search(said):
            raise NoteFormatError("A note has no control characters but newlines.")
        text, blank, lines = said.rpartition("\n\n")
        if not blank or not lines.endswith("\n"):
            raise NoteFormatError("A note is a text, an empty line and signature lines.")
        signatures = parse_lines(lines)
        return cls(text + "\n", signatures)

    def to_bytes(self) -> bytes:
        """Return the note as it is kept and served."""
        lines = "".join(f"{signature}\n" for signature in self.signatures)
        return f"{self.text}\n{lines}".encode()

    def with_signatures(self, *more: NoteSignature) -> Self:
        """Return the note with further lines; one that is there already is not repeated."""
        new = [line for line in dict.fromkeys(more) if line not in self.signatures]
        return type(self)(self.text, (*self.signatures, *new))

    def check_signed(self, key: NoteKey) -> None:
        """Accept the note when ``key`` signed it, and nothing that names the key is forged.

        Raises:
            NoteUnsignedError: no line names the key.
            NoteSignatureError: one does and is not by it.
        """
        if key.use is not Use.NOTE:
            raise NoteKeyError("The key is for cosignatures.", name=key.name)
        found = [line for line in self.signatures if line.by(key)]
        if not found:
            raise NoteUnsignedError("The note is not signed by the key.", name=key.name)
        for line in found:
            verify_line(key, line.data, self.text.encode())


def parse_lines(lines: str) -> tuple[NoteSignature, ...]:
    """Read signature lines, each ending in a newline.

    Raises:
        NoteFormatError: another form, none, or more than `MAX_SIGNATURES`.
    """
    split = lines.split("\n")
    if split.pop() or not 1 <= len(split) <= MAX_SIGNATURES:
        raise NoteFormatError(f"A note has 1 to {MAX_SIGNATURES} signature lines.")
    return tuple(_line(line) for line in split)


def sign(text: str, name: str, signer: Signer, public: PublicKey) -> NoteSignature:
    """Return the signature line of a key under a text, checked before it is given away.

    Raises:
        NoteFormatError: the text does not end in a newline, or has control characters.
        NoteKeyError: no such name, or no Ed25519 key.
        NoteSignatureError: the signer's signature does not verify.
    """
    if not text.endswith("\n") or _CONTROL.search(text):
        raise NoteFormatError("A text to sign ends in a newline and has no other control.")
    key = NoteKey(name, public)
    data = signer.sign(text.encode())
    verify_line(key, data, text.encode())
    return NoteSignature(name, key.id, data)


def verify_line(key: NoteKey, signature: bytes, message: bytes) -> None:
    """Check the raw signature of a line that names a trusted key.

    Raises:
        NoteSignatureError: it does not hold.
    """
    try:
        key.public.verify(signature, message)
    except SignatureError as error:
        raise NoteSignatureError(
            f"A signature that names {key.name} is not by it.", name=key.name
        ) from error


def is_name(text: str) -> bool:
    """Say whether ``text`` may name a key: not empty, no white space, no plus, printable."""
    return (
        bool(text)
        and "+" not in text
        and not any(map(str.isspace, text))
        and (_CONTROL.search(text) is None)
    )


def _line(line: str) -> NoteSignature:
    name, blank, encoded = line.removeprefix(_DASH).partition(" ")
    data = from_base64(encoded)
    if not line.startswith(_DASH) or not blank or not is_name(name):
        raise NoteFormatError("A signature line is a dash, the name of a key and base64.")
    if data is None or len(data) <= ID_BYTES:
        raise NoteFormatError("A signature line ends in base64 of more than four bytes.")
    return NoteSignature(name, data[:ID_BYTES], data[ID_BYTES:])
