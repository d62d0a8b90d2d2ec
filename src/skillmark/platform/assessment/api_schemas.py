"""What the REST API of assessment takes and gives, as OpenAPI shows it."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, cast
from uuid import UUID

from ninja import Schema
from pydantic import Field

from skillmark.platform.assessment.judging import Line
from skillmark.platform.assessment.models import Decision, Plan, Submission
from skillmark.platform.issuing.addresses import credential_url
from skillmark.platform.orgs.api_paging import StepFilter, StepOf

MAX_RESULTS = 1_000  # rows of one request

type WorkState = Literal["submitted", "decided"]
type OutcomeName = Literal["competent", "not_yet"]


class PlanOut(Schema):
    """How one achievement is assessed."""

    id: UUID
    achievement: UUID
    name: str
    is_open: bool
    required_levels: Annotated[dict[str, str], Field(description="Level by criterion.")]
    attempts: Annotated[int | None, Field(description="No limit when null.")]
    sample_percent: Annotated[int, Field(description="How much is marked twice.")]
    takes_prior_learning: bool

    @classmethod
    def of(cls, plan: Plan) -> dict[str, Any]:
        """Return a plan as plain JSON."""
        return cls(
            id=plan.pk,
            achievement=plan.achievement_id,
            name=plan.achievement.name,
            is_open=plan.is_open,
            required_levels=plan.required_levels,
            attempts=plan.attempts,
            sample_percent=plan.sample_percent,
            takes_prior_learning=plan.takes_prior_learning,
        ).model_dump(mode="json")


class PlanPage(StepOf[PlanOut]):
    """One page of plans, by name."""


class WorkFilter(StepFilter):
    """Which work to list."""

    state: WorkState | None = None


class DecisionOut(Schema):
    """What was decided; a later one supersedes those before it."""

    id: UUID
    number: int
    outcome: OutcomeName
    basis: Literal["mark", "agreement", "moderation", "appeal"]
    levels: Annotated[dict[str, str], Field(description="Level by criterion.")]
    decided_at: datetime
    credential: UUID | None
    url: str | None

    @classmethod
    def of(cls, decision: Decision) -> "DecisionOut":
        """Return a decision."""
        given = decision.credential_id
        return cls(
            id=decision.pk,
            number=decision.number,
            outcome=cast("OutcomeName", decision.outcome),
            basis=cast("Any", decision.basis),
            levels=decision.levels,
            decided_at=decision.decided_at,
            credential=given,
            url=credential_url(given) if given else None,
        )


class WorkOut(Schema):
    """A piece of work that was handed in."""

    id: UUID
    plan: UUID
    achievement_version: UUID
    kind: Literal["work", "prior"]
    number: int
    state: Literal["submitted", "decided", "withdrawn"]
    name: str
    email: str
    submitted_at: datetime | None
    decisions: Annotated[list[DecisionOut], Field(description="The one that counts first.")]

    @classmethod
    def of(cls, work: Submission) -> dict[str, Any]:
        """Return a piece of work as plain JSON."""
        return cls(
            id=work.pk,
            plan=work.plan_id,
            achievement_version=work.version_id,
            kind=cast("Any", work.kind),
            number=work.number,
            state=cast("Any", work.state),
            name=work.name,
            email=work.email,
            submitted_at=work.submitted_at,
            decisions=[DecisionOut.of(one) for one in work.decisions.all()],
        ).model_dump(mode="json")


class WorkPage(StepOf[WorkOut]):
    """One page of work, the newest first."""


class LineOut(Schema):
    """How far two assessors agree about one criterion, or the outcome."""

    name: str
    levels: Annotated[list[str], Field(description="From low to high.")]
    count: Annotated[int, Field(description="Pieces of work that were marked twice.")]
    same: Annotated[int, Field(description="Of these, how many got the same level.")]
    kappa: Annotated[float | None, Field(description="Quadratic weights; null: undefined.")]
    table: Annotated[list[list[int]], Field(description="Rows: first assessor.")]

    @classmethod
    def of(cls, line: Line) -> dict[str, Any]:
        """Return a line as plain JSON."""
        return cls(
            name=line.name,
            levels=list(line.names),
            count=line.found.count,
            same=line.found.same,
            kappa=line.found.kappa,
            table=[list(row) for row in line.found.table],
        ).model_dump(mode="json")


class ResultIn(Schema):
    """A result for one criterion; `level`, or else `score` in points."""

    email: Annotated[str, Field(max_length=254)]
    unit: Annotated[str, Field(max_length=80, description="Slug or own code.")]
    criterion: Annotated[str, Field(max_length=200, description="Id or name.")]
    level: Annotated[str, Field(max_length=200, description="Id or name.")] = ""
    score: Annotated[str, Field(max_length=20, description="A decimal as text.")] = ""
    date: date


class ResultsIn(Schema):
    """Results to keep."""

    results: Annotated[list[ResultIn], Field(min_length=1, max_length=MAX_RESULTS)]


class ResultProblemOut(Schema):
    """A mistake in one of the results."""

    index: Annotated[int, Field(description="Place in the list, from 0.")]
    field: str
    reason: str


class ResultsOut(Schema):
    """What became of the results; those without a mistake are kept."""

    new: int
    known: Annotated[int, Field(description="Kept before: nothing changed.")]
    problems: list[ResultProblemOut]
