"""How far the assessors of a plan agree, from all work that two of them marked."""

from dataclasses import dataclass

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
    names = tuple(str(one.label) for one in _OUTCOMES)
    judged = [(_OUTCOMES.index(_outcome(a)), _OUTCOMES.index(_outcome(b))) for a, b in pairs]
    lines = [Line(_("Outcome"), names, Agreement.of(judged, len(names)))]
    found: dict[tuple[str, tuple[str, ...]], list[tuple[int, int]]] = {}
    for one, other in pairs:
        for scale, places in _both(one, other):
            levels = tuple(step.name for step in scale.steps)
            found.setdefault((scale.name, levels), []).append(places)
    return lines + [
        Line(name, levels, Agreement.of(places, len(levels)))
        for (name, levels), places in found.items()
    ]


def _outcome(mark: Mark) -> Outcome:
    return Outcome(mark.outcome)


def _both(one: Mark, other: Mark) -> list[tuple[Scale, tuple[int, int]]]:
    work = one.submission
    listed = []
    for scale in criteria.scales(work.version, work.kind, work.plan.required_levels):
        first = scale.place(one.levels.get(scale.id, ""))
        second = scale.place(other.levels.get(scale.id, ""))
        if first is not None and second is not None:
            listed.append((scale, (first, second)))
    return listed
