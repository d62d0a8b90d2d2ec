"""The achievement form: fields that stand once, rows that grow, and one `Content` out of both."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillmark.core.design import Design
from skillmark.platform.catalog import text
from skillmark.platform.catalog.content import Content, ContentError, is_colour
from skillmark.platform.catalog.forms.fields import (
    CREDIT_UNITS,
    AchievementFields,
    NeededToPublish,
)
from skillmark.platform.catalog.forms.rows import SKILL_PARTS, Rows
from skillmark.platform.catalog.models import MAX_NAME, AchievementVersion
from skillmark.platform.catalog.vocabulary import (
    EXTENSION,
    AchievementType,
    Validity,
)
from skillmark.platform.orgs.models import Organisation

__all__ = ["CREDIT_UNITS", "SKILL_PARTS", "AchievementForm", "NeededToPublish"]

ROW_FIELDS: Final = {
    "outcomes": gettext_lazy("Learning outcomes"),
    "rubric": gettext_lazy("Rubric"),
    "alignments": gettext_lazy("Skills"),
    "translations": gettext_lazy("Other languages"),
}
"""Content that rows hold, and what the form calls it; the key is also its place on the page."""


class AchievementForm(AchievementFields):
    """Everything an achievement says, as a person edits it.

    Attributes:
        content: what was read, after `is_valid` said yes.
        look_again: the day to look at it again, which is no part of a version.
        rows: outcomes, skills, rubric and languages, for drawing them again.
        row_errors: what is wrong with rows, by the name of their content.
    """

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        version: AchievementVersion | None = None,
        review_by: date | None = None,
        designs: tuple[Design, ...],
        brand_colour: str,
    ) -> None:
        initial = _initial(version)
        initial["review_by"] = review_by
        initial["design_key"] = initial.get("design_key") or designs[0].key
        initial["design_colour"] = initial.get("design_colour") or brand_colour
        super().__init__(data, initial=initial)
        chosen = self.fields["design_key"]
        if isinstance(chosen, forms.ChoiceField):
            chosen.choices = [(design.key, design.name) for design in designs]
        self.designs = designs
        self.brand_colour = brand_colour
        self.content: Content | None = None
        self.look_again: date | None = review_by
        self.row_errors: dict[str, str] = {}
        stored = Rows.of(version) if version else Rows()
        self.rows = Rows.sent(data) if data is not None else stored

    def clean(self) -> dict[str, Any]:
        """Read the whole form as one `Content`; put each problem at its field."""
        cleaned = super().clean() or {}
        raw = {**cleaned, **self.rows.raw(), "achievement_type": _kind(cleaned)}
        raw["tags"] = str(cleaned.get("tags") or "").split(",")
        if str(cleaned.get("design_colour") or "").lower() == self.brand_colour.lower():
            raw["design_colour"] = ""  # follow the brand until it is published
        self._read_review_by(str(cleaned.get("review_by") or ""))
        try:
            self.content = Content.parse(raw)
        except ContentError as error:
            self._take(error.problems)
        return cleaned

    def preview_of(self, organisation: Organisation) -> AchievementVersion:
        """Return an unsaved version with whatever can be read of the form now.

        A field that cannot be kept is shown as it was before.
        """
        row: dict[str, Any] = _row(self.initial)
        if self.is_bound:
            self.is_valid()
            row = self.content.to_row() if self.content else self._readable()
        return AchievementVersion(organisation=organisation, **row)

    def forget_errors(self) -> None:
        """Show the form without its errors."""
        self.row_errors = {}
        self._errors = ErrorDict()

    def problems(self) -> list[dict[str, str]]:
        """Return every problem with its label and the place on the page, in form order."""
        listed = [
            {
                "href": f"#{self[name].auto_id}",
                "label": str(self[name].label),
                "words": " ".join(str(error) for error in self[name].errors),
            }
            for name in self.fields
            if name in self.errors
        ]
        return listed + [
            {"href": f"#{name}", "label": str(ROW_FIELDS[name]), "words": words}
            for name, words in self.row_errors.items()
        ]

    def _readable(self) -> dict[str, Any]:
        raw = {name: value for name, value in self.data.items() if name not in self.errors}
        return _row(raw | {"name": str(self.data.get("name", ""))[:MAX_NAME]})

    def _read_review_by(self, written: str) -> None:
        try:
            self.look_again = date.fromisoformat(written) if written else None
        except ValueError:
            self.add_error("review_by", _("Write the day as 2026-05-03."))

    def _take(self, problems: Mapping[str, str]) -> None:
        for field, words in problems.items():
            if field in ROW_FIELDS:
                self.row_errors[field] = words
                self.add_error(None, words)
            elif field == "achievement_type" and self.data.get(field) == EXTENSION:
                self.add_error("own_type", words)
            elif field not in self.errors:
                self.add_error(field, words)


def _kind(cleaned: Mapping[str, Any]) -> str:
    """Return the kind chosen; one's own is written with dashes where people write spaces."""
    chosen = str(cleaned.get("achievement_type") or "")
    if chosen != EXTENSION:
        return chosen
    return EXTENSION + "-".join(str(cleaned.get("own_type") or "").split())


def _row(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a version from the few values that a preview shows."""
    shown = ("name", "description", "design_key", "design_colour", "criteria_markdown")
    colour = str(raw.get("design_colour") or "")
    row = {name: str(raw.get(name) or "") for name in shown}
    row["achievement_type"] = _kind(raw) or AchievementType.MICRO_CREDENTIAL.value
    return row | {"design_colour": colour if is_colour(colour) else ""}


def _initial(version: AchievementVersion | None) -> dict[str, Any]:
    if version is None:
        return {
            "achievement_type": AchievementType.MICRO_CREDENTIAL.value,
            "language": "en",
            "validity": Validity.NONE.value,
        }
    names = set(AchievementForm.base_fields) - {"own_type", "review_by"}
    initial: dict[str, Any] = {name: getattr(version, name) for name in names}
    initial["tags"] = ", ".join(version.tags)
    for name in ("workload_hours", "credits", "cpd_points"):
        if initial[name] is not None:
            initial[name] = text.plain_number(initial[name])
    if version.achievement_type.startswith(EXTENSION):
        initial["achievement_type"] = EXTENSION
        initial["own_type"] = version.get_achievement_type_display()
    return initial
