"""How fast the log takes entries, and how long a checkpoint takes: 1,500 entries/s and 1 s are the goals.

    python benchmarks/log.py [--entries 20000] [--batch 1500] [--folder DIR]

One core. An entry is built and signed by its issuer (Ed25519); an append writes tiles and
bundles, syncs each, reads all back and recomputes the root, signs the checkpoint, has two
witnesses check and cosign it, moves the anchor and publishes: what a log does for a batch that
waits for its proof. Then: one entry at a time, opening the log (everything is recomputed),
examining it with every signature, a proof, and judging a proof offline.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from machine import facts
from skillmark.core.crypto import Algorithm, PrivateKey
from skillmark.core.log import (
    AddCheckpoint,
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
    Use,
    WitnessIdentity,
    add_checkpoint,
    check_logged,
    commitment,
    examine,
    padding_bytes,
    read_answer,
)
from skillmark.core.log import checkpoint as checkpoints
from skillmark.logstore import LogStore, folder_source

GOAL_RATE: Final = 1_500  # entries a second
GOAL_CHECKPOINT_S: Final = 1.0
ORIGIN: Final = "log.bench.example/1"
DID: Final = "did:web:bench.example"
NOW: Final = 1_790_000_000


def new_key(number: int) -> PrivateKey:
    """Return a key for the benchmark alone."""
    return PrivateKey.generate(Algorithm.ED25519, bytes([number]) * 32)


LOG, ISSUER = new_key(1), new_key(2)
LOG_KEY = NoteKey(ORIGIN, LOG.public)


def sign(head: Checkpoint) -> Note:
    """Sign a checkpoint as the log."""
    return checkpoints.sign(head, LOG, LOG.public)


class Witness:
    """A witness in the same process, as strict as one elsewhere."""

    def __init__(self, number: int) -> None:
        secret = new_key(number)
        self.identity = WitnessIdentity(f"w{number}.bench.example", secret, secret.public)
        self.key = NoteKey(self.identity.name, secret.public, Use.COSIGNATURE)
        self._known: dict[str, Checkpoint] = {}

    def cosign(self, store: LogStore, note: Note) -> Note:
        """Ask for a cosignature, with a proof of consistency from the tiles."""
        head = Checkpoint.parse(note.text)
        known = self._known.get(ORIGIN)
        reader = LogReader(store.source, head)
        path = reader.consistency(known) if known else ()
        request = AddCheckpoint(known.size if known else 0, path, note).to_bytes()
        answer = add_checkpoint(
            request, logs={ORIGIN: [LOG_KEY]}, known=self._known, witness=self.identity, at=NOW
        )
        assert answer.latest is not None, answer.body  # noqa: S101 - or the figures mean nothing
        self._known[ORIGIN] = answer.latest
        return read_answer(answer.body, note, [self.key])[0]


class Bench:
    """A log that is filled, and the times it took."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.anchor = folder / "log", folder / "anchor"
        self.store = LogStore.create(self.folder, self.anchor, key=LOG_KEY, sign=sign)
        self.witnesses = (Witness(11), Witness(12))
        self.checkpoint_s: list[float] = []

    def entries(self, count: int) -> list[bytes]:
        """Build and sign the next entries of the issuer."""
        first = self.store.checkpoint.size + 1
        return [
            built(number, number.to_bytes(32)).to_bytes()
            for number in range(first, first + count)
        ]

    def append(self, entries: list[bytes]) -> None:
        """Append with witnesses, and note how long it took."""
        start = time.perf_counter()
        self.store.append(entries, sign=sign, witnesses=self._ask)
        self.checkpoint_s.append(time.perf_counter() - start)

    def _ask(self, note: Note) -> Note:
        for witness in self.witnesses:
            note = witness.cosign(self.store, note)
        return note


