"""`skillmark audit`: check an exported audit trail offline, without trusting who exported it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from skillmark.cli.screen import Exit, FileReadError, out, plain_errors, shown
from skillmark.core.audit import AuditFileError, Position, Report, check_file
from skillmark.core.audit.file import MAX_LINE

app = typer.Typer(
    name="audit", help="Check an exported audit trail, offline.", no_args_is_help=True
)


@app.callback()
def audit() -> None:
    """Keep the name of the one command: it is `audit verify`."""


@app.command()
def verify(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="An export in JSON Lines.")],
    earlier: Annotated[
        Path | None,
        typer.Option(
            "--earlier",
            metavar="FILE",
            help="An older export of the same trail; the newer one must continue it.",
        ),
    ] = None,
) -> None:
    """Check that every entry of an exported audit trail is there and unchanged.

    Says which entry is the first that does not fit, and what is wrong with it: content, link,
    missing, order, end. With --earlier it also finds a history that was written anew.
    """
    with plain_errors():
        since = None if earlier is None else _end_of(earlier)
        report = check_file(_lines(path), earlier=since)
    screen = out()
    if report.finding is None:
        entries = report.head.entries
        screen.print(f"[bold green]Complete.[/] {entries} entries, unchanged.")
        screen.print(f"The last one has the hash {shown(report.head.hash)}.")
        return
    screen.print(
        f"[bold red]Broken.[/] {report.finding.sentence} [dim]({report.finding.fault})[/]"
    )
    raise typer.Exit(Exit.WRONG)


def _end_of(path: Path) -> Position:
    """Return where an older export ends.

    Raises:
        AuditFileError: it is broken itself, so nothing can be held against it.
    """
    report: Report = check_file(_lines(path))
    if report.finding is not None:
        raise AuditFileError(f"The earlier export is broken: {report.finding.sentence}")
    return report.position


def _lines(path: Path) -> Iterator[bytes]:
    """Yield the lines of a file, none longer than an entry may be."""
    try:
        with path.open("rb") as file:
            while line := file.readline(MAX_LINE + 1):
                yield line
    except OSError as error:
        raise FileReadError(
            f"{path} cannot be read: {error.strerror}.", path=str(path)
        ) from error
