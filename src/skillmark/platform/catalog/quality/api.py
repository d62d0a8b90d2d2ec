"""The quality of an achievement over the REST API."""

from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import Http404
from ninja import Query, Router, Schema
from pydantic import Field

from skillmark.core.lint import quality as profiles
from skillmark.platform.catalog import selectors
from skillmark.platform.catalog.quality import definitions as quality
from skillmark.platform.orgs.api_auth import ApiKeyAuth, ApiRequest, in_key_scope
from skillmark.platform.orgs.models import Scope

router = Router()

type ProfileKey = Literal["eu", "trusted", "cmf", "nmf", "nzqa"]


class QualityFilter(Schema):
    """Which profiles judge; without any, those the organisation aims at."""

    profile: list[ProfileKey] = []


class Kept(Schema):
    """How many of the rules that apply are kept."""

    kept: int
    asked: int


class FindingOut(Schema):
    """One rule that is not kept."""

    code: Annotated[str, Field(description="Stable: quality.<profile>.<what>.")]
    level: Literal["required", "advised"]
    fault: Literal["missing", "wrong", "unknown"]
    field: Annotated[str, Field(description="What to mend, in neutral words.")]
    title: str
    advice: str
    source: Annotated[str, Field(description="The clause it rests on.")]
    found: Annotated[str, Field(description="The value that is wrong, or empty.")]


class ClassOut(Schema):
    """The TrustEd class, and why."""

    kind: Literal["application", "knowledge", "recognition", "unknown"]
    reason: str
    sentence: str
    because: Annotated[list[str], Field(description="The types of assessment that decided.")]


class QualityReportOut(Schema):
    """What one profile says of the newest version."""

    profile: ProfileKey
    name: str
    source: str
    note: Annotated[str, Field(description="How far the source could be confirmed.")]
    verdict: Literal["meets", "fails", "cannot_tell"]
    required: Kept
    advised: Kept
    passed: Annotated[list[str], Field(description="Codes of the rules that are kept.")]
    findings: list[FindingOut]
    at_issue: Annotated[list[str], Field(description="What is met by issuing.")]
    by_hand: Annotated[list[str], Field(description="What only people can look at.")]
    trusted_class: Annotated[ClassOut | None, Field(alias="class", default=None)]


class QualityOut(Schema):
    """What the profiles say of the newest version of an achievement."""

    version: Annotated[int, Field(description="The number of the version that was judged.")]
    reports: list[QualityReportOut]


@router.get(
    "/achievements/{uuid:achievement_id}/quality",
    response=QualityOut,
    by_alias=True,
    exclude_none=True,
    operation_id="judgeAchievement",
    summary="Judge its quality",
    auth=ApiKeyAuth(Scope.ACHIEVEMENTS_READ),
    tags=["Achievements"],
)
@in_key_scope
def judge(
    request: ApiRequest, achievement_id: UUID, query: Query[QualityFilter]
) -> dict[str, Any]:
    """Say what is missing or wrong in the newest version, profile by profile."""
    found = selectors.achievement(achievement_id)
    if found is None:
        raise Http404
    version = selectors.newest(found)
    asked = tuple(profiles.PROFILES[key] for key in profiles.PROFILES if key in query.profile)
    reports = quality.judge(
        quality.of_version(version), asked or quality.aims(request.organisation)
    )
    return {"version": version.number, "reports": [report.to_json() for report in reports]}
