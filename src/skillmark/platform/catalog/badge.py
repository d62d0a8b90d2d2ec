"""A version as Open Badges 3.0 knows it: the `Achievement` that goes into every credential.

Open Badges has no word for learning outcomes, workload or level. They go into the criteria's
narrative under headings of their own, so that a credential still says them where this site is
gone.
"""

from django.utils.translation import gettext as _
from django.utils.translation import override

from skillmark.core.badges.achievement import Achievement, Alignment, Criteria
from skillmark.core.badges.profile import Image
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.catalog.text import plain_number
from skillmark.platform.trust import addresses


def address(version: AchievementVersion) -> str:
    """Return the public address of a version, which is its ``id`` in every credential."""
    return addresses.absolute(f"/a/{version.pk}")


def achievement(version: AchievementVersion) -> Achievement:
    """Return what every credential of `version` says of the achievement; always the same."""
    here = address(version)
    return Achievement(
        id=here,
        name=version.name,
        description=version.description,
        criteria=Criteria(narrative=narrative(version)),
        achievement_type=version.achievement_type,
        alignment=tuple(_alignment(skill) for skill in version.alignments),
        credits_available=None if version.credits is None else float(version.credits),
        field_of_study=version.field_of_study or None,
        human_code=version.human_code or None,
        image=Image(id=f"{here}.png", caption=version.name),
        in_language=version.language,
        tag=tuple(version.tags),
        version=str(version.number),
    )


def narrative(version: AchievementVersion) -> str:
    """Return the criteria, then the outcomes and the size, as Markdown.

    The headings are English whatever the reader's language: the text is signed.
    """
    with override("en"):
        parts = [version.criteria_markdown.strip()]
        if version.outcomes:
            listed = "\n".join(f"- {outcome}" for outcome in version.outcomes)
            parts.append(f"## {_('Learning outcomes')}\n\n{listed}")
        if facts := _facts(version):
            listed = "\n".join(f"- {label}: {value}" for label, value in facts)
            parts.append(f"## {_('Size and level')}\n\n{listed}")
    return "\n\n".join(part for part in parts if part)


def _facts(version: AchievementVersion) -> list[tuple[str, str]]:
    facts = []
    if version.workload_hours is not None:
        hours = plain_number(version.workload_hours)
        facts.append((_("Workload"), _("%(hours)s hours") % {"hours": hours}))
    if version.credits is not None and version.credit_unit:
        amount = f"{plain_number(version.credits)} {version.credit_unit}"
        facts.append((_("Credits"), amount))
    if version.eqf_level is not None:
        facts.append((_("Level"), f"EQF {version.eqf_level}"))
    if version.national_level:
        label = _("National level") if version.eqf_level is not None else _("Level")
        facts.append((label, version.national_level))
    return facts


def _alignment(skill: dict[str, str]) -> Alignment:
    return Alignment(
        target_name=skill["target_name"],
        target_url=skill["target_url"],
        target_type=skill.get("target_type") or None,
        target_framework=skill.get("target_framework") or None,
        target_code=skill.get("target_code") or None,
    )
