"""What a learner reads of their own: places, contents, progress. Filtered by person, not by scope."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.people.models import User
from skillmark.platform.programmes import eligibility, selectors
from skillmark.platform.programmes.models import (
    Enrolment,
    Material,
    MaterialFile,
    Module,
    ModuleProgress,
)
from skillmark.platform.programmes.selectors import TAUGHT, Achieved
from skillmark.platform.programmes.vocabulary import LIVE, EnrolmentState

TABS: Final = ("now", "ended")


@dataclass(frozen=True, slots=True)
class Step:
    """A module as its learner sees it."""

    module: Module
    materials: list[Material]
    done: bool


@dataclass(frozen=True, slots=True)
class Earned:
    """An achievement of the programme, and the learner's credential of it."""

    achieved: Achieved
    credential_id: UUID | None


@dataclass(frozen=True, slots=True)
class Way:
    """How far somebody is in a programme.

    Attributes:
        steps: the modules; empty while somebody waits.
        earned: the achievements that give a credential.
        waiting_place: on the waiting list, from 1; None when they do not wait.
    """

    enrolment: Enrolment
    steps: list[Step]
    earned: list[Earned]
    waiting_place: int | None

    @property
    def done(self) -> int:
        """Return how many modules are ticked off."""
        return sum(step.done for step in self.steps)

    @property
    def earned_count(self) -> int:
        """Return how many credentials are earned."""
        return sum(one.credential_id is not None for one in self.earned)


def of(user: User) -> QuerySet[Enrolment]:
    """Return every enrolment of an account, the newest first."""
    rows: QuerySet[Enrolment] = Enrolment.objects.with_scopes_disabled().filter(
        person__user=user
    )
    return rows.select_related("programme__organisation", "cohort").order_by(
        "-queued_at", "-pk"
    )


def listed(user: User, tab: str) -> QuerySet[Enrolment]:
    """Return the places somebody has or waits for, or for ``ended`` those that are over."""
    live = Q(state__in=LIVE)
    return of(user).filter(~live if tab == "ended" else live)


def one(user: User, enrolment_id: UUID) -> Enrolment | None:
    """Return one enrolment of an account."""
    return of(user).filter(pk=enrolment_id).first()


def figures(rows: list[Enrolment]) -> list[tuple[Enrolment, int, int]]:
    """Return each enrolment with the modules ticked off and those there are."""
    modules = Module.objects.with_scopes_disabled().filter(
        programme__in={row.programme_id for row in rows}
    )
    there = dict(modules.order_by().values_list("programme").annotate(n=Count("pk")))
    ticks = ModuleProgress.objects.with_scopes_disabled().filter(
        enrolment__in=[row.pk for row in rows]
    )
    done = dict(ticks.order_by().values_list("enrolment").annotate(n=Count("pk")))
    return [(row, done.get(row.pk, 0), there.get(row.programme_id, 0)) for row in rows]


def way_of(enrolment: Enrolment, user: User) -> Way:
    """Return how far somebody is, with the materials of those who have a place."""
    with organisation_scope(enrolment.organisation_id):
        awarded = selectors.awarded_units(enrolment.programme)
        mine = eligibility.holdings(user, [unit.achievement.pk for unit in awarded])
        return Way(
            enrolment,
            _steps(enrolment) if enrolment.state in TAUGHT else [],
            [Earned(unit, mine.get(unit.achievement.pk)) for unit in awarded],
            _waiting_place(enrolment),
        )


def file_of(enrolment: Enrolment, material_id: UUID) -> tuple[Material, bytes] | None:
    """Return a file of the programme, for somebody who has a place."""
    if enrolment.state not in TAUGHT:
        return None
    rows: Any = MaterialFile.objects.with_scopes_disabled()
    found = (
        rows.filter(
            material_id=material_id, material__module__programme_id=enrolment.programme_id
        )
        .select_related("material")
        .first()
    )
    return (found.material, bytes(found.data)) if found else None


def _steps(enrolment: Enrolment) -> list[Step]:
    modules = selectors.modules_of(enrolment.programme)
    materials = selectors.materials_of(modules)
    ticks = ModuleProgress.objects.filter(enrolment=enrolment)
    done = set(ticks.values_list("module_id", flat=True))
    return [Step(module, materials[module.pk], module.pk in done) for module in modules]


def _waiting_place(enrolment: Enrolment) -> int | None:
    if enrolment.state != EnrolmentState.WAITLISTED:
        return None
    before = Enrolment.objects.filter(
        cohort_id=enrolment.cohort_id, state=EnrolmentState.WAITLISTED
    ).filter(
        Q(queued_at__lt=enrolment.queued_at)
        | Q(queued_at=enrolment.queued_at, pk__lt=enrolment.pk)
    )
    return int(before.count()) + 1
