"""Results from elsewhere: kept once each, however often the same file comes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from skillmark.platform.assessment import units
from skillmark.platform.assessment.models import GivenResult, Plan
from skillmark.platform.assessment.results_file import Found, Result
from skillmark.platform.assessment.services import plans
from skillmark.platform.assessment.vocabulary import ResultSource
from skillmark.platform.events.changes import record
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.quizzes.models import Attempt

_ROWS = 500  # of one insert

type _Key = tuple[object, str, str, str, str, date]


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of the rows of a file."""

    new: int
    known: int


def known(results: Sequence[Result]) -> set[int]:
    """Return the numbers of the rows that are kept already."""
    kept = _kept(results)
    return {one.row for one in results if _key(one) in kept}


def keep(
    organisation: Organisation,
    found: Found,
    *,
    name: str,
    actor: object,
    source: str = ResultSource.FILE,
) -> Imported:
    """Keep the good rows of a file; those kept before, and repeated ones, change nothing."""
    with transaction.atomic():
        for plan_id in sorted({one.plan.pk for one in found.results}):
            plans.held(plan_id)  # two people with the same file: one after the other
        kept = _kept(found.results)
        fresh = {_key(one): one for one in found.results if _key(one) not in kept}
        GivenResult.objects.bulk_create(
            [_row(organisation, one, name, source) for one in fresh.values()], batch_size=_ROWS
        )
        if fresh:
            _record(list(fresh.values()), actor)
    return Imported(len(fresh), len(found.results) - len(fresh))


def keep_quiz(plan: Plan, attempt: Attempt) -> GivenResult | None:
    """Keep the level that an attempt at a quiz reached; None when the rubric has no such level."""
    quiz = attempt.quiz
    rubric = units.published(plan).rubric
    criterion = next((one for one in rubric if one["id"] == quiz.criterion), None)
    said = attempt.level.casefold()
    level = next(
        (
            str(one["id"])
            for one in (criterion or {"levels": []})["levels"]
            if said in {one["id"], one["name"].casefold()}
        ),
        None,
    )
    user = attempt.person.user
    email = attempt.enrolment.email if attempt.enrolment else user.email if user else ""
    if level is None or not email:
        return None
    row: GivenResult
    row, _is_new = GivenResult.objects.get_or_create(
        plan=plan,
        email=email,
        criterion=quiz.criterion,
        level=level,
        score="" if attempt.percent is None else f"{attempt.percent} %",
        achieved_on=timezone.localdate(attempt.finished_at),
        defaults={
            "organisation_id": plan.organisation_id,
            "source": ResultSource.QUIZ,
            "reference": str(attempt.pk),
        },
    )
    return row


def _row(organisation: Organisation, one: Result, name: str, source: str) -> GivenResult:
    return GivenResult(
        organisation=organisation,
        plan=one.plan,
        email=one.email,
        criterion=one.criterion,
        level=one.level,
        score=one.score,
        achieved_on=one.achieved_on,
        source=source,
        reference=name[:200],
    )


def _key(one: Result) -> _Key:
    return (one.plan.pk, one.email, one.criterion, one.level, one.score, one.achieved_on)


def _kept(results: Sequence[Result]) -> set[_Key]:
    rows = GivenResult.objects.filter(plan_id__in={one.plan.pk for one in results})
    return set(
        rows.values_list("plan_id", "email", "criterion", "level", "score", "achieved_on")
    )


def _record(fresh: Sequence[Result], actor: object) -> None:
    counts: dict[Plan, int] = {}
    for one in fresh:
        counts[one.plan] = counts.get(one.plan, 0) + 1
    for plan, count in counts.items():
        record(
            "assessment.results_imported",
            plan,
            actor=actor,
            label=plan.achievement.name,
            after={"rows": count},
        )
