"""A small log in memory, with its key, its witnesses, an issuer and credentials in batches."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from skillmark.core.crypto import Algorithm, PrivateKey
from skillmark.core.log import (
    Batch,
    Checkpoint,
    Entry,
    Kind,
    LogPolicy,
    LogProof,
    LogReader,
    Membership,
    Note,
    NoteKey,
    Source,
    Use,
    commitment,
    cosign,
    credential_digest,
    padding_bytes,
)
from skillmark.core.log import checkpoint as checkpoints
from skillmark.core.log.merkle import leaf_hash, root_of
from skillmark.core.log.tiles import WIDTH, encode_bundle, tiles_between

ORIGIN = "log.harbour.example/2026"
DID = "did:web:harbour.example"
OTHER_DID = "did:web:quayside.example"
START = 1_790_000_000  # POSIX seconds


def key(name: str, algorithm: Algorithm = Algorithm.ED25519) -> PrivateKey:
    """Return the key that belongs to a name."""
    seed = hashlib.shake_256(name.encode()).digest(algorithm.seed_bytes)
    return PrivateKey.generate(algorithm, seed)


LOG = key("log")
ISSUER = key("issuer")
LOG_KEY = NoteKey(ORIGIN, LOG.public)
WITNESSES = {
    f"w{number}": NoteKey(
        f"witness{number}.example/w", key(f"witness {number}").public, Use.COSIGNATURE
    )
    for number in (1, 2, 3)
}


def sign(checkpoint: Checkpoint) -> Note:
    """Sign as the log does."""
    return checkpoints.sign(checkpoint, LOG, LOG.public)


def cosigned(note: Note, *numbers: int, at: int = START) -> Note:
    """Return a note with the cosignatures of some witnesses, a second after each other."""
    lines = []
    for place, number in enumerate(numbers):
        secret = key(f"witness {number}")
        name = f"witness{number}.example/w"
        lines.append(cosign(note.text, at + place, name, secret, secret.public))
    return note.with_signatures(*lines)


def policy(quorum: str = "group both 2 w1 w2 w3\nquorum both") -> LogPolicy:
    """Return the policy that knows this log and these witnesses."""
    lines = [f"log {LOG_KEY}"]
    lines += [f"witness {name} {witness}" for name, witness in WITNESSES.items()]
    return LogPolicy.parse("\n".join([*lines, quorum, ""]).encode())


def entry(
    sequence: int,
    body: bytes = b"b" * 32,
    *,
    kind: Kind = Kind.ISSUE_BATCH,
    did: str = DID,
    signer: PrivateKey = ISSUER,
    time: int | None = None,
) -> Entry:
    """Return a signed entry of the issuer."""
    return Entry.build(
        kind,
        did=did,
        sequence=sequence,
        time=START + sequence if time is None else time,
        body=body,
        signer=signer,
        public=signer.public,
    )


def files_of(entries: Sequence[bytes]) -> dict[str, bytes]:
    """Return the files of a log of these entries, made the plain way: level by level."""
    files: dict[str, bytes] = {}
    rows = [[leaf_hash(one) for one in entries]]
    while len(rows[-1]) >= WIDTH:
        row = rows[-1]
        whole = range(0, len(row) // WIDTH * WIDTH, WIDTH)
        rows.append([root_of(row[at : at + WIDTH]) for at in whole])
    for tile in tiles_between(0, len(entries)):
        part = slice(tile.index * WIDTH, tile.index * WIDTH + tile.width)
        files[tile.path] = (
            encode_bundle(entries[part])
            if tile.level is None
            else b"".join(rows[tile.level][part])
        )
    return files


def head_of(entries: Sequence[bytes]) -> Checkpoint:
    """Return the checkpoint over these entries."""
    return Checkpoint(ORIGIN, len(entries), root_of([leaf_hash(one) for one in entries]))


def source_of(files: dict[str, bytes]) -> Source:
    """Return a source over files in memory."""
    return files.get


def reader_of(entries: Sequence[bytes]) -> LogReader:
    """Return a reader of a log of these entries."""
    return LogReader(source_of(files_of(entries)), head_of(entries))


def credential(number: int) -> dict[str, object]:
    """Return a credential of an invented person."""
    return {
        "id": f"urn:uuid:{number:032x}",
        "issuer": DID,
        "credentialSubject": {"name": f"Ada Harbour {number}"},
        "proof": {"type": "DataIntegrityProof"},
    }


@dataclass(frozen=True)
class Logged:
    """A log with a batch of credentials in it, and the proof of each."""

    digests: list[bytes]
    salts: list[bytes]
    entries: list[bytes]
    proofs: list[bytes]


def logged(count: int = 5, *, others: int = 300, witnesses: tuple[int, ...] = (1, 2)) -> Logged:
    """Log a batch of some credentials between entries of others."""
    digests = [credential_digest(credential(number)) for number in range(count)]  # type: ignore[arg-type]
    salts = [hashlib.sha256(b"salt %d" % number).digest() for number in range(count)]
    batch = Batch.of(
        [commitment(salt, digest) for salt, digest in zip(salts, digests, strict=True)],
        hashlib.shake_256(b"padding").digest(padding_bytes(count)),
    )
    leaf = entry(1, batch.root)
    quay = key("quayside")
    theirs = [
        entry(number, did=OTHER_DID, signer=quay).to_bytes() for number in range(1, others + 2)
    ]
    entries = [*theirs[:-1], leaf.to_bytes(), theirs[-1]]
    reader = reader_of(entries)
    note = cosigned(sign(reader.checkpoint), *witnesses)
    proofs = [
        LogProof(
            others,
            reader.inclusion(others),
            note,
            Membership(leaf, batch.place(place, salts[place])).to_bytes(),
        ).to_bytes()
        for place in range(count)
    ]
    return Logged(digests, salts, entries, proofs)
