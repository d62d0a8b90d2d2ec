"""`skillmark signer`: the process that holds the keys and signs what its rules let pass."""

import os
import signal
import sys
import threading
from pathlib import Path
from typing import Annotated

import typer

from skillmark.cli.screen import CommandError, err, out, plain_errors

app = typer.Typer(
    name="signer",
    help="Run the process that holds the keys, and look into its journal.",
    no_args_is_help=True,
)

Socket = Annotated[
    Path | None,
    typer.Option(
        "--socket",
        metavar="PATH",
        help="Where to listen; without it, the path in SKILLMARK_SIGNER.",
    ),
]


class SignerSocketError(CommandError):
    """The signer's socket cannot be used: no path is given, or another signer listens there."""

    code = "cli.signer_socket"


def register(program: typer.Typer) -> None:
    """Add the commands to the program."""
    program.add_typer(app)


@app.command()
def run(
    socket: Socket = None,
    network: Annotated[
        bool,
        typer.Option(
            "--network",
            help="Keep the network: for a key service, or a database that is reached over it.",
        ),
    ] = False,
    until_eof: Annotated[bool, typer.Option(hidden=True, help="Stop when input ends.")] = False,
) -> None:
    """Hold the keys and sign for the web and worker processes, over a Unix socket.

    Run it under an account of its own, with the key passphrase in its environment only. The
    platform finds it by SKILLMARK_SIGNER=unix:/path. It gives up core dumps and the network, and
    takes orders only from the accounts in SKILLMARK_SIGNER_UIDS.
    """
    with plain_errors():
        from skillmark.cli import serving  # noqa: PLC0415 - Django is set up first

        address = _address()
        serving.set_up()
        from skillmark.platform.trust.signer import process  # noqa: PLC0415

        path = socket or (process.socket_path(address) if address else None)
        if path is None:
            raise SignerSocketError("Say where to listen: --socket, or SKILLMARK_SIGNER.")
        stop = _stop_on_signals(until_eof=until_eof)
        process.harden(network=network)
        err().print(f"The signer listens on {path}.", highlight=False, soft_wrap=True)
        try:
            process.serve(path.absolute(), stop)
        except OSError as error:
            raise SignerSocketError(f"Cannot listen on {path}: {error}.") from error


@app.command()
def ping() -> None:
    """Say whether the signer of this installation answers."""
    with plain_errors():
        address = os.environ.get("SKILLMARK_SIGNER", "")
        from skillmark.cli import serving  # noqa: PLC0415

        serving.set_up()
        from skillmark.platform.trust.signer import client  # noqa: PLC0415

        if not address or not client.is_there(address):
            raise SignerSocketError("No signer answers at the address in SKILLMARK_SIGNER.")
    err().print("The signer answers.")


@app.command(name="role")
def role_sql(
    name: Annotated[
        str, typer.Argument(metavar="ROLE", help="The name of the database role.")
    ] = "skillmark_signer",
) -> None:
    """Print the SQL that makes the signer's own role on PostgreSQL.

    Run it as the owner of the tables, once and after every upgrade: `skillmark signer role | psql`.
    The role may read keys, identities, kill switches and approvals, add to its journal, and
    nothing else. Give it a password or a certificate yourself.
    """
    with plain_errors():
        from skillmark.cli import serving  # noqa: PLC0415

        serving.set_up()
        from skillmark.platform.trust.signer import role  # noqa: PLC0415

        out().print(role.sql(name), highlight=False, soft_wrap=True, markup=False)


@app.command()
def found() -> None:
    """Found the key-encryption key of an empty installation, under the owner's database URL.

    The signer's own role may not: it only adds to its journal. Nothing happens when there is one.
    """
    with plain_errors():
        os.environ.pop("SKILLMARK_SIGNER", None)
        from skillmark.cli import serving  # noqa: PLC0415

        serving.set_up()
        from skillmark.platform.trust import sealing  # noqa: PLC0415

        generation = sealing.current()
    err().print(f"Keys are sealed under generation {generation.version}.")


def _address() -> str:
    """Make this process's settings the signer's own, before Django reads them."""
    address = os.environ.pop("SKILLMARK_SIGNER", "")
    if own := os.environ.pop("SKILLMARK_SIGNER_DATABASE_URL", ""):
        os.environ["SKILLMARK_DATABASE_URL"] = own
    return address


def _stop_on_signals(*, until_eof: bool) -> threading.Event:
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    if until_eof:
        threading.Thread(target=_watch_input, args=(stop,), daemon=True).start()
    return stop


def _watch_input(stop: threading.Event) -> None:
    while os.read(sys.stdin.fileno(), 1):
        pass
    stop.set()


if __name__ == "__main__":
    app()
