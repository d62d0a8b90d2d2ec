"""A definition of the catalogue in the neutral words of `skillmark.core.lint.quality`.

Versions and unsaved forms become a `Definition`; which profiles judge it is the organisation's
choice, kept here too. What the pages show of a verdict is `quality_report`'s.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from skillmark.core.lint import quality
from skillmark.core.lint.quality import Criterion, Definition, Profile, Report, Skill
from skillmark.platform.catalog.content import Content, ContentError
from skillmark.platform.catalog.forms import AchievementForm
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.catalog.models_quality import QualityAim
from skillmark.platform.catalog.vocabulary import EXTENSION
from skillmark.platform.events import services as events
from skillmark.platform.orgs.models import Organisation

_SAME: Final = (
    "description",
    "language",
    "workload_hours",
    "credits",
    "credit_unit",
    "cpd_points",
    "eqf_level",
    "national_level",
    "field_of_study",
    "assessment_description",
    "participation",
    "supervision",
    "grading",
    "quality_assurance",
    "quality_assurance_body",
    "quality_assurance_url",
    "prerequisites",
    "stackability",
    "stacks_into",
    "validity",
    "validity_months",
    "validity_until",
    "renewal_days",
)
"""Columns of a version that have the same name and meaning in a `Definition`."""

_BY_COUNTRY: Final = {"AU": ("trusted", "nmf"), "NZ": ("trusted", "nzqa")}
_USUAL: Final = ("eu", "trusted")
_NO_NAME: Final = "-"  # stands in while a form has no name yet
_ATTEMPTS: Final = 3  # what is wrong of the rest shows when the rest is read alone
_TOGETHER: Final = frozenset(
    {
        "validity",
        "validity_months",
        "validity_until",
        "renewal_days",
        "inner_months",
        "inner_name",
    }
)
"""Values that are only right together: one wrong, and none is read."""


def aims(organisation: Organisation) -> tuple[Profile, ...]:
    """Return the profiles an organisation aims at; before it chose, those of its country."""
    found: QualityAim | None = QualityAim.objects.filter(organisation=organisation).first()
    usual = _BY_COUNTRY.get(organisation.country.upper(), _USUAL)
    keys = usual if found is None else found.profiles
    return tuple(profile for key, profile in quality.PROFILES.items() if key in keys)


def choose_aims(
    organisation: Organisation, keys: list[str], *, actor: object
) -> tuple[Profile, ...]:
    """Keep which profiles an organisation aims at; unknown keys are left out.

    Returns:
        The profiles, in their own order.
    """
    with transaction.atomic():
        before = [profile.key for profile in aims(organisation)]
        chosen = [key for key in quality.PROFILES if key in keys]
        aim, _made = QualityAim.objects.update_or_create(
            organisation=organisation, defaults={"profiles": chosen}
        )
        if chosen != before:
            events.record(
                organisation_id=organisation.pk,
                actor=actor,
                action="quality.aims_changed",
                object=aim,
                before={"profiles": before},
                after={"profiles": chosen},
                label=organisation.name,
            )
    return tuple(quality.PROFILES[key] for key in chosen)


def judge(definition: Definition, profiles: tuple[Profile, ...]) -> tuple[Report, ...]:
    """Return what each profile says of a definition."""
    return tuple(quality.check(definition, profile) for profile in profiles)


def of_version(version: AchievementVersion) -> Definition:
    """Return a stored version as a definition."""
    row = {name: getattr(version, name) for name in Content.__slots__}
    return _definition(row, version.organisation, version.achievement.review_by)


def of_form(form: AchievementForm, organisation: Organisation) -> Definition:
    """Return whatever can be read of a form now; a field with an error counts as empty."""
    if form.is_bound:
        form.is_valid()
        raw = form.cleaned_data | form.rows.raw()
    else:
        raw = dict(form.initial) | form.rows.raw()
    if raw.get("achievement_type") == EXTENSION:
        raw["achievement_type"] = EXTENSION + "-".join(str(raw.get("own_type") or "").split())
    content = form.content or _readable(raw)
    return _definition(content.to_row(), organisation, form.look_again)


def _readable(raw: Mapping[str, Any]) -> Content:
    """Return what can be kept of untrusted values, leaving out what cannot."""
    left = {name: value for name, value in raw.items() if name != "tags"}
    for _attempt in range(_ATTEMPTS):
        named = bool(str(left.get("name") or "").strip())
        try:
            content = Content.parse(left if named else left | {"name": _NO_NAME})
        except ContentError as error:
            wrong = set(error.problems)
            wrong |= _TOGETHER if wrong & _TOGETHER else set()
            left = {name: value for name, value in left.items() if name not in wrong}
        else:
            return content if named else replace(content, name="")
    return replace(Content.parse({"name": _NO_NAME}), name="")


def _definition(
    row: Mapping[str, Any], organisation: Organisation, review_by: date | None
) -> Definition:
    """Return the columns of a version as a definition; what is empty is the organisation's."""
    own = not row["awarding_body"]
    return Definition(
        title=row["name"],
        kind=row["achievement_type"],
        criteria=row["criteria_markdown"],
        outcomes=tuple(row["outcomes"]),
        rubric=tuple(_criterion(one) for one in row["rubric"]),
        skills=tuple(_skill(one) for one in row["alignments"]),
        assessment_types=tuple(row["assessment_types"]),
        awarding_body=row["awarding_body"] or organisation.name,
        awarding_country=row["awarding_country"] or organisation.country,
        awarding_profile=organisation.description if own else "",
        review_by=review_by,
        as_of=timezone.localdate(),
        unknown=frozenset() if own else frozenset({"awarding_profile"}),
        **{name: row[name] for name in _SAME},
    )


def _criterion(row: Mapping[str, Any]) -> Criterion:
    return Criterion(
        name=row["name"], levels=tuple(level["name"] for level in row.get("levels", []))
    )


def _skill(row: Mapping[str, Any]) -> Skill:
    return Skill(
        name=row.get("target_name", ""),
        url=row.get("target_url", ""),
        framework=row.get("target_framework", ""),
        code=row.get("target_code", ""),
    )
