"""The rubric: criteria by which work is marked, each with levels from low to high."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from django.utils.translation import gettext as _

from skillmark.platform.catalog import text
from skillmark.platform.catalog.content.reader import Reader

MAX_CRITERIA: Final = 20
MAX_LEVELS: Final = 8
MAX_NAME: Final = 200  # characters
MAX_DESCRIPTION: Final = 1_000  # characters
MAX_POINTS: Final = Decimal(9_999)
_ID: Final = re.compile(r"\A[a-z0-9]{1,20}\Z")


@dataclass(frozen=True, slots=True)
class Level:
    """How well a criterion can be met.

    Attributes:
        id: short, unique in its criterion; a result in a credential points to it.
        points: a decimal as text, or empty.
    """

    id: str
    name: str
    description: str = ""
    points: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that is marked, with its levels from low to high."""

    id: str
    name: str
    description: str = ""
    levels: tuple[Level, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Return the form that is kept in the database."""
        written = asdict(self)
        written["levels"] = [asdict(level) for level in self.levels]
        return written


def read(reader: Reader, name: str) -> tuple[Criterion, ...]:
    """Return the rubric of the list `name`; rows with nothing in them are left out."""
    found: list[Criterion] = []
    for item in reader.mappings(name, _("Each criterion of the rubric needs a name.")):
        one = _criterion(reader, name, item, len(found) + 1, {c.id for c in found})
        if one is not None:
            found.append(one)
    if len(found) > MAX_CRITERIA:
        reader.problems[name] = _("At most %(most)d criteria are possible.") % {
            "most": MAX_CRITERIA
        }
    return tuple(found)


def _criterion(
    reader: Reader, name: str, item: Mapping[object, object], number: int, taken: set[str]
) -> Criterion | None:
    levels: list[Level] = []
    given = item.get("levels") or []
    for entry in given if isinstance(given, list | tuple) else []:
        if not isinstance(entry, Mapping):
            reader.problems[name] = _("Criterion %(number)d: each level needs a name.") % {
                "number": number
            }
            continue
        level = _level(reader, name, entry, number, {known.id for known in levels})
        if level is not None:
            levels.append(level)
    called = text.line(str(item.get("name") or ""))
    about = text.block(str(item.get("description") or ""))
    if not called and not about and not any(level.description for level in levels):
        return None
    where = {"number": number, "most": MAX_LEVELS}
    if not called:
        reader.problems[name] = _("Criterion %(number)d: give its name.") % where
    elif not levels:
        reader.problems[name] = _("Criterion %(number)d: it needs at least one level.") % where
    elif len(levels) > MAX_LEVELS:
        reader.problems[name] = (
            _("Criterion %(number)d: at most %(most)d levels are possible.") % where
        )
    elif len(called) > MAX_NAME or len(about) > MAX_DESCRIPTION:
        reader.problems[name] = _("Criterion %(number)d: use shorter words.") % where
    key = _own(str(item.get("id") or ""), "c", number, taken)
    return Criterion(key, called, about, tuple(levels))


def _level(
    reader: Reader, name: str, item: Mapping[object, object], number: int, taken: set[str]
) -> Level | None:
    called = text.line(str(item.get("name") or ""))
    about = text.block(str(item.get("description") or ""))
    given = item.get("points")
    points = text.line("" if given is None else str(given)).replace(",", ".")
    if not called and not about and not points:
        return None
    where = {"number": number}
    if not called:
        reader.problems[name] = _("Criterion %(number)d: name each of its levels.") % where
    elif len(called) > MAX_NAME or len(about) > MAX_DESCRIPTION:
        reader.problems[name] = _("Criterion %(number)d: use shorter words.") % where
    written = _points(points)
    if written is None:
        reader.problems[name] = (
            _("Criterion %(number)d: write points as a number, for example 3 or 1.5.") % where
        )
    key = _own(str(item.get("id") or ""), "l", len(taken) + 1, taken)
    return Level(key, called, about, written or "")


def _points(raw: str) -> str | None:
    """Return points in their only spelling, None when they are no number of points."""
    if not raw:
        return ""
    try:
        value = Decimal(raw)
    except InvalidOperation:
        return None
    if not value.is_finite() or not 0 <= value <= MAX_POINTS:
        return None
    return text.plain_number(value.quantize(Decimal("0.01")))


def _own(given: str, letter: str, number: int, taken: set[str]) -> str:
    """Return the id given if it is a good one, else the next free of ours."""
    if _ID.match(given) and given not in taken:
        return given
    while f"{letter}{number}" in taken:
        number += 1
    return f"{letter}{number}"
