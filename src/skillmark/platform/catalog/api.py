"""Achievements over the REST API: list, read, draft, put before a second person, publish."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from ninja import Query, Router, Status

from skillmark.platform.catalog import badge, keeping, reviewing, selectors, services
from skillmark.platform.catalog.api_schemas import (
    AchievementFilter,
    AchievementIn,
    AchievementOut,
    AchievementPage,
    KeepIn,
    OrganisationOut,
    ReviewOut,
)
from skillmark.platform.catalog.content import Content
from skillmark.platform.catalog.models import Achievement, AchievementVersion
from skillmark.platform.orgs.api_auth import ApiKeyAuth, ApiRequest, in_key_scope
from skillmark.platform.orgs.api_paging import cut, page_of
from skillmark.platform.orgs.models import Scope
from skillmark.platform.trust.addresses import issuer_page

router = Router()

_READ = ApiKeyAuth(Scope.ACHIEVEMENTS_READ)
_WRITE = ApiKeyAuth(Scope.ACHIEVEMENTS_WRITE)
_TAGS = ["Achievements"]


@router.get(
    "/organisation",
    response=OrganisationOut,
    auth=ApiKeyAuth(),
    tags=["Organisation"],
    operation_id="getOrganisation",
    summary="Whose key is this?",
)
@in_key_scope
def organisation(request: ApiRequest) -> dict[str, Any]:
    """Return the organisation of the key, and what the key may do."""
    own = request.organisation
    return {
        "id": own.pk,
        "slug": own.slug,
        "name": own.name,
        "description": own.description,
        "website": own.website,
        "country": own.country,
        "domain": own.domain,
        "url": issuer_page(own.slug),
        "scopes": sorted(request.api_key.scopes),
    }


@router.get(
    "/achievements",
    response=AchievementPage,
    operation_id="listAchievements",
    summary="List achievements",
    auth=_READ,
    tags=_TAGS,
)
@in_key_scope
def achievements(
    request: ApiRequest,  # noqa: ARG001 - Ninja finds it by this name
    filters: Query[AchievementFilter],
) -> dict[str, Any]:
    """List the achievements of the organisation, the last changed first."""
    wanted = selectors.Filter(
        search=filters.search,
        state=filters.state or "",
        kind=filters.achievement_type,
        due_by=filters.due_by,
    )
    found = selectors.achievements(wanted).values_list("pk", flat=True)
    items = map(_out, selectors.listed(cut(found, filters), whole=True))
    return page_of(items, found, filters)


@router.get(
    "/achievements/{uuid:achievement_id}",
    response=AchievementOut,
    operation_id="getAchievement",
    summary="Read one achievement",
    auth=_READ,
    tags=_TAGS,
)
@in_key_scope
def achievement(
    request: ApiRequest,  # noqa: ARG001 - Ninja finds it by this name
    achievement_id: UUID,
) -> dict[str, Any]:
    """Return one achievement with its newest and its published version."""
    return _out(_found(achievement_id))


@router.post(
    "/achievements",
    response={201: AchievementOut},
    operation_id="createAchievement",
    summary="Draft an achievement",
    auth=_WRITE,
    tags=_TAGS,
)
@in_key_scope
def create(request: ApiRequest, body: AchievementIn) -> Status[dict[str, Any]]:
    """Make a new achievement as a draft. It can be issued once it is published."""
    content = Content.parse(body.model_dump())
    version = services.create(request.organisation, content, actor=request.api_key)
    return Status(201, _out(version.achievement))


@router.put(
    "/achievements/{uuid:achievement_id}/draft",
    response=AchievementOut,
    operation_id="writeDraft",
    summary="Write the draft",
    auth=_WRITE,
    tags=_TAGS,
)
@in_key_scope
def write(request: ApiRequest, achievement_id: UUID, body: AchievementIn) -> dict[str, Any]:
    """Say anew what the draft says; what is published stays and gets its next draft.

    Everything that is left out takes its default. The same body again changes nothing.
    """
    found = _found(achievement_id)
    services.edit(found, Content.parse(body.model_dump()), actor=request.api_key)
    return _now(found)


@router.post(
    "/achievements/{uuid:achievement_id}/ask-review",
    response={202: ReviewOut},
    operation_id="askReview",
    summary="Ask a second person to publish",
    auth=_WRITE,
    tags=_TAGS,
)
@in_key_scope
def ask_review(request: ApiRequest, achievement_id: UUID) -> Status[dict[str, Any]]:
    """Put the draft before an approver or owner. It does not change until they decide.

    The person who made the API key cannot be the one who decides.
    """
    asked = reviewing.ask(_found(achievement_id), actor=request.api_key)
    return Status(202, {"id": asked.pk, "state": asked.state, "title": asked.title})


@router.post(
    "/achievements/{uuid:achievement_id}/archive",
    response=AchievementOut,
    operation_id="archiveAchievement",
    summary="Stop awarding it",
    auth=_WRITE,
    tags=_TAGS,
)
@in_key_scope
def archive(request: ApiRequest, achievement_id: UUID) -> dict[str, Any]:
    """Archive an achievement. What people hold stays valid. Doing it again changes nothing."""
    return _now(services.archive(_found(achievement_id), actor=request.api_key))


@router.post(
    "/achievements/{uuid:achievement_id}/restore",
    response=AchievementOut,
    operation_id="restoreAchievement",
    summary="Bring it back",
    auth=_WRITE,
    tags=_TAGS,
)
@in_key_scope
def restore(request: ApiRequest, achievement_id: UUID) -> dict[str, Any]:
    """Bring an archived achievement back to where it was."""
    return _now(services.restore(_found(achievement_id), actor=request.api_key))


@router.post(
    "/achievements/{uuid:achievement_id}/keep",
    response=AchievementOut,
    operation_id="keepAchievement",
    summary="Say that it is still current",
    auth=_WRITE,
    tags=_TAGS,
)
@in_key_scope
def keep(request: ApiRequest, achievement_id: UUID, body: KeepIn) -> dict[str, Any]:
    """Set the day by which somebody looks again; reminders go out before it and after it."""
    day = body.review_by or keeping.next_look(timezone.localdate())
    return _now(keeping.set_review_by(_found(achievement_id), day, actor=request.api_key))


@router.post(
    "/achievements/{uuid:achievement_id}/publish",
    response=AchievementOut,
    operation_id="publishAchievement",
    summary="Publish the draft",
    auth=_WRITE,
    tags=_TAGS,
)
@in_key_scope
def publish(request: ApiRequest, achievement_id: UUID) -> dict[str, Any]:
    """Publish the draft. From then on it never changes, and it can be issued.

    Where the organisation wants a second person to publish, this is refused: ask for a review.
    """
    found = _found(achievement_id)
    services.publish(found, actor=request.api_key)
    return _now(found)


def _found(achievement_id: UUID) -> Achievement:
    found = selectors.achievement(achievement_id)
    if found is None:
        raise Http404
    return found


def _now(found: Achievement) -> dict[str, Any]:
    found.refresh_from_db()
    return _out(found)


def _out(found: Achievement) -> dict[str, Any]:
    versions = sorted(found.versions.all(), key=lambda one: -one.number)
    published = [one for one in versions if one.state == "published"]
    return {
        "id": found.pk,
        "slug": found.slug,
        "name": found.name,
        "state": found.state,
        "review_by": found.review_by,
        "newest": _version(versions[0]),
        "published": _version(published[0]) if published else None,
    }


def _version(version: AchievementVersion) -> dict[str, Any]:
    shown = {name: getattr(version, name) for name in Content.__slots__}
    return shown | {
        "id": version.pk,
        "number": version.number,
        "state": version.state,
        "published_at": version.published_at,
        "url": badge.address(version),
    }
