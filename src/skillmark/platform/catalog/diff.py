"""What changed between two versions: field by field, words and list items, in plain labels.

Pure: two versions in, differences out. A version compared with itself gives nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any, Final

from django.utils.formats import date_format

from skillmark.platform.catalog import european, pictures
from skillmark.platform.catalog.content import Content
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.catalog.text import plain_number
from skillmark.platform.catalog.vocabulary import LANGUAGES

KEPT: Final = "kept"
ADDED: Final = "added"
REMOVED: Final = "removed"
MAX_COMPARED: Final = 4_000_000  # pairs of words; more are shown as one exchange

_BLOCKS: Final = frozenset(
    {
        "description",
        "criteria_markdown",
        "prerequisites",
        "assessment_description",
        "grading",
        "stacks_into",
    }
)
_TOKENS: Final = re.compile(r"\s+|\w+|[^\w\s]")
_NAMES: Final = dict(LANGUAGES)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text or one item, and whether it was kept, added or removed."""

    change: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs.

    Attributes:
        field: a name of `Content`.
        label: as people read it.
        kind: ``value`` (one for another), ``words`` (a text) or ``items`` (a list).
        pieces: the older and the newer value; runs of words; or items, in reading order.
    """

    field: str
    label: str
    kind: str
    pieces: tuple[Piece, ...]


def compare(older: AchievementVersion, newer: AchievementVersion) -> tuple[Difference, ...]:
    """Return the fields that differ, in the order of the form."""
    return tuple(_differences(older, newer))


def changed(older: AchievementVersion, newer: AchievementVersion) -> tuple[str, ...]:
    """Return only the labels of the fields that differ."""
    return tuple(_label(name) for name, _before, _after in _differing(older, newer))


def _differences(older: AchievementVersion, newer: AchievementVersion) -> Iterator[Difference]:
    for name, before, after in _differing(older, newer):
        if name in _BLOCKS:
            pieces = words(str(before or ""), str(after or ""))
            yield Difference(name, _label(name), "words", pieces)
        elif isinstance(before, tuple) and isinstance(after, tuple):
            yield Difference(name, _label(name), "items", items(before, after))
        else:
            yield Difference(name, _label(name), "value", _pair(before, after))


def _differing(
    older: AchievementVersion, newer: AchievementVersion
) -> Iterator[tuple[str, object, object]]:
    for name in Content.__slots__:
        before, after = shown(older, name), shown(newer, name)
        if before == after:
            if name != "alignments" or older.alignments == newer.alignments:
                continue
            before, after = _whole(older.alignments), _whole(newer.alignments)
        yield name, before, after


def _label(name: str) -> str:
    label = str(getattr(AchievementVersion._meta.get_field(name), "verbose_name", name))  # noqa: SLF001 - Django's public name
    return label[:1].upper() + label[1:]


def shown(version: AchievementVersion, name: str) -> object:
    """Return a value as people see it; lists as tuples of readable lines."""
    if name == "design_key":
        return pictures.design_of(version)
    if name == "design_colour":
        return pictures.colour_of(version)
    if name in _LISTS:
        return tuple(_LISTS[name](getattr(version, name)))
    said = getattr(version, f"get_{name}_display", None)  # there is one for fields of choices
    return getattr(version, name) if said is None else str(said())


def words(before: str, after: str) -> tuple[Piece, ...]:
    """Return two texts as runs of words that were kept, removed or added.

    Kept and removed runs spell `before`, kept and added ones spell `after`.
    """
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    if len(old) * len(new) > MAX_COMPARED:
        return tuple(_runs([(REMOVED, before), (ADDED, after)]))
    return tuple(_runs(_changes(old, new)))


def items(before: Sequence[str], after: Sequence[str]) -> tuple[Piece, ...]:
    """Return the items of two lists, each kept, removed or added, in reading order."""
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    found: list[Piece] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            found += [Piece(KEPT, item) for item in before[a:b]]
        else:
            found += [Piece(REMOVED, item) for item in before[a:b]]
            found += [Piece(ADDED, item) for item in after[c:d]]
    return tuple(found)


def _changes(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield KEPT, "".join(old[a:b])
        else:
            yield REMOVED, "".join(old[a:b])
            yield ADDED, "".join(new[c:d])


def _runs(changes: Iterator[tuple[str, str]] | list[tuple[str, str]]) -> Iterator[Piece]:
    return (Piece(change, text) for change, text in changes if text)


def _pair(before: object, after: object) -> tuple[Piece, ...]:
    found = [Piece(REMOVED, _said(before)), Piece(ADDED, _said(after))]
    return tuple(piece for piece in found if piece.text)


def _said(value: object) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    return str(value)


def _skills(rows: list[dict[str, str]]) -> Iterator[str]:
    for row in rows:
        source = " ".join(filter(None, (row.get("target_framework"), row.get("target_code"))))
        name = row["target_name"]
        yield f"{name} ({source})" if source else f"{name} ({row['target_url']})"


def _whole(rows: list[dict[str, str]]) -> tuple[str, ...]:
    """Return skills with everything they say: only an address or a type may have changed."""
    return tuple(" · ".join(filter(None, row.values())) for row in rows)


def _rubric(rows: list[dict[str, Any]]) -> Iterator[str]:
    """Yield a line for each criterion with its levels, then one for each level's words."""
    for row in rows:
        levels = " / ".join(_level(level) for level in row["levels"])
        about = f" {row['description']}" if row["description"] else ""
        yield f"{row['name']}: {levels}.{about}"
        for level in row["levels"]:
            if level["description"]:
                yield f"{row['name']} · {level['name']}: {level['description']}"


def _level(level: dict[str, str]) -> str:
    name, points = level["name"], level["points"]
    return f"{name} ({points})" if points else name


def _translations(languages: dict[str, dict[str, Any]]) -> Iterator[str]:
    for code, said in sorted(languages.items()):
        lines = [
            said["name"],
            said["description"],
            said["criteria_markdown"],
            *said["outcomes"],
        ]
        for line in filter(None, lines):
            yield f"{_NAMES.get(code, code)}: {line}"


def _assessments(codes: list[str]) -> Iterator[str]:
    known = dict(european.AssessmentType.choices)
    return (str(known.get(code, code)) for code in codes)


_LISTS: Final[dict[str, Callable[[Any], Iterable[str]]]] = {
    "tags": tuple,
    "outcomes": tuple,
    "alignments": _skills,
    "rubric": _rubric,
    "translations": _translations,
    "assessment_types": _assessments,
}
