"""Pathways over the REST API: list, read, draft, publish, and how far people are."""

from typing import Any
from uuid import UUID

from ninja import Query, Router, Status

from skillmark.platform.catalog import selectors as catalog
from skillmark.platform.catalog.vocabulary import State
from skillmark.platform.orgs import policy
from skillmark.platform.orgs.api_auth import ApiKeyAuth, ApiRequest, in_key_scope
from skillmark.platform.orgs.api_paging import cut, page_of
from skillmark.platform.orgs.models import Scope
from skillmark.platform.pathways import addresses, checks, reviewing, selectors
from skillmark.platform.pathways.api_schemas import (
    PathwayFilter,
    PathwayIn,
    PathwayOut,
    PathwayPage,
    PeopleFilter,
    PeoplePage,
    PublishedOut,
)
from skillmark.platform.pathways.models import Learner, Pathway, PathwayAward, PathwayVersion
from skillmark.platform.pathways.services import drafting
from skillmark.platform.ui.answers import there

router = Router()

_READ = ApiKeyAuth(Scope.ACHIEVEMENTS_READ)
_WRITE = ApiKeyAuth(Scope.ACHIEVEMENTS_WRITE)
_PEOPLE = ApiKeyAuth(Scope.CREDENTIALS_READ)
_TAGS = ["Pathways"]


@router.get(
    "/pathways",
    response=PathwayPage,
    operation_id="listPathways",
    summary="List pathways",
    auth=_READ,
    tags=_TAGS,
)
@in_key_scope
def pathways(
    request: ApiRequest,  # noqa: ARG001 - Ninja finds it by this name
    filters: Query[PathwayFilter],
) -> dict[str, Any]:
    """List the pathways of the organisation, the last changed first."""
    found = selectors.pathways(filters.search, filters.state or "")
    return page_of(map(_out, cut(found, filters)), found, filters)


@router.post(
    "/pathways",
    response={201: PathwayOut},
    operation_id="createPathway",
    summary="Draft a pathway",
    auth=_WRITE,
    tags=_TAGS,
)
@in_key_scope
def create(request: ApiRequest, body: PathwayIn) -> Status[dict[str, Any]]:
    """Begin a pathway. Nothing is awarded before it is published."""
    version = drafting.create(request.organisation, _content(body), actor=request.api_key)
    return Status(201, _out(version.pathway))


@router.get(
    "/pathways/{uuid:pathway_id}",
    response=PathwayOut,
    operation_id="getPathway",
    summary="Read one pathway",
    auth=_READ,
    tags=_TAGS,
)
@in_key_scope
def pathway(
    request: ApiRequest,  # noqa: ARG001 - Ninja finds it by this name
    pathway_id: UUID,
) -> dict[str, Any]:
    """Return one pathway with its newest and its published version."""
    return _out(_found(pathway_id))


@router.put(
    "/pathways/{uuid:pathway_id}/draft",
    response=PathwayOut,
    operation_id="writePathwayDraft",
    summary="Write the draft of a pathway",
    auth=_WRITE,
    tags=_TAGS,
)
@in_key_scope
def write(request: ApiRequest, pathway_id: UUID, body: PathwayIn) -> dict[str, Any]:
    """Say anew what the draft says; what is published stays and gets its next draft."""
    found = _found(pathway_id)
    drafting.edit(found, _content(body), actor=request.api_key)
    return _out(_found(pathway_id))


@router.post(
    "/pathways/{uuid:pathway_id}/publish",
    response=PublishedOut,
    operation_id="publishPathway",
    summary="Publish a pathway",
    auth=_WRITE,
    tags=_TAGS,
)
@in_key_scope
def publish(request: ApiRequest, pathway_id: UUID) -> dict[str, Any]:
    """Publish the draft, or put it before a second person where your policy asks for one.

    From then on whoever fulfils the rule is awarded the final by itself, also by what they
    earned before.
    """
    found = _found(pathway_id)
    if policy.of(request.organisation).review_definitions:
        reviewing.ask(found, actor=request.api_key)
        return {"state": State.REVIEW, "pathway": _out(_found(pathway_id))}
    drafting.publish(found, actor=request.api_key)
    return {"state": State.PUBLISHED, "pathway": _out(_found(pathway_id))}


@router.get(
    "/pathways/{uuid:pathway_id}/people",
    response=PeoplePage,
    operation_id="listPathwayPeople",
    summary="How far people are",
    auth=_PEOPLE,
    tags=_TAGS,
)
@in_key_scope
def people(
    request: ApiRequest,  # noqa: ARG001 - Ninja finds it by this name
    pathway_id: UUID,
    filters: Query[PeopleFilter],
) -> dict[str, Any]:
    """List the people on a pathway, those furthest first."""
    rows = selectors.learners(_found(pathway_id), filters.search, filters.state or "")
    shown = list(cut(rows, filters))
    awards = selectors.awards_of(shown)
    items = (_person(one, awards.get(one.pk)) for one in shown)
    return page_of(items, rows, filters)


def _found(pathway_id: UUID) -> Pathway:
    return there(selectors.pathway(pathway_id))


def _content(body: PathwayIn) -> drafting.Content:
    achievement = None
    if body.achievement_id is not None:
        achievement = there(catalog.achievement(body.achievement_id))
    return drafting.Content(
        name=body.name,
        summary=body.summary,
        achievement=achievement,
        rule=body.rule,
        on_loss=body.on_loss,
    )


def _out(found: Pathway) -> dict[str, Any]:
    published = selectors.published(found)
    return {
        "id": found.pk,
        "slug": found.slug,
        "name": found.name,
        "state": found.state,
        "url": addresses.page(found.slug),
        "newest": _version(found, selectors.shown(found)),
        "published": _version(found, published) if published else None,
    }


def _version(of: Pathway, version: PathwayVersion) -> dict[str, Any]:
    problems = checks.problems(version) if version.state == State.DRAFT else []
    return {
        "number": version.number,
        "state": version.state,
        "name": version.name,
        "summary": version.summary,
        "achievement_id": version.achievement_id,
        "on_loss": version.on_loss,
        "rule": version.rule,
        "digest": version.digest,
        "rule_url": addresses.rule(of.slug, version.number) if version.digest else "",
        "published_at": version.published_at,
        "problems": [one.to_json() for one in problems],
    }


def _person(one: Learner, award: PathwayAward | None) -> dict[str, Any]:
    return {
        "email": one.email,
        "name": one.name,
        "satisfied": one.satisfied,
        "have": f"{one.have.normalize():f}",
        "need": f"{one.need.normalize():f}",
        "looked_at": one.looked_at,
        "credential_id": award.credential_id if award else None,
        "problem": one.problem,
    }
