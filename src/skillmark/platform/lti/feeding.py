"""Results of a platform for a criterion: read now, by a button or in a round, and kept as a file's are."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skillmark.core.errors import SkillmarkError
from skillmark.platform.assessment import results_file, units
from skillmark.platform.assessment.models import Plan
from skillmark.platform.assessment.results_file import Found
from skillmark.platform.assessment.services import importing
from skillmark.platform.assessment.vocabulary import ResultSource
from skillmark.platform.events.changes import record
from skillmark.platform.lti import grades
from skillmark.platform.lti.errors import InvalidError
from skillmark.platform.lti.grades import LineItem, Result
from skillmark.platform.lti.models import (
    AccountLink,
    Course,
    FedResult,
    Feed,
    RegistrationState,
    Scale,
)
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.people import selectors as people

log = structlog.get_logger("skillmark.lti")

EVERY: Final = timedelta(hours=1)
AFTER_AN_ERROR: Final = timedelta(hours=6)
A_ROUND: Final = 20  # feeds
SCORE_LENGTH: Final = 20  # characters
_PLACES: Final = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Fed:
    """What became of the results of a line.

    Attributes:
        new: kept now.
        known: kept before, with the same score.
        nobody: of people whose address we know from nowhere.
        unfit: whose score reaches no level.
    """

    new: int = 0
    known: int = 0
    nobody: int = 0
    unfit: int = 0

    def to_json(self) -> dict[str, int]:
        """Return the counts by name."""
        return {name: getattr(self, name) for name in ("new", "known", "nobody", "unfit")}


def connect(
    course: Course, plan: Plan, criterion: str, item: LineItem, scale: str, *, actor: object
) -> Feed:
    """Let a line of a grade book fill a criterion from now on.

    Raises:
        InvalidError: the unit has no such criterion, or none with points; or it is filled so already.
    """
    rubric = units.published(plan).rubric
    found = next((one for one in rubric if one["id"] == criterion), None)
    if found is None or not any(level["points"] for level in found["levels"]):
        raise InvalidError({"criterion": _("Choose a criterion whose levels have points.")})
    with transaction.atomic():
        row, is_new = Feed.objects.get_or_create(
            course=course,
            plan=plan,
            criterion=criterion,
            line_item=item.url,
            defaults={
                "organisation_id": course.organisation_id,
                "label": item.label,
                "scale": scale,
            },
        )
        if not is_new:
            raise InvalidError({"criterion": _("This line fills the criterion already.")})
        record("platform.feed_added", row, actor=actor, label=row.label)
    made: Feed = row
    return made


def disconnect(feed: Feed, *, actor: object) -> None:
    """Fill the criterion no longer; results that were kept stay."""
    with transaction.atomic():
        record("platform.feed_removed", feed, actor=actor, label=feed.label)
        feed.delete()


def feed_now(feed: Feed, *, actor: object) -> Fed:
    """Read the results of a line and keep what is new; in the organisation's scope.

    Raises:
        LtiError: the platform did not answer; the feed notes the code.
    """
    course = feed.course
    try:
        found = grades.results(course.registration, feed.line_item)
        members = grades.addresses(course) if found else {}
    except SkillmarkError as error:
        _note(feed, error.code, AFTER_AN_ERROR)
        raise
    with transaction.atomic():
        fed = _kept(feed, found, _addresses(course, members), actor)
        _note(feed, "", EVERY, fed)
    return fed


def feed_due(now: datetime) -> None:
    """Read the lines whose turn it is; one that fails waits alone."""
    rows = Feed.objects.with_scopes_disabled().filter(
        due_at__lte=now, course__registration__state=RegistrationState.ACTIVE
    )
    wanted = rows.select_related("course__registration__organisation", "plan")
    for feed in wanted.order_by("due_at")[:A_ROUND]:
        taken = Feed.objects.with_scopes_disabled().filter(pk=feed.pk, due_at=feed.due_at)
        if not taken.update(due_at=now + EVERY):
            continue  # another worker has it
        with organisation_scope(feed.organisation_id):
            try:
                feed_now(feed, actor=None)
            except SkillmarkError as error:
                log.warning("results not read", code=error.code, feed=str(feed.pk))


def _kept(feed: Feed, found: list[Result], emails: dict[str, str], actor: object) -> Fed:
    before = dict(FedResult.objects.filter(feed=feed).values_list("subject", "score"))
    rows: list[dict[str, str]] = []
    fresh: list[FedResult] = []
    known = nobody = 0
    today = timezone.localdate().isoformat()
    for one in {result.subject: result for result in found}.values():
        score, email = points(one, feed.scale), emails.get(one.subject, "")
        if before.get(one.subject) == score:
            known += 1
        elif not email:
            nobody += 1
        else:
            rows.append(
                {
                    "email": email,
                    "unit": feed.plan.achievement.slug,
                    "criterion": feed.criterion,
                    "score": score,
                    "date": today,
                }
            )
            fresh.append(_fed(feed, one.subject, score))
    checked = results_file.check(rows, today=timezone.localdate())
    # A name may mean another unit by now: what is not for this one is not kept.
    own = tuple(one for one in checked.results if one.plan.pk == feed.plan_id)
    done = importing.keep(
        feed.organisation,
        Found(own),
        name=feed.label or feed.line_item,
        actor=actor,
        source=ResultSource.LTI,
    )
    good = {one.row - results_file.FIRST_ROW for one in own}
    FedResult.objects.bulk_create(
        [row for index, row in enumerate(fresh) if index in good],
        update_conflicts=True,
        unique_fields=["feed", "subject"],
        update_fields=["score"],
        batch_size=500,
    )
    return Fed(done.new, known + done.known, nobody, len(rows) - len(own))


def points(one: Result, scale: str) -> str:
    """Return a score as a file would have it, at most `SCORE_LENGTH` characters."""
    value = one.score
    if scale == Scale.PERCENT:
        value = one.score * 100 / one.maximum
    text = f"{value.quantize(_PLACES).normalize():f}"
    return text[:SCORE_LENGTH]


def _fed(feed: Feed, subject: str, score: str) -> FedResult:
    return FedResult(
        organisation_id=feed.organisation_id, feed=feed, subject=subject, score=score
    )


def _addresses(course: Course, members: dict[str, str]) -> dict[str, str]:
    """Return addresses by person: of linked accounts what they have proven, else what members say."""
    links = AccountLink.objects.filter(registration=course.registration).select_related("user")
    found = dict(members)
    for one in links:
        if not one.user.is_active:
            found.pop(one.subject, None)
            continue
        proven = people.verified_emails(one.user)
        if proven and found.get(one.subject) not in proven:
            own = one.user.email
            found[one.subject] = own if own in proven else min(proven)
    return found


def _note(feed: Feed, code: str, wait: timedelta, fed: Fed | None = None) -> None:
    now = timezone.now()
    values: dict[str, Any] = {"read_at": now, "read_code": code, "due_at": now + wait}
    if fed is not None:
        values["counts"] = fed.to_json()
    Feed.objects.filter(pk=feed.pk).update(**values)
