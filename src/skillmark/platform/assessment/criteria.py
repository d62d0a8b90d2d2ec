"""What a submission is marked by: the version's rubric, or its learning outcomes.

Work is marked by the rubric. Prior learning is marked outcome by outcome, and so is work where a
version has no rubric; where it has no outcomes either, the whole is one criterion.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from skillmark.platform.assessment.vocabulary import Kind
from skillmark.platform.catalog.models import AchievementVersion

WHOLE: Final = "whole"
NOT_SHOWN: Final = "no"
SHOWN: Final = "yes"


@dataclass(frozen=True, slots=True)
class Step:
    """One level of a criterion."""

    id: str
    name: str
    description: str = ""
    points: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """One criterion with its levels from low to high, and the lowest that is enough.

    Attributes:
        required: id of that level; empty where every level is.
        is_rubric: it stands in the achievement, so that a result can point to it.
    """

    id: str
    name: str
    description: str = ""
    steps: tuple[Step, ...] = field(default=())
    required: str = ""
    is_rubric: bool = True

    def place(self, level: str) -> int | None:
        """Return where a level stands, 0 the lowest; None if it is none of these."""
        return next((n for n, step in enumerate(self.steps) if step.id == level), None)

    def step(self, level: str) -> Step | None:
        """Return a level by its id."""
        return next((step for step in self.steps if step.id == level), None)

    def is_enough(self, level: str) -> bool:
        """Say whether a level reaches the required one."""
        reached = self.place(level)
        return reached is not None and reached >= (self.place(self.required) or 0)

    @property
    def required_name(self) -> str:
        """What the lowest level is called that is enough."""
        found = self.step(self.required)
        return found.name if found else ""


def scales(
    version: AchievementVersion, kind: str, required: Mapping[str, str]
) -> tuple[Scale, ...]:
    """Return what a submission of a kind is marked by.

    Args:
        version: what is assessed.
        kind: a `Kind`.
        required: by criterion of the rubric, the id of the lowest level that is enough.
    """
    if kind == Kind.WORK and version.rubric:
        return tuple(_of_rubric(one, required) for one in version.rubric)
    return tuple(
        Scale(key, words, steps=_shown_or_not(), required=SHOWN, is_rubric=False)
        for key, words in outcomes(version)
    )


def outcomes(version: AchievementVersion) -> list[tuple[str, str]]:
    """Return key and words of each learning outcome; of the whole where none is written."""
    written = [(f"o{place}", words) for place, words in enumerate(version.outcomes, 1)]
    return written or [(WHOLE, version.name)]


def usual_levels(version: AchievementVersion) -> dict[str, str]:
    """Return by criterion the level that is enough where nobody says otherwise: the second."""
    return {
        one["id"]: one["levels"][min(1, len(one["levels"]) - 1)]["id"]
        for one in version.rubric
        if one["levels"]
    }


def apart(
    found: Sequence[Scale], one: Mapping[str, str], other: Mapping[str, str]
) -> dict[str, int]:
    """Return by criterion how many levels two marks lie apart."""
    distances = {}
    for scale in found:
        first, second = scale.place(one.get(scale.id, "")), scale.place(other.get(scale.id, ""))
        if first is not None and second is not None:
            distances[scale.id] = abs(first - second)
    return distances


def _of_rubric(criterion: Mapping[str, Any], required: Mapping[str, str]) -> Scale:
    steps = tuple(
        Step(level["id"], level["name"], level["description"], level["points"])
        for level in criterion["levels"]
    )
    wanted = required.get(criterion["id"], "")
    known = any(step.id == wanted for step in steps)
    return Scale(
        criterion["id"],
        criterion["name"],
        criterion["description"],
        steps,
        wanted if known else "",
    )


def _shown_or_not() -> tuple[Step, ...]:
    return (Step(NOT_SHOWN, _("Not shown")), Step(SHOWN, _("Shown")))
