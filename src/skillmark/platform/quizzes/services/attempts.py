"""Attempts: begun, answered, handed in or ended by the clock, and scored.

The row of an attempt is held while it changes, so that two tabs, a repeated click and the clock
never end it twice. Locks leave the keys free (``no_key``): what only points to a row, as new rows
of others do when they are committed, never waits for it. Times are the server's, taken when a
request arrives. Whether the person may see the quiz at all is `learning.quiz_for`'s question.
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skillmark.platform.events.changes import record
from skillmark.platform.people import services as persons
from skillmark.platform.people.models import Person, User
from skillmark.platform.programmes.models import Enrolment
from skillmark.platform.programmes.vocabulary import EnrolmentState
from skillmark.platform.quizzes import answers, drawing, scoring
from skillmark.platform.quizzes.errors import LateError, NoAttemptsLeftError, NotOpenError
from skillmark.platform.quizzes.models import (
    Annulment,
    AskedQuestion,
    Attempt,
    LateAnswer,
    QuestionVersion,
    Quiz,
    Section,
)
from skillmark.platform.quizzes.signals import finished
from skillmark.platform.quizzes.terms import thresholds_of
from skillmark.platform.quizzes.vocabulary import (
    AttemptState,
    Ending,
    Kind,
    QuestionState,
    QuizState,
)

MAX_LATE: Final = 20  # late answers kept of one question
PLACES: Final = (EnrolmentState.ENROLLED, EnrolmentState.COMPLETED)
"""States of an enrolment in which somebody may try the quizzes of a programme."""


def begin(quiz_id: UUID, user: User) -> Attempt:
    """Return the attempt that the person has under way, or begin the next one.

    Raises:
        NotOpenError: the quiz is not offered, not open now, or the person has no place.
        NoAttemptsLeftError: all attempts are used.
        ObjectDoesNotExist: there is no such quiz in this organisation.
    """
    now = timezone.now()
    with transaction.atomic():
        person = persons.ensure_person(user)
        # two tabs of one person take turns here
        Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        quiz: Quiz = Quiz.objects.get(pk=quiz_id)
        running = Attempt.objects.filter(
            quiz=quiz, person=person, state=AttemptState.RUNNING
        ).first()
        if running is not None:
            attempt = held(running.pk)
            if not attempt.is_over_at(now):
                return attempt
            _end_by_clock(attempt)
        _require_open(quiz, now)
        enrolment = _place(quiz, person)
        used = Attempt.objects.filter(quiz=quiz, person=person).count()
        if quiz.attempts_allowed is not None and used >= quiz.attempts_allowed:
            raise NoAttemptsLeftError(_("You have used all your attempts."), used=used)
        return _begin(quiz, user, enrolment, number=used + 1, now=now)


def answer(attempt_id: UUID, number: int, sent: Mapping[str, Sequence[str]]) -> AskedQuestion:
    """Keep the answer to one question; nothing sent takes the answer back.

    Args:
        attempt_id: of the current organisation.
        number: of the question in the attempt.
        sent: the form; see `answers.read`.

    Raises:
        LateError: the attempt is over; the answer is kept apart and does not count.
        AnswerError: the answer does not belong to the question.
        ObjectDoesNotExist: there is no such attempt or question.
    """
    now = timezone.now()
    with transaction.atomic():
        attempt = held(attempt_id)
        asked: AskedQuestion = AskedQuestion.objects.select_related("version").get(
            attempt=attempt, number=number
        )
        given = answers.read(asked.version.content, asked.order, sent)
        late = attempt.is_over_at(now)
        if late:
            _keep_late(asked, given, now)
            if attempt.is_running:
                _end_by_clock(attempt)
        elif given != asked.answer:
            asked.answer, asked.answered_at = given, now
            asked.save(update_fields=["answer", "answered_at"])
    if late:
        raise LateError(
            _("Your time was up. This answer is kept, but it does not count."), number=number
        )
    return asked


def submit(attempt_id: UUID, *, actor: User) -> Attempt:
    """End an attempt and score it. Once more changes nothing; too late, the clock has ended it.

    Raises:
        ObjectDoesNotExist: there is no such attempt.
    """
    now = timezone.now()
    with transaction.atomic():
        attempt = held(attempt_id)
        if attempt.is_running:
            if attempt.is_over_at(now):
                _end_by_clock(attempt)
            else:
                _end(attempt, Ending.SUBMITTED, now, actor)
    return attempt


def end_if_over(attempt_id: UUID) -> Attempt:
    """End an attempt whose time is up, and return it as it stands.

    Raises:
        ObjectDoesNotExist: there is no such attempt.
    """
    now = timezone.now()
    with transaction.atomic():
        attempt = held(attempt_id)
        if attempt.is_running and attempt.is_over_at(now):
            _end_by_clock(attempt)
    return attempt


def held(attempt_id: UUID) -> Attempt:
    """Return an attempt of the current organisation with its row locked.

    Raises:
        ObjectDoesNotExist: there is none of that id.
    """
    rows = Attempt.objects.select_for_update(of=("self",), no_key=True).select_related("quiz")
    attempt: Attempt = rows.get(pk=attempt_id)
    return attempt


def counting(attempt: Attempt) -> list[AskedQuestion]:
    """Return the questions of an attempt that count: those that are not annulled."""
    rows = AskedQuestion.objects.filter(attempt=attempt, version__annulment=None)
    return list(rows.select_related("version"))


def outcome_of(attempt: Attempt, rows: Sequence[AskedQuestion]) -> scoring.Outcome:
    """Return what answers make together by the terms of their attempt."""
    mark = attempt.terms.get("pass_mark")
    return scoring.judge(
        [scoring.score(row.version.content, row.answer) for row in rows],
        [row.version.points for row in rows],
        pass_mark=None if mark is None else Decimal(mark),
        thresholds=thresholds_of(attempt.terms.get("thresholds")),
    )


def why_closed(quiz: Quiz, now: datetime) -> str:
    """Return in a sentence why nobody can begin now; nothing when people can."""
    if quiz.state != QuizState.PUBLISHED:
        return _("This quiz is not offered now.")
    if quiz.opens_at is not None and now < quiz.opens_at:
        return _("This quiz is not open yet.")
    if quiz.closes_at is not None and now >= quiz.closes_at:
        return _("This quiz is closed.")
    return ""


def _require_open(quiz: Quiz, now: datetime) -> None:
    if words := why_closed(quiz, now):
        raise NotOpenError(words)


def _place(quiz: Quiz, person: Person) -> Enrolment | None:
    """Return the enrolment by which a person may try; None where none is needed."""
    if quiz.programme_id is None:
        return None
    found: Enrolment | None = (
        Enrolment.objects.filter(
            programme_id=quiz.programme_id, person=person, state__in=PLACES
        )
        .order_by("-queued_at")
        .first()
    )
    if found is None:
        raise NotOpenError(_("This quiz is for those who have a place in its programme."))
    return found


def _begin(
    quiz: Quiz, user: User, enrolment: Enrolment | None, *, number: int, now: datetime
) -> Attempt:
    seed = secrets.token_bytes(drawing.SEED_BYTES)
    drawn = _draw(quiz, seed)
    if not drawn:
        raise NotOpenError(_("This quiz has no questions now."))
    attempt: Attempt = Attempt.objects.create(
        organisation_id=quiz.organisation_id,
        quiz=quiz,
        person=persons.ensure_person(user),
        enrolment=enrolment,
        number=number,
        seed=seed.hex(),
        started_at=now,
        deadline=_deadline(quiz, now),
        grace=quiz.grace,
        terms={
            "pass_mark": None if quiz.pass_mark is None else str(quiz.pass_mark),
            "thresholds": quiz.thresholds,
        },
    )
    versions = _frozen([version_id for _title, version_id in drawn], now)
    AskedQuestion.objects.bulk_create(
        AskedQuestion(
            organisation_id=quiz.organisation_id,
            attempt=attempt,
            version_id=version_id,
            section_title=title,
            number=place,
            order=_order(versions[version_id], seed, shuffle=quiz.shuffle_options),
        )
        for place, (title, version_id) in enumerate(drawn, 1)
    )
    record(
        "quiz_attempt.started",
        attempt,
        actor=user,
        label=quiz.title,
        after={"number": number, "questions": len(drawn)},
    )
    return attempt


def _deadline(quiz: Quiz, now: datetime) -> datetime | None:
    """Return when an attempt that begins now ends: by its own time, or with the quiz."""
    limit = None if quiz.time_limit is None else now + timedelta(minutes=quiz.time_limit)
    ends = [moment for moment in (limit, quiz.closes_at) if moment is not None]
    return min(ends, default=None)


def _draw(quiz: Quiz, seed: bytes) -> list[tuple[str, UUID]]:
    """Return section title and newest version of each question that is drawn, in order.

    A question whose newest version is annulled is left out until it is edited.
    """
    drawn: list[tuple[str, UUID]] = []
    for section in Section.objects.filter(quiz=quiz).order_by("position", "pk"):
        rows = (
            QuestionVersion.objects.filter(
                question__sections__section=section, question__state=QuestionState.ACTIVE
            )
            .order_by("number")
            .values_list("question_id", "pk")
        )
        newest = {str(question): version for question, version in rows}
        out = Annulment.objects.filter(version_id__in=newest.values())
        gone = set(out.values_list("version_id", flat=True))
        newest = {key: version for key, version in newest.items() if version not in gone}
        chosen = drawing.draw(seed, str(section.pk), newest, section.draw)
        drawn += [(section.title, newest[one]) for one in chosen]
    return drawn


def _frozen(ids: Sequence[UUID], now: datetime) -> dict[UUID, QuestionVersion]:
    """Freeze versions that nobody was asked before, then read what they say for good."""
    fresh = QuestionVersion.objects.filter(pk__in=ids, first_asked_at=None)
    mine = [row.pk for row in fresh.select_for_update(of=("self",), no_key=True).order_by("pk")]
    if mine:
        QuestionVersion.objects.filter(pk__in=mine).update(first_asked_at=now)
    return {row.pk: row for row in QuestionVersion.objects.filter(pk__in=ids)}


def _order(version: QuestionVersion, seed: bytes, *, shuffle: bool) -> list[int]:
    """Return the order in which options are shown; where it is the answer, always another."""
    content = version.content
    if shuffle or content.kind in {Kind.ORDERING, Kind.MATCHING}:
        return drawing.permutation(seed, str(version.pk), content.shuffled)
    return list(range(content.shuffled))


def _keep_late(asked: AskedQuestion, given: dict[str, Any] | None, now: datetime) -> None:
    if LateAnswer.objects.filter(asked=asked).count() < MAX_LATE:
        LateAnswer.objects.create(
            organisation_id=asked.organisation_id, asked=asked, answer=given, received_at=now
        )


def _end_by_clock(attempt: Attempt) -> None:
    """End an attempt at the moment at which its time was up."""
    _end(attempt, Ending.TIME, attempt.deadline or timezone.now(), None)


def _end(attempt: Attempt, ending: Ending, at: datetime, actor: User | None) -> None:
    """Score an attempt and write how it ended, in the caller's transaction."""
    rows = list(AskedQuestion.objects.filter(attempt=attempt).select_related("version"))
    for row in rows:
        row.score = scoring.rounded(scoring.score(row.version.content, row.answer))
    AskedQuestion.objects.bulk_update(rows, ["score"])
    outcome = outcome_of(attempt, counting(attempt) or rows)
    attempt.state, attempt.ending, attempt.finished_at = AttemptState.FINISHED, ending, at
    attempt.score, attempt.out_of = outcome.score, outcome.out_of
    attempt.percent, attempt.passed = outcome.percent, outcome.passed
    attempt.level = outcome.level
    attempt.save()
    record(
        "quiz_attempt.finished",
        attempt,
        actor=actor,
        label=attempt.quiz.title,
        after={"ending": str(ending)},
    )
    finished.send(sender=Attempt, attempt=attempt)
