"""The command: read, preview what is wrong, issue with a progress bar, say what became of it."""

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import typer
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from skillmark.cli import keyfile
from skillmark.cli.issue import options
from skillmark.cli.issue.batch import Batch, Done, State
from skillmark.cli.keyfile import IssuingKey
from skillmark.cli.keys import PassphraseFile, passphrase_of
from skillmark.cli.screen import (
    CommandError,
    Exit,
    FileWriteError,
    err,
    out,
    plain_errors,
    read_file,
    shown,
    write_file,
)
from skillmark.core import bake, design, jsonio
from skillmark.core.badges.profile import Profile
from skillmark.core.bake import Kind
from skillmark.core.issue.achievement_file import Definition, Form, parse
from skillmark.core.issue.errors import AchievementFileError
from skillmark.core.issue.issuer import grade_check
from skillmark.core.issue.recipients import Problem, RecipientsFile, bad_rows_csv
from skillmark.core.issue.recipients import read as read_recipients
from skillmark.core.jsonio import JsonObject, JsonValue


class NoIssuerNameError(CommandError):
    """Nobody said what the issuer is called."""

    code = "cli.issuer_unnamed"


class PictureError(CommandError):
    """The picture is neither PNG nor SVG."""

    code = "cli.picture_unusable"


class DefinitionError(CommandError):
    """The achievement file does not define an achievement."""

    code = "cli.achievement_unusable"


def issue(
    achievement: options.Achievement,
    recipients: options.Recipients,
    *,
    key: options.Key,
    folder: options.Folder,
    issuer_name: options.IssuerName = None,
    issuer_url: options.IssuerUrl = None,
    picture: options.Picture = None,
    design_name: options.DesignName = "seal",
    colour: options.Colour = "#0b5a54",
    bad_rows: options.BadRows = None,
    check_only: options.CheckOnly = False,
    as_json: options.AsJson = False,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Issue one signed credential per row, as JSON and as a picture that carries it.

    A row that is wrong is named by line, column and reason, and stops no other. Running the
    same again changes nothing: what exists is kept, what is missing is made again with the
    same bytes. Exits with 0 when every row has its credential, 1 when some were refused, 2
    when nothing could be done.
    """
    with plain_errors(Exit.UNKNOWN):
        now = datetime.now(UTC).replace(microsecond=0)
        definition = _definition(achievement)
        found = _recipients(recipients, definition, now)
        if found.problems:
            done: list[Done] = []
        elif check_only:
            refused = [row for row in found.rows if row.problems]
            done = [Done(row.line, State.REFUSED, problems=row.problems) for row in refused]
        else:
            issuing_key = keyfile.read(key, passphrase_of(passphrase_file))
            profile = _profile(definition, issuing_key, issuer_name, issuer_url)
            batch = Batch(
                definition=definition,
                profile=profile,
                key=issuing_key,
                folder=folder,
                picture=_picture(picture, definition, profile, design_name, colour),
                now=now,
            )
            _make(folder)
            done = _with_progress(batch, found)
        if bad_rows is not None and found.bad_rows:
            write_file(bad_rows, bad_rows_csv(found))
        raise typer.Exit(_say(found, done, as_json=as_json))


def _definition(path: Path) -> Definition:
    """Return the achievement, listing every problem of its file.

    Raises:
        DefinitionError: it defines none.
    """
    try:
        return parse(read_file(path), Form.of(path.name))
    except AchievementFileError as error:
        lines = (f"{problem.path or '/'}: {problem.message}" for problem in error.problems)
        raise DefinitionError(f"{path} defines no achievement. " + " ".join(lines)) from error


def _recipients(path: Path, definition: Definition, now: datetime) -> RecipientsFile:
    return read_recipients(
        read_file(path),
        at=now.date(),
        not_before=definition.course_start,
        achievements=frozenset({definition.slug}),
        grade_reason=grade_check(definition.achievement),
    )


def _profile(
    definition: Definition, key: IssuingKey, name: str | None, url: str | None
) -> Profile:
    """Return the issuer: the key's DID with the name given, or that of the creator.

    Raises:
        NoIssuerNameError: there is no name.
    """
    creator = definition.achievement.creator
    known = name or (creator.name if creator else None)
    if not known:
        raise NoIssuerNameError("Say what the issuer is called with --issuer-name.")
    return Profile(id=key.did, name=known, url=url or (creator.url if creator else None))


def _picture(
    path: Path | None, definition: Definition, profile: Profile, name: str, colour: str
) -> bytes:
    """Return the picture to bake into.

    Raises:
        PictureError: the file is neither PNG nor SVG.
        SkillmarkError: there is no such design or colour.
    """
    if path is None:
        title, issuer = definition.achievement.name, profile.name or ""
        return design.png(
            design.draw(name, title=title, issuer=issuer, colour=colour), size=400
        )
    data = read_file(path)
    if bake.sniff(data) not in {Kind.PNG, Kind.SVG}:
        raise PictureError(f"{path} is neither PNG nor SVG.", path=str(path))
    return data


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileWriteError(f"{folder} cannot be made: {error.strerror}.") from error


def _with_progress(batch: Batch, found: RecipientsFile) -> list[Done]:
    """Return what became of each row, showing a bar while it takes."""
    columns = (
        TextColumn("Issuing"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    console = err()
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        return list(bar.track(batch.run(found.rows), total=len(found.rows)))


def _say(found: RecipientsFile, done: list[Done], *, as_json: bool) -> Exit:
    """Write what became of the rows, and return the exit code."""
    counts = Counter(one.state for one in done)
    problems = [*found.problems, *(problem for one in done for problem in one.problems)]
    if as_json:
        rows: list[JsonValue] = [dict(problem.to_json()) for problem in problems]
        answer: JsonObject = {state.value: counts[state] for state in State}
        write_file(Path("-"), jsonio.dumps({**answer, "problems": rows}) + b"\n")
    else:
        if problems:
            out().print(_table(problems))
        words = ", ".join(f"{counts[state]} {state.value}" for state in State)
        with suppress(BrokenPipeError):
            err().print(words if done else "Nothing was issued.")
    if found.problems:
        return Exit.UNKNOWN
    return Exit.WRONG if problems else Exit.OK


def _table(problems: Iterable[Problem]) -> Table:
    table = Table(box=None, pad_edge=False)
    for title in ("Line", "Column", "Value", "What to do"):
        table.add_column(title, overflow="fold")
    for problem in problems:
        reason = f"{shown(problem.message)} [dim]{problem.code}[/]"
        table.add_row(str(problem.line), shown(problem.column), shown(problem.value), reason)
    return table
