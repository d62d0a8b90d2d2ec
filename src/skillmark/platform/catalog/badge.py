"""A version as Open Badges 3.0 knows it: the `Achievement` that goes into every credential.

What the standard has a member for stands there: credits, skills, the rubric as results that can
be reached, the language, earlier versions. The rest is said in the criteria (`narrative`).
"""

from typing import Any

from skillmark.core.badges.achievement import (
    Achievement,
    Alignment,
    Criteria,
    Related,
    ResultDescription,
    RubricCriterionLevel,
)
from skillmark.core.badges.profile import IdentifierEntry, Image
from skillmark.core.badges.vocabulary import ResultType
from skillmark.platform.catalog import european, selectors
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.catalog.narrative import narrative
from skillmark.platform.trust import addresses

EQF: str = "European Qualifications Framework"
GRADE: str = "Overall result"


def address(version: AchievementVersion) -> str:
    """Return the public address of a version, which is its ``id`` in every credential."""
    return addresses.absolute(f"/a/{version.pk}")


def achievement(version: AchievementVersion) -> Achievement:
    """Return what every credential of `version` says of the achievement; always the same."""
    here = address(version)
    lasting = addresses.absolute(f"/a/{version.achievement_id}")
    return Achievement(
        id=here,
        name=version.name,
        description=version.description,
        criteria=Criteria(narrative=narrative(version)),
        achievement_type=version.achievement_type,
        alignment=tuple(_alignments(version)),
        credits_available=None if version.credits is None else float(version.credits),
        field_of_study=version.field_of_study or None,
        human_code=version.human_code or None,
        image=Image(id=f"{here}.png", caption=version.name),
        in_language=version.language,
        other_identifier=(IdentifierEntry(identifier=lasting),),
        related=tuple(_related(version)),
        result_description=_results(version, here),
        tag=tuple(version.tags),
        version=str(version.number),
    )


def _alignments(version: AchievementVersion) -> list[Alignment]:
    found = [_alignment(skill) for skill in version.alignments]
    if version.eqf_level is not None:
        level = Alignment(
            target_name=f"EQF level {version.eqf_level}",
            target_url=european.eqf_uri(version.eqf_level),
            target_framework=EQF,
            target_code=str(version.eqf_level),
        )
        found.append(level)
    return found


def _alignment(skill: dict[str, str]) -> Alignment:
    return Alignment(
        target_name=skill["target_name"],
        target_url=skill["target_url"],
        target_type=skill.get("target_type") or None,
        target_framework=skill.get("target_framework") or None,
        target_code=skill.get("target_code") or None,
        target_description=skill.get("target_description") or None,
    )


def _related(version: AchievementVersion) -> list[Related]:
    """Return the published versions before this one, the latest first."""
    return [
        Related(id=address(one), in_language=one.language, version=str(one.number))
        for one in selectors.published_before(version)
    ]


def _results(version: AchievementVersion, here: str) -> tuple[ResultDescription, ...]:
    """Return what results there can be: one a criterion, and an overall one.

    A single grade answers the first description that takes it. With one criterion that is its
    level; with several, a grade speaks of the whole.
    """
    if not version.rubric:
        return ()
    criteria = tuple(_criterion(criterion, here) for criterion in version.rubric)
    overall = ResultDescription(id=f"{here}#result", name=GRADE)
    return (*criteria, overall) if len(criteria) == 1 else (overall, *criteria)


def _criterion(criterion: dict[str, Any], here: str) -> ResultDescription:
    own = f"{here}#rubric-{criterion['id']}"
    return ResultDescription(
        id=own,
        name=criterion["name"],
        result_type=ResultType.RUBRIC_CRITERION_LEVEL,
        rubric_criterion_level=tuple(
            RubricCriterionLevel(
                id=f"{own}-{level['id']}",
                name=level["name"],
                description=level["description"] or None,
                points=level["points"] or None,
            )
            for level in criterion["levels"]
        ),
    )
