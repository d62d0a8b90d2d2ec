"""What the REST API says and takes of pathways."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from skillmark.platform.orgs.api_paging import PageFilter, PageOf, Search
from skillmark.platform.pathways.models.pathways import MAX_NAME, MAX_SUMMARY


class RuleProblemOut(Schema):
    """One thing that is wrong with a draft."""

    code: str
    path: str = Field(description="JSON Pointer into the rule, empty for the rest.")
    message: str


class PathwayVersionOut(Schema):
    """One version of a pathway."""

    number: int
    state: Literal["draft", "review", "published", "archived"]
    name: str
    summary: str
    achievement_id: UUID | None = Field(description="What is awarded.")
    on_loss: Literal["keep", "suspend", "revoke"]
    rule: dict[str, Any]
    digest: str = Field(description="Of the canonical bytes of a published rule, multibase.")
    rule_url: str = Field(
        description="Where exactly these bytes are served; empty for a draft."
    )
    published_at: datetime | None
    problems: list[RuleProblemOut] = Field(
        description="What keeps a draft from being published."
    )


class PathwayOut(Schema):
    """A pathway with its newest and its published version."""

    id: UUID
    slug: str
    name: str
    state: Literal["draft", "review", "published", "archived"]
    url: str
    newest: PathwayVersionOut
    published: PathwayVersionOut | None


class PathwayPage(PageOf[PathwayOut]):
    """One page of pathways."""


class PathwayFilter(PageFilter):
    """Which pathways to list."""

    search: Search = ""
    state: Literal["draft", "review", "published", "archived"] | None = None


class PathwayIn(Schema):
    """What a draft says."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=MAX_NAME)
    summary: str = Field("", max_length=MAX_SUMMARY)
    achievement_id: UUID | None = Field(None, description="An achievement of yours.")
    on_loss: Literal["keep", "suspend", "revoke"] = "keep"
    rule: dict[str, Any] | None = Field(
        None, description="See /schemas/pathway-rule.json; left out: the rule that is there."
    )


class PathwayPersonOut(Schema):
    """How far one person is."""

    email: str
    name: str
    satisfied: bool
    have: str
    need: str
    looked_at: datetime | None
    credential_id: UUID | None = Field(description="Of the final, once it is awarded.")
    problem: str = Field(description="Why no final is awarded though the rule is fulfilled.")


class PeoplePage(PageOf[PathwayPersonOut]):
    """One page of people."""


class PeopleFilter(PageFilter):
    """Whom to list."""

    search: Search = ""
    state: Literal["fulfilled", "on_the_way", "problem"] | None = None


class PublishedOut(Schema):
    """What became of publishing."""

    state: Literal["published", "review"]
    pathway: PathwayOut
