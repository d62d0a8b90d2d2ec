"""Achievements over the REST API: list, read, draft, publish."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import Http404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from skillmark.platform.catalog import badge, selectors, services
from skillmark.platform.catalog.content import Content
from skillmark.platform.catalog.models import Achievement, AchievementVersion
from skillmark.platform.orgs.api_auth import ApiKeyAuth, ApiRequest, in_key_scope
from skillmark.platform.orgs.models import Scope
from skillmark.platform.trust.addresses import issuer_page

router = Router()
MAX_PAGE_SIZE = 100

_READ = ApiKeyAuth(Scope.ACHIEVEMENTS_READ)
_WRITE = ApiKeyAuth(Scope.ACHIEVEMENTS_WRITE)
_TAGS = ["Achievements"]

type AchievementState = Literal["draft", "review", "published", "archived"]


class AlignmentIn(Schema):
    """One skill of a framework that the achievement points to."""

    target_name: str
    target_url: Annotated[str, Field(description="http or https address of the skill.")]
    target_framework: str = ""
    target_code: str = ""
    target_type: Annotated[
        str, Field(description="An Open Badges AlignmentTargetType, or empty.")
    ] = ""


class AlignmentOut(AlignmentIn):
    """One skill of a framework that the achievement points to."""


class AchievementIn(Schema):
    """What a new achievement says; only the name is needed for a draft."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    description: Annotated[
        str, Field(max_length=1_000, description="One or two sentences; needed to publish.")
    ] = ""
    achievement_type: Annotated[
        str, Field(description="An Open Badges 3.0 AchievementType.")
    ] = "MicroCredential"
    criteria_markdown: Annotated[
        str, Field(max_length=20_000, description="How it is earned; needed to publish.")
    ] = ""
    outcomes: Annotated[
        list[str], Field(max_length=40, description="What a holder can do.")
    ] = []
    tags: Annotated[list[str], Field(max_length=20)] = []
    alignments: Annotated[list[AlignmentIn], Field(max_length=40)] = []
    workload_hours: Annotated[Decimal, Field(ge=0, le=99_999)] | None = None
    credits: Annotated[Decimal, Field(ge=0, le=9_999)] | None = None
    credit_unit: Annotated[str, Field(max_length=40, description="ECTS, CPD points …")] = ""
    eqf_level: Annotated[int, Field(ge=1, le=8)] | None = None
    national_level: Annotated[str, Field(max_length=200)] = ""
    field_of_study: Annotated[str, Field(max_length=120)] = ""
    human_code: Annotated[str, Field(max_length=60, description="Your own code.")] = ""
    language: Annotated[str, Field(description="BCP 47 tag.")] = "en"
    validity_months: Annotated[int, Field(ge=1, le=1_200)] | None = None
    course_start: Annotated[
        date | None, Field(description="Nobody can have earned it before this day.")
    ] = None
    design_key: Annotated[
        str, Field(max_length=40, description="hallmark, seal, shield …; empty for the usual.")
    ] = ""
    design_colour: Annotated[
        str, Field(description="# and six hexadecimal digits; empty for the brand's.")
    ] = ""


class VersionOut(Schema):
    """One version of an achievement."""

    id: UUID
    number: int
    state: AchievementState
    name: str
    description: str
    achievement_type: str
    criteria_markdown: str
    outcomes: list[str]
    tags: list[str]
    alignments: list[AlignmentOut]
    workload_hours: float | None
    credits: float | None
    credit_unit: str
    eqf_level: int | None
    national_level: str
    field_of_study: str
    human_code: str
    language: str
    validity_months: int | None
    course_start: date | None
    design_key: str
    design_colour: str
    published_at: datetime | None
    url: Annotated[str, Field(description="The public page, once it is published.")]


class AchievementOut(Schema):
    """An achievement with its newest version."""

    id: UUID
    slug: Annotated[str, Field(description="How files and calls name it.")]
    name: str
    state: AchievementState
    newest: Annotated[VersionOut, Field(description="The draft if there is one.")]
    published: Annotated[VersionOut | None, Field(description="What is awarded now.")]


class AchievementPage(Schema):
    """One page of achievements."""

    items: list[AchievementOut]
    total: Annotated[int, Field(description="Of all pages together.")]
    page: int
    page_size: int


class AchievementFilter(Schema):
    """Which achievements to list."""

    search: Annotated[str, Field(max_length=200, description="In name, slug, own code.")] = ""
    state: AchievementState | None = None
    page: Annotated[int, Field(ge=1, le=100_000)] = 1
    page_size: Annotated[int, Field(ge=1, le=MAX_PAGE_SIZE)] = 25


class OrganisationOut(Schema):
    """The organisation that an API key belongs to."""

    id: UUID
    slug: str
    name: str
    description: str
    website: str
    country: str
    domain: Annotated[str | None, Field(description="Proven to be theirs.")]
    url: Annotated[str, Field(description="Its public page.")]
    scopes: Annotated[list[str], Field(description="What this key may do.")]


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
    found = selectors.achievements(search=filters.search, state=filters.state or "")
    start = (filters.page - 1) * filters.page_size
    return {
        "items": [_out(one) for one in found[start : start + filters.page_size]],
        "total": found.count(),
        "page": filters.page,
        "page_size": filters.page_size,
    }


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
    """Publish the draft. From then on it never changes, and it can be issued."""
    found = _found(achievement_id)
    services.publish(found, actor=request.api_key)
    found.refresh_from_db()
    return _out(found)


def _found(achievement_id: UUID) -> Achievement:
    found = selectors.achievement(achievement_id)
    if found is None:
        raise Http404
    return found


def _out(found: Achievement) -> dict[str, Any]:
    versions = sorted(found.versions.all(), key=lambda one: -one.number)
    published = [one for one in versions if one.state == "published"]
    return {
        "id": found.pk,
        "slug": found.slug,
        "name": found.name,
        "state": found.state,
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
