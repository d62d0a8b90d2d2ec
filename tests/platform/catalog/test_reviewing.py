"""Four eyes: what waits stands still, a second person decides, and the reason comes back."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from skillmark.platform.approvals import services as approvals
from skillmark.platform.approvals.errors import OwnRequestError
from skillmark.platform.catalog import reviewing, selectors, services
from skillmark.platform.catalog.checks import NotReadyError
from skillmark.platform.catalog.content import Content
from skillmark.platform.catalog.errors import (
    InReviewError,
    NothingToPublishError,
    ReviewNeededError,
    VersionFrozenError,
)
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.orgs.models import Organisation, Policy

if TYPE_CHECKING:
    from skillmark.platform.people.models import User


@pytest.fixture
def strict(in_harbour: Organisation) -> None:
    Policy.objects.create(organisation=in_harbour, review_definitions=True)


@pytest.fixture
def people(make_user: Callable[..., "User"]) -> tuple["User", "User"]:
    return make_user(name="Dee Designer"), make_user(name="Ada Approver")


def test_a_second_person_publishes(
    draft: AchievementVersion, strict: None, people: tuple["User", "User"]
) -> None:
    designer, approver = people
    achievement = draft.achievement
    with pytest.raises(ReviewNeededError):
        services.publish(achievement, actor=designer)
    request = reviewing.ask(achievement, actor=designer)
    draft.refresh_from_db()
    achievement.refresh_from_db()
    assert (draft.state, achievement.state) == ("review", "review")
    assert request.href == f"/studio/harbour/achievements/{achievement.pk}/review"
    with pytest.raises(OwnRequestError):
        approvals.approve(request.pk, by=designer)
    approvals.approve(request.pk, by=approver)
    draft.refresh_from_db()
    achievement.refresh_from_db()
    assert (draft.state, achievement.state) == ("published", "published")
    assert draft.published_by == approver
    assert draft.design_colour == "#0b5394"


def test_the_reason_comes_back_with_the_draft(
    draft: AchievementVersion, people: tuple["User", "User"], fire: Content
) -> None:
    designer, approver = people
    achievement = draft.achievement
    request = reviewing.ask(achievement, actor=designer)
    approvals.decline(request.pk, by=approver, note="Name the extinguishers.")
    draft.refresh_from_db()
    assert draft.state == "draft"
    told = reviewing.declined(draft)
    assert told is not None
    assert told.note == "Name the extinguishers."
    services.edit(achievement, replace(fire, description="Foam and powder."), actor=designer)
    reviewing.ask(achievement, actor=designer)
    assert reviewing.declined(draft) is None


def test_a_withdrawn_review_gives_the_draft_back(
    draft: AchievementVersion, people: tuple["User", "User"]
) -> None:
    designer, _approver = people
    request = reviewing.ask(draft.achievement, actor=designer)
    approvals.withdraw(request.pk, by=designer)
    assert selectors.draft(draft.achievement) == draft
    assert reviewing.waiting(draft) is None


@pytest.mark.parametrize("act", ["edit", "publish", "discard", "archive", "ask"])
def test_nothing_moves_while_somebody_looks(
    draft: AchievementVersion, fire: Content, people: tuple["User", "User"], act: str
) -> None:
    achievement = draft.achievement
    reviewing.ask(achievement, actor=people[0])
    acts: dict[str, Callable[[], object]] = {
        "edit": lambda: services.edit(achievement, fire, actor=None),
        "publish": lambda: services.publish(achievement, actor=None),
        "discard": lambda: services.discard_draft(achievement, actor=None),
        "archive": lambda: services.archive(achievement, actor=None),
        "ask": lambda: reviewing.ask(achievement, actor=people[0]),
    }
    with pytest.raises(InReviewError):
        acts[act]()
    draft.refresh_from_db()
    draft.description = "Something else"
    with pytest.raises(VersionFrozenError):
        draft.save()


def test_the_version_awarded_stays_while_the_next_is_in_review(
    draft: AchievementVersion, fire: Content, people: tuple["User", "User"]
) -> None:
    achievement = draft.achievement
    first = services.publish(achievement, actor=None)
    with pytest.raises(NothingToPublishError):
        reviewing.ask(achievement, actor=people[0])
    services.edit(achievement, replace(fire, name="Fire safety"), actor=None)
    request = reviewing.ask(achievement, actor=people[0])
    achievement.refresh_from_db()
    assert achievement.state == "published"
    assert selectors.published(achievement) == first
    assert selectors.counts()["review"] == 1
    assert list(selectors.achievements(selectors.Filter(state="review"))) == [achievement]
    approvals.approve(request.pk, by=people[1])
    first.refresh_from_db()
    assert (first.state, first.name) == ("archived", "Fire prevention")


def test_nobody_is_asked_to_read_what_cannot_be_published(in_harbour: Organisation) -> None:
    bare = services.create(in_harbour, Content.parse({"name": "Bare"}), actor=None)
    with pytest.raises(NotReadyError):
        reviewing.ask(bare.achievement, actor=None)
