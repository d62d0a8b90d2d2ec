"""`skillmark lint`: is this achievement, or this credential, fit to be issued, and how good?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from skillmark.cli.lint_quality import ProfileChoice, chosen, print_report, status_of
from skillmark.cli.screen import Exit, err, out, plain_errors, read_file, shown, write_file
from skillmark.core import bake, jsonio
from skillmark.core import lint as linting
from skillmark.core.badges.problem import Problem
from skillmark.core.issue.achievement_file import Form, load, parse
from skillmark.core.issue.errors import AchievementFileError
from skillmark.core.lint import quality
from skillmark.core.proof import without_proof


@dataclass(frozen=True, slots=True)
class _Found:
    """What a file holds, and what speaks against issuing it.

    Attributes:
        complete: the file could say everything a profile asks.
    """

    problems: tuple[Problem, ...]
    document: Mapping[str, Any]
    complete: bool = False


def lint(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="An achievement (TOML, JSON), or a credential in any form."
        ),
    ],
    *,
    profile: Annotated[
        list[ProfileChoice] | None,
        typer.Option(
            "--profile",
            metavar="NAME",
            help="Also judge its quality: eu, trusted, cmf, nmf, nzqa or all. May be repeated.",
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the problems as JSON.")
    ] = False,
) -> None:
    """Say everything that speaks against issuing what FILE holds.

    A signature is left aside: use verify for it. With a profile, every missing or wrong field is
    named too. Exits with 0 when nothing was found that is required, 1 when something was, 2 when
    the file could not be read or has no place for what a profile requires.
    """
    with plain_errors(Exit.UNKNOWN):
        found = _look(path)
        reports = _judge(found, chosen(profile or []))
        if as_json:
            written: dict[str, Any] = {"problems": [one.to_json() for one in found.problems]}
            if profile:
                written["quality"] = [report.to_json() for report in reports]
            write_file(Path("-"), jsonio.dumps(written) + b"\n")
        else:
            _print_problems(found.problems)
            for report in reports:
                print_report(report)
        raise typer.Exit(Exit.WRONG if found.problems else status_of(reports))


def _print_problems(problems: tuple[Problem, ...]) -> None:
    if not problems:
        err().print("Its form is right.")
        return
    table = Table(box=None, pad_edge=False)
    for title in ("Where", "What to do"):
        table.add_column(title, overflow="fold")
    for problem in problems:
        reason = f"{shown(problem.message)} [dim]{problem.code}[/]"
        table.add_row(shown(problem.path or "/"), reason)
    out().print(table)


def _judge(found: _Found, profiles: tuple[quality.Profile, ...]) -> tuple[quality.Report, ...]:
    """Return a report for each profile; what could not be read stands among the problems."""
    if not profiles:
        return ()
    today = datetime.now(UTC).date()
    definition = quality.read(
        found.document, complete=found.complete, as_of=today, strict=False
    )
    return tuple(quality.check(definition, profile) for profile in profiles)


def _look(path: Path) -> _Found:
    """Return what an achievement file or a credential holds, and what is wrong with it.

    Raises:
        SkillmarkError: the file cannot be read as either.
    """
    data = read_file(path)
    form = Form.of(path.name)
    if form is Form.JSON or bake.sniff(data) is not bake.Kind.UNKNOWN:
        document = jsonio.load_object(bake.extract(data))
        if "credentialSubject" in document:
            return _Found(linting.before_issue(without_proof(document)), document)
    loaded = load(data, form)
    try:
        parse(data, form)
    except AchievementFileError as error:
        return _Found(error.problems, loaded, form is Form.TOML)
    return _Found((), loaded, form is Form.TOML)
