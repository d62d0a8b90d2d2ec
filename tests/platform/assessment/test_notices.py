"""Assessors are told of new work: once, together, never by a flood, and not when they say so."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from skillmark.platform.assessment import notices
from skillmark.platform.events.models import OutboxMessage
from skillmark.platform.mailing import suppressions
from skillmark.platform.mailing.models import Cause

if TYPE_CHECKING:
    from conftest import HandIn, Judge
    from skillmark.platform.assessment.models import Plan
    from skillmark.platform.people.models import User

pytestmark = pytest.mark.django_db


def mails_to(user: "User") -> list[str]:
    rows = OutboxMessage.objects.filter(payload__recipient=user.email).order_by("created_at")
    return [row.payload["subject"] for row in rows]


def told(user: "User", at: timedelta = timedelta()) -> list[str]:
    notices.tell_assessors(timezone.now() + at)
    return [one for one in mails_to(user) if "to assess" in one]


def test_the_first_work_is_told_at_once_and_more_a_day_later(
    assessor: "User", hand_in: "HandIn", make_learner: Any, plan: "Plan"
) -> None:
    assert told(assessor) == []
    hand_in(None, plan)
    assert len(told(assessor)) == 1
    hand_in(make_learner("Ida Lindqvist", "ida@learner.example"), plan)
    hand_in(make_learner("Jonas Weber", "jonas@learner.example"), plan)
    assert len(told(assessor)) == 1
    first, second = told(assessor, timedelta(hours=21))
    assert first.startswith("1 piece of work to assess at")
    assert second.startswith("3 pieces of work to assess at")
    assert len(told(assessor, timedelta(days=3))) == 2  # nothing new: nothing said


def test_a_moderator_is_told_when_two_disagree(
    *, make_plan: Any, make_assessor: Any, hand_in: "HandIn", judge: "Judge"
) -> None:
    plan = make_plan(sample_percent=100, required_levels={})
    one, other = make_assessor(plan), make_assessor(plan)
    moderator = make_assessor(plan, "moderator")
    hand_in(None, plan)
    assert (len(told(one)), len(told(other)), len(told(moderator))) == (1, 1, 0)
    judge(one)
    judge(other, outcome="not_yet")
    assert (len(told(moderator)), len(told(one, timedelta(days=2)))) == (1, 1)


def test_who_is_assigned_later_is_told_of_what_waits(
    plan: "Plan", assessor: "User", hand_in: "HandIn", make_assessor: Any
) -> None:
    hand_in(None, plan)
    told(assessor)
    assert len(told(make_assessor(plan))) == 1
    assert len(told(assessor)) == 1


def test_who_unsubscribed_gets_none_and_a_mail_says_how(
    *,
    assessor: "User",
    plan: "Plan",
    hand_in: "HandIn",
    organisation: Any,
    deliver: Callable[[], None],
) -> None:
    suppressions.suppress(assessor.email, organisation.pk, Cause.UNSUBSCRIBED)
    hand_in(None, plan)
    told(assessor)
    message = OutboxMessage.objects.get(payload__recipient=assessor.email)
    assert "List-Unsubscribe" in message.payload["headers"]
    assert "/unsubscribe/" in message.payload["text"]
    deliver()
    message.refresh_from_db()
    assert message.state != "sent"
