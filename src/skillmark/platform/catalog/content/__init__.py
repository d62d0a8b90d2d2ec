"""What an achievement says: parsed once from a form or the API, trusted afterwards.

`Content.parse` is the only way in. It cleans, checks and collects every problem by field, so that
a person fixes a form in one go. What a *published* version must have on top is in `checks`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Final, Self

from django.utils.translation import gettext as _

from skillmark.core import design
from skillmark.platform.catalog import european
from skillmark.platform.catalog.content import alignments, rubric, translations
from skillmark.platform.catalog.content.alignments import MAX_ALIGNMENTS, Alignment
from skillmark.platform.catalog.content.reader import Reader, is_colour, is_web_address
from skillmark.platform.catalog.content.rubric import Criterion, Level
from skillmark.platform.catalog.content.translations import Translation
from skillmark.platform.catalog.errors import CatalogError
from skillmark.platform.catalog.models import (
    MAX_CRITERIA,
    MAX_DESCRIPTION,
    MAX_LINE,
    MAX_NAME,
    MAX_NOTE,
    MAX_TYPE,
)
from skillmark.platform.catalog.vocabulary import (
    EXTENSION,
    LANGUAGES,
    AchievementType,
    Validity,
)

__all__ = [
    "MAX_ALIGNMENTS",
    "Alignment",
    "Content",
    "ContentError",
    "Criterion",
    "Level",
    "Translation",
    "is_colour",
    "is_web_address",
]

MAX_OUTCOMES: Final = 40
MAX_OUTCOME: Final = 400  # characters
MAX_TAGS: Final = 20
MAX_TAG: Final = 60  # characters
MAX_MONTHS: Final = 1_200  # a century
MAX_RENEWAL_DAYS: Final = 3_660  # ten years
MAX_HOURS: Final = Decimal(99_999)
MAX_CREDITS: Final = Decimal(9_999)

_LINES: Final = {
    "human_code": 60,
    "credit_unit": 40,
    "national_level": MAX_LINE,
    "field_of_study": 120,
    "quality_assurance_body": MAX_LINE,
    "awarding_body": MAX_LINE,
    "stacks_into": 400,
}
_BLOCKS: Final = {
    "description": MAX_DESCRIPTION,
    "criteria_markdown": MAX_CRITERIA,
    "prerequisites": MAX_NOTE,
    "assessment_description": MAX_NOTE,
    "grading": MAX_NOTE,
}
_AMOUNTS: Final = {
    "workload_hours": MAX_HOURS,
    "credits": MAX_CREDITS,
    "cpd_points": MAX_CREDITS,
}
_CODES: Final = {
    "participation": european.Participation,
    "supervision": european.Supervision,
    "quality_assurance": european.QualityAssurance,
    "stackability": european.Stackability,
}
# Open Badges 3.0 § B.3: a term of one's own matches (ext:)[a-z|A-Z|0-9|.|-|_]+
_OWN_TYPE: Final = re.compile(r"\Aext:[A-Za-z0-9.\-_]+\Z")
_COUNTRY: Final = re.compile(r"\A[A-Z]{2}\Z")


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
class Content:
    """Everything an achievement says, clean and within its limits."""

    name: str
    description: str = ""
    achievement_type: str = AchievementType.MICRO_CREDENTIAL.value
    language: str = "en"
    tags: tuple[str, ...] = ()
    human_code: str = ""
    criteria_markdown: str = ""
    outcomes: tuple[str, ...] = ()
    rubric: tuple[Criterion, ...] = ()
    prerequisites: str = ""
    alignments: tuple[Alignment, ...] = ()
    course_start: date | None = None
    workload_hours: Decimal | None = None
    credits: Decimal | None = None
    credit_unit: str = ""
    cpd_points: Decimal | None = None
    eqf_level: int | None = None
    national_level: str = ""
    field_of_study: str = ""
    assessment_types: tuple[str, ...] = ()
    assessment_description: str = ""
    participation: str = ""
    supervision: str = ""
    grading: str = ""
    quality_assurance: str = ""
    quality_assurance_body: str = ""
    quality_assurance_url: str = ""
    awarding_body: str = ""
    awarding_country: str = ""
    stackability: str = ""
    stacks_into: str = ""
    validity: str = Validity.NONE.value
    validity_months: int | None = None
    validity_until: date | None = None
    renewal_days: int | None = None
    inner_months: int | None = None
    inner_name: str = ""
    design_key: str = ""
    design_colour: str = ""
    translations: tuple[Translation, ...] = ()

    @classmethod
    def parse(cls, raw: Mapping[str, object]) -> Self:
        """Read untrusted values; unknown names are ignored, missing ones take their default.

        Raises:
            ContentError: with a sentence for every field that cannot be kept.
        """
        reader = Reader(raw)
        language = reader.choice("language", [code for code, _name in LANGUAGES], "en")
        listed: dict[str, Any] = {
            **{name: reader.line(name, size) for name, size in _LINES.items()},
            **{name: reader.block(name, size) for name, size in _BLOCKS.items()},
            **{name: reader.amount(name, most) for name, most in _AMOUNTS.items()},
            **{name: reader.choice(name, ["", *of.values], "") for name, of in _CODES.items()},
        }
        content = cls(
            name=reader.line("name", MAX_NAME, required=True),
            achievement_type=_type(reader),
            language=language,
            tags=reader.lines("tags", MAX_TAGS, MAX_TAG),
            outcomes=reader.lines("outcomes", MAX_OUTCOMES, MAX_OUTCOME),
            rubric=rubric.read(reader, "rubric"),
            alignments=alignments.read(reader, "alignments"),
            course_start=reader.day("course_start"),
            eqf_level=reader.whole(
                "eqf_level", european.MAX_EQF, _("Write a level from 1 to 8.")
            ),
            assessment_types=reader.choices("assessment_types", european.AssessmentType.values),
            quality_assurance_url=reader.address("quality_assurance_url"),
            awarding_country=_country(reader),
            design_key=reader.choice("design_key", ["", *design.DESIGNS], ""),
            design_colour=reader.colour("design_colour"),
            translations=translations.read(reader, "translations", language),
            **_validity(reader),
            **listed,
        )
        if reader.problems:
            raise ContentError(reader.problems)
        return content

    def to_row(self) -> dict[str, object]:
        """Return the values as the columns of `AchievementVersion`."""
        row: dict[str, object] = {name: getattr(self, name) for name in self.__slots__}
        for name in ("outcomes", "tags", "assessment_types"):
            row[name] = list(getattr(self, name))
        row["alignments"] = [alignment.to_json() for alignment in self.alignments]
        row["rubric"] = [criterion.to_json() for criterion in self.rubric]
        row["translations"] = {one.language: one.to_json() for one in self.translations}
        return row


def _type(reader: Reader) -> str:
    value = reader.text("achievement_type").strip()
    value = value or AchievementType.MICRO_CREDENTIAL.value
    if value.startswith(EXTENSION):
        if not _OWN_TYPE.match(value) or len(value) > MAX_TYPE:
            reader.problems["achievement_type"] = _(
                "Write your own kind with letters, digits, dots, dashes and underscores only."
            )
    elif value not in AchievementType.values:
        reader.problems["achievement_type"] = _("Choose one of the list.")
    return value


def _country(reader: Reader) -> str:
    value = reader.text("awarding_country").strip().upper()
    if value and not _COUNTRY.match(value):
        reader.problems["awarding_country"] = _("Write two letters, such as IE.")
    return value


def _validity(reader: Reader) -> dict[str, Any]:
    """Read the validity policy; what does not belong to the kind chosen is dropped."""
    months = _months(reader, "validity_months")
    until = reader.day("validity_until")
    given = Validity.MONTHS if months else Validity.FIXED if until else Validity.NONE
    kind = reader.choice("validity", Validity.values, given)
    if kind == Validity.MONTHS and months is None:
        reader.problems.setdefault("validity_months", _("Say for how many months."))
    if kind == Validity.FIXED and until is None:
        reader.problems.setdefault("validity_until", _("Give the last day."))
    inner = _months(reader, "inner_months")
    name = reader.line("inner_name", 120)
    if inner is not None and not name:
        reader.problems["inner_name"] = _("Name what ends earlier, for example CPR.")
    if name and inner is None:
        reader.problems.setdefault("inner_months", _("Say for how many months."))
    if kind == Validity.MONTHS and inner and months and inner >= months:
        reader.problems["inner_months"] = _("The inner clock must be the shorter one.")
    ends = kind != Validity.NONE
    renewal = reader.whole(
        "renewal_days", MAX_RENEWAL_DAYS, _("Write whole days, from 1 to 3,660.")
    )
    return {
        "validity": kind,
        "validity_months": months if kind == Validity.MONTHS else None,
        "validity_until": until if kind == Validity.FIXED else None,
        "renewal_days": renewal if ends else None,
        "inner_months": inner,
        "inner_name": name,
    }


def _months(reader: Reader, name: str) -> int | None:
    return reader.whole(name, MAX_MONTHS, _("Write whole months, from 1 to 1,200."))
