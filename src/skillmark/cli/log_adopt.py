"""`skillmark log adopt`: the way out when a log refuses to be written."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from skillmark.cli.log_source import open_log, read_policy
from skillmark.cli.screen import CommandError, err, plain_errors, read_file, shown
from skillmark.core.log import Note, check_log_signature, check_witnesses
from skillmark.logstore import LogStore


class AdoptError(CommandError):
    """A log in a folder is adopted with all three options, the site's own with none."""

    code = "cli.log_adopt"


def register(app: typer.Typer) -> None:
    """Add the command to its group."""
    app.command()(adopt)


def adopt(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="DIR", help="The folder of a log; without it, the site's own log."
        ),
    ] = None,
    anchor: Annotated[
        Path | None,
        typer.Option(
            "--anchor", metavar="DIR", help="Where its new anchor goes; in no backup."
        ),
    ] = None,
    newest: Annotated[
        Path | None,
        typer.Option(
            "--newest",
            metavar="FILE",
            help="The newest checkpoint that a witness serves of it.",
        ),
    ] = None,
    policy: Annotated[
        Path | None,
        typer.Option(
            "--policy",
            metavar="FILE",
            help="Which logs and witnesses to believe (tlog-policy).",
        ),
    ] = None,
) -> None:
    """Let a log be written again after it was moved or put back from a backup.

    A log refuses to start when its anchor is gone or is a copy. This makes a new anchor, if the
    log has come as far as its witnesses have seen it. A log that is behind stays refused: what was
    logged since is lost, and it must not sign a second history.

    Without DIR it is the log of this site: its settings say where all is, its witnesses are
    asked, and entries that an older database does not know are taken over. Stop the workers
    first. With DIR: the log must contain the checkpoint in --newest, which a quorum of the policy
    has cosigned; ask every witness, and take the checkpoint with the largest size.
    """
    with plain_errors():
        given = (folder, anchor, newest, policy)
        if folder and anchor and newest and policy:
            _adopt_folder(folder, anchor, newest, policy)
        elif any(given):
            raise AdoptError("Name DIR, --anchor, --newest and --policy, or none of them.")
        else:
            _adopt_own()


def _adopt_own() -> None:
    from skillmark.cli import serving  # noqa: PLC0415 - needs the extra “server”

    serving.set_up()
    from skillmark.platform.transparency import adopting  # noqa: PLC0415 - needs `set_up`

    done = adopting.adopt()
    err().print(
        f"The log may be written again, from entry {done.size} on. "
        f"{done.taken} entries were taken over from it."
    )


def _adopt_folder(folder: Path, anchor: Path, newest: Path, policy: Path) -> None:
    trusted = read_policy(policy)
    note = Note.parse(read_file(newest))
    head = check_log_signature(note, trusted)
    check_witnesses(note, trusted, int(datetime.now(UTC).timestamp()))
    log = open_log(str(folder), trusted, [])
    if log.head.origin != head.origin:
        raise CommandError("The checkpoint is of another log.", origin=head.origin)
    key = next(key for key in trusted.keys_of(head.origin) if log.signed_by(key))
    with LogStore.adopt(folder, anchor, key=key, newest=head) as store:
        size = store.checkpoint.size
    err().print(f"{shown(head.origin)} may be written again, from entry {size} on.")
