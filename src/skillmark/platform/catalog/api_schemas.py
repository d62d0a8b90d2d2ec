"""What achievements look like over the REST API; the words here are its documentation."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from skillmark.platform.catalog.models import MAX_LINE, MAX_NOTE
from skillmark.platform.orgs.api_paging import PageFilter, PageOf

type AchievementState = Literal["draft", "review", "published", "archived"]
type Note = Annotated[str, Field(max_length=MAX_NOTE)]
type Line = Annotated[str, Field(max_length=MAX_LINE)]
type Months = Annotated[int, Field(ge=1, le=1_200)]
type Hours = Annotated[Decimal, Field(ge=0, le=99_999)]
type Credits = Annotated[Decimal, Field(ge=0, le=9_999)]


class AlignmentIn(Schema):
    """One skill of a framework that the achievement points to."""

    target_name: str
    target_url: Annotated[str, Field(description="http or https address of the skill.")]
    target_framework: str = ""
    target_code: str = ""
    target_type: Annotated[
        str, Field(description="An Open Badges AlignmentTargetType, or empty.")
    ] = ""
    target_description: Annotated[str, Field(max_length=1_000)] = ""


class AlignmentOut(AlignmentIn):
    """One skill of a framework that the achievement points to."""


class LevelIn(Schema):
    """How well a criterion of the rubric can be met."""

    id: Annotated[
        str, Field(description="Letters and digits, unique in its criterion; ours when empty.")
    ] = ""
    name: Annotated[str, Field(max_length=MAX_LINE)]
    description: Annotated[str, Field(max_length=1_000)] = ""
    points: Annotated[str, Field(description="A number, as text.")] = ""


class CriterionIn(Schema):
    """One thing that is marked, with its levels from low to high."""

    id: Annotated[
        str, Field(description="Letters and digits, unique in the rubric; ours when empty.")
    ] = ""
    name: Annotated[str, Field(max_length=MAX_LINE)]
    description: Annotated[str, Field(max_length=1_000)] = ""
    levels: Annotated[list[LevelIn], Field(max_length=8)]


class TranslationIn(Schema):
    """What the achievement says in another language; what is empty is said in the main one."""

    name: Annotated[str, Field(max_length=MAX_LINE)] = ""
    description: Annotated[str, Field(max_length=1_000)] = ""
    criteria_markdown: Annotated[str, Field(max_length=20_000)] = ""
    outcomes: Annotated[list[str], Field(max_length=40)] = []


class AchievementIn(Schema):
    """What an achievement says; only the name is needed for a draft."""

    name: Annotated[str, Field(min_length=1, max_length=MAX_LINE)]
    description: Annotated[
        str, Field(max_length=1_000, description="One or two sentences; needed to publish.")
    ] = ""
    achievement_type: Annotated[
        str,
        Field(description="An Open Badges 3.0 AchievementType, or one of your own: ext:Name."),
    ] = "MicroCredential"
    language: Annotated[str, Field(description="BCP 47 tag of the words below.")] = "en"
    translations: Annotated[
        dict[str, TranslationIn], Field(description="By language; shown to its readers.")
    ] = {}
    tags: Annotated[list[str], Field(max_length=20)] = []
    human_code: Annotated[str, Field(max_length=60, description="Your own code.")] = ""
    criteria_markdown: Annotated[
        str, Field(max_length=20_000, description="How it is earned; needed to publish.")
    ] = ""
    outcomes: Annotated[
        list[str], Field(max_length=40, description="What a holder can do.")
    ] = []
    rubric: Annotated[
        list[CriterionIn], Field(max_length=20, description="Criteria and their levels.")
    ] = []
    prerequisites: Annotated[Note, Field(description="Markdown.")] = ""
    alignments: Annotated[list[AlignmentIn], Field(max_length=40)] = []
    course_start: Annotated[
        date | None, Field(description="Nobody can have earned it before this day.")
    ] = None
    workload_hours: Hours | None = None
    credits: Credits | None = None
    credit_unit: Annotated[str, Field(max_length=40, description="ECTS, NZQA …")] = ""
    cpd_points: Annotated[
        Credits | None, Field(description="Continuing professional development.")
    ] = None
    eqf_level: Annotated[
        Annotated[int, Field(ge=1, le=8)] | None,
        Field(description="European Qualifications Framework."),
    ] = None
    national_level: Annotated[Line, Field(description="With its framework: NFQ 6.")] = ""
    field_of_study: Annotated[str, Field(max_length=120)] = ""
    assessment_types: Annotated[
        list[str],
        Field(description="practical, written, oral, quiz, assignment, project, portfolio …"),
    ] = []
    assessment_description: Note = ""
    participation: Annotated[
        str,
        Field(
            description="presential, online, blended, hybrid, work_based, project_based, "
            "laboratory, or empty."
        ),
    ] = ""
    supervision: Annotated[
        str,
        Field(
            description="During assessment: unsupervised, unsupervised_id, supervised, "
            "supervised_online_id, supervised_onsite_id, or empty."
        ),
    ] = ""
    grading: Note = ""
    quality_assurance: Annotated[
        str,
        Field(
            description="internal, external_provider, external_programme, professional, or empty."
        ),
    ] = ""
    quality_assurance_body: Line = ""
    quality_assurance_url: Annotated[str, Field(max_length=2_000)] = ""
    awarding_body: Annotated[Line, Field(description="Empty: the organisation.")] = ""
    awarding_country: Annotated[
        str, Field(max_length=2, description="ISO 3166-1 alpha-2. Empty: the organisation's.")
    ] = ""
    stackability: Annotated[str, Field(description="standalone, stackable, or empty.")] = ""
    stacks_into: Annotated[str, Field(max_length=400)] = ""
    validity: Annotated[
        Literal["none", "months", "fixed"] | None,
        Field(description="Left out, it follows from validity_months and validity_until."),
    ] = None
    validity_months: Months | None = None
    validity_until: Annotated[date | None, Field(description="The last valid day.")] = None
    renewal_days: Annotated[
        Annotated[int, Field(ge=1, le=3_660)] | None,
        Field(description="Holders can renew in so many days before the end."),
    ] = None
    inner_months: Annotated[
        Months | None, Field(description="A shorter clock inside, such as CPR in first aid.")
    ] = None
    inner_name: Annotated[str, Field(max_length=120)] = ""
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
    language: str
    translations: dict[str, TranslationIn]
    tags: list[str]
    human_code: str
    criteria_markdown: str
    outcomes: list[str]
    rubric: list[CriterionIn]
    prerequisites: str
    alignments: list[AlignmentOut]
    course_start: date | None
    workload_hours: float | None
    credits: float | None
    credit_unit: str
    cpd_points: float | None
    eqf_level: int | None
    national_level: str
    field_of_study: str
    assessment_types: list[str]
    assessment_description: str
    participation: str
    supervision: str
    grading: str
    quality_assurance: str
    quality_assurance_body: str
    quality_assurance_url: str
    awarding_body: str
    awarding_country: str
    stackability: str
    stacks_into: str
    validity: Literal["none", "months", "fixed"]
    validity_months: int | None
    validity_until: date | None
    renewal_days: int | None
    inner_months: int | None
    inner_name: str
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
    review_by: Annotated[date | None, Field(description="By when somebody looks again.")]
    newest: Annotated[VersionOut, Field(description="The draft if there is one.")]
    published: Annotated[VersionOut | None, Field(description="What is awarded now.")]


class AchievementPage(PageOf[AchievementOut]):
    """One page of achievements."""


class AchievementFilter(PageFilter):
    """Which achievements to list."""

    search: Annotated[str, Field(max_length=200, description="In name, slug, own code.")] = ""
    state: AchievementState | None = None
    achievement_type: Annotated[
        str, Field(max_length=80, description="An AchievementType; ext: for all of your own.")
    ] = ""
    due_by: Annotated[date | None, Field(description="To be looked at again by then.")] = None


class ReviewOut(Schema):
    """A request that waits for a second person."""

    id: UUID
    state: Literal["waiting"]
    title: str


class KeepIn(Schema):
    """By when somebody looks again whether it is still right."""

    review_by: Annotated[date | None, Field(description="Empty: a year from today.")] = None


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
