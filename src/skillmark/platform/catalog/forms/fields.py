"""The fields of the achievement form: widgets, labels and hints; the rules are `content`'s."""

from typing import Any, Final

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from skillmark.platform.catalog import european
from skillmark.platform.catalog.models import MAX_DESCRIPTION
from skillmark.platform.catalog.vocabulary import (
    EXTENSION,
    LANGUAGES,
    AchievementType,
    Validity,
)
from skillmark.platform.orgs.countries import CountrySelect

DECIMAL: Final = {"inputmode": "decimal", "autocomplete": "off"}
WHOLE: Final = {"inputmode": "numeric", "autocomplete": "off"}
CREDIT_UNITS: Final = ("ECTS", "CATS", "SCQF", "NZQA", "ACE", "CEU", "Semester hours")


def _kinds() -> list[tuple[str, Any]]:
    return [*AchievementType.choices, (EXTENSION, _("A kind of your own …"))]


def _levels() -> list[tuple[str, Any]]:
    levels = range(european.MIN_EQF, european.MAX_EQF + 1)
    return [("", _("Not stated")), *((str(n), f"EQF {n}") for n in levels)]


def _codes(words: type[Any]) -> list[tuple[str, Any]]:
    return [("", _("Not stated")), *words.choices]


class NeededToPublish(forms.CharField):
    """A text that a draft may still lack; its label does not say "optional"."""

    def validate(self, value: Any) -> None:
        """Accept an empty value: `checks` asks for it on publishing."""


def _text(label: Any, hint: Any = "", **attrs: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, help_text=hint, widget=forms.TextInput(attrs=attrs)
    )


def _area(label: Any, hint: Any = "", *, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _day(label: Any, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        help_text=hint,
        widget=forms.DateInput(attrs={"type": "date"}),
    )


def _choice(label: Any, words: type[Any], hint: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=lazy(_codes, list)(words),
        help_text=hint,
    )


class AchievementFields(forms.Form):
    """What stands once in the form; rows of outcomes, skills and the like are `rows`'."""

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
    achievement_type = forms.ChoiceField(label=_("Kind"), choices=_kinds)
    own_type = _text(
        _("Your own kind"),
        _("One or a few words, for example Toolbox talk. Others show it as it is."),
    )
    language = forms.ChoiceField(
        label=_("Main language"),
        choices=LANGUAGES,
        help_text=_("Credentials are signed in it."),
    )
    tags = _text(_("Tags"), _("Separated by commas."))
    human_code = _text(_("Your own code"), _("The course number you use."))

    criteria_markdown = NeededToPublish(
        label=_("How it is earned"),
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("What a person has to do or show. Markdown works: lists, **bold**, links."),
    )
    prerequisites = _area(
        _("Prerequisites"), _("What a person needs before they begin. Markdown works.")
    )
    course_start = _day(
        _("First day it can have been earned"),
        _("A file with an earlier date in it has a mistake; leave empty if any will do."),
    )

    workload_hours = _text(
        _("Workload in hours"), _("All the learning time, for example 3 or 1.5."), **DECIMAL
    )
    eqf_level = forms.ChoiceField(
        label=_("EQF level"),
        required=False,
        choices=_levels,
        help_text=_("Of the European Qualifications Framework."),
    )
    national_level = _text(
        _("National level"), _("With its framework, for example NFQ 6 or RQF 3.")
    )
    credits = _text(_("Credits"), _("As a number."), **DECIMAL)
    credit_unit = _text(_("Credit system"), _("For example ECTS."), list="credit-units")
    cpd_points = _text(
        _("CPD points"), _("For continuing professional development."), **DECIMAL
    )
    field_of_study = _text(_("Field of study"), _("For example occupational safety."))

    assessment_types = forms.MultipleChoiceField(
        label=_("Type of assessment"),
        required=False,
        choices=european.AssessmentType.choices,
        widget=forms.CheckboxSelectMultiple(),
    )
    assessment_description = _area(
        _("About the assessment"), _("How long, with what, how often it can be repeated.")
    )
    participation = _choice(_("Form of participation"), european.Participation)
    supervision = _choice(_("Supervision and identity check"), european.Supervision)
    grading = _area(_("Grading"), _("Which results there are and what is needed to pass."))
    quality_assurance = _choice(_("Quality assurance"), european.QualityAssurance)
    quality_assurance_body = _text(
        _("Quality assured by"), _("The agency or body, for example QQI.")
    )
    quality_assurance_url = _text(
        _("Proof of quality assurance"),
        _("A page of that body that names you."),
        type="url",
        placeholder="https://",
    )
    awarding_body = _text(_("Awarding body"), _("Only if it is not your organisation itself."))
    awarding_country = forms.CharField(
        label=_("Country of the awarding body"),
        required=False,
        help_text=_("Empty means that of your organisation."),
        widget=CountrySelect(),
    )
    stackability = _choice(_("Stackability"), european.Stackability)
    stacks_into = _text(_("Counts towards"), _("The larger credential, and how much of it."))

    validity = forms.ChoiceField(
        label=_("How long it is valid"),
        required=False,
        choices=Validity.choices,
        widget=forms.RadioSelect(),
    )
    validity_months = _text(_("Valid for, in months"), "", **WHOLE)
    validity_until = _day(_("Valid until"), _("The last valid day, the same for everybody."))
    renewal_days = _text(
        _("Renewable in the last days"),
        _("Holders can renew in so many days before the end, for example 60."),
        **WHOLE,
    )
    inner_name = _text(
        _("What ends earlier inside"), _("For example CPR in a first aid certificate.")
    )
    inner_months = _text(_("Its months"), _("For example 12."), **WHOLE)
    review_by = _day(
        _("Look at it again by"),
        _("We remind designers and owners two weeks before, and when the day has passed."),
    )

    design_key = forms.ChoiceField(label=_("Design"), widget=forms.RadioSelect())
    design_colour = NeededToPublish(
        label=_("Colour"),
        widget=forms.TextInput(attrs={"type": "color"}),
        help_text=_("Begins as your brand colour, and is moved until words on it can be read."),
    )
