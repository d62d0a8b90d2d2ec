"""The table ``quality`` of an achievement file, read strictly.

Every key is an attribute of `Definition` in its own spelling or in camel case; one that is not
known is probably misspelt, and is named with the nearest that is.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, Final

from skillmark.core.badges.problem import Problem, pointer
from skillmark.core.lint.quality.definition import Criterion

QUALITY: Final = "quality"


def camel(key: str) -> str:
    """Return ``workloadHours`` for ``workload_hours``; other spellings stay."""
    first, *others = key.split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in others)


def number(value: object) -> Decimal | None:
    """Return a finite number of TOML or JSON; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    found = Decimal(str(value))
    return found if found.is_finite() else None


def quality_facts(value: object) -> tuple[tuple[Problem, ...], dict[str, Any]]:
    """Return what is wrong with a table ``quality``, and the attributes it states.

    Args:
        value: the table; None when the file has none.
    """
    if value is None:
        return (), {}
    if not isinstance(value, Mapping):
        return (Problem("quality.type", f"/{QUALITY}", "“quality” must be a table."),), {}
    problems: list[Problem] = []
    found: dict[str, Any] = {}
    for key, entry in value.items():
        name = _NAMES.get(camel(str(key)))
        if name is None:
            problems.append(_unknown_key(str(key)))
            continue
        wanted, read = _READERS[name]
        fact = read(entry)
        if fact is None:
            message = f"“{key}” must be {wanted}."
            problems.append(Problem("quality.type", pointer((QUALITY, str(key))), message))
        else:
            found[name] = fact
    return tuple(problems), found


def unsettled(value: object) -> frozenset[str]:
    """Return the attributes a table ``quality`` means to state, but does not state soundly."""
    if not isinstance(value, Mapping):
        return frozenset()
    stated = quality_facts(value)[1]
    meant = (_meant(str(key)) for key in value)
    return frozenset(name for name in meant if name is not None and name not in stated)


def _meant(key: str) -> str | None:
    """Return the attribute that a key names, or the nearest to what it names."""
    near = get_close_matches(camel(key), _NAMES, n=1)
    return _NAMES.get(camel(key)) or (_NAMES[near[0]] if near else None)


def _unknown_key(key: str) -> Problem:
    near = _meant(key)
    hint = f" Perhaps “{near}” is meant." if near else ""
    message = f"“{key}” is not known here.{hint}"
    return Problem("quality.unknown_key", pointer((QUALITY, key)), message)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _texts(value: object) -> tuple[str, ...] | None:
    listed = value if isinstance(value, list) else [value]
    found = tuple(entry for entry in listed if isinstance(entry, str))
    return found if len(found) == len(listed) else None


def _whole(value: object) -> int | None:
    return value if type(value) is int else None


def _day(value: object) -> date | None:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    return value if isinstance(value, date) and not isinstance(value, datetime) else None


def _rubric(value: object) -> tuple[Criterion, ...] | None:
    listed = value if isinstance(value, list) else [value]
    rows = tuple(map(_criterion, listed))
    found = tuple(row for row in rows if row is not None)
    return found if len(found) == len(rows) else None


def _criterion(value: object) -> Criterion | None:
    if not isinstance(value, Mapping) or value.keys() - {"name", "levels"}:
        return None
    name, levels = _text(value.get("name")), _texts(value.get("levels", []))
    return None if name is None or levels is None else Criterion(name=name, levels=levels)


type _Reader = tuple[str, Callable[[object], Any]]

_A_TEXT: Final[_Reader] = ("a text", _text)
_LIST: Final[_Reader] = ("a list of texts", _texts)
_NUMBER: Final[_Reader] = ("a number", number)
_WHOLE: Final[_Reader] = ("a whole number", _whole)
_DAY: Final[_Reader] = ("a date such as 2026-03-31", _day)
_ROWS: Final[_Reader] = ("a list of tables with “name” and “levels”", _rubric)

_READERS: Final[dict[str, _Reader]] = {
    "outcomes": _LIST,
    "rubric": _ROWS,
    "workload_hours": _NUMBER,
    "credits": _NUMBER,
    "credit_unit": _A_TEXT,
    "cpd_points": _NUMBER,
    "eqf_level": _WHOLE,
    "national_level": _A_TEXT,
    "assessment_types": _LIST,
    "assessment_description": _A_TEXT,
    "participation": _A_TEXT,
    "supervision": _A_TEXT,
    "grading": _A_TEXT,
    "quality_assurance": _A_TEXT,
    "quality_assurance_body": _A_TEXT,
    "quality_assurance_url": _A_TEXT,
    "awarding_body": _A_TEXT,
    "awarding_country": _A_TEXT,
    "awarding_profile": _A_TEXT,
    "prerequisites": _A_TEXT,
    "stackability": _A_TEXT,
    "stacks_into": _A_TEXT,
    "validity_until": _DAY,
    "renewal_days": _WHOLE,
    "review_by": _DAY,
}
KEYS: Final = {name: wanted for name, (wanted, _read) in _READERS.items()}
"""What the value of each key must be, in words."""

_NAMES: Final = {camel(name): name for name in _READERS}