def built(number: int, body: bytes) -> Entry:
    """Return one signed entry."""
    return Entry.build(
        Kind.ISSUE_BATCH,
        did=DID,
        sequence=number,
        time=NOW,
        body=body,
        signer=ISSUER,
        public=ISSUER.public,
    )


def fill(bench: Bench, total: int, batch: int) -> tuple[float, float]:
    """Fill the log; return entries a second with and without building them."""
    start = time.perf_counter()
    while bench.store.checkpoint.size < total:
        left = total - bench.store.checkpoint.size
        bench.append(bench.entries(min(batch, left)))
    whole = time.perf_counter() - start
    return total / whole, total / sum(bench.checkpoint_s)


def judged(bench: Bench, seconds: float) -> float:
    """Return how many proofs of a credential are judged offline in a second."""
    salt, digest = bytes(32), b"d" * 32
    batch = Batch.of([commitment(salt, digest)] * 200, bytes(padding_bytes(200)))
    entry = built(bench.store.checkpoint.size + 1, batch.root)
    bench.append([entry.to_bytes()])
    index = bench.store.checkpoint.size - 1
    member = Membership(entry, batch.place(7, salt))
    path = bench.store.reader().inclusion(index)
    proof = LogProof(index, path, bench.store.note, member.to_bytes()).to_bytes()
    lines = [f"log {LOG_KEY}", *(f"witness {w.identity.name} {w.key}" for w in bench.witnesses)]
    names = " ".join(witness.identity.name for witness in bench.witnesses)
    policy = LogPolicy.parse(
        "\n".join([*lines, f"group all all {names}", "quorum all", ""]).encode()
    )

    def judge() -> None:
        report = check_logged(
            proof, credential=digest, did=DID, keys={ISSUER.public}, policy=policy, at=NOW
        )
        assert report.holds, report.reason  # noqa: S101 - or the figure means nothing

    print(f"proof of a credential            {len(proof):>10,} bytes")
    return rate(judge, seconds)


def rate(act: Callable[[], object], seconds: float) -> float:
    """Return how often something is done in a second."""
    done, start = 0, time.perf_counter()
    while time.perf_counter() - start < seconds:
        act()
        done += 1
    return done / (time.perf_counter() - start)


def main() -> int:
    """Print the figures; return 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--entries", type=int, default=20_000)
    parser.add_argument("--batch", type=int, default=1_500, help="entries of one append")
    parser.add_argument("--folder", default=None, help="where to write; a temporary one")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="skillmark-log-", dir=options.folder) as folder:
        print("\n".join(facts()))
        bench = Bench(Path(folder))
        whole, appended = fill(bench, options.entries, options.batch)
        slowest = max(bench.checkpoint_s)
        print(f"entries, built and appended      {whole:>10,.0f} a second")
        print(f"entries, appended                {appended:>10,.0f} a second")
        print(f"slowest checkpoint of {options.batch:>6,}     {slowest * 1_000:>10,.0f} ms")
        alone = rate(lambda: bench.append(bench.entries(1)), 2.0)
        print(f"checkpoints of one entry         {alone:>10,.1f} a second")
        print(f"proofs judged offline            {judged(bench, 2.0):>10,.0f} a second")
        head = bench.store.checkpoint
        bench.store.close()
        start = time.perf_counter()
        LogStore.open(bench.folder, bench.anchor, key=LOG_KEY, known=[head]).close()
        print(f"opened, all of it recomputed     {time.perf_counter() - start:>10,.2f} s")
        start = time.perf_counter()
        faults = list(examine(folder_source(bench.folder), head))
        print(f"examined with all signatures     {time.perf_counter() - start:>10,.2f} s")
        print(f"faults found                     {len(faults):>10,}")
    missed = whole < GOAL_RATE or slowest > GOAL_CHECKPOINT_S or bool(faults)
    print(
        "goal missed"
        if missed
        else f"goals kept: {GOAL_RATE:,} entries/s, {GOAL_CHECKPOINT_S} s"
    )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
