"""The rubric as a table in the form: criteria down, levels across, a description in each cell.

Every criterion usually has the same levels. Where a rubric that came another way names a level
differently in one criterion, that cell keeps its own name and points; where it has fewer levels,
the missing ones stay missing unless something is written into them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Self

from django.http import QueryDict
from django.utils.translation import gettext as _

MAX_ROWS: Final = 20
MAX_COLUMNS: Final = 8


@dataclass(slots=True)
class Cell:
    """What one level means in one criterion; empty `name` and `points` are the column's."""

    id: str = ""
    description: str = ""
    name: str = ""
    points: str = ""
    absent: bool = False


@dataclass(slots=True)
class Column:
    """One level across all criteria."""

    name: str = ""
    points: str = ""


@dataclass(slots=True)
class Row:
    """One criterion."""

    id: str = ""
    name: str = ""
    description: str = ""
    cells: list[Cell] = field(default_factory=list)


@dataclass(slots=True)
class Grid:
    """The whole table."""

    columns: list[Column] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    @classmethod
    def of(cls, rubric: Sequence[Mapping[str, Any]]) -> Self:
        """Return the table of a stored rubric."""
        widest = max(rubric, key=lambda one: len(one["levels"]), default=None)
        levels = widest["levels"] if widest else []
        columns = [Column(level["name"], level["points"]) for level in levels]
        return cls(columns, [_row(one, columns) for one in rubric])

    @classmethod
    def sent(cls, data: QueryDict) -> Self:
        """Read the table of a sent form."""
        names, points = data.getlist("level_name"), data.getlist("level_points")
        columns = [
            Column(name, points[place] if place < len(points) else "")
            for place, name in enumerate(names[: MAX_COLUMNS + 1])
        ]
        width = len(columns)
        listed = {part: data.getlist(f"cell_{part}") for part in _PARTS}
        rows = []
        for place, name in enumerate(data.getlist("criterion_name")[: MAX_ROWS + 1]):
            start = place * width
            cells = [_cell(listed, start + column) for column in range(width)]
            key = _at(data.getlist("criterion_id"), place)
            about = _at(data.getlist("criterion_description"), place)
            rows.append(Row(key, name, about, cells))
        return cls(columns, rows)

    def raw(self) -> list[dict[str, object]]:
        """Return the rubric as `Content.parse` reads it."""
        return [
            {
                "id": row.id,
                "name": row.name,
                "description": row.description,
                "levels": [
                    {
                        "id": cell.id,
                        "name": cell.name or column.name,
                        "points": cell.points or column.points,
                        "description": cell.description,
                    }
                    for column, cell in zip(self.columns, row.cells, strict=True)
                    if not (cell.absent and not cell.description.strip())
                ],
            }
            for row in self.rows
        ]

    def add_criterion(self) -> int:
        """Add a criterion; the first one brings three levels with it."""
        if not self.columns:
            usual = (_("Not yet"), _("Reached"), _("Excellent"))
            self.columns = [Column(str(name)) for name in usual]
        if len(self.rows) < MAX_ROWS:
            self.rows.append(Row(cells=[Cell() for _column in self.columns]))
        return len(self.rows)

    def add_level(self) -> int:
        """Add a level to every criterion, as the highest."""
        if len(self.columns) < MAX_COLUMNS:
            self.columns.append(Column())
            for row in self.rows:
                row.cells.append(Cell())
        return len(self.columns)

    def step(self, act: str, what: str, place: int) -> None:
        """Remove or move a criterion, or remove a level."""
        if what == "level":
            if act == "remove" and 1 <= place <= len(self.columns):
                del self.columns[place - 1]
                for row in self.rows:
                    del row.cells[place - 1]
            return
        if not 1 <= place <= len(self.rows):
            return
        row = self.rows.pop(place - 1)
        if act != "remove":
            self.rows.insert(max(place - 2 if act == "up" else place, 0), row)
        elif not self.rows:
            self.columns = []


_PARTS: Final = ("id", "description", "name", "points", "absent")


def _row(one: Mapping[str, Any], columns: Sequence[Column]) -> Row:
    cells = []
    for place, column in enumerate(columns):
        if place >= len(one["levels"]):
            cells.append(Cell(absent=True))
            continue
        level = one["levels"][place]
        cells.append(
            Cell(
                id=level["id"],
                description=level["description"],
                name="" if level["name"] == column.name else level["name"],
                points="" if level["points"] == column.points else level["points"],
            )
        )
    return Row(one["id"], one["name"], one["description"], cells)


def _cell(listed: Mapping[str, Sequence[str]], place: int) -> Cell:
    said = {part: _at(values, place) for part, values in listed.items()}
    return Cell(
        id=said["id"],
        description=said["description"],
        name=said["name"],
        points=said["points"],
        absent=bool(said["absent"]),
    )


def _at(values: Sequence[str], place: int) -> str:
    return values[place] if place < len(values) else ""
