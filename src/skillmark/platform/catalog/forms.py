"""The achievement form: fields, widgets and hints; the rules are `content`'s.

Skills are rows of four inputs with the same names, read as parallel lists, so that the form grows
without JavaScript and without hidden counters.
"""

from collections.abc import Mapping
from itertools import zip_longest
from typing import Any, Final

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from skillmark.core.design import Design
from skillmark.platform.catalog import text
from skillmark.platform.catalog.content import Content, ContentError, is_colour
from skillmark.platform.catalog.models import MAX_DESCRIPTION, MAX_NAME, AchievementVersion
from skillmark.platform.catalog.vocabulary import LANGUAGES, AchievementType, AlignmentType
from skillmark.platform.orgs.models import Organisation

SKILL_PARTS: Final = (
    "target_name",
    "target_url",
    "target_framework",
    "target_code",
    "target_type",
)
DECIMAL: Final = {"inputmode": "decimal", "autocomplete": "off"}


class NeededToPublish(forms.CharField):
    """A text that a draft may still lack; its label does not say "optional"."""

    def validate(self, value: Any) -> None:
        """Accept an empty value: `checks` asks for it on publishing."""


class AchievementForm(forms.Form):
    """Everything an achievement says, as a person edits it.

    Attributes:
        content: what was read, after `is_valid` said yes.
        skills: the rows of skills, for drawing them again.
        skills_error: what is wrong with them, or empty.
    """

    use_required_attribute = False  # a half-written draft may be previewed

    name = forms.CharField(
        label=_("Name"),
        help_text=_("What a person says they have earned."),
        error_messages={"required": _("Give it a name.")},
    )
    description = NeededToPublish(
        label=_("Short description"),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": MAX_DESCRIPTION}),
        help_text=_("One or two sentences. People read this first."),
    )
    achievement_type = forms.ChoiceField(label=_("Kind"), choices=AchievementType.choices)
    criteria_markdown = NeededToPublish(
        label=_("How it is earned"),
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("What a person has to do or show. Markdown works: lists, **bold**, links."),
    )
    outcomes = forms.CharField(
        label=_("Learning outcomes"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One a line, beginning with a verb: “Identify hazards at the workplace”."),
    )
    tags = forms.CharField(label=_("Tags"), required=False, help_text=_("Separated by commas."))
    workload_hours = forms.CharField(
        label=_("Workload in hours"),
        required=False,
        widget=forms.TextInput(attrs=DECIMAL),
        help_text=_("All the learning time, for example 3 or 1.5."),
    )
    credits = forms.CharField(
        label=_("Credits"),
        required=False,
        widget=forms.TextInput(attrs=DECIMAL),
        help_text=_("As a number."),
    )
    credit_unit = forms.CharField(
        label=_("Credit system"), required=False, help_text=_("For example ECTS or CPD points.")
    )
    national_level = forms.CharField(label=_("National level"), required=False)
    field_of_study = forms.CharField(
        label=_("Field of study"),
        required=False,
        help_text=_("For example occupational safety."),
    )
    human_code = forms.CharField(
        label=_("Your own code"), required=False, help_text=_("The course number you use.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    validity_months = forms.CharField(
        label=_("Valid for, in months"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("Leave empty when it does not expire."),
    )
    course_start = forms.CharField(
        label=_("First day it can have been earned"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_(
            "A file with an earlier date in it has a mistake; leave empty if any will do."
        ),
    )
    design_key = forms.ChoiceField(label=_("Design"), widget=forms.RadioSelect())
    design_colour = NeededToPublish(
        label=_("Colour"),
        widget=forms.TextInput(attrs={"type": "color"}),
        help_text=_("Begins as your brand colour, and is moved until words on it can be read."),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        version: AchievementVersion | None = None,
        designs: tuple[Design, ...],
        brand_colour: str,
    ) -> None:
        initial = _initial(version)
        initial["design_key"] = initial.get("design_key") or designs[0].key
        initial["design_colour"] = initial.get("design_colour") or brand_colour
        super().__init__(data, initial=initial)
        chosen = self.fields["design_key"]
        if isinstance(chosen, forms.ChoiceField):
            chosen.choices = [(design.key, design.name) for design in designs]
        self.designs = designs
        self.brand_colour = brand_colour
        self.content: Content | None = None
        self.skills_error = ""
        self.skills = skills_of(data) if data is not None else _skills(version)

    def clean(self) -> dict[str, Any]:
        """Read the whole form as one `Content`; put each problem at its field."""
        cleaned = super().clean() or {}
        raw = {**cleaned, "alignments": self.skills}
        raw["outcomes"] = str(cleaned.get("outcomes") or "").splitlines()
        raw["tags"] = str(cleaned.get("tags") or "").split(",")
        if str(cleaned.get("design_colour") or "").lower() == self.brand_colour.lower():
            raw["design_colour"] = ""  # follow the brand until it is published
        try:
            self.content = Content.parse(raw)
        except ContentError as error:
            self._take(error.problems)
        return cleaned

    def preview_of(self, organisation: Organisation) -> AchievementVersion:
        """Return an unsaved version with whatever can be read of the form now.

        A field that cannot be kept is shown as it was before.
        """
        row: dict[str, Any] = _row(self.initial) if not self.is_bound else {}
        if self.is_bound:
            self.is_valid()
            row = self.content.to_row() if self.content else self._readable()
        return AchievementVersion(organisation=organisation, **row)

    def forget_errors(self) -> None:
        """Show the form without its errors."""
        self.skills_error = ""
        self._errors = ErrorDict()

    def _readable(self) -> dict[str, Any]:
        raw = {name: value for name, value in self.data.items() if name not in self.errors}
        return _row(raw | {"name": str(self.data.get("name", ""))[:MAX_NAME]})

    def _take(self, problems: Mapping[str, str]) -> None:
        for field, words in problems.items():
            if field == "alignments":
                self.skills_error = words
                self.add_error(None, words)
            elif field not in self.errors:
                self.add_error(field, words)


def skills_of(data: QueryDict) -> list[dict[str, str]]:
    """Return the rows of skills of a sent form, empty ones left out."""
    columns = [data.getlist(f"skill_{part}") for part in SKILL_PARTS]
    rows = (
        dict(zip(SKILL_PARTS, row, strict=True)) for row in zip_longest(*columns, fillvalue="")
    )
    return [
        row
        for row in rows
        if any(row[part].strip() for part in SKILL_PARTS if part != "target_type")
    ]


def skill_types() -> list[tuple[str, Any]]:
    """Return the choices for the type of a skill."""
    return [("", _("Type not stated")), *AlignmentType.choices]


def _row(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a version from the few values that a preview shows."""
    shown = ("name", "description", "design_key", "design_colour", "criteria_markdown")
    colour = str(raw.get("design_colour") or "")
    row = {name: str(raw.get(name) or "") for name in shown}
    return row | {"design_colour": colour if is_colour(colour) else ""}


def _skills(version: AchievementVersion | None) -> list[dict[str, str]]:
    return list(version.alignments) if version else []


def _initial(version: AchievementVersion | None) -> dict[str, Any]:
    if version is None:
        return {
            "achievement_type": AchievementType.MICRO_CREDENTIAL.value,
            "language": "en",
        }
    names = AchievementForm.base_fields
    initial: dict[str, Any] = {name: getattr(version, name) for name in names}
    initial["outcomes"] = "\n".join(version.outcomes)
    initial["tags"] = ", ".join(version.tags)
    for name in ("workload_hours", "credits"):
        if initial[name] is not None:
            initial[name] = text.plain_number(initial[name])
    return initial
