"""``skillmark anchor blockcerts``: copies of credentials for the Blockcerts tools, for operators.

Acts for an installation; Django is imported inside the commands.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final
from uuid import UUID

import typer

from skillmark.cli.custody_places import NoSuchOrganisationError
from skillmark.cli.screen import CommandError, err, out, plain_errors, shown, write_file
from skillmark.core import jsonio
from skillmark.core.jsonio import JsonObject, JsonValue

if TYPE_CHECKING:
    from skillmark.platform.issuing.models import Batch
    from skillmark.platform.orgs.models import Organisation

ACTOR: Final = "system:operator"

app = typer.Typer(
    name="blockcerts",
    help="Copies of credentials for the Blockcerts tools; off unless switched on.",
    no_args_is_help=True,
)

Slug = Annotated[str, typer.Argument(metavar="ORGANISATION", help="Its address, as in /i/…")]
BatchId = Annotated[UUID, typer.Argument(metavar="BATCH", help="Id of the batch.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]

_SAFE: Final = re.compile(r"[0-9a-f\-]{36}\.json")


class NoSuchBatchError(CommandError):
    """The organisation has no such batch."""

    code = "cli.no_batch"


@app.command()
def on(slug: Slug) -> None:
    """Switch the export on for an organisation."""
    with plain_errors(), _organisation(slug) as organisation:
        from skillmark.platform.blockcerts import services  # noqa: PLC0415

        services.switch(organisation, on=True, actor=ACTOR)
    err().print("Switched on. The organisation's DID document names the account that sends.")


@app.command()
def off(slug: Slug) -> None:
    """Switch the export off; copies that exist stay good."""
    with plain_errors(), _organisation(slug) as organisation:
        from skillmark.platform.blockcerts import services  # noqa: PLC0415

        services.switch(organisation, on=False, actor=ACTOR)
    err().print("Switched off.")


@app.command()
def export(slug: Slug, batch_id: BatchId) -> None:
    """Begin the export of a batch; a worker builds it and sends the transaction."""
    with plain_errors(), _organisation(slug) as organisation:
        from skillmark.platform.blockcerts import services  # noqa: PLC0415

        begun = services.begin(_batch(organisation, batch_id), actor=ACTOR)
    err().print(f"{begun.total} copies, one transaction on {begun.chain}.")
    out().print(str(begun.pk))


@app.command()
def status(slug: Slug, batch_id: BatchId, as_json: AsJson = False) -> None:
    """Say how far the exports of a batch are."""
    with plain_errors(), _organisation(slug) as organisation:
        from skillmark.platform.blockcerts import selectors  # noqa: PLC0415

        rows = selectors.exports_of(_batch(organisation, batch_id))
        views = [selectors.view_of(row) for row in rows]
    if as_json:
        found: list[JsonValue] = [view.to_json() for view in views]
        said: JsonObject = {"exports": found}
        typer.echo(jsonio.dumps(said).decode())
        return
    for view in views:
        block = f"block {view.block}, {view.confirmations} on top" if view.block else ""
        out().print(f"{view.total:>8}  {view.state:<10} {view.chain} {block} {view.tx}")
        if view.problem:
            out().print(f"          [red]{shown(view.problem)}[/] [dim]{view.problem_code}[/]")
    if not views:
        out().print("Nothing of this batch has been exported.")


@app.command()
def write(
    slug: Slug,
    batch_id: BatchId,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where the copies go.")],
) -> None:
    """Write the copies of a batch whose transaction is final, one file a credential."""
    count = 0
    with plain_errors(), _organisation(slug) as organisation:
        from skillmark.platform.blockcerts import selectors  # noqa: PLC0415

        folder.mkdir(parents=True, exist_ok=True)
        for row in selectors.exports_of(_batch(organisation, batch_id)):
            for name, data in selectors.files_of(row):
                if _SAFE.fullmatch(name):
                    write_file(folder / name, data)
                    count += 1
    err().print(f"{count} copies written.")


@contextmanager
def _organisation(slug: str) -> "Iterator[Organisation]":
    """Return an organisation, its scope open."""
    from skillmark.cli import serving  # noqa: PLC0415 - Django is set up first

    serving.set_up()
    from skillmark.platform.orgs import selectors  # noqa: PLC0415
    from skillmark.platform.orgs.access import organisation_scope  # noqa: PLC0415

    found = selectors.by_slug(slug)
    if found is None:
        raise NoSuchOrganisationError(f"There is no organisation “{slug}”.", slug=slug)
    with organisation_scope(found):
        yield found


def _batch(organisation: "Organisation", batch_id: UUID) -> "Batch":
    from skillmark.platform.issuing.models import Batch  # noqa: PLC0415

    rows = Batch.objects.select_related("organisation").filter(organisation=organisation)
    found: Batch | None = rows.filter(pk=batch_id).first()
    if found is None:
        raise NoSuchBatchError("The organisation has no such batch.", batch=str(batch_id))
    return found
