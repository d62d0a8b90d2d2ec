"""What programmes look like over the REST API; the words here are its documentation."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from skillmark.platform.orgs.api_paging import PageFilter, PageOf, Search
from skillmark.platform.programmes.money import MAX_MINOR
from skillmark.platform.programmes.terms import MAX_DESCRIPTION, MAX_NOTES

type ProgrammeState = Literal["draft", "published", "archived"]
type LearnerState = Literal["waitlisted", "enrolled", "completed", "withdrawn", "removed"]
type Mode = Literal["units", "final"]
type Level = Annotated[int, Field(ge=1, le=8)]
type Hours = Annotated[Decimal, Field(ge=0, le=99_999)]
type Minor = Annotated[int, Field(ge=0, le=MAX_MINOR)]
type Goal = Annotated[str, Field(max_length=100)]


class ProgrammeIn(Schema):
    """What a programme says; only the title is needed for a draft."""

    title: Annotated[str, Field(min_length=1, max_length=200)]
    summary: Annotated[
        str, Field(max_length=400, description="A sentence or two; needed to publish.")
    ] = ""
    description: Annotated[str, Field(max_length=MAX_DESCRIPTION, description="Markdown.")] = ""
    language: Annotated[str, Field(max_length=12, description="BCP 47 tag.")] = "en"
    eqf_level: Annotated[
        Level | None, Field(description="European Qualifications Framework.")
    ] = None
    national_level: Annotated[str, Field(max_length=200)] = ""
    hours: Annotated[Hours | None, Field(description="Of work in all; needed to publish.")] = (
        None
    )
    cost_minor: Annotated[
        Minor | None,
        Field(
            description="In the smallest unit of the currency: 12050 EUR cents are 120.50 EUR. "
            "0 is free. Needed to publish."
        ),
    ] = None
    currency: Annotated[
        str, Field(max_length=3, description="ISO 4217, for example EUR; may be empty at 0.")
    ] = ""
    participation: Annotated[
        str, Field(max_length=24, description="presential, online, blended …, or empty.")
    ] = ""
    place: Annotated[str, Field(max_length=200)] = ""
    recognition: Annotated[str, Field(max_length=400, description="Who counts it.")] = ""
    entry_notes: Annotated[
        str, Field(max_length=MAX_NOTES, description="What no credential shows. Markdown.")
    ] = ""
    goals: Annotated[
        list[Goal], Field(max_length=30, description="What learners want to become.")
    ] = []
    mode: Annotated[
        Mode,
        Field(description="A credential for every unit and the final one, or the final only."),
    ] = "units"


class AchievementsIn(Schema):
    """What a programme leads to; each id is that of an achievement or of a version of it."""

    units: Annotated[list[UUID], Field(max_length=60, description="In order.")] = []
    final: UUID | None = None
    prerequisites: Annotated[
        list[UUID], Field(max_length=20, description="A valid credential of each is needed.")
    ] = []


class AchievedOut(Schema):
    """An achievement of a programme."""

    achievement: Annotated[UUID, Field(description="Its id, the same through all versions.")]
    name: str
    role: Literal["unit", "final", "prerequisite"]
    awarded_by: Annotated[str, Field(description="The organisation's slug.")]
    awarded_now: bool


class ProgrammeOut(Schema):
    """A programme as its provider reads it."""

    id: UUID
    state: ProgrammeState
    title: str
    summary: str
    description: str
    language: str
    eqf_level: int | None
    national_level: str
    hours: Decimal | None
    cost_minor: int | None
    currency: str
    participation: str
    place: str
    recognition: str
    entry_notes: str
    goals: list[str]
    mode: Mode
    achievements: list[AchievedOut]
    url: Annotated[str, Field(description="Of its page, there once it is published.")]
    published_at: datetime | None


class ProgrammeFilter(PageFilter):
    """Which programmes to list."""

    search: Search = ""
    state: ProgrammeState | None = None


class ProgrammePage(PageOf[ProgrammeOut]):
    """A page of programmes."""


class OfferOut(Schema):
    """A programme as everybody reads it in the catalogue."""

    id: UUID
    title: str
    summary: str
    provider: Annotated[str, Field(description="The organisation's slug.")]
    provider_name: str
    language: str
    eqf_level: int | None
    hours: Decimal | None
    cost_minor: int | None
    currency: str
    recognition: str
    mode: Mode
    units: Annotated[int, Field(description="Besides the final one.")]
    final: bool
    starts_on: Annotated[date | None, Field(description="Of the next group that takes people.")]
    open_now: bool
    url: str


class OfferFilter(PageFilter):
    """What to look for in the catalogue."""

    search: Search = ""
    language: Annotated[str, Field(max_length=12)] = ""
    level: Level | None = None
    free: bool = False
    open_now: bool = False
    provider: Annotated[str, Field(max_length=80, description="An organisation's slug.")] = ""
    sort: Literal["title", "starts", "hours"] = "title"


class OfferPage(PageOf[OfferOut]):
    """A page of the catalogue."""


class GroupIn(Schema):
    """Dates and places of a group; days count in full."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    starts_on: Annotated[date | None, Field(description="Empty: begin any time.")] = None
    ends_on: date | None = None
    registration_from: date | None = None
    registration_until: date | None = None
    capacity: Annotated[
        Annotated[int, Field(ge=1, le=100_000)] | None, Field(description="Empty: no limit.")
    ] = None
    place: Annotated[str, Field(max_length=200)] = ""


class GroupOut(Schema):
    """A group of a programme."""

    id: UUID
    name: str
    state: Literal["open", "cancelled"]
    phase: Annotated[
        Literal["open", "early", "closed", "over", "cancelled"],
        Field(description="Whether people can register today."),
    ]
    starts_on: date | None
    ends_on: date | None
    registration_from: date | None
    registration_until: date | None
    capacity: int | None
    place: str
    taken: int
    waiting: int


class LearnerFilter(PageFilter):
    """Which learners to list."""

    search: Search = ""
    state: LearnerState | None = None


class LearnerOut(Schema):
    """Somebody in a group."""

    id: UUID
    name: str
    email: str
    state: LearnerState
    registered_at: datetime
    enrolled_at: datetime | None
    ended_at: datetime | None
    reason: str
    modules_done: int
    modules: int
    cost_minor: Annotated[int | None, Field(description="As they were told it.")]
    currency: str


class LearnerPage(PageOf[LearnerOut]):
    """A page of learners."""
