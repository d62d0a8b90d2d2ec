"""The criteria of a credential as Markdown: what Open Badges has no word for, under headings.

A credential must still say how it was earned where this site is gone. The headings are English
whatever the reader's language: the text is signed. Words of the European Learning Model link to
their official concepts, so that a program can find them too.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from skillmark.platform.catalog import european
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.catalog.text import plain_number
from skillmark.platform.catalog.vocabulary import Validity

type Facts = list[tuple[str, str]]


def narrative(version: AchievementVersion) -> str:
    """Return the criteria and everything else that has no member of its own."""
    with override("en"):
        parts = [version.criteria_markdown.strip(), *_sections(version)]
    return "\n\n".join(part for part in parts if part)


def _sections(version: AchievementVersion) -> Iterator[str]:
    if version.outcomes:
        listed = "\n".join(f"- {outcome}" for outcome in version.outcomes)
        yield f"## {_('Learning outcomes')}\n\n{listed}"
    if version.prerequisites:
        yield f"## {_('Prerequisites')}\n\n{version.prerequisites}"
    if version.rubric:
        listed = "\n".join(_criterion(criterion) for criterion in version.rubric)
        yield f"## {_('How it is marked')}\n\n{listed}"
    yield _listed(_("Size and level"), _size(version))
    yield _listed(_("Assessment"), _assessment(version))
    yield _listed(_("Quality and recognition"), _quality(version))
    yield _listed(_("Validity"), _validity(version))


def _listed(heading: str, facts: Facts) -> str:
    if not facts:
        return ""
    lines = "\n".join(f"- {label}: {value}" for label, value in facts)
    return f"## {heading}\n\n{lines}"


def _criterion(criterion: dict[str, Any]) -> str:
    levels = "; ".join(
        f"{level['name']} ({level['points']})" if level["points"] else level["name"]
        for level in criterion["levels"]
    )
    about = " ".join(criterion["description"].split())
    said = f"- **{criterion['name']}**: {levels}"
    return f"{said}. {about}" if about else said


def _size(version: AchievementVersion) -> Facts:
    facts: Facts = []
    if version.workload_hours is not None:
        hours = plain_number(version.workload_hours)
        facts.append((_("Workload"), _("%(hours)s hours") % {"hours": hours}))
    if version.credits is not None and version.credit_unit:
        amount = f"{plain_number(version.credits)} {version.credit_unit}"
        facts.append((_("Credits"), _concept(amount, european.credit_uri(version.credit_unit))))
    if version.cpd_points is not None:
        facts.append((_("CPD points"), plain_number(version.cpd_points)))
    if version.eqf_level is not None:
        facts.append((_("Level"), f"EQF {version.eqf_level}"))
    if version.national_level:
        label = _("National level") if version.eqf_level is not None else _("Level")
        facts.append((label, version.national_level))
    return facts


def _assessment(version: AchievementVersion) -> Facts:
    known = dict(european.AssessmentType.choices)
    types = ", ".join(
        _concept(str(known[code]), european.uri(code)) for code in version.assessment_types
    )
    facts = [
        (_("Type of assessment"), types),
        (_("About the assessment"), _flat(version.assessment_description)),
        (_("Form of participation"), _said(version, "participation")),
        (_("Supervision and identity check"), _said(version, "supervision")),
        (_("Grading"), _flat(version.grading)),
    ]
    return [fact for fact in facts if fact[1]]


def _quality(version: AchievementVersion) -> Facts:
    country = version.awarding_country or version.organisation.country
    body = version.awarding_body
    facts = [
        (_("Awarding body"), f"{body} ({country})" if body and country else body),
        (_("Quality assurance"), _said(version, "quality_assurance")),
        (_("Quality assured by"), version.quality_assurance_body),
        (_("Proof of quality assurance"), version.quality_assurance_url),
        (_("Stackability"), _said(version, "stackability")),
        (_("Counts towards"), version.stacks_into),
    ]
    return [fact for fact in facts if fact[1]]


def _validity(version: AchievementVersion) -> Facts:
    facts: Facts = []
    if version.validity == Validity.MONTHS:
        said = _("%(months)d months") % {"months": version.validity_months or 0}
        facts.append((_("Valid for"), said))
    elif version.validity == Validity.FIXED and version.validity_until:
        facts.append((_("Valid until"), date_format(version.validity_until, "DATE_FORMAT")))
    if version.renewal_days is not None:
        said = _("in the last %(days)d days") % {"days": version.renewal_days}
        facts.append((_("Renewable"), said))
    if version.inner_months is not None:
        said = _("%(months)d months") % {"months": version.inner_months}
        facts.append((version.inner_name, said))
    return facts


def _said(version: AchievementVersion, name: str) -> str:
    words = str(getattr(version, f"get_{name}_display")())
    return _concept(words, european.uri(getattr(version, name))) if words else ""


def _concept(words: str, address: str | None) -> str:
    return f"[{words}]({address})" if address else words


def _flat(paragraphs: str) -> str:
    return " ".join(paragraphs.split())
