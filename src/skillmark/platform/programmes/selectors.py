"""Reading an organisation's programmes, their contents, groups and learners.

Everything here works inside the organisation scope that the caller opened, and fails without one.
What everybody may read is `catalogue`'s, what a learner reads of themselves `learning`'s.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from skillmark.platform.catalog.models import Achievement, AchievementVersion
from skillmark.platform.catalog.text import line
from skillmark.platform.programmes import indexing
from skillmark.platform.programmes.models import (
    Cohort,
    Consent,
    Enrolment,
    Material,
    Module,
    ModuleProgress,
    Prerequisite,
    Programme,
    Unit,
)
from skillmark.platform.programmes.vocabulary import (
    EnrolmentState,
    Mode,
    State,
    UnitRole,
)
from skillmark.platform.ui.paging import ordered

SORTS: Final = {
    "title": ("title", "pk"),
    "state": ("state", "pk"),
    "changed": ("updated_at", "pk"),
}
ROSTER_SORTS: Final = {
    "name": ("name", "pk"),
    "email": ("email", "pk"),
    "queued": ("queued_at", "pk"),
}
MAX_WORDS: Final = 8  # of a search
TAUGHT: Final = (EnrolmentState.ENROLLED, EnrolmentState.COMPLETED)


@dataclass(frozen=True, slots=True)
class Achieved:
    """An achievement in a programme, as it is awarded now.

    Attributes:
        row: the `Unit` or `Prerequisite`.
        achievement: what it is, with its organisation.
        version: the one awarded now; None when it is awarded no more.
    """

    row: Any
    achievement: Achievement
    version: AchievementVersion | None

    @property
    def name(self) -> str:
        """Return what it is called now."""
        return self.version.name if self.version else self.achievement.name

    @property
    def public_id(self) -> UUID:
        """Return what stands in its public address."""
        return self.version.pk if self.version else self.achievement.pk

    @property
    def is_final(self) -> bool:
        """Whether it crowns the programme."""
        return getattr(self.row, "role", "") == UnitRole.FINAL


def programmes(*, search: str = "", state: str = "", sort: str = "") -> QuerySet[Programme]:
    """Return the programmes of the current organisation; unknown filters are ignored.

    Args:
        search: words, each in title, summary, goals, achievements or skills.
        state: a value of `State`.
        sort: a key of `SORTS`, with a minus before it the other way round.
    """
    rows: QuerySet[Programme] = Programme.objects.all()
    if state in State.values:
        rows = rows.filter(state=state)
    for word in indexing.folded(line(search)).split()[:MAX_WORDS]:
        rows = rows.filter(search_text__contains=word)
    return rows.order_by(*ordered(SORTS, sort, "-changed"))


def counts() -> dict[str, int]:
    """Return how many programmes of the current organisation stand in each state, and in all."""
    rows = Programme.objects.order_by().values_list("state").annotate(n=Count("pk"))
    by_state = {**dict.fromkeys(State.values, 0), **dict(rows)}
    return {"all": sum(by_state.values()), **by_state}


def programme(programme_id: UUID) -> Programme | None:
    """Return a programme of the current organisation."""
    rows = Programme.objects.select_related("organisation")
    found: Programme | None = rows.filter(pk=programme_id).first()
    return found


def units_of(of: Programme) -> list[Achieved]:
    """Return what a programme leads to, in order, the final credential last."""
    rows = Unit.objects.filter(programme=of).select_related("achievement__organisation")
    found = achieved(rows.order_by("position", "pk"))
    return sorted(found, key=lambda one: one.is_final)


def awarded_units(of: Programme) -> list[Achieved]:
    """Return the achievements that learners of a programme get a credential for."""
    found = units_of(of)
    return [one for one in found if one.is_final] if of.mode == Mode.FINAL else found


def giving() -> QuerySet[Unit]:
    """Return the rows of every programme whose achievement gives learners a credential there.

    Where a programme gives the final credential only, its units do not.
    """
    rows: QuerySet[Unit] = Unit.objects.with_scopes_disabled().order_by()
    return rows.filter(Q(programme__mode=Mode.UNITS) | Q(role=UnitRole.FINAL))


def prerequisites_of(of: Programme) -> list[Achieved]:
    """Return what a programme asks for before, in order."""
    rows = Prerequisite.objects.filter(programme=of)
    return achieved(rows.select_related("achievement__organisation").order_by("position", "pk"))


def achieved(rows: Iterable[Any]) -> list[Achieved]:
    """Return rows that name achievements together with what is awarded now, in two queries."""
    found = list(rows)
    versions = indexing.awarded_versions(row.achievement_id for row in found)
    return [Achieved(row, row.achievement, versions.get(row.achievement_id)) for row in found]


def modules_of(of: Programme) -> list[Module]:
    """Return the modules of a programme in order."""
    rows = Module.objects.filter(programme=of).select_related("unit__achievement")
    return list(rows.order_by("position", "pk"))


def module(module_id: UUID) -> Module | None:
    """Return a module of the current organisation."""
    rows = Module.objects.select_related("programme__organisation", "unit")
    found: Module | None = rows.filter(pk=module_id).first()
    return found


def materials_of(modules: Iterable[Module]) -> dict[UUID, list[Material]]:
    """Return the materials of modules in order, by module."""
    found: dict[UUID, list[Material]] = {one.pk: [] for one in modules}
    for row in Material.objects.filter(module__in=list(found)).order_by("position", "pk"):
        found[row.module_id].append(row)
    return found


def material(material_id: UUID) -> Material | None:
    """Return a material of the current organisation."""
    rows = Material.objects.select_related("module__programme")
    found: Material | None = rows.filter(pk=material_id).first()
    return found


def cohorts_of(of: Programme) -> list[Cohort]:
    """Return the groups of a programme with their figures, the next to start first.

    Each has ``taken`` and ``waiting``; groups that are over stand at the end.
    """
    rows = _counted(Cohort.objects.filter(programme=of))
    today = timezone.localdate()

    def key(one: Cohort) -> tuple[bool, date, UUID]:
        ended = one.phase_at(today) in {"over", "cancelled"}
        return (ended, one.starts_on or date.max, one.pk)

    return sorted(rows, key=key)


def cohort(cohort_id: UUID) -> Cohort | None:
    """Return a group of the current organisation, with ``taken`` and ``waiting``."""
    rows = _counted(Cohort.objects.filter(pk=cohort_id))
    found: Cohort | None = rows.select_related("programme__organisation").first()
    return found


def _counted(rows: QuerySet[Cohort]) -> QuerySet[Cohort]:
    return rows.annotate(
        taken=Count("enrolments", filter=Q(enrolments__state__in=TAUGHT)),
        waiting=Count("enrolments", filter=Q(enrolments__state=EnrolmentState.WAITLISTED)),
    )


def places_left(of: Cohort, taken: int) -> int | None:
    """Return how many places a group still has; None when there is no limit."""
    return None if of.capacity is None else max(0, of.capacity - taken)


def enrolments(
    of: Cohort, *, search: str = "", state: str = "", sort: str = ""
) -> QuerySet[Enrolment]:
    """Return the learners of a group; unknown filters are ignored.

    Args:
        of: the group.
        search: words, each in name or address.
        state: a value of `EnrolmentState`.
        sort: a key of `ROSTER_SORTS`, with a minus before it the other way round.
    """
    rows: QuerySet[Enrolment] = Enrolment.objects.filter(cohort=of)
    if state in EnrolmentState.values:
        rows = rows.filter(state=state)
    for word in line(search).split()[:MAX_WORDS]:
        rows = rows.filter(Q(name__icontains=word) | Q(email__icontains=word))
    return rows.order_by(*ordered(ROSTER_SORTS, sort, "queued"))


def enrolment_counts(of: Cohort) -> dict[str, int]:
    """Return how many learners of a group stand in each state."""
    rows = Enrolment.objects.filter(cohort=of).order_by().values_list("state")
    return {**dict.fromkeys(EnrolmentState.values, 0), **dict(rows.annotate(n=Count("pk")))}


def enrolment(enrolment_id: UUID) -> Enrolment | None:
    """Return an enrolment of the current organisation."""
    rows = Enrolment.objects.select_related("programme__organisation", "cohort", "person")
    found: Enrolment | None = rows.filter(pk=enrolment_id).first()
    return found


def done_counts(of: Iterable[Enrolment]) -> dict[UUID, int]:
    """Return by enrolment how many modules are ticked off."""
    rows = ModuleProgress.objects.filter(enrolment__in=[one.pk for one in of])
    return dict(rows.values_list("enrolment_id").annotate(n=Count("pk")).order_by())


def learners_of(ids: Iterable[UUID]) -> dict[UUID, int]:
    """Return by programme how many people have, or wait for, a place."""
    live = [EnrolmentState.ENROLLED, EnrolmentState.WAITLISTED]
    rows = Enrolment.objects.filter(programme__in=list(ids), state__in=live)
    return dict(rows.values_list("programme_id").annotate(n=Count("pk")).order_by())


def offered_by_others() -> list[Consent]:
    """Return which programmes of others lead to which achievement of the current organisation."""
    rows = Consent.objects.select_related("programme__organisation", "achievement")
    return list(rows.order_by("programme__title", "achievement__name", "pk")[:100])
