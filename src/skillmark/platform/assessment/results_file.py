"""Results in a CSV: read row by row, each mistake named by row, column and reason.

Columns: ``email``, ``unit`` (slug, own code or name of the achievement), ``criterion`` (id or name), then
``level`` (id or name) or ``score`` (points), and ``date`` (year-month-day). Nothing is written here.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from skillmark.platform.assessment.errors import ResultsFileError
from skillmark.platform.assessment.models import Plan
from skillmark.platform.assessment.units import published

MAX_BYTES: Final = 2 * 1024 * 1024  # the second form carries the text
MAX_ROWS: Final = 20_000
COLUMNS: Final = ("email", "unit", "criterion", "level", "score", "date")
_NEEDED: Final = ("email", "unit", "criterion", "date")
FIRST_ROW: Final = 2  # below the headings


@dataclass(frozen=True, slots=True)
class Result:
    """One good row.

    Attributes:
        level: id of a level of the criterion.
        score: as it was given, when the level follows from it.
    """

    row: int
    plan: Plan
    email: str
    criterion: str
    level: str
    score: str
    achieved_on: date


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: where it is, and what to do."""

    row: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds."""

    results: tuple[Result, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Unit:
    plan: Plan
    criteria: dict[str, Mapping[str, Any]] = field(default_factory=dict)


def read(data: bytes, *, today: date) -> Found:
    """Return the results of a file, and what is wrong with the others.

    Args:
        data: CSV in UTF-8, with a comma, a semicolon or a tab between columns.
        today: later results are mistakes.

    Raises:
        ResultsFileError: it is no such file.
    """
    return check(_rows(data), today=today)


def check(rows: Sequence[Mapping[str, str]], *, today: date) -> Found:
    """Return the results that rows of texts give, and what is wrong with the others.

    Args:
        rows: by the names of `COLUMNS`; numbered as in a file, from 2.
        today: later results are mistakes.
    """
    units = _units()
    results: list[Result] = []
    problems: list[Problem] = []
    for number, row in enumerate(rows, FIRST_ROW):
        if not any(row.values()):
            continue
        found = _one(number, row, units, today)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            results.append(found)
    return Found(tuple(results), tuple(problems))


def _rows(data: bytes) -> list[dict[str, str]]:
    if len(data) > MAX_BYTES:
        raise ResultsFileError(
            _("The file is too large: at most %(most)d MB.") % {"most": MAX_BYTES // 1_048_576}
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ResultsFileError(_("Save the file as CSV in UTF-8.")) from None
    if "\0" in text:
        raise ResultsFileError(_("Save the file as CSV in UTF-8."))
    head = text.partition("\n")[0]
    mark = max(",;\t", key=head.count)
    try:
        read_rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except csv.Error:
        raise ResultsFileError(_("A quotation mark in the file is never closed.")) from None
    names = [name.strip().casefold() for name in read_rows[0]] if read_rows else []
    absent = [name for name in _NEEDED if name not in names]
    if absent or not {"level", "score"} & set(names):
        columns = ", ".join(absent or ["level"])
        raise ResultsFileError(_("These columns are missing: %(names)s.") % {"names": columns})
    if len(read_rows) > MAX_ROWS + 1:
        raise ResultsFileError(_("At most %(most)d rows are possible.") % {"most": MAX_ROWS})
    return [
        {name: value.strip() for name, value in zip(names, row, strict=False)}
        for row in read_rows[1:]
    ]


def _units() -> dict[str, _Unit]:
    """Return the plans of the current organisation by slug, own code, and name where only one has it."""
    units: dict[str, _Unit] = {}
    named: dict[str, list[_Unit]] = {}
    for plan in Plan.objects.select_related("achievement"):
        unit = _Unit(plan)
        rubric = published(plan).rubric
        unit.criteria |= {one["name"].casefold(): one for one in rubric}
        unit.criteria |= {one["id"]: one for one in rubric}
        for name in (plan.achievement.human_code, plan.achievement.slug):
            if name:
                units[name.casefold()] = unit
        named.setdefault(plan.achievement.name.casefold(), []).append(unit)
    alone = {name: found[0] for name, found in named.items() if len(found) == 1}
    return alone | units


def _one(
    number: int, row: Mapping[str, str], units: Mapping[str, _Unit], today: date
) -> Result | Problem:
    email = row.get("email", "").lower()
    unit = units.get(row.get("unit", "").casefold())
    if not _is_address(email):
        return Problem(number, "email", _("This is no e-mail address."))
    if unit is None:
        return Problem(number, "unit", _("There is no assessed unit of this name."))
    criterion = unit.criteria.get(row.get("criterion", "").casefold())
    if criterion is None:
        return Problem(number, "criterion", _("The unit has no criterion of this name."))
    level, day = _level(number, row, criterion), _day(number, row, today)
    if isinstance(level, Problem):
        return level
    if isinstance(day, Problem):
        return day
    return Result(number, unit.plan, email, criterion["id"], level, row.get("score", ""), day)


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _day(number: int, row: Mapping[str, str], today: date) -> date | Problem:
    try:
        day = date.fromisoformat(row.get("date", ""))
    except ValueError:
        return Problem(number, "date", _("Write the day as year-month-day: 2026-05-03."))
    if day > today:
        return Problem(number, "date", _("This day has not come yet."))
    return day


def _level(number: int, row: Mapping[str, str], criterion: Mapping[str, Any]) -> str | Problem:
    """Return the id of the level that a row gives, by its name or by its points."""
    said, levels = row.get("level", "").casefold(), criterion["levels"]
    if said:
        for one in levels:
            if said in {one["id"], one["name"].casefold()}:
                return str(one["id"])
        names = ", ".join(one["name"] for one in levels)
        return Problem(number, "level", _("Write one of: %(names)s.") % {"names": names})
    return _by_points(number, row.get("score", ""), levels)


def _by_points(number: int, score: str, levels: Sequence[Mapping[str, Any]]) -> str | Problem:
    """Return the id of the highest level whose points a score reaches."""
    try:
        points = Decimal(score.replace(",", "."))
    except InvalidOperation:
        return Problem(number, "score", _("Write a level, or a number of points."))
    if not points.is_finite() or len(score) > 20:  # noqa: PLR2004 - the column's length
        return Problem(number, "score", _("Write a level, or a number of points."))
    worth = [(Decimal(one["points"]), str(one["id"])) for one in levels if one["points"]]
    reached = [pair for pair in worth if pair[0] <= points]
    if not worth:
        return Problem(number, "score", _("The criterion has no points: write a level."))
    if not reached:
        return Problem(number, "score", _("These points reach no level."))
    return max(reached)[1]
