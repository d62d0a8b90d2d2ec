"""Filters for showing what an achievement says."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from django import template
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from skillmark.platform.catalog import european, text, words
from skillmark.platform.catalog.models import AchievementVersion

register = template.Library()

SEVERAL: Final = 2
CODE_LENGTH: Final = 16  # characters; longer codes are for programs


@register.filter
def markdown(source: str) -> SafeString:
    """Return Markdown as harmless HTML."""
    return text.markdown(source)


@register.filter
def short_code(code: str) -> str:
    """Return a framework's code if people say it (``S5.6.1``), nothing if it is an identifier."""
    return code if code and len(code) <= CODE_LENGTH else ""


@register.filter
def plain_number(value: Decimal | None) -> str:
    """Return a decimal without trailing zeros, nothing for none."""
    return "" if value is None else text.plain_number(value)


@register.simple_tag(takes_context=True)
def words_of(context: template.Context, version: AchievementVersion) -> words.Words:
    """Return what a version says: in the reader's language in public, in its own in the console."""
    request = context.get("request")
    if not isinstance(request, HttpRequest) or hasattr(request, "membership"):
        return words.of(version)
    return words.of(version, words.wanted_by(request))


@register.filter
def european_facts(version: AchievementVersion) -> list[tuple[str, str, str]]:
    """Return label, words and official concept of what Annex I asks for, as far as it is said."""
    known = dict(european.AssessmentType.choices)
    types = [(str(known[code]), european.uri(code) or "") for code in version.assessment_types]
    country = version.awarding_country or version.organisation.country
    body = version.awarding_body or version.organisation.name
    facts = [
        (_("Awarding body"), f"{body} ({country})" if country else body, ""),
        *((_("Type of assessment"), said, uri) for said, uri in types),
        (_("About the assessment"), version.assessment_description, ""),
        _coded(version, "participation", _("Form of participation")),
        _coded(version, "supervision", _("Supervision and identity check")),
        (_("Grading"), version.grading, ""),
        _coded(version, "quality_assurance", _("Quality assurance")),
        (
            _("Quality assured by"),
            version.quality_assurance_body or version.quality_assurance_url,
            version.quality_assurance_url,
        ),
        _coded(version, "stackability", _("Stackability")),
        (_("Counts towards"), version.stacks_into, ""),
    ]
    return [fact for fact in facts if fact[1]]


@register.filter
def shared_levels(rubric: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the levels of a rubric whose criteria all have the same ones, else nothing."""
    named = [[(one["name"], one["points"]) for one in row["levels"]] for row in rubric]
    alike = all(levels == named[0] for levels in named)
    return list(rubric[0]["levels"]) if rubric and alike else []


@register.filter
def counted(points: str) -> int:
    """Return the number that decides between one point and several; a fraction is several."""
    value = Decimal(points or 0)
    return int(value) if value == value.to_integral_value() else SEVERAL


def _coded(version: AchievementVersion, name: str, label: str) -> tuple[str, str, str]:
    said = str(getattr(version, f"get_{name}_display")())
    return label, said, european.uri(getattr(version, name)) or ""
