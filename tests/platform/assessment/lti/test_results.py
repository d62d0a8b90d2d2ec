"""Results of a grade book fill criteria, and what is decided goes back to it."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from learning_platform import LearningPlatform

from skillmark.platform.assessment import results
from skillmark.platform.assessment.models import GivenResult, Plan
from skillmark.platform.events import outbox
from skillmark.platform.events.models import AuditEntry, OutboxMessage
from skillmark.platform.issuing.models import Credential
from skillmark.platform.lti import feeding, grades
from skillmark.platform.lti.errors import InvalidError, LtiError
from skillmark.platform.lti.models import AccountLink, Feed

if TYPE_CHECKING:
    from conftest import HandIn, Judge, Launched
    from skillmark.platform.lti.models import Course, Registration
    from skillmark.platform.people.models import User

pytestmark = pytest.mark.django_db
ADA, BEN, CYD, DAN = "person-1", "person-2", "person-3", "person-4"


def _said(subject: str, score: object, maximum: object = 4) -> dict[str, Any]:
    return {"userId": subject, "resultScore": score, "resultMaximum": maximum}


@pytest.fixture
def feed(lms: LearningPlatform, course: "Course", plan: Plan, user: "User") -> Feed:
    (item,) = grades.line_items(course)
    assert item.label == "Final test"
    return feeding.connect(course, plan, "c1", item, "points", actor=user)


def _levels() -> dict[str, tuple[str, str]]:
    return {row.email: (row.criterion, row.level) for row in GivenResult.objects.all()}


def test_results_fill_a_criterion(
    lms: LearningPlatform, feed: Feed, hand_in: "HandIn", user: "User"
) -> None:
    lms.members = [
        {"user_id": ADA, "email": "Mark@Learner.example"},
        {"user_id": BEN, "email": "ben@learner.example"},
        {"user_id": DAN, "email": "no address"},
    ]
    lms.results = [
        _said(ADA, 3.5),
        _said(BEN, 4),
        _said(CYD, 4),  # nobody says who that is
        _said(DAN, 4),
        _said("person-5", None),  # no score yet
        {"resultScore": 4},
        _said(BEN, 1),  # the last word on a person counts
    ]
    done = feeding.feed_now(feed, actor=user)
    assert done == feeding.Fed(new=2, known=0, nobody=1, unfit=1)
    assert _levels() == {
        "mark@learner.example": ("c1", "l2"),
        "ben@learner.example": ("c1", "l1"),
    }
    row = results.filled(hand_in())["c1"]
    assert (row.source, row.reference, row.score) == ("lti", "Final test", "3.5")
    assert AuditEntry.objects.filter(action="assessment.results_imported").count() == 1
    assert "/lines/1/results" in lms.asked


def test_the_same_results_again_change_nothing(lms: LearningPlatform, feed: Feed) -> None:
    lms.members = [{"user_id": ADA, "email": "mark@learner.example"}]
    lms.results = [_said(ADA, 2)]
    assert feeding.feed_now(feed, actor=None).new == 1
    GivenResult.objects.update(achieved_on="2026-01-01")  # on another day, too
    assert feeding.feed_now(feed, actor=None) == feeding.Fed(known=1)
    lms.results = [_said(ADA, 4)]
    assert feeding.feed_now(feed, actor=None).new == 1
    assert GivenResult.objects.count() == 2


def test_per_cent(lms: LearningPlatform, feed: Feed) -> None:
    Feed.objects.update(scale="percent")
    feed.refresh_from_db()
    lms.members = [{"user_id": ADA, "email": "mark@learner.example"}]
    lms.results = [_said(ADA, 1, 30)]
    feeding.feed_now(feed, actor=None)
    assert GivenResult.objects.get().score == "3.3333"


def test_a_connected_account_needs_no_member_list(
    lms: LearningPlatform, feed: Feed, registration: "Registration", learner: "User"
) -> None:
    AccountLink.objects.create(
        organisation=registration.organisation,
        registration=registration,
        subject=ADA,
        user=learner,
    )
    lms.results = [_said(ADA, 2)]
    lms.members = [{"user_id": ADA, "email": "else@learner.example"}]  # what is proven counts
    assert feeding.feed_now(feed, actor=None).new == 1
    assert set(_levels()) == {learner.email}
    learner.is_active = False
    learner.save()
    lms.results = [_said(ADA, 4)]
    assert feeding.feed_now(feed, actor=None) == feeding.Fed(nobody=1)


@pytest.mark.parametrize(
    ("broken", "refused", "code"),
    [
        ({"/lines/1/results"}, set(), "lti.service"),
        ({"/token"}, set(), "lti.service"),
        ({"/members"}, set(), "lti.service"),
        (set(), {grades.RESULTS}, "lti.scope"),
    ],
)
def test_a_platform_that_does_not_answer(
    lms: LearningPlatform, feed: Feed, broken: set[str], refused: set[str], code: str
) -> None:
    lms.results = [_said(ADA, 2), _said(BEN, 2)]
    lms.broken, lms.refused = broken, refused
    with pytest.raises(LtiError) as caught:
        feeding.feed_now(feed, actor=None)
    assert caught.value.code == code
    feed.refresh_from_db()
    assert feed.read_code == code
    assert feed.due_at > timezone.now() + timedelta(hours=5)
    assert not GivenResult.objects.exists()


def test_a_round_reads_what_is_due(
    lms: LearningPlatform, feed: Feed, launch: "Launched", registration: "Registration"
) -> None:
    lms.members = [{"user_id": ADA, "email": "mark@learner.example"}]
    lms.results = [_said(ADA, 2)]
    Feed.objects.update(due_at=timezone.now() + timedelta(hours=1))
    feeding.feed_due(timezone.now())
    assert not GivenResult.objects.exists()
    launch(Client())  # somebody comes: look again
    feeding.feed_due(timezone.now())
    assert GivenResult.objects.count() == 1
    feed.refresh_from_db()
    assert feed.due_at > timezone.now()
    registration.state = "suspended"
    registration.save()
    Feed.objects.update(due_at=timezone.now())
    lms.asked.clear()
    feeding.feed_due(timezone.now())
    assert lms.asked == []


def test_the_pages(
    lms: LearningPlatform, course: "Course", plan: Plan, user: "User", in_scope: Any
) -> None:
    browser = Client()
    browser.force_login(user)
    here = reverse("lti:course", args=[in_scope.slug, course.pk])
    page = browser.get(here)
    assert "Final test" in page.text
    assert "Sees the hazard" in page.text
    sent = {
        "line": f"{lms.origin}/lines/1?type=2",
        "criterion": f"{plan.pk}:c1",
        "scale": "points",
    }
    assert browser.post(here, sent).status_code == 302
    assert browser.post(here, sent).status_code == 422  # twice the same
    assert browser.post(here, sent | {"line": "https://evil.example/"}).status_code == 422
    feed = Feed.objects.get()
    lms.members = [{"user_id": ADA, "email": "mark@learner.example"}]
    lms.results = [_said(ADA, 2), _said(BEN, 2)]
    page = browser.post(reverse("lti:read", args=[in_scope.slug, feed.pk]), follow=True)
    assert "1 result kept." in page.text
    assert "whose address the platform does not say" in page.text
    lms.refused = {grades.RESULTS}
    page = browser.post(reverse("lti:read", args=[in_scope.slug, feed.pk]), follow=True)
    assert "The platform refuses us" in page.text
    browser.post(reverse("lti:remove-line", args=[in_scope.slug, feed.pk]))
    assert not Feed.objects.exists()
    assert GivenResult.objects.count() == 1
    lms.broken = {"/lines"}
    assert "did not answer" in browser.get(here).text


def test_only_a_criterion_with_points(course: "Course", plan: Plan, user: "User") -> None:
    (item,) = grades.line_items(course)
    with pytest.raises(InvalidError):
        feeding.connect(course, plan, "c9", item, "points", actor=user)


def test_a_result_leads_to_a_credential(
    lms: LearningPlatform, feed: Feed, hand_in: "HandIn", request: pytest.FixtureRequest
) -> None:
    """From the grade book over the assessor's page to what is issued by itself."""
    lms.members = [{"user_id": ADA, "email": "mark@learner.example"}]
    lms.results = [_said(ADA, 4)]
    feeding.feed_now(feed, actor=None)
    work, assessor = hand_in(), request.getfixturevalue("assessor")
    given = results.filled(work)["c1"]
    assert given.level == "l3"
    levels = {"c1": given.level, "c2": "l2"}
    request.getfixturevalue("judge")(assessor, levels=levels)
    request.getfixturevalue("deliver")()
    assert Credential.objects.get().award.source == "assessed"


