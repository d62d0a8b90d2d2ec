"""Programmes over the REST API: the catalogue for everybody, the provider's own with a key."""

from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from ninja import Query, Router, Status

from skillmark.platform.orgs.api_auth import ApiKeyAuth, ApiRequest, in_key_scope
from skillmark.platform.orgs.api_paging import cut, page_of
from skillmark.platform.orgs.models import Scope
from skillmark.platform.programmes import catalogue, selectors
from skillmark.platform.programmes.api_schemas import (
    AchievementsIn,
    GroupIn,
    GroupOut,
    LearnerFilter,
    LearnerPage,
    OfferFilter,
    OfferPage,
    ProgrammeFilter,
    ProgrammeIn,
    ProgrammeOut,
    ProgrammePage,
)
from skillmark.platform.programmes.catalogue import Card, Wanted
from skillmark.platform.programmes.models import Cohort, Enrolment, Programme
from skillmark.platform.programmes.services import cohorts, offers
from skillmark.platform.programmes.terms import Offer, Run
from skillmark.platform.trust import addresses
from skillmark.platform.ui.answers import there

router = Router(tags=["Programmes"])
_READ: Final = ApiKeyAuth(Scope.PROGRAMMES_READ)
_WRITE: Final = ApiKeyAuth(Scope.PROGRAMMES_WRITE)
_ONE: Final = "/programmes/{uuid:programme_id}"


@router.get(
    "/catalogue/programmes",
    response=OfferPage,
    operation_id="searchCatalogue",
    summary="Search the catalogue of programmes",
)
def search(request: HttpRequest, filters: Query[OfferFilter]) -> dict[str, Any]:  # noqa: ARG001 - Ninja finds it by this name
    """Search what every provider on this site offers; no key is needed."""
    wanted = Wanted(
        search=filters.search,
        language=filters.language,
        level=filters.level,
        free=filters.free,
        open_now=filters.open_now,
        provider=filters.provider,
        sort=filters.sort,
    )
    found = catalogue.offered(wanted)
    return page_of(map(_offer, catalogue.cards(cut(found, filters))), found, filters)


@router.get(
    "/programmes",
    response=ProgrammePage,
    operation_id="listProgrammes",
    summary="List programmes",
    auth=_READ,
)
@in_key_scope
def programmes(
    request: ApiRequest,  # noqa: ARG001 - Ninja finds it by this name
    filters: Query[ProgrammeFilter],
) -> dict[str, Any]:
    """List the programmes of the organisation, the last changed first."""
    found = selectors.programmes(search=filters.search, state=filters.state or "")
    shown = cut(found.select_related("organisation"), filters)
    return page_of(map(_out, shown), found, filters)


@router.get(
    _ONE,
    response=ProgrammeOut,
    operation_id="getProgramme",
    summary="Read one programme",
    auth=_READ,
)
@in_key_scope
def programme(
    request: ApiRequest,  # noqa: ARG001 - Ninja finds it by this name
    programme_id: UUID,
) -> dict[str, Any]:
    """Return one programme with the achievements it leads to."""
    return _out(_found(programme_id))


@router.post(
    "/programmes",
    response={201: ProgrammeOut},
    operation_id="createProgramme",
    summary="Draft a programme",
    auth=_WRITE,
)
@in_key_scope
def create(request: ApiRequest, body: ProgrammeIn) -> Status[dict[str, Any]]:
    """Make a programme as a draft. Say next what it leads to, then publish it."""
    made = offers.create(
        request.organisation, Offer.parse(body.model_dump()), actor=request.api_key
    )
    return Status(201, _out(made))


@router.put(
    _ONE,
    response=ProgrammeOut,
    operation_id="writeProgramme",
    summary="Write a programme",
    auth=_WRITE,
)
@in_key_scope
def write(request: ApiRequest, programme_id: UUID, body: ProgrammeIn) -> dict[str, Any]:
    """Say anew what a programme says; what is left out takes its default.

    Learners of a published programme see it at once, so it must stay complete.
    """
    found = _found(programme_id)
    offers.edit(found.pk, Offer.parse(body.model_dump()), actor=request.api_key)
    return _out(_found(programme_id))


@router.put(
    f"{_ONE}/achievements",
    response=ProgrammeOut,
    operation_id="setProgrammeAchievements",
    summary="Say what a programme leads to",
    auth=_WRITE,
)
@in_key_scope
def achievements(
    request: ApiRequest, programme_id: UUID, body: AchievementsIn
) -> dict[str, Any]:
    """Name the units, the final credential and what is asked for before.

    They may be another organisation's: several providers may lead to the same achievement.
    """
    found = _found(programme_id)
    offers.set_achievements(
        found.pk,
        units=body.units,
        final=body.final,
        prerequisites=body.prerequisites,
        actor=request.api_key,
    )
    return _out(_found(programme_id))


@router.post(
    f"{_ONE}/publish",
    response=ProgrammeOut,
    operation_id="publishProgramme",
    summary="Publish a programme",
    auth=_WRITE,
)
@in_key_scope
def publish(request: ApiRequest, programme_id: UUID) -> dict[str, Any]:
    """Put a programme into the public catalogue. Doing it again changes nothing."""
    offers.publish(_found(programme_id).pk, actor=request.api_key)
    return _out(_found(programme_id))


