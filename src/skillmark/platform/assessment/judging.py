"""How far the assessors of a plan agree, from all work that two of them marked."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from skillmark.platform.assessment import criteria, selectors
from skillmark.platform.assessment.agreement import Agreement
from skillmark.platform.assessment.criteria import Scale
from skillmark.platform.assessment.models import Mark, Plan
from skillmark.platform.assessment.vocabulary import Outcome

_OUTCOMES = (Outcome.NOT_YET, Outcome.COMPETENT)  # from low to high


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion, or the outcome, with how far two assessors agree about it.

    Attributes:
        names: the levels from low to high; the first assessor's are the rows of the table.
    """

    name: str
    names: tuple[str, ...]
    found: Agreement

    @property
    def kappa(self) -> str:
        """Return kappa with two places; empty where it does not exist."""
        value = self.found.kappa
        return "" if value is None else f"{value:.2f}"

    @property
    def rows(self) -> list[tuple[str, tuple[int, ...]]]:
        """Return the table with the name of each row."""
        return list(zip(self.names, self.found.table, strict=True))


def of_plan(plan: Plan) -> list[Line]:
    """Return the outcome first, then each criterion; nothing before work was marked twice.

    Criteria are told apart by their names and levels: a version with another rubric counts for
    itself, where it has not changed it counts together with the one before.
    """
    pairs = selectors.double_marks(plan)
    if not pairs:
        return []
    lines = [_outcome_line([(a.outcome, b.outcome) for a, b in pairs])]
    found: dict[tuple[str, tuple[str, ...]], list[tuple[int, int]]] = {}
    for one, other in pairs:
        for scale, places in _both(one, other):
            levels = tuple(step.name for step in scale.steps)
            found.setdefault((scale.name, levels), []).append(places)
    return lines + [
        Line(name, levels, Agreement.of(places, len(levels)))
        for (name, levels), places in found.items()
    ]


def of_outcomes(plans: list[Plan]) -> dict[UUID, Line]:
    """Return how far the outcomes of plans agree, in one query; none where nothing is doubled."""
    found = selectors.double_outcomes(plans)
    return {plan_id: _outcome_line(pairs) for plan_id, pairs in found.items()}


def _outcome_line(pairs: list[tuple[str, str]]) -> Line:
    names = tuple(str(one.label) for one in _OUTCOMES)
    judged = [
        (_OUTCOMES.index(Outcome(one)), _OUTCOMES.index(Outcome(other))) for one, other in pairs
    ]
    return Line(_("Outcome"), names, Agreement.of(judged, len(names)))


def _both(one: Mark, other: Mark) -> list[tuple[Scale, tuple[int, int]]]:
    work = one.submission
    listed = []
    for scale in criteria.scales(work.version, work.kind, work.plan.required_levels):
        first = scale.place(one.levels.get(scale.id, ""))
        second = scale.place(other.levels.get(scale.id, ""))
        if first is not None and second is not None:
            listed.append((scale, (first, second)))
    return listed