def test_a_name_that_means_another_unit_fills_nothing(
    lms: LearningPlatform, feed: Feed, make_plan: Any, make_version: Any
) -> None:
    other = make_plan(make_version(human_code=feed.plan.achievement.slug))
    other.achievement.human_code = feed.plan.achievement.slug
    other.achievement.save()
    type(feed.plan.achievement).objects.filter(pk=feed.plan.achievement_id).update(
        slug="something-else"
    )
    lms.members = [{"user_id": ADA, "email": "mark@learner.example"}]
    lms.results = [_said(ADA, 4)]
    assert feeding.feed_now(feed, actor=None) == feeding.Fed(unfit=1)
    assert not GivenResult.objects.exists()


@pytest.fixture
def decide(
    launch: "Launched",
    learner: "User",
    plan: Plan,
    request: pytest.FixtureRequest,
) -> Callable[..., None]:
    """Let a learner come from the course and be connected; then their work is decided."""

    def run(**said: Any) -> None:
        browser = Client()
        browser.force_login(learner)
        browser.post(launch(browser, custom={"unit": str(plan.pk)}).request["PATH_INFO"])
        assessor = request.getfixturevalue("assessor")
        request.getfixturevalue("hand_in")()
        request.getfixturevalue("judge")(assessor, **said)

    return run


