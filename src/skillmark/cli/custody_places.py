"""Where keys lie, for the operator: ``keys places``, ``home``, ``new-kek``, ``rewrap``, ``orphans``."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from skillmark.cli import keys
from skillmark.cli.screen import CommandError, Exit, err, out, plain_errors, shown
from skillmark.core.encoding import timestamp
from skillmark.core.errors import SkillmarkError

if TYPE_CHECKING:
    from skillmark.platform.trust.orphans import Orphan

ACTOR = "system:operator"


class NoSuchOrganisationError(CommandError):
    """No organisation of this installation has that address."""

    code = "cli.no_organisation"


class NoSuchOrphanError(CommandError):
    """No key without a row has that name."""

    code = "cli.no_orphan"


class NothingRemovedError(CommandError):
    """The question whether to end the keys was answered with no."""

    code = "cli.nothing_removed"


def register() -> None:
    """Add the commands to ``skillmark keys``."""
    for command in (places, home, new_kek, rewrap, orphans):
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


def orphans(
    *,
    remove: Annotated[
        bool, typer.Option("--remove", help="End them; asked once more before it is done.")
    ] = False,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only", metavar="NAME", help="Only keys of these names; may be repeated."
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Remove without asking.")] = False,
) -> None:
    """List keys in modules and key services to which no row of this installation leads.

    They are left when what made them failed, or when a retired key could not be ended. They sign
    nothing. Keys of the last hour are left out: their rows may be on their way. If another
    installation keeps keys in the same place, its keys look the same: name yours with --only.
    """
    with plain_errors():
        _set_up()
        from skillmark.platform.trust import orphans as keys_left  # noqa: PLC0415 - after set-up

        found: list[Orphan] = []
        failed = False
        for place in keys_left.places():
            try:
                found += keys_left.find(place)
            except SkillmarkError as error:
                failed = True
                err().print(f"{shown(place)}: {shown(error.message)} [dim]{error.code}[/]")
        chosen = _chosen(found, only)
        for one in chosen:
            why = "retired" if one.retired else "never used"
            moment = timestamp.encode(one.made_at)
            out().print(
                f"{shown(one.place)}  {shown(one.name)}  {moment}  {why}",
                soft_wrap=True,
                highlight=False,
            )
        if remove and chosen:
            if not yes and not typer.confirm(f"End {len(chosen)} keys for good?", err=True):
                raise NothingRemovedError("Nothing was removed.")
            for one in chosen:
                keys_left.remove(one)
            err().print(f"Ended: {len(chosen)}.")
    if failed or (chosen and not remove):
        raise typer.Exit(Exit.WRONG)


def _chosen(found: "list[Orphan]", only: list[str] | None) -> "list[Orphan]":
    """Return each key once, of those that were named.

    Raises:
        NoSuchOrphanError: a name is none of them.
    """
    each = {one.address: one for one in found}
    wanted = set(only or [one.name for one in found])
    if missing := wanted - {one.name for one in found}:
        name = min(missing)
        raise NoSuchOrphanError(f"No key without a row is named “{name}”.", name=name)
    return [one for one in each.values() if one.name in wanted]


def _set_up() -> None:
    from skillmark.cli import serving  # noqa: PLC0415 - Django is set up first

    serving.set_up()
