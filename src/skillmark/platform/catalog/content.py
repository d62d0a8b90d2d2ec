"""What an achievement says: parsed once from a form or the API, trusted afterwards.

`Content.parse` is the only way in. It cleans, checks and collects every problem by field, so that
a person fixes a form in one go. What a *published* version must have on top is in `checks`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import ClassVar, Final, Self
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from skillmark.core import design
from skillmark.platform.catalog import text
from skillmark.platform.catalog.errors import CatalogError
from skillmark.platform.catalog.models import MAX_CRITERIA, MAX_DESCRIPTION, MAX_NAME
from skillmark.platform.catalog.vocabulary import LANGUAGES, AchievementType, AlignmentType

MAX_OUTCOMES: Final = 40
MAX_TAGS: Final = 20
MAX_ALIGNMENTS: Final = 40
MAX_LINE: Final = 400  # characters of one outcome or alignment name
MAX_TAG: Final = 60  # characters
MAX_URL: Final = 2_000  # characters
MAX_MONTHS: Final = 1_200  # a century
MAX_HOURS: Final = Decimal(99_999)
MAX_CREDITS: Final = Decimal(9_999)

_SHORT_LINES: Final = {
    "credit_unit": 40,
    "level": 60,
    "field_of_study": 120,
    "human_code": 60,
}
_COLOUR: Final = re.compile(r"\A#[0-9a-f]{6}\Z")
_CENTS: Final = Decimal("0.01")


class ContentError(CatalogError):
    """Some fields of an achievement cannot be kept as they are.

    Attributes:
        problems: field name → one sentence that says what to do.
    """

    code: ClassVar[str] = "catalog.content_invalid"

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(_("Some fields need your attention."), fields=", ".join(problems))
        self.problems = dict(problems)


@dataclass(frozen=True, slots=True)
class Alignment:
    """One skill or framework node that the achievement points to."""

    target_name: str
    target_url: str
    target_framework: str = ""
    target_code: str = ""
    target_type: str = ""  # a value of `AlignmentType`, or empty

    def to_json(self) -> dict[str, str]:
        """Return the form that is kept in the database."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Content:
    """Everything an achievement says, clean and within its limits."""

    name: str
    description: str = ""
    achievement_type: str = AchievementType.MICRO_CREDENTIAL.value
    criteria_markdown: str = ""
    outcomes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    alignments: tuple[Alignment, ...] = ()
    workload_hours: Decimal | None = None
    credits: Decimal | None = None
    credit_unit: str = ""
    level: str = ""
    field_of_study: str = ""
    human_code: str = ""
    language: str = "en"
    validity_months: int | None = None
    course_start: date | None = None
    design_key: str = ""
    design_colour: str = ""

    @classmethod
    def parse(cls, raw: Mapping[str, object]) -> Self:
        """Read untrusted values; unknown names are ignored, missing ones take their default.

        Raises:
            ContentError: with a sentence for every field that cannot be kept.
        """
        reader = _Reader(raw)
        content = cls(
            name=reader.line("name", MAX_NAME, required=True),
            description=reader.block("description", MAX_DESCRIPTION),
            achievement_type=reader.choice(
                "achievement_type", AchievementType.values, AchievementType.MICRO_CREDENTIAL
            ),
            criteria_markdown=reader.block("criteria_markdown", MAX_CRITERIA),
            outcomes=reader.lines("outcomes", MAX_OUTCOMES, MAX_LINE),
            tags=reader.lines("tags", MAX_TAGS, MAX_TAG),
            alignments=reader.alignments("alignments"),
            workload_hours=reader.amount("workload_hours", MAX_HOURS),
            credits=reader.amount("credits", MAX_CREDITS),
            language=reader.choice("language", [code for code, _name in LANGUAGES], "en"),
            validity_months=reader.months("validity_months"),
            course_start=reader.day("course_start"),
            design_key=reader.choice("design_key", ["", *design.DESIGNS], ""),
            design_colour=reader.colour("design_colour"),
            **{name: reader.line(name, size) for name, size in _SHORT_LINES.items()},
        )
        if reader.problems:
            raise ContentError(reader.problems)
        return content

    def to_row(self) -> dict[str, object]:
        """Return the values as the columns of `AchievementVersion`."""
        row: dict[str, object] = {name: getattr(self, name) for name in self.__slots__}
        row["outcomes"] = list(self.outcomes)
        row["tags"] = list(self.tags)
        row["alignments"] = [alignment.to_json() for alignment in self.alignments]
        return row


