"""The public catalogue: what every provider offers, searched and compared by anybody.

Published programmes are public; everything here steps outside the organisation scope on purpose,
reads published ones only, and nothing of learners but how many places are left.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Self
from uuid import UUID

from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from skillmark.platform.catalog.european import Participation
from skillmark.platform.catalog.text import line
from skillmark.platform.catalog.vocabulary import LANGUAGES
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.programmes import indexing, selectors
from skillmark.platform.programmes.models import Cohort, Programme, ProgrammeSkill, Unit
from skillmark.platform.programmes.selectors import MAX_WORDS, Achieved
from skillmark.platform.programmes.vocabulary import CohortState, Mode, State, UnitRole

MIN_COMPARED: Final = 2
MAX_COMPARED: Final = 4
SORTS: Final = ("title", "starts", "hours")
SHOWN_SKILLS: Final = 30


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for; what is empty or unknown does not narrow.

    Attributes:
        search: words, each in title, summary, provider, goals, achievements or skills.
        language: a code of `LANGUAGES`.
        level: of the European Qualifications Framework.
        participation: a value of `Participation`.
        free: only what costs nothing.
        open_now: only where somebody can register today.
        units: only where each unit gives a credential of its own.
        provider: an organisation's slug.
        sort: one of `SORTS`.
    """

    search: str = ""
    language: str = ""
    level: int | None = None
    participation: str = ""
    free: bool = False
    open_now: bool = False
    units: bool = False
    provider: str = ""
    sort: str = "title"

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self:
        """Return what the query of an address says."""
        level = query.get("level", "")
        sort = query.get("sort", "")
        language, participation = query.get("language", ""), query.get("participation", "")
        return cls(
            search=line(query.get("q", ""))[:200],
            language=language if language in dict(LANGUAGES) else "",
            level=int(level) if level in set("12345678") and level else None,
            participation=participation if participation in Participation.values else "",
            free=bool(query.get("free")),
            open_now=bool(query.get("open")),
            units=bool(query.get("units")),
            provider=query.get("provider", "")[:80],
            sort=sort if sort in SORTS else "title",
        )

    @property
    def narrowed(self) -> bool:
        """Whether a filter beside the words is set."""
        return any(
            (
                *(self.language, self.level, self.participation, self.provider),
                *(self.free, self.open_now, self.units),
            )
        )


@dataclass(frozen=True, slots=True)
class Card:
    """A programme as the catalogue lists and compares it.

    Attributes:
        units: how many achievements it leads to besides the final one.
        final: whether there is a final one.
        starts_on: of the next group that takes people; None also when it has no fixed day.
        open_now: whether somebody can register today.
    """

    programme: Programme
    units: int
    final: bool
    starts_on: date | None
    open_now: bool

    @property
    def gives_units(self) -> bool:
        """Whether each unit gives a credential of its own."""
        return self.programme.mode == Mode.UNITS and self.units > 0


