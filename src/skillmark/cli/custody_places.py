"""Where keys lie, for the operator: ``keys places``, ``home``, ``new-kek`` and ``rewrap``."""

from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from skillmark.cli import keys
from skillmark.cli.screen import CommandError, err, out, plain_errors, shown

ACTOR = "system:operator"


class NoSuchOrganisationError(CommandError):
    """No organisation of this installation has that address."""

    code = "cli.no_organisation"


def register() -> None:
    """Add the commands to ``skillmark keys``."""
    for command in (places, home, new_kek, rewrap):
        keys.app.command()(command)


def places() -> None:
    """Say where keys may lie, whether each place answers, and what seals the keys here."""
    with plain_errors():
        _set_up()
        from skillmark.platform.trust import overview_of_places  # noqa: PLC0415 - after set-up

        table = Table("place", "address", "state")
        for line in overview_of_places.lines():
            table.add_row(shown(line.name), shown(line.address), shown(line.state))
    out().print(table)


def home(
    slug: Annotated[
        str, typer.Argument(metavar="ORGANISATION", help="Its address, as in /i/…")
    ],
    place: Annotated[
        str, typer.Argument(help="A name of SKILLMARK_KEY_PLACES; empty for this database.")
    ],
) -> None:
    """Let an organisation's new keys live in a place; keys in use stay until they are replaced."""
    with plain_errors():
        _set_up()
        from skillmark.platform.orgs import selectors  # noqa: PLC0415 - after set-up
        from skillmark.platform.trust import homes  # noqa: PLC0415

        organisation = selectors.by_slug(slug)
        if organisation is None:
            raise NoSuchOrganisationError(f"There is no organisation “{slug}”.", slug=slug)
        homes.choose(organisation, place, actor=ACTOR)
    err().print("New keys live there from now on. Replace a key to move it.")


def new_kek(
    place: Annotated[
        str,
        typer.Argument(metavar="PKCS11-URI", help="The token, with its module-path and PIN."),
    ],
    label: Annotated[str, typer.Argument(help="The label of the new key.")],
) -> None:
    """Make an AES key in a hardware module that can seal the keys of this installation.

    Prints its address. A key of that label that is there already is taken as it is.
    """
    with plain_errors():
        _set_up()
        from django.conf import settings  # noqa: PLC0415 - after set-up

        from skillmark.platform.trust.custody import places as where  # noqa: PLC0415

        address = where.make_wrapping_key(place, label, settings.SKILLMARK.secret_at)
    out().print(shown(address), soft_wrap=True)


def rewrap(
    again: Annotated[
        bool,
        typer.Option("--again", help="Wrap anew though the key-encryption key is the same."),
    ] = False,
) -> None:
    """Bring every sealed key under the key-encryption key that is configured now.

    The one of before must be in SKILLMARK_KEY_ENCRYPTION_BEFORE. The site may go on meanwhile.
    Interrupted, the command goes on where it was.
    """
    with plain_errors():
        _set_up()
        from skillmark.platform.trust import rewrapping  # noqa: PLC0415 - after set-up

        rewrapping.begin(again=again)
        now = rewrapping.progress()
        with Progress(
            TextColumn("keys"), BarColumn(), MofNCompleteColumn(), console=err()
        ) as bar:
            task = bar.add_task("keys", total=now.done + now.left)
            for now in rewrapping.run():
                bar.update(task, completed=now.done, total=now.done + now.left)
    err().print(f"Under key-encryption key {now.version}: {now.done}. Left: {now.left}.")
    if now.left:
        raise typer.Exit(1)


def _set_up() -> None:
    from skillmark.cli import serving  # noqa: PLC0415 - Django is set up first

    serving.set_up()