class _Reader:
    """Reads one raw mapping field by field and remembers what was wrong."""

    def __init__(self, raw: Mapping[str, object]) -> None:
        self.raw = raw
        self.problems: dict[str, str] = {}

    def line(self, name: str, size: int, *, required: bool = False) -> str:
        value = text.line(self._text(name))
        if required and not value:
            self.problems[name] = _("Give it a name.")
        return self._within(name, value, size)

    def block(self, name: str, size: int) -> str:
        return self._within(name, text.block(self._text(name)), size)

    def choice(self, name: str, allowed: Iterable[str], default: str) -> str:
        value = self._text(name).strip() or str(default)
        if value not in allowed:
            self.problems[name] = _("Choose one of the list.")
        return value

    def lines(self, name: str, most: int, size: int) -> tuple[str, ...]:
        values = self._items(name)
        cleaned = tuple(dict.fromkeys(filter(None, (text.line(str(v)) for v in values))))
        if len(cleaned) > most:
            self.problems[name] = _("At most %(most)d are possible.") % {"most": most}
        for value in cleaned:
            self._within(name, value, size)
        return cleaned

    def amount(self, name: str, most: Decimal) -> Decimal | None:
        raw = self._text(name).strip().replace(",", ".")
        if not raw:
            return None
        try:
            value = Decimal(raw)
        except InvalidOperation:
            self.problems[name] = _("Write a number, for example 3 or 1.5.")
            return None
        if not value.is_finite() or not 0 <= value <= most:
            self.problems[name] = _("Write a number between 0 and %(most)s.") % {"most": most}
            return None
        return value.quantize(_CENTS)

    def months(self, name: str) -> int | None:
        raw = self._text(name).strip()
        if not raw:
            return None
        digits = raw.isascii() and raw.isdigit() and len(raw) <= len(str(MAX_MONTHS))
        if not digits or not 1 <= int(raw) <= MAX_MONTHS:
            self.problems[name] = _("Write whole months, from 1 to 1,200.")
            return None
        return int(raw)

    def day(self, name: str) -> date | None:
        given = self.raw.get(name)
        if isinstance(given, date):
            return given
        raw = self._text(name).strip()
        try:
            return date.fromisoformat(raw) if raw else None
        except ValueError:
            self.problems[name] = _("Write the day as 2026-05-03.")
            return None

    def colour(self, name: str) -> str:
        value = self._text(name).strip().lower()
        if value and not is_colour(value):
            self.problems[name] = _("Write a colour as # and six digits, for example #1f6f5c.")
        return value

    def alignments(self, name: str) -> tuple[Alignment, ...]:
        read: list[Alignment] = []
        for number, item in enumerate(self._items(name), start=1):
            if not isinstance(item, Mapping):
                self.problems[name] = _("Each skill needs a name and an address.")
                continue
            alignment = self._alignment(name, number, item)
            if alignment is not None:
                read.append(alignment)
        if len(read) > MAX_ALIGNMENTS:
            self.problems[name] = _("At most %(most)d are possible.") % {"most": MAX_ALIGNMENTS}
        return tuple(dict.fromkeys(read))

    def _alignment(
        self, name: str, number: int, item: Mapping[object, object]
    ) -> Alignment | None:
        parts = {
            key: text.line(str(item.get(key) or ""))
            for key in ("target_name", "target_url", "target_framework", "target_code")
        }
        kind = str(item.get("target_type") or "")
        if not any(parts.values()):
            return None
        where = {"number": number}
        if not parts["target_name"]:
            self.problems[name] = _("Skill %(number)d: give its name.") % where
        elif not is_web_address(parts["target_url"]):
            self.problems[name] = (
                _("Skill %(number)d: its address must begin with https:// or http://.") % where
            )
        elif kind and kind not in AlignmentType.values:
            self.problems[name] = _("Skill %(number)d: choose its type of the list.") % where
        elif any(len(value) > MAX_LINE for key, value in parts.items() if key != "target_url"):
            self.problems[name] = _("Skill %(number)d: use shorter words.") % where
        return Alignment(**parts, target_type=kind)

    def _items(self, name: str) -> list[object]:
        value = self.raw.get(name)
        if value is None or value == "":
            return []
        if isinstance(value, list | tuple):
            return list(value)
        self.problems[name] = _("Give a list.")
        return []

    def _text(self, name: str) -> str:
        value = self.raw.get(name)
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
            self.problems[name] = _("Give a text or a number.")
            return ""
        return str(value)

    def _within(self, name: str, value: str, size: int) -> str:
        if len(value) > size:
            self.problems[name] = _("Use at most %(size)d characters; this has %(length)d.") % {
                "size": size,
                "length": len(value),
            }
        return value


def is_colour(value: str) -> bool:
    """Tell whether `value` is ``#`` and six hexadecimal digits in lower case."""
    return bool(_COLOUR.match(value))


def is_web_address(value: str) -> bool:
    """Tell whether `value` is an absolute http or https address without white space."""
    if len(value) > MAX_URL or any(c.isspace() for c in value):
        return False
    try:
        parts = urlsplit(value)
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False
