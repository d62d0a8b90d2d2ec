"""What the REST API of open claim links takes and gives, as OpenAPI shows it."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, cast
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field

from skillmark.platform.issuing.addresses import credential_url, open_claim_url
from skillmark.platform.issuing.models import OpenClaim, OpenLink
from skillmark.platform.issuing.services.open_links import MAX_CAPACITY
from skillmark.platform.orgs.api_paging import Search, StepFilter, StepOf

type LinkStateName = Literal["waiting", "open", "paused", "closed", "early", "over", "full"]
type AskStateName = Literal["asked", "waiting", "issued", "declined"]


class LinkIn(Schema):
    """An open claim link to make."""

    achievement: Annotated[
        str, Field(min_length=1, max_length=80, description="Slug, or id of it or a version.")
    ]
    name: Annotated[str, Field(min_length=1, max_length=120, description="For your own list.")]
    capacity: Annotated[
        int | None, Field(ge=1, le=MAX_CAPACITY, description="No limit without it.")
    ] = None
    opens_at: AwareDatetime | None = None
    closes_at: AwareDatetime | None = None
    domains: Annotated[
        list[Annotated[str, Field(max_length=253)]],
        Field(max_length=20, description="Only addresses of these; empty takes any."),
    ] = []
    code_word: Annotated[str, Field(max_length=60)] = ""
    needs_approval: bool = False
    achieved_on: Annotated[date | None, Field(description="The same for everyone.")] = None


class LinkOut(Schema):
    """An open claim link."""

    id: UUID
    url: Annotated[str, Field(description="What people open; make the QR code of it.")]
    name: str
    state: Annotated[
        LinkStateName,
        Field(description="`early`, `over` and `full`: open, but it gives nothing now."),
    ]
    achievement_version: UUID
    capacity: int | None
    taken: int
    opens_at: datetime | None
    closes_at: datetime | None
    domains: list[str]
    asks_code_word: bool
    needs_approval: bool
    achieved_on: date | None
    created_at: datetime

    @classmethod
    def of(cls, link: OpenLink) -> dict[str, Any]:
        """Return a link as plain JSON."""
        return cls(
            id=link.pk,
            url=open_claim_url(link.token),
            name=link.name,
            state=cast("LinkStateName", link.shown_state),
            achievement_version=link.achievement_version_id,
            capacity=link.capacity,
            taken=link.taken,
            opens_at=link.opens_at,
            closes_at=link.closes_at,
            domains=link.domains.split(),
            asks_code_word=bool(link.code_word),
            needs_approval=link.needs_approval,
            achieved_on=link.achieved_on,
            created_at=link.created_at,
        ).model_dump(mode="json")


class LinkPage(StepOf[LinkOut]):
    """One page of open claim links, the newest first."""


class LinkFilter(StepFilter):
    """Which links to list."""

    state: Literal["", "now", "paused", "closed", "waiting"] = ""
    search: Search = ""


class ClaimOut(Schema):
    """Somebody who asked at an open claim link."""

    id: UUID
    name: str
    email: str
    state: AskStateName
    credential: UUID | None
    url: str | None
    asked_at: datetime
    settled_at: datetime | None

    @classmethod
    def of(cls, claim: OpenClaim, credential: UUID | None) -> dict[str, Any]:
        """Return somebody who asked as plain JSON."""
        return cls(
            id=claim.pk,
            name=claim.name,
            email=claim.email,
            state=cast("AskStateName", claim.state),
            credential=credential,
            url=credential_url(credential) if credential else None,
            asked_at=claim.asked_at,
            settled_at=claim.settled_at,
        ).model_dump(mode="json")


class ClaimPage(StepOf[ClaimOut]):
    """One page of those who asked, the newest first."""


class ClaimFilter(StepFilter):
    """Whom to list."""

    state: AskStateName | None = None
    search: Search = ""
