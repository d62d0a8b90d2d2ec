"""`skillmark lint`: is this achievement, or this credential, fit to be issued?"""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from skillmark.cli.screen import Exit, err, out, plain_errors, read_file, shown, write_file
from skillmark.core import bake, jsonio
from skillmark.core import lint as linting
from skillmark.core.badges.problem import Problem
from skillmark.core.issue.achievement_file import Form, parse
from skillmark.core.issue.errors import AchievementFileError
from skillmark.core.jsonio import JsonValue
from skillmark.core.proof import without_proof


def lint(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="An achievement (TOML, JSON), or a credential in any form."
        ),
    ],
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the problems as JSON.")
    ] = False,
) -> None:
    """Say everything that speaks against issuing what FILE holds.

    A signature is left aside: use verify for it. Exits with 0 when nothing was found, 1 when
    something was, 2 when the file could not be read.
    """
    with plain_errors(Exit.UNKNOWN):
        problems = _problems(path)
        if as_json:
            rows: list[JsonValue] = [dict(problem.to_json()) for problem in problems]
            write_file(Path("-"), jsonio.dumps({"problems": rows}) + b"\n")
        elif problems:
            table = Table(box=None, pad_edge=False)
            for title in ("Where", "What to do"):
                table.add_column(title, overflow="fold")
            for problem in problems:
                reason = f"{shown(problem.message)} [dim]{problem.code}[/]"
                table.add_row(shown(problem.path or "/"), reason)
            out().print(table)
        else:
            err().print("Nothing speaks against it.")
        raise typer.Exit(Exit.WRONG if problems else Exit.OK)


def _problems(path: Path) -> tuple[Problem, ...]:
    """Return what is wrong with an achievement file or a credential.

    Raises:
        SkillmarkError: the file cannot be read as either.
    """
    data = read_file(path)
    form = Form.of(path.name)
    if form is Form.JSON or bake.sniff(data) is not bake.Kind.UNKNOWN:
        document = jsonio.load_object(bake.extract(data))
        if "credentialSubject" in document:
            return linting.before_issue(without_proof(document))
    try:
        parse(data, form)
    except AchievementFileError as error:
        return error.problems
    return ()
