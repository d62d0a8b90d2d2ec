"""``skillmark keys new-history``: another history for an identity whose own can never go on."""

from pathlib import Path
from typing import Annotated

import typer

from skillmark.cli import keys
from skillmark.cli.custody import ACTOR
from skillmark.cli.custody_places import NoSuchOrganisationError
from skillmark.cli.recovery import NotConfirmedError
from skillmark.cli.screen import (
    Exit,
    FileExistsAlreadyError,
    err,
    out,
    plain_errors,
    shown,
    write_file,
)


def register(_app: typer.Typer) -> None:
    """Add the command to ``skillmark keys``."""
    keys.app.command()(new_history)


def new_history(
    slug: Annotated[
        str, typer.Argument(metavar="ORGANISATION", help="Its address, as in /i/…")
    ],
    keep: Annotated[
        Path,
        typer.Option(
            "--keep",
            metavar="FILE",
            help="Where to write the log that is given up (did.jsonl).",
        ),
    ],
    yes: Annotated[
        bool, typer.Option("--yes", help="Do it; without it you only see what would happen.")
    ] = False,
) -> None:
    """Begin another history (did:webvh) where the key of the next version is lost for good.

    Only when no backup brings that key back: the old history then stands still for ever and cannot
    be closed. The did:web stays, and all that was issued under it stays valid. Refused while the
    key is here, and where credentials name the did:webvh itself. Prints the new did:webvh.
    """
    with plain_errors(Exit.WRONG):
        from skillmark.cli import serving  # noqa: PLC0415 - Django is set up first

        serving.set_up()
        from skillmark.platform.orgs import selectors  # noqa: PLC0415
        from skillmark.platform.trust.identities import anew  # noqa: PLC0415

        organisation = selectors.by_slug(slug)
        if organisation is None:
            raise NoSuchOrganisationError(f"There is no organisation “{slug}”.", slug=slug)
        row = anew.stuck(organisation)
        err().print(f"Given up:  {shown(row.did)}", soft_wrap=True, highlight=False)
        err().print(f"It stays:  {shown(row.identity.did)}", soft_wrap=True, highlight=False)
        if not yes:
            raise NotConfirmedError("Nothing was done. Add --yes to do it.")
        if keep.exists():
            raise FileExistsAlreadyError(f"{keep} exists already.", path=str(keep))
        write_file(keep, bytes(row.log))
        new = anew.begin(organisation, actor=ACTOR)
    err().print("Make a new backup: every earlier one lacks the key of the next version.")
    out().print(new.did, soft_wrap=True, highlight=False)
