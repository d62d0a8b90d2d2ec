"""`skillmark witness`: a small server that watches logs of others and cosigns what only grew."""

import os
import secrets
import signal
import sys
import threading
from pathlib import Path
from typing import Annotated, Final

import typer

from skillmark.cli.screen import CommandError, err, out, plain_errors, read_file
from skillmark.cli.witness_server import Logs, Server, Witness
from skillmark.core.crypto import Algorithm, CryptoError, PrivateKey
from skillmark.core.log import NoteKey, Use, WitnessIdentity
from skillmark.logstore.witnessing import WitnessStore

app = typer.Typer(name="witness", help="Run a witness of public logs.", no_args_is_help=True)

_KEY: Final = "witness.key"
_LOGS: Final = "logs.txt"

Folder = Annotated[
    Path, typer.Argument(metavar="DIR", help="The witness's folder: its key and its memory.")
]


class WitnessKeyError(CommandError):
    """The key of the witness cannot be read, or one is there already."""

    code = "cli.witness_key"


class WitnessLogsError(CommandError):
    """The file of the logs to watch is not one verifier key on each line."""

    code = "cli.witness_logs"


@app.command()
def init(
    folder: Folder,
    name: Annotated[
        str, typer.Option("--name", help="Its lasting name: witness.example.org/harbour.")
    ],
) -> None:
    """Make the key of a new witness and print its verifier key, for the logs that ask it."""
    with plain_errors():
        key = make(folder, name)
    out().print(str(key))


@app.command()
def add(
    folder: Folder,
    log: Annotated[str, typer.Argument(metavar="VKEY", help="The verifier key of a log.")],
) -> None:
    """Let the witness watch a log; a running witness sees it at once."""
    with plain_errors():
        watch(folder, NoteKey.parse(log))
    err().print("The log is watched.")


@app.command()
def serve(
    folder: Folder,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 for any.")] = 8700,
    until_eof: Annotated[bool, typer.Option(hidden=True, help="Stop when input ends.")] = False,
) -> None:
    """Answer logs until told to stop. Put TLS in front of it; it keeps nothing of who asks."""
    with plain_errors():
        identity, key = read_key(folder)
        store = WitnessStore.open(folder / "memory")
        try:
            witness = Witness(identity, store, lambda: logs_of(folder), str(key))
            _serve(Server((host, port), witness), until_eof=until_eof)
        finally:
            store.close()


@app.command()
def moved(folder: Folder) -> None:
    """Let a witness go on after its folder was moved to another disk or machine.

    Never after a backup was put back: a witness that forgot what it saw may cosign a second
    history. Make a new one then, with a new key.
    """
    with plain_errors():
        WitnessStore.adopt(folder / "memory").close()
    err().print("The witness may go on.")


def make(folder: Path, name: str) -> NoteKey:
    """Make the key of a witness, readable by its owner only, and return its verifier key.

    Raises:
        WitnessKeyError: there is one.
        LogError: no key is called that.
    """
    seed = secrets.token_bytes(Algorithm.ED25519.seed_bytes)
    private = PrivateKey.generate(Algorithm.ED25519, seed)
    key = NoteKey(name, private.public, Use.COSIGNATURE)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(folder / _KEY, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise WitnessKeyError("The witness has a key already.", folder=str(folder)) from None
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"{name} {private.to_multikey()}\n")
    return key


def read_key(folder: Path) -> tuple[WitnessIdentity, NoteKey]:
    """Return who the witness is.

    Raises:
        WitnessKeyError: its key cannot be read.
    """
    words = read_file(folder / _KEY).decode("utf-8", "replace").split()
    try:
        name, secret = words
        private = PrivateKey.from_multikey(secret)
    except (ValueError, CryptoError) as error:
        raise WitnessKeyError("The file is no key of a witness.", folder=str(folder)) from error
    key = NoteKey(name, private.public, Use.COSIGNATURE)
    return WitnessIdentity(name, private, private.public), key


def watch(folder: Path, log: NoteKey) -> None:
    """Add a log to those that are watched.

    Raises:
        WitnessLogsError: the file of the logs cannot be read.
    """
    if log in [key for keys in logs_of(folder).values() for key in keys]:
        return
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _LOGS).open("a", encoding="utf-8") as file:
        file.write(f"{log}\n")


def logs_of(folder: Path) -> Logs:
    """Return the logs that are watched, by origin; read anew for each request.

    Raises:
        WitnessLogsError: a line is no verifier key of a log.
    """
    path = folder / _LOGS
    lines = read_file(path).decode("utf-8", "replace").split("\n") if path.exists() else []
    found: dict[str, tuple[NoteKey, ...]] = {}
    for line in filter(None, map(str.strip, lines)):
        key = NoteKey.parse(line)
        if key.use is not Use.NOTE:
            raise WitnessLogsError("A line is no verifier key of a log.", line=line[:100])
        found[key.name] = (*found.get(key.name, ()), key)
    return found


def _serve(server: Server, *, until_eof: bool) -> None:
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    if until_eof:
        threading.Thread(target=_watch_input, args=(stop,), daemon=True).start()
    thread.start()
    host, port = server.server_address[:2]
    typer.echo(f"http://{host if isinstance(host, str) else host.decode()}:{port}")
    sys.stdout.flush()
    stop.wait()
    server.shutdown()
    server.server_close()


def _watch_input(stop: threading.Event) -> None:
    while os.read(sys.stdin.fileno(), 1):
        pass
    stop.set()


if __name__ == "__main__":
    app()
