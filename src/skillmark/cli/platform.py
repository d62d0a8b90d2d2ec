"""The commands of the platform: ``migrate``, ``up``, ``worker``.

They need the extra ``server``; `skillmark.cli.main` adds them where it is installed. Django is
imported inside the commands, so that the offline ones start as fast without it.
"""

import os
import socket
import sys
from collections.abc import Iterable, Iterator
from typing import Annotated

import typer

from skillmark.cli.screen import CommandError, err, plain_errors

Host = Annotated[str, typer.Option(help="The address to listen on; loopback by default.")]
Port = Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on.")]
Workers = Annotated[int, typer.Option(min=1, max=64, help="Web processes.")]


class PortTakenError(CommandError):
    """Something else listens there already."""

    code = "cli.port_taken"


def register(app: typer.Typer) -> None:
    """Add the platform's commands to the program."""
    app.command()(migrate)
    app.command()(up)
    app.command()(worker)


def migrate() -> None:
    """Create the database, or bring it to this release's shape."""
    with plain_errors():
        from skillmark.cli import serving  # noqa: PLC0415

        serving.set_up()
        serving.migrate()
    err().print("The database is up to date.")


def up(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    workers: Workers = 1,
    signer: Annotated[
        bool,
        typer.Option(
            "--signer", help="Hold the keys in a process of its own, beside the site."
        ),
    ] = False,
) -> None:
    """Serve the site: pages, API, job worker and mail."""
    with plain_errors():
        prepare(host, port)
        from skillmark.cli import own_signer  # noqa: PLC0415

        with own_signer.holding(wanted=signer):
            serve(host, port, workers=workers)


def worker(
    until_eof: Annotated[bool, typer.Option(hidden=True, help="Stop when input ends.")] = False,
) -> None:
    """Run jobs and send mail; start as many of these as you like beside `up`."""
    with plain_errors():
        from skillmark.cli import serving  # noqa: PLC0415

        serving.set_up()
        serving.run_worker(until_eof=until_eof)


def prepare(host: str, port: int) -> None:
    """Make ready what `serve` needs: settings, database, static files.

    Raises:
        PortTakenError: something listens on the port already.
    """
    _check_port(host, port)
    os.environ.setdefault("SKILLMARK_SITE_URL", f"http://{_in_url(host)}:{port}")
    from skillmark.cli import serving  # noqa: PLC0415

    serving.set_up()
    serving.migrate()
    serving.collect_static()


def serve(
    host: str,
    port: int,
    *,
    workers: int = 1,
    words: Iterable[str] | None = None,
    witnesses: int = 1,
) -> None:
    """Say where to look, then serve until told to stop.

    Args:
        host: the address to listen on.
        port: the port to listen on.
        workers: web processes.
        words: what to say instead of the addresses.
        witnesses: of our own, where the operator names no others.
    """
    from skillmark.cli import serving  # noqa: PLC0415

    screen = err()
    for line in _where_to_look() if words is None else words:
        screen.print(line, highlight=False, soft_wrap=True)
    command = [sys.executable, "-P", "-m", "skillmark.cli.platform", "worker"]
    serving.serve(host, port, workers=workers, worker_command=command, witnesses=witnesses)


def _where_to_look() -> Iterator[str]:
    from skillmark.cli import serving  # noqa: PLC0415

    yield "[bold]Skillmark is running.[/] Stop it with Ctrl+C."
    for word, address in serving.addresses():
        yield f"  {word:<8} {address}"


def _check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTakenError(
                f"Cannot listen on {host}:{port}. Choose another one with --port.",
                host=host,
                port=port,
            ) from error


def _in_url(host: str) -> str:
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not listened on
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


if __name__ == "__main__":
    program = typer.Typer(pretty_exceptions_enable=False)
    register(program)
    program()