@dataclass(frozen=True, slots=True)
class Group:
    """A group as everybody may see it."""

    cohort: Cohort
    taken: int

    @property
    def places_left(self) -> int | None:
        """Return how many places are free; None when there is no limit."""
        return selectors.places_left(self.cohort, self.taken)

    @property
    def is_full(self) -> bool:
        """Whether whoever registers now has to wait."""
        return self.places_left == 0


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything that the page of a programme, or one column of a comparison, shows."""

    card: Card
    achievements: list[Achieved]
    prerequisites: list[Achieved]
    modules: list[Any]
    groups: list[Group]
    skills: list[str]

    @property
    def programme(self) -> Programme:
        """Return the programme itself."""
        return self.card.programme


def everything() -> QuerySet[Programme]:
    """Return every published programme of every provider."""
    rows: QuerySet[Programme] = Programme.objects.with_scopes_disabled().filter(
        state=State.PUBLISHED
    )
    return rows.select_related("organisation")


def offered(wanted: Wanted = Wanted()) -> QuerySet[Programme]:
    """Return the published programmes that somebody looks for, in a total order."""
    rows = everything()
    for word in indexing.folded(wanted.search).split()[:MAX_WORDS]:
        rows = rows.filter(search_text__contains=word)
    if wanted.language:
        rows = rows.filter(language=wanted.language)
    if wanted.level is not None:
        rows = rows.filter(eqf_level=wanted.level)
    if wanted.participation:
        rows = rows.filter(participation=wanted.participation)
    if wanted.free:
        rows = rows.filter(cost_minor=0)
    if wanted.provider:
        rows = rows.filter(organisation__slug=wanted.provider)
    if wanted.open_now:
        rows = rows.filter(pk__in=_open_cohorts().values("programme"))
    if wanted.units:
        units = Unit.objects.with_scopes_disabled().filter(role=UnitRole.UNIT)
        rows = rows.filter(mode=Mode.UNITS, pk__in=units.values("programme"))
    return _ordered(rows, wanted.sort)


def cards(programmes: Iterable[Programme]) -> list[Card]:
    """Return programmes as cards, in their order, with three queries for all of them."""
    found = list(programmes)
    ids = [one.pk for one in found]
    units = Unit.objects.with_scopes_disabled().filter(programme__in=ids).order_by()
    roles = {
        (programme, role): count
        for programme, role, count in units.values_list("programme", "role").annotate(
            n=Count("pk")
        )
    }
    starts = _next_starts(ids)
    return [
        Card(
            one,
            units=roles.get((one.pk, UnitRole.UNIT), 0),
            final=(one.pk, UnitRole.FINAL) in roles,
            starts_on=starts.get(one.pk),
            open_now=one.pk in starts,
        )
        for one in found
    ]


def public_programme(programme_id: UUID) -> Programme | None:
    """Return a published programme of any provider."""
    return everything().filter(pk=programme_id).first()


def whole(programme: Programme) -> Whole:
    """Return everything that is public about a programme."""
    with organisation_scope(programme.organisation_id):
        cohorts = selectors.cohorts_of(programme)
        skills = ProgrammeSkill.objects.filter(programme=programme).order_by("name", "pk")
        shown = [one for one in cohorts if one.phase in {"open", "early"}]
        return Whole(
            card=cards([programme])[0],
            achievements=selectors.units_of(programme),
            prerequisites=selectors.prerequisites_of(programme),
            modules=selectors.modules_of(programme),
            groups=[Group(one, getattr(one, "taken", 0)) for one in shown],
            skills=list(dict.fromkeys(skills.values_list("name", flat=True)))[:SHOWN_SKILLS],
        )


def compared(ids: Iterable[str]) -> list[Whole]:
    """Return the programmes to compare, in the order they were named, each once."""
    known = []
    for one in dict.fromkeys(ids):
        try:
            known.append(UUID(one))
        except ValueError:
            continue
    rows = {row.pk: row for row in everything().filter(pk__in=known[:20])}
    chosen = [rows[one] for one in known if one in rows][:MAX_COMPARED]
    return [whole(one) for one in chosen]


def leading_to(achievements: Iterable[UUID], most: int = 5) -> list[Programme]:
    """Return published programmes that give credentials of these achievements."""
    given = selectors.giving().filter(achievement__in=list(achievements))
    rows = everything().filter(pk__in=given.values("programme"))
    return list(rows.order_by("title", "pk")[:most])


def _open_cohorts() -> QuerySet[Cohort]:
    today = timezone.localdate()
    rows: QuerySet[Cohort] = Cohort.objects.with_scopes_disabled().filter(
        Q(ends_on=None) | Q(ends_on__gte=today),
        Q(registration_from=None) | Q(registration_from__lte=today),
        Q(registration_until=None) | Q(registration_until__gte=today),
        state=CohortState.OPEN,
    )
    return rows


def _next_starts(ids: list[UUID]) -> dict[UUID, date | None]:
    """Return by programme the first day of the next group that takes people now."""
    rows = _open_cohorts().filter(programme__in=ids).order_by()
    upcoming = Q(starts_on__gte=timezone.localdate())
    return dict(rows.values_list("programme").annotate(first=Min("starts_on", filter=upcoming)))


def _ordered(rows: QuerySet[Programme], sort: str) -> QuerySet[Programme]:
    if sort == "hours":
        return rows.order_by(F("hours").asc(nulls_last=True), "title", "pk")
    if sort == "starts":
        groups = _open_cohorts().filter(
            programme=OuterRef("pk"), starts_on__gte=timezone.localdate()
        )
        first = groups.order_by("starts_on").values("starts_on")[:1]
        return rows.annotate(first=Subquery(first)).order_by(
            F("first").asc(nulls_last=True), "title", "pk"
        )
    return rows.order_by("title", "pk")
