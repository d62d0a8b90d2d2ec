"""Reading an organisation's questions, quizzes and results.

Everything here works inside the organisation scope that the caller opened, and fails without one.
What learners read of their own is `learning`'s.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from skillmark.platform.catalog.text import line
from skillmark.platform.quizzes import item_statistics
from skillmark.platform.quizzes.item_statistics import ItemStatistics
from skillmark.platform.quizzes.models import (
    AskedQuestion,
    Attempt,
    AttemptResult,
    LateAnswer,
    Question,
    QuestionFile,
    QuestionVersion,
    Quiz,
    Section,
    SectionQuestion,
)
from skillmark.platform.quizzes.reading import Entry
from skillmark.platform.quizzes.vocabulary import (
    AttemptState,
    Kind,
    QuestionState,
    QuizState,
)
from skillmark.platform.ui.paging import ordered

SORTS: Final = {
    "title": ("title", "pk"),
    "changed": ("updated_at", "pk"),
    "state": ("state", "pk"),
    "kind": ("kind", "pk"),
}
RESULT_SORTS: Final = {
    "started": ("started_at", "pk"),
    "percent": ("percent", "pk"),
}
MAX_WORDS: Final = 8  # of a search
MAX_COUNTED: Final = 5_000  # attempts, the newest, of which figures are made


@dataclass(frozen=True, slots=True)
class Figures:
    """How one version of a question did in a quiz."""

    version: QuestionVersion
    item: ItemStatistics


def questions(
    *, search: str = "", kind: str = "", state: str = "", tag: str = "", sort: str = "-changed"
) -> QuerySet[Question]:
    """Return the questions of the bank; what is empty or unknown does not narrow."""
    rows: QuerySet[Question] = Question.objects.all()
    if kind in Kind.values:
        rows = rows.filter(kind=kind)
    rows = rows.filter(state=state if state in QuestionState.values else QuestionState.ACTIVE)
    for word in [*line(search).casefold().split()[:MAX_WORDS], *line(tag).casefold().split()]:
        rows = rows.filter(search_text__contains=word)
    return rows.select_related("achievement").order_by(*ordered(SORTS, sort, "-changed"))


def question(question_id: UUID) -> Question | None:
    """Return one question."""
    rows = Question.objects.select_related("achievement")
    found: Question | None = rows.filter(pk=question_id).first()
    return found


def versions(of: Question) -> list[QuestionVersion]:
    """Return every version of a question, the newest first."""
    rows = QuestionVersion.objects.filter(question=of).select_related("annulment")
    return list(rows.order_by("-number"))


def version(of: Question, number: int) -> QuestionVersion | None:
    """Return one version of a question."""
    found: QuestionVersion | None = QuestionVersion.objects.filter(
        question=of, number=number
    ).first()
    return found


def results_of(of: Attempt) -> list[AttemptResult]:
    """Return what an attempt was found to be worth, the newest first; nothing if only once."""
    rows = AttemptResult.objects.filter(attempt=of).select_related("annulment")
    return list(rows.order_by("-number"))


def entries(rows: Iterable[Question]) -> list[tuple[Entry, str]]:
    """Return questions as they are written into a file, with the slugs of their achievements."""
    listed = list(rows)
    newest: dict[UUID, QuestionVersion] = {}
    found = QuestionVersion.objects.filter(question__in=[one.pk for one in listed])
    for version in found.order_by("number"):
        newest[version.question_id] = version
    return [(entry_of(one, newest[one.pk]), _slug(one)) for one in listed]


def entry_of(question: Question, version: QuestionVersion) -> Entry:
    """Return a question with where it stands in the bank."""
    return Entry(
        question=version.content,
        code=question.code,
        tags=tuple(question.tags),
        achievement=str(question.achievement_id or ""),
        outcome=question.outcome,
    )


def file(file_id: UUID) -> QuestionFile | None:
    """Return a file of questions, without its bytes."""
    found: QuestionFile | None = QuestionFile.objects.filter(pk=file_id).defer("data").first()
    return found


def quizzes(*, search: str = "", state: str = "", sort: str = "-changed") -> QuerySet[Quiz]:
    """Return the quizzes; what is empty or unknown does not narrow."""
    rows: QuerySet[Quiz] = Quiz.objects.all()
    if state in QuizState.values:
        rows = rows.filter(state=state)
    for word in line(search).split()[:MAX_WORDS]:
        rows = rows.filter(title__icontains=word)
    return rows.order_by(*ordered(SORTS, sort, "-changed"))


def counts() -> dict[str, int]:
    """Return how many quizzes stand in each state, and ``all``."""
    rows = Quiz.objects.order_by().values_list("state").annotate(n=Count("pk"))
    by_state = {**dict.fromkeys(QuizState.values, 0), **dict(rows)}
    return {"all": sum(by_state.values()), **by_state}


def attempts_of(ids: Iterable[UUID]) -> dict[UUID, int]:
    """Return how many attempts there were at each of some quizzes."""
    rows = Attempt.objects.filter(quiz_id__in=list(ids)).order_by()
    return dict(rows.values_list("quiz_id").annotate(n=Count("pk")))


def quiz(quiz_id: UUID) -> Quiz | None:
    """Return one quiz."""
    rows = Quiz.objects.select_related("programme", "achievement", "organisation")
    found: Quiz | None = rows.filter(pk=quiz_id).first()
    return found


def section(quiz: Quiz, section_id: UUID) -> Section | None:
    """Return one section of a quiz."""
    found: Section | None = Section.objects.filter(quiz=quiz, pk=section_id).first()
    return found


def sections(quiz: Quiz) -> list[tuple[Section, int]]:
    """Return the sections of a quiz in order, each with how many questions it can draw from."""
    usable = Q(chosen__question__state=QuestionState.ACTIVE)
    rows = Section.objects.filter(quiz=quiz).annotate(usable=Count("chosen", filter=usable))
    return [(row, row.usable) for row in rows.order_by("position", "pk")]


def chosen(section: Section) -> set[UUID]:
    """Return the ids of the questions that a section may draw."""
    rows = SectionQuestion.objects.filter(section=section)
    return set(rows.values_list("question_id", flat=True))


def free_for(quiz: Quiz, section: Section | None, search: str = "") -> QuerySet[Question]:
    """Return the questions that a section of a quiz can choose from, its own included."""
    elsewhere = SectionQuestion.objects.filter(section__quiz=quiz)
    if section is not None:
        elsewhere = elsewhere.exclude(section=section)
    rows = questions(search=search, sort="title")
    return rows.exclude(pk__in=elsewhere.values("question_id"))


def results(quiz: Quiz, *, state: str = "", sort: str = "-started") -> QuerySet[Attempt]:
    """Return the attempts at a quiz: ``running``, ``passed``, ``failed`` or all of them."""
    rows: QuerySet[Attempt] = Attempt.objects.filter(quiz=quiz)
    narrow: dict[str, dict[str, Any]] = {
        "running": {"state": AttemptState.RUNNING},
        "passed": {"passed": True},
        "failed": {"passed": False},
    }
    rows = rows.filter(**narrow.get(state, {})).select_related("person", "enrolment")
    return rows.order_by(*ordered(RESULT_SORTS, sort, "-started"))


def attempt(quiz: Quiz, attempt_id: UUID) -> Attempt | None:
    """Return one attempt at a quiz."""
    rows = Attempt.objects.filter(quiz=quiz).select_related("person", "enrolment", "quiz")
    found: Attempt | None = rows.filter(pk=attempt_id).first()
    return found


def asked(attempt: Attempt) -> list[AskedQuestion]:
    """Return what an attempt asks, in order, with what it says."""
    rows = AskedQuestion.objects.filter(attempt=attempt)
    return list(rows.select_related("version__annulment").order_by("number"))


def late(attempt: Attempt) -> list[LateAnswer]:
    """Return the answers that came too late, in the order in which they came."""
    rows = LateAnswer.objects.filter(asked__attempt=attempt)
    return list(rows.select_related("asked__version"))


def statistics(quiz: Quiz) -> list[Figures]:
    """Return how each question did in the newest finished attempts, the most doubtful first."""
    newest = Attempt.objects.filter(quiz=quiz, state=AttemptState.FINISHED)
    ids = list(newest.order_by("-started_at").values_list("pk", flat=True)[:MAX_COUNTED])
    rows = AskedQuestion.objects.filter(attempt_id__in=ids, score__isnull=False).values_list(
        "attempt_id", "version_id", "score", "version__points"
    )
    by_attempt: dict[UUID, list[tuple[UUID, Fraction, Fraction]]] = {}
    for attempt_id, version_id, score, points in rows.iterator():
        found = by_attempt.setdefault(attempt_id, [])
        found.append((version_id, Fraction(score), Fraction(points)))
    pairs: dict[UUID, list[item_statistics.Pair]] = {}
    for answered in by_attempt.values():
        earned = sum((score for _id, score, _points in answered), Fraction(0))
        possible = sum((points for _id, _score, points in answered), Fraction(0))
        for version_id, score, points in answered:
            rest = (earned - score) / (possible - points) if possible > points else None
            pairs.setdefault(version_id, []).append((score / points, rest))
    known = QuestionVersion.objects.filter(pk__in=pairs).select_related("question")
    figures = [Figures(one, item_statistics.item(pairs[one.pk])) for one in known]
    return sorted(
        figures,
        key=lambda one: (
            one.item.discrimination is None,
            one.item.discrimination,
            one.version.question.title,
        ),
    )


def totals(quiz: Quiz) -> dict[str, int]:
    """Return how many attempts there were, are under way, and passed."""
    passed, failed = Q(passed=True), Q(passed=False)
    found: dict[str, int] = Attempt.objects.filter(quiz=quiz).aggregate(
        count_all=Count("pk"),
        count_running=Count("pk", filter=Q(state=AttemptState.RUNNING)),
        count_passed=Count("pk", filter=passed),
        count_failed=Count("pk", filter=failed),
        count_people=Count("person", distinct=True),
    )
    return {name.removeprefix("count_"): count for name, count in found.items()}


def _slug(question: Question) -> str:
    return question.achievement.slug if question.achievement else ""