@pytest.mark.parametrize(("outcome", "given"), [("competent", 1), ("not_yet", 0)])
def test_a_decision_goes_back_once(
    lms: LearningPlatform, decide: Callable[..., None], outcome: str, given: int
) -> None:
    levels = {"c1": "l2", "c2": "l3"} if given else {"c1": "l1", "c2": "l1"}
    comments = {} if given else {"c1": "Look again.", "c2": "Look again."}
    decide(outcome=outcome, levels=levels, comments=comments)
    lms.broken = {"/lines/unit/scores"}
    outbox.dispatch_all()
    message = OutboxMessage.objects.get(kind="lti.score")
    assert (message.state, message.attempts) == ("waiting", 1)
    lms.broken = set()
    outbox.dispatch_all(now=timezone.now() + timedelta(hours=1))
    ((path, score),) = lms.scores
    assert path == "/lines/unit/scores"
    assert (score["userId"], score["scoreGiven"], score["scoreMaximum"]) == (ADA, given, 1)
    assert (score["activityProgress"], score["gradingProgress"]) == ("Completed", "FullyGraded")
    outbox.dispatch_all(now=timezone.now() + timedelta(hours=9))
    assert len(lms.scores) == 1


def test_nothing_goes_to_a_platform_that_is_suspended(
    lms: LearningPlatform, decide: Callable[..., None], registration: "Registration"
) -> None:
    decide()
    registration.state = "suspended"
    registration.save()
    outbox.dispatch_all()
    message = OutboxMessage.objects.get(kind="lti.score")
    assert message.state == "failed"
    assert lms.scores == []


def test_a_platform_that_refuses_is_not_asked_again(
    lms: LearningPlatform, decide: Callable[..., None]
) -> None:
    decide()
    lms.refused = {grades.SCORE}
    outbox.dispatch_all()
    assert OutboxMessage.objects.get(kind="lti.score").state == "failed"


def test_who_is_not_connected_is_not_told_of(
    lms: LearningPlatform,
    launch: "Launched",
    hand_in: "HandIn",
    judge: "Judge",
    assessor: "User",
) -> None:
    launch(Client())
    hand_in()
    judge(assessor)
    assert not OutboxMessage.objects.filter(kind="lti.score").exists()
