"""Take a definition from an achievement file, an Achievement of Open Badges 3.0, or a credential.

Open Badges has no place for most of what a profile asks, so our own file may carry a table
``quality`` with the attributes of `Definition` under their own names, in TOML's spelling or in
camel case. That table is read strictly, the rest leniently: whether an Achievement is sound is
for others to say. Bytes are parsed before; values in, values out.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from skillmark.core.lint.quality.definition import Criterion, Definition, Skill
from skillmark.core.lint.quality.errors import DefinitionUnreadableError
from skillmark.core.lint.quality.table import QUALITY, camel, number, quality_facts, unsettled

NO_PLACE: Final = frozenset(
    {
        "outcomes",
        "workload_hours",
        "credit_unit",
        "cpd_points",
        "eqf_level",
        "national_level",
        "assessment_types",
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
        "review_by",
    }
)
"""What an Achievement of Open Badges 3.0 cannot say of itself in a place of its own."""

_OF_THE_BODY: Final = frozenset({"awarding_body", "awarding_country", "awarding_profile"})
_EQF_ADDRESS: Final = re.compile(r"https?://data\.europa\.eu/snb/eqf/([1-8])/?")
_EQF_NAME: Final = re.compile(
    r"(?:EQF|European Qualifications Framework)\D{0,12}([1-8])(?!\d)", re.IGNORECASE
)


def read(
    document: Mapping[str, object],
    *,
    complete: bool = False,
    as_of: date | None = None,
    strict: bool = True,
) -> Definition:
    """Return the definition a document holds, with what it has no place for marked unknown.

    Args:
        document: an achievement file, an Achievement, or a credential.
        complete: the document could say everything; else only one with a table ``quality`` can.
        as_of: the day of judging.
        strict: refuse a table ``quality`` that is not sound; else what it does not say soundly
            is marked unknown.

    Raises:
        DefinitionUnreadableError: with ``strict``, the table ``quality`` holds a name that is not
            known, or a value that is not of its type.
    """
    table = _camelled(document)
    achievement, body = _parts(table)
    found = _achievement_facts(achievement) | _body_facts(body)
    problems, stated = quality_facts(document.get(QUALITY))
    if problems and strict:
        raise DefinitionUnreadableError(problems)
    found |= stated
    unknown = unsettled(document.get(QUALITY))
    if not complete and QUALITY not in document:
        unknown = NO_PLACE | (frozenset() if body else _OF_THE_BODY)
    definition = Definition(**found)
    empty = frozenset(name for name in unknown if not getattr(definition, name))
    return replace(definition, unknown=empty, as_of=as_of)


def _parts(table: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Return the achievement, and the profile of whoever awards it."""
    subject = _first(table.get("credentialSubject"))
    achievement = _first(subject.get("achievement")) if subject else table
    return achievement, _first(achievement.get("creator")) or _first(table.get("issuer"))


def _achievement_facts(achievement: Mapping[str, Any]) -> dict[str, Any]:
    skills, level = _alignments(achievement)
    months = achievement.get("validityMonths")
    return {
        "title": _text(achievement, "name"),
        "description": _text(achievement, "description"),
        "kind": _text(achievement, "achievementType"),
        "language": _text(achievement, "inLanguage"),
        "criteria": _criteria(achievement.get("criteria")),
        "rubric": _rubric(achievement),
        "skills": skills,
        "eqf_level": level,
        "credits": number(achievement.get("creditsAvailable")),
        "field_of_study": _text(achievement, "fieldOfStudy"),
        "validity": "months" if type(months) is int else "",
        "validity_months": months if type(months) is int else None,
    }


def _body_facts(body: Mapping[str, Any]) -> dict[str, Any]:
    address = _first(body.get("address"))
    return {
        "awarding_body": _text(body, "name"),
        "awarding_country": _text(address, "addressCountryCode"),
        "awarding_profile": _text(body, "description"),
    }


def _criteria(value: object) -> str:
    if isinstance(value, str):
        return value
    found = _first(value)
    return _text(found, "narrative") or _text(found, "id")


def _rubric(achievement: Mapping[str, Any]) -> tuple[Criterion, ...]:
    """Return one criterion for each result that is told by levels."""
    return tuple(
        Criterion(
            name=_text(result, "name"), levels=tuple(_text(one, "name") for one in levels)
        )
        for result in _all(achievement.get("resultDescription"))
        if (levels := _all(result.get("rubricCriterionLevel")))
    )


def _alignments(achievement: Mapping[str, Any]) -> tuple[tuple[Skill, ...], int | None]:
    """Return the skills, and the EQF level where an alignment names one."""
    skills: list[Skill] = []
    level: int | None = None
    for entry in _all(achievement.get("alignment")):
        found = _eqf_level(entry)
        if found is None:
            skills.append(_skill(entry))
        elif level is None:
            level = found
    return tuple(skills), level


def _skill(entry: Mapping[str, Any]) -> Skill:
    return Skill(
        name=_text(entry, "targetName"),
        url=_text(entry, "targetUrl"),
        framework=_text(entry, "targetFramework"),
        code=_text(entry, "targetCode"),
    )


def _eqf_level(entry: Mapping[str, Any]) -> int | None:
    by_address = _EQF_ADDRESS.fullmatch(_text(entry, "targetUrl"))
    words = " ".join(_text(entry, name) for name in ("targetFramework", "targetName"))
    found = by_address or _EQF_NAME.search(words)
    return int(found[1]) if found else None


def _camelled(value: Any) -> Any:
    """Return a document with every key as Open Badges spells it."""
    if isinstance(value, Mapping):
        return {camel(str(key)): _camelled(entry) for key, entry in value.items()}
    return [_camelled(entry) for entry in value] if isinstance(value, list) else value


def _all(value: object) -> list[Mapping[str, Any]]:
    """Return the objects of a list, or the one that stands for a list."""
    listed = value if isinstance(value, list) else [value]
    return [entry for entry in listed if isinstance(entry, Mapping)]


def _first(value: object) -> Mapping[str, Any]:
    return next(iter(_all(value)), {})


def _text(owner: Mapping[str, Any], name: str) -> str:
    value = owner.get(name)
    return value if isinstance(value, str) else ""
