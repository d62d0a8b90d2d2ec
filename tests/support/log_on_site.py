"""The log of the site in a folder of its own, with witnesses that answer over HTTP."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Self

from skillmark.cli import witness as witness_cli
from skillmark.cli.witness_server import Server, Witness
from skillmark.core.log import NoteKey
from skillmark.logstore.witnessing import WitnessStore

if TYPE_CHECKING:
    from skillmark.platform.transparency.publishing import Publisher


@dataclass
class RunningWitness:
    """A witness on a port of this machine.

    Attributes:
        folder: its key, logs and memory.
        key: its verifier key.
        url: where it answers.
    """

    folder: Path
    key: NoteKey
    url: str
    server: Server
    store: WitnessStore

    @classmethod
    def start(cls, folder: Path, name: str = "witness.example/w") -> Self:
        """Start a witness; its key is made the first time."""
        if not (folder / "witness.key").exists():
            witness_cli.make(folder, name)
        identity, key = witness_cli.read_key(folder)
        store = WitnessStore.open(folder / "memory")
        witness = Witness(identity, store, lambda: witness_cli.logs_of(folder), str(key))
        server = Server(("127.0.0.1", 0), witness)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        return cls(folder, key, f"http://127.0.0.1:{server.server_address[1]}", server, store)

    def watch(self, log: NoteKey) -> None:
        """Let it watch a log."""
        witness_cli.watch(self.folder, log)

    def stop(self) -> None:
        """Stop it."""
        self.server.shutdown()
        self.server.server_close()
        self.store.close()

    @property
    def setting(self) -> str:
        """How the settings of a site name it."""
        return f"{self.key} {self.url}"


@contextmanager
def witnesses(place: Path, count: int) -> Iterator[list[RunningWitness]]:
    """Run witnesses while the block runs."""
    names = [f"witness{number}.example/w" for number in range(1, count + 1)]
    running = [
        RunningWitness.start(place / f"w{number}", name)
        for number, name in enumerate(names, start=1)
    ]
    try:
        yield running
    finally:
        for one in running:
            one.stop()


def write_all(publisher: "Publisher", now: datetime) -> int:
    """Write whatever waits, as if its time had come; return how many entries went in."""
    return publisher.step(now + timedelta(seconds=5))
