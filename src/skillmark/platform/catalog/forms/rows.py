"""Rows of the achievement form: outcomes, skills, the rubric, other languages.

Each row is a set of inputs with the same names, read as parallel lists, so that the form grows
and shrinks by submit buttons, without JavaScript and without hidden counters. `Rows.step` does
what such a button asks: ``add-outcome``, ``remove-criterion-2``, ``up-outcome-3``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, Final, Self

from django.http import QueryDict
from django.utils.translation import gettext as _

from skillmark.platform.catalog.forms.grid import Grid
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.catalog.vocabulary import LANGUAGES

SKILL_PARTS: Final = (
    "target_name",
    "target_url",
    "target_framework",
    "target_code",
    "target_type",
)
TRANSLATED: Final = ("name", "description", "criteria_markdown", "outcomes")
NAMES: Final = dict(LANGUAGES)
_STEP: Final = re.compile(r"\A(add|remove|up|down)-([a-z]+)(?:-(\d{1,3}))?\Z")


@dataclass(slots=True)
class Rows:
    """What the rows of a form hold, as they will be drawn again.

    Attributes:
        touched: the list and the place (from 1) that the last step changed, to put the cursor.
    """

    outcomes: list[str] = field(default_factory=list)
    skills: list[dict[str, str]] = field(default_factory=list)
    rubric: Grid = field(default_factory=Grid)
    languages: list[dict[str, str]] = field(default_factory=list)
    new_language: str = ""
    touched: tuple[str, int] = ("", 0)

    @classmethod
    def sent(cls, data: QueryDict) -> Self:
        """Read the rows of a sent form; empty skills are left out."""
        outcomes = [line for value in data.getlist("outcomes") for line in _split(value)]
        return cls(
            outcomes=outcomes,
            skills=[row for row in _columns(data, "skill", SKILL_PARTS) if _said(row)],
            rubric=Grid.sent(data),
            languages=_columns(data, "translation", ("language", *TRANSLATED)),
            new_language=data.get("new_language", ""),
        )

    @classmethod
    def of(cls, version: AchievementVersion) -> Self:
        """Return the rows of a version."""
        languages = [
            {
                "language": code,
                **{name: str(said.get(name, "")) for name in TRANSLATED},
                "outcomes": "\n".join(said.get("outcomes", [])),
            }
            for code, said in version.translations.items()
        ]
        return cls(
            outcomes=list(version.outcomes),
            skills=list(version.alignments),
            rubric=Grid.of(version.rubric),
            languages=languages,
        )

    def raw(self) -> dict[str, object]:
        """Return the rows as `Content.parse` reads them."""
        translations = {
            row["language"]: {**row, "outcomes": row["outcomes"].splitlines()}
            for row in self.languages
        }
        return {
            "outcomes": self.outcomes,
            "alignments": self.skills,
            "rubric": self.rubric.raw(),
            "translations": translations,
        }

    def step(self, asked: str) -> None:
        """Do what a button asks; what is no step of ours does nothing."""
        found = _STEP.match(asked)
        if found is None:
            return
        act, what, place = found[1], found[2], int(found[3] or 0)
        if act == "add":
            self._add(what)
        elif what in {"criterion", "level"}:
            self.rubric.step(act, what, place)
            self.touched = (what, place)
        elif (rows := self._lists().get(what)) is not None:
            self.touched = (what, _move(rows, act, place))

    def free_languages(self, main: str) -> list[tuple[str, str]]:
        """Return the languages that can still be added."""
        taken = {main, *(row["language"] for row in self.languages)}
        return [(code, name) for code, name in LANGUAGES if code not in taken]

    def _lists(self) -> dict[str, list[Any]]:
        return {"outcome": self.outcomes, "skill": self.skills, "language": self.languages}

    def _add(self, what: str) -> None:
        makers: dict[str, Callable[[], int]] = {
            "outcome": lambda: _append(self.outcomes, ""),
            "skill": lambda: _append(self.skills, dict.fromkeys(SKILL_PARTS, "")),
            "criterion": self.rubric.add_criterion,
            "level": self.rubric.add_level,
            "language": self._add_language,
        }
        if what in makers:
            self.touched = (what, makers[what]())

    def _add_language(self) -> int:
        code = self.new_language
        if code not in NAMES or any(row["language"] == code for row in self.languages):
            return 0
        row = {"language": code, **dict.fromkeys(TRANSLATED, "")}
        return _append(self.languages, row)


def language_name(code: str) -> str:
    """Return what a language calls itself."""
    return NAMES.get(code, code or _("Unknown language"))


def _append(rows: list[Any], row: object) -> int:
    rows.append(row)
    return len(rows)


def _move(rows: list[Any], act: str, place: int) -> int:
    """Remove a row, or let it change places with its neighbour; return where to look."""
    if not 1 <= place <= len(rows):
        return 0
    if act == "remove":
        del rows[place - 1]
        return min(place, len(rows))
    other = place - 1 if act == "up" else place + 1
    if not 1 <= other <= len(rows):
        return place
    rows[place - 1], rows[other - 1] = rows[other - 1], rows[place - 1]
    return other


def _columns(data: QueryDict, prefix: str, parts: tuple[str, ...]) -> list[dict[str, str]]:
    columns = [data.getlist(f"{prefix}_{part}") for part in parts]
    return [dict(zip(parts, row, strict=True)) for row in zip_longest(*columns, fillvalue="")]


def _said(row: Mapping[str, str]) -> bool:
    return any(value.strip() for part, value in row.items() if part != "target_type")


def _split(value: str) -> list[str]:
    """Return the lines of an input; pasting a list of many lines makes as many rows."""
    return value.splitlines() or [""]