@router.post(
    f"{_ONE}/withdraw",
    response=ProgrammeOut,
    operation_id="withdrawProgramme",
    summary="Take a programme out of the catalogue",
    auth=_WRITE,
)
@in_key_scope
def withdraw(request: ApiRequest, programme_id: UUID) -> dict[str, Any]:
    """Make a published programme a draft again. Learners keep their places."""
    offers.withdraw(_found(programme_id).pk, actor=request.api_key)
    return _out(_found(programme_id))


@router.post(
    f"{_ONE}/archive",
    response=ProgrammeOut,
    operation_id="archiveProgramme",
    summary="Offer a programme no more",
    auth=_WRITE,
)
@in_key_scope
def archive(request: ApiRequest, programme_id: UUID) -> dict[str, Any]:
    """Archive a programme. Who learns now goes on. Doing it again changes nothing."""
    offers.archive(_found(programme_id).pk, actor=request.api_key)
    return _out(_found(programme_id))


@router.post(
    f"{_ONE}/restore",
    response=ProgrammeOut,
    operation_id="restoreProgramme",
    summary="Bring a programme back",
    auth=_WRITE,
)
@in_key_scope
def restore(request: ApiRequest, programme_id: UUID) -> dict[str, Any]:
    """Make an archived programme a draft again."""
    offers.restore(_found(programme_id).pk, actor=request.api_key)
    return _out(_found(programme_id))


@router.get(
    f"{_ONE}/groups",
    response=list[GroupOut],
    operation_id="listGroups",
    summary="List the groups of a programme",
    auth=_READ,
)
@in_key_scope
def groups(
    request: ApiRequest,  # noqa: ARG001 - Ninja finds it by this name
    programme_id: UUID,
) -> list[Cohort]:
    """List the groups with their dates and places, the next to start first."""
    return selectors.cohorts_of(_found(programme_id))


@router.post(
    f"{_ONE}/groups",
    response={201: GroupOut},
    operation_id="openGroup",
    summary="Open a group",
    auth=_WRITE,
)
@in_key_scope
def open_group(request: ApiRequest, programme_id: UUID, body: GroupIn) -> Status[Cohort | None]:
    """Open a group that people can register for once the programme is published."""
    found = _found(programme_id)
    run = Run.parse(body.model_dump())
    made = cohorts.open_cohort(found.pk, run, actor=request.api_key)
    return Status(201, selectors.cohort(made.pk))


@router.get(
    "/groups/{uuid:cohort_id}/learners",
    response=LearnerPage,
    operation_id="listLearners",
    summary="List the learners of a group",
    auth=_READ,
)
@in_key_scope
def learners(
    request: ApiRequest,  # noqa: ARG001 - Ninja finds it by this name
    cohort_id: UUID,
    filters: Query[LearnerFilter],
) -> dict[str, Any]:
    """List who has a place or waits for one, in the order they came, and how far they are."""
    cohort = there(selectors.cohort(cohort_id))
    found = selectors.enrolments(cohort, search=filters.search, state=filters.state or "")
    shown = list(cut(found, filters))
    done = selectors.done_counts(shown)
    modules = len(selectors.modules_of(cohort.programme))
    items = (_learner(one, done.get(one.pk, 0), modules) for one in shown)
    return page_of(items, found, filters)


def _found(programme_id: UUID) -> Programme:
    return there(selectors.programme(programme_id))


def _out(found: Programme) -> dict[str, Any]:
    named = [(one, str(one.row.role)) for one in selectors.units_of(found)]
    named += [(one, "prerequisite") for one in selectors.prerequisites_of(found)]
    facts = {name: getattr(found, name) for name in Offer.__slots__}
    return facts | {
        "id": found.pk,
        "state": found.state,
        "published_at": found.published_at,
        "url": _url(found),
        "achievements": [
            {
                "achievement": one.achievement.pk,
                "name": one.name,
                "role": role,
                "awarded_by": one.achievement.organisation.slug,
                "awarded_now": one.version is not None,
            }
            for one, role in named
        ],
    }


def _offer(card: Card) -> dict[str, Any]:
    one = card.programme
    facts = {
        name: getattr(one, name)
        for name in (
            *("title", "summary", "language", "eqf_level", "hours", "cost_minor"),
            *("currency", "recognition", "mode"),
        )
    }
    return facts | {
        "id": one.pk,
        "provider": one.organisation.slug,
        "provider_name": one.organisation.name,
        "units": card.units,
        "final": card.final,
        "starts_on": card.starts_on,
        "open_now": card.open_now,
        "url": _url(one),
    }


def _learner(row: Enrolment, done: int, modules: int) -> dict[str, Any]:
    facts = {
        name: getattr(row, name)
        for name in (
            *("name", "email", "state", "enrolled_at", "ended_at", "reason"),
            *("cost_minor", "currency"),
        )
    }
    return facts | {
        "id": row.pk,
        "registered_at": row.queued_at,
        "modules_done": done,
        "modules": modules,
    }


def _url(one: Programme) -> str:
    return addresses.absolute(reverse("programmes:public", args=[one.pk]))
