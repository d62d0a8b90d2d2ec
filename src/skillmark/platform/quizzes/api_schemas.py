"""What questions, quizzes and results look like over the REST API; the words are its documentation."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field

from skillmark.platform.orgs.api_paging import PageFilter, PageOf, Search
from skillmark.platform.quizzes.reading import (
    MAX_CODE,
    MAX_OPTION,
    MAX_OPTIONS,
    MAX_OUTCOME,
    MAX_PROMPT,
    MAX_TAG,
    MAX_TAGS,
)
from skillmark.platform.quizzes.terms import MAX_LEVEL, MAX_QUESTIONS, MAX_THRESHOLDS

type QuestionKind = Literal[
    "single", "multiple", "true_false", "numeric", "text", "ordering", "matching"
]
type Quizzing = Literal["draft", "published", "archived"]
type FeedbackKind = Literal["nothing", "score", "answers", "answers_later"]
type Words = Annotated[str, Field(max_length=MAX_OPTION)]
type Percent = Annotated[Decimal, Field(ge=0, le=100)]


class ListFilter(PageFilter):
    """Which page of a list, and what to look for."""

    search: Search = ""


class OptionIn(Schema):
    """One option of a choice, one item of an ordering, or one pair of a matching."""

    text: Words
    right: Annotated[bool, Field(description="Of a choice: whether it is right.")] = False
    partner: Annotated[Words, Field(description="Of a matching: what belongs to it.")] = ""


class QuestionIn(Schema):
    """What a question asks, and what is right."""

    kind: QuestionKind
    prompt: Annotated[str, Field(max_length=MAX_PROMPT, description="Markdown.")]
    points: Annotated[Decimal, Field(gt=0, le=1_000)] = Decimal(1)
    options: Annotated[
        list[OptionIn],
        Field(max_length=MAX_OPTIONS, description="Of an ordering in the right order."),
    ] = []
    distractors: Annotated[
        list[Words],
        Field(max_length=MAX_OPTIONS, description="Right sides that belong to nothing."),
    ] = []
    accepted: Annotated[
        list[Words], Field(max_length=40, description="Of a short text: what counts as right.")
    ] = []
    value: Annotated[Decimal | None, Field(description="Of a number: what is right.")] = None
    tolerance: Annotated[Decimal, Field(ge=0)] = Decimal(0)
    truth: Annotated[
        bool | None, Field(description="Of true or false: whether the statement is true.")
    ] = None
    partial: Annotated[
        bool, Field(description="Whether a part that is right earns a part of the points.")
    ] = False
    explanation: Annotated[str, Field(max_length=MAX_PROMPT, description="Markdown.")] = ""
    code: Annotated[str, Field(max_length=MAX_CODE, description="Your own; unique.")] = ""
    tags: Annotated[
        list[Annotated[str, Field(max_length=MAX_TAG)]], Field(max_length=MAX_TAGS)
    ] = []
    achievement: Annotated[
        str, Field(max_length=80, description="Id or slug of an achievement of yours.")
    ] = ""
    outcome: Annotated[str, Field(max_length=MAX_OUTCOME)] = ""


class QuestionOut(QuestionIn):
    """A question of the bank, as it is asked next."""

    id: UUID
    state: Literal["active", "archived"]
    version: Annotated[int, Field(description="1, 2, 3 …; one that was asked never changes.")]
    asked: Annotated[bool, Field(description="Whether somebody was asked this version.")]
    kind: QuestionKind
    points: Decimal
    tolerance: Decimal


class QuestionPage(PageOf[QuestionOut]):
    """One page of the bank."""


class ThresholdIn(Schema):
    """From how many per cent on a level is reached."""

    level: Annotated[str, Field(max_length=MAX_LEVEL)]
    at_least: Percent


class ThresholdOut(Schema):
    """From how many per cent on a level is reached."""

    level: str
    at_least: Decimal


class QuizIn(Schema):
    """The rules of a quiz."""

    title: Annotated[str, Field(min_length=1, max_length=200)]
    instructions: Annotated[str, Field(max_length=10_000, description="Markdown.")] = ""
    programme_id: Annotated[
        UUID | None, Field(description="Who has a place in it may try; empty: everybody.")
    ] = None
    achievement_id: Annotated[
        UUID | None, Field(description="The achievement that a result counts for.")
    ] = None
    criterion: Annotated[
        str, Field(max_length=20, description="Id of a criterion of its rubric.")
    ] = ""
    time_limit: Annotated[int | None, Field(ge=1, le=1_440, description="Minutes.")] = None
    grace: Annotated[int, Field(ge=0, le=600, description="Seconds.")] = 30
    attempts_allowed: Annotated[int | None, Field(ge=1, le=100)] = 1
    pass_mark: Annotated[Percent | None, Field(description="Per cent.")] = None
    thresholds: Annotated[list[ThresholdIn], Field(max_length=MAX_THRESHOLDS)] = []
    opens_at: AwareDatetime | None = None
    closes_at: AwareDatetime | None = None
    time_zone: Annotated[str, Field(max_length=64)] = ""
    feedback: FeedbackKind = "score"
    shuffle_options: bool = True


class SectionIn(Schema):
    """A part of a quiz that draws from some questions of the bank."""

    title: Annotated[str, Field(max_length=200)] = ""
    draw: Annotated[
        int | None, Field(ge=1, le=100, description="How many; empty: all of them.")
    ] = None
    questions: Annotated[list[UUID], Field(max_length=MAX_QUESTIONS)] = []


class SectionOut(Schema):
    """A part of a quiz."""

    id: UUID
    title: str
    draw: int | None
    drawable: Annotated[int, Field(description="How many questions it can draw from.")]


class QuizOut(Schema):
    """A quiz with its rules and sections."""

    id: UUID
    state: Quizzing
    title: str
    instructions: str
    programme_id: UUID | None
    achievement_id: UUID | None
    criterion: str
    time_limit: int | None
    grace: int
    attempts_allowed: int | None
    pass_mark: Decimal | None
    thresholds: list[ThresholdOut]
    opens_at: datetime | None
    closes_at: datetime | None
    time_zone: str
    feedback: FeedbackKind
    shuffle_options: bool
    sections: list[SectionOut]
    url: Annotated[str, Field(description="Where learners begin.")]


class QuizPage(PageOf[QuizOut]):
    """One page of the quizzes."""


class AttemptOut(Schema):
    """One person's go at a quiz."""

    id: UUID
    name: str
    enrolment_id: UUID | None
    number: int
    state: Literal["running", "finished"]
    ending: Literal["", "submitted", "time"]
    started_at: datetime
    finished_at: datetime | None
    score: Decimal | None
    out_of: Decimal | None
    percent: Annotated[Decimal | None, Field(description="Rounded down.")]
    passed: Annotated[bool | None, Field(description="Empty where there is no pass mark.")]
    level: Annotated[str, Field(description="The highest that is reached, or nothing.")]


class AttemptPage(PageOf[AttemptOut]):
    """One page of the attempts at a quiz."""


class ItemOut(Schema):
    """How one version of a question did."""

    question_id: UUID
    version: int
    title: str
    count: int
    difficulty: Annotated[
        Decimal | None, Field(description="Mean share of the points that was earned.")
    ]
    discrimination: Annotated[
        Decimal | None,
        Field(description="Correlation with the rest of the attempt; empty: too few."),
    ]


class StatisticsOut(Schema):
    """How each question of a quiz did."""

    items: list[ItemOut]
