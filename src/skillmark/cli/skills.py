"""`skillmark skills`: import frameworks of skills, list them, search them by a sentence."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from skillmark.cli.screen import (
    CommandError,
    Exit,
    err,
    out,
    plain_errors,
    read_file,
    shown,
)
from skillmark.core import jsonio

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.skills.file_imports import Outcome
    from skillmark.platform.skills.reading.entry import Source

SUFFIXES: Final = frozenset({".csv", ".tsv", ".txt", ".json"})
MAX_FILES: Final = 100  # of one folder
SHOWN_PROBLEMS: Final = 20

Where = Annotated[
    Path, typer.Argument(metavar="FILE|FOLDER", help="The file, or a folder of files.")
]
Key = Annotated[
    str,
    typer.Option("--framework", help="Key of the framework; the file's own if it names one."),
]
Name = Annotated[str, typer.Option(help="What people call it.")]
Publisher = Annotated[str, typer.Option(help="Who publishes it.")]
Release = Annotated[str, typer.Option(help="Its version.")]
Licence = Annotated[str, typer.Option(help="Such as “CC BY 4.0”.")]
Language = Annotated[
    str,
    typer.Option(help="Of the texts, such as de; another one than the framework's adds it."),
]
OnlyFor = Annotated[
    str,
    typer.Option("--organisation", help="Short name of the only organisation that may use it."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")]
AsJson = Annotated[bool, typer.Option("--json", help="Say it as JSON.")]

app = typer.Typer(
    name="skills", help="Import, list and search frameworks of skills.", no_args_is_help=True
)


class FolderEmptyError(CommandError):
    """A folder holds no file that could be a framework of skills."""

    code = "cli.skills_folder_empty"


class OrganisationUnknownError(CommandError):
    """There is no organisation of that name here."""

    code = "cli.organisation_unknown"


def register(program: typer.Typer) -> None:
    """Add the commands to the program."""
    program.add_typer(app)


@app.command("import")
def import_(  # noqa: PLR0917 - the options of a command
    path: Where,
    framework: Key = "",
    name: Name = "",
    publisher: Publisher = "",
    release: Release = "",
    licence: Licence = "",
    language: Language = "",
    organisation: OnlyFor = "",
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Import a framework: the ESCO download, O*NET text files, CASE JSON or a table.

    Importing again changes what differs. A skill that is no longer there is marked as withdrawn;
    nothing is deleted. Rows that cannot be taken are named with their line, the others go in.
    Exit code 1: some rows were passed over.
    """
    facts = {
        "key": framework,
        "name": name,
        "publisher": publisher,
        "version": release,
        "licence": licence,
        "language": language,
    }
    with plain_errors():
        sources = _sources(path)
        from skillmark.cli import serving  # noqa: PLC0415 - Django stays out until it is needed

        serving.set_up()
        from skillmark.platform.skills import file_imports  # noqa: PLC0415

        outcome = file_imports.bring_in(
            sources,
            at=datetime.now(UTC).date(),
            facts=facts,
            organisation=_organisation(organisation),
            dry_run=dry_run,
        )
        _say(outcome, dry_run=dry_run, as_json=as_json)
    if outcome.package.problem_count:
        raise typer.Exit(Exit.WRONG)


@app.command("list")
def list_(
    organisation: Annotated[
        str, typer.Option(help="Short name of an organisation, to see its own too.")
    ] = "",
) -> None:
    """List the frameworks with version, number of skills and licence, one a line."""
    with plain_errors():
        from skillmark.cli import serving  # noqa: PLC0415

        serving.set_up()
        from skillmark.platform.skills import file_imports, selectors  # noqa: PLC0415

        with file_imports.scope(_organisation(organisation)):
            for one in selectors.frameworks(sort="name"):
                cells = (one.key, one.name, one.version, str(one.skill_count), one.licence)
                _line(cells)


@app.command("search")
def search_(
    sentence: Annotated[str, typer.Argument(help="What somebody can do, in a sentence.")],
    limit: Annotated[int, typer.Option(min=1, max=50, help="How many to show.")] = 10,
    framework: Annotated[
        list[str] | None, typer.Option(help="Key of the only framework to search; repeatable.")
    ] = None,
) -> None:
    """Find skills by a sentence, best first, with the reason; nothing leaves this machine.

    Prints address, name, framework and reason. Exit code 1: no skill fits.
    """
    with plain_errors():
        from skillmark.cli import serving  # noqa: PLC0415

        serving.set_up()
        from skillmark.platform.skills import search, selectors  # noqa: PLC0415
        from skillmark.platform.skills.reasons import sentences  # noqa: PLC0415

        found = search.search(sentence, limit, framework or None)
        for hit in found.hits:
            told = (
                hit.skill.label,
                hit.skill.framework.name,
                "; ".join(sentences(hit.reasons)),
            )
            cells = (selectors.address(hit.skill), *told)
            _line(cells)
        if found.unknown:
            err().print(f"No framework has: {shown(', '.join(found.unknown))}")
    if not found.hits:
        raise typer.Exit(Exit.WRONG)


def _line(cells: Sequence[str]) -> None:
    """Print cells between tabs, as programs like them; what cannot be seen is spelt out."""
    typer.echo(
        "\t".join(
            "".join(one if one.isprintable() else f"<U+{ord(one):04X}>" for one in cell)
            for cell in cells
        )
    )


def _sources(path: Path) -> "Sequence[Source]":
    from skillmark.platform.skills.reading.entry import Source  # noqa: PLC0415

    if not path.is_dir():
        return [Source(path.name, read_file(path))]
    files = sorted(one for one in path.iterdir() if one.suffix.lower() in SUFFIXES)
    if not files or len(files) > MAX_FILES:
        raise FolderEmptyError(
            f"{path} must hold one to {MAX_FILES} files of skills; it has {len(files)}.",
            path=str(path),
        )
    return [Source(one.name, read_file(one)) for one in files]


def _organisation(slug: str) -> "Organisation | None":
    if not slug:
        return None
    from skillmark.platform.orgs import selectors  # noqa: PLC0415

    found = selectors.by_slug(slug)
    if found is None:
        raise OrganisationUnknownError(f"There is no organisation “{slug}” here.", slug=slug)
    return found


def _say(outcome: "Outcome", *, dry_run: bool, as_json: bool) -> None:
    counts, package = outcome.counts, outcome.package
    if as_json:
        body: jsonio.JsonObject = {
            "framework": outcome.key,
            "layout": package.layout,
            "dry_run": dry_run,
            "counts": dict(counts.to_json()),
            "problems": [dict(one.to_json()) for one in package.problems],
        }
        out().print(jsonio.dumps(body).decode(), markup=False)
        return
    what = "would be imported" if dry_run else "imported"
    out().print(f"{shown(outcome.name)} ({outcome.key}) {what}:")
    for word in ("read", "new", "changed", "same", "withdrawn", "problems"):
        out().print(f"  {word:<10}{getattr(counts, word):>8}")
    for problem in package.problems[:SHOWN_PROBLEMS]:
        err().print(f"{shown(problem.file)}:{problem.line}: {shown(problem.message)}")
    if package.problem_count > SHOWN_PROBLEMS:
        err().print(f"… and {package.problem_count - SHOWN_PROBLEMS} more; --json has them.")
