"""Keeping definitions current: told once when it is near, once when it is past, never twice."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from skillmark.platform.catalog import keeping, selectors, services
from skillmark.platform.catalog.content import Content
from skillmark.platform.catalog.models import Achievement
from skillmark.platform.events.models import OutboxMessage, StoredMail
from skillmark.platform.orgs.models import Organisation, Role

if TYPE_CHECKING:
    from skillmark.platform.people.models import User

NOW = datetime(2026, 5, 1, 8, tzinfo=UTC)


@pytest.fixture
def made(in_scope: Organisation) -> Achievement:
    content = Content.parse(
        {"name": "First aid", "description": "Helps.", "criteria_markdown": "Show it."}
    )
    achievement = services.create(in_scope, content, actor=None).achievement
    services.publish(achievement, actor=None)
    achievement.refresh_from_db()
    return achievement


def mails(deliver: Callable[[], None]) -> list[StoredMail]:
    deliver()
    return [one for one in StoredMail.objects.order_by("pk") if "look" in one.subject]


def test_designers_and_owners_are_told_once_before_and_once_after(
    made: Achievement,
    make_member: Callable[[Role], "User"],
    deliver: Callable[[], None],
) -> None:
    designer = make_member(Role.DESIGNER)
    make_member(Role.ISSUER)
    keeping.set_review_by(made, date(2026, 5, 10), actor=None)
    keeping.remind(NOW - timedelta(days=20))
    assert mails(deliver) == []
    keeping.remind(NOW)
    keeping.remind(NOW + timedelta(hours=6))
    told = mails(deliver)
    assert {one.recipient for one in told} == {designer.email, "owner@harbour.example"}
    assert "is to be looked at by 10 May 2026" in told[0].text
    assert f"/achievements/{made.pk}" in told[0].text
    keeping.remind(NOW + timedelta(days=10))
    keeping.remind(NOW + timedelta(days=11))
    assert len(mails(deliver)) == 4
    assert "was to be looked at by 10 May 2026" in mails(deliver)[-1].text


def test_a_new_day_begins_anew_and_an_archived_one_is_quiet(
    made: Achievement, deliver: Callable[[], None]
) -> None:
    keeping.set_review_by(made, date(2026, 5, 2), actor=None)
    keeping.remind(NOW)
    keeping.set_review_by(made, date(2026, 5, 3), actor=None)
    services.archive(made, actor=None)
    keeping.remind(NOW)
    assert len(mails(deliver)) == 1
    services.restore(made, actor=None)
    keeping.remind(NOW)
    assert len(mails(deliver)) == 2


def test_one_mail_lists_all_that_is_due(
    in_scope: Organisation, deliver: Callable[[], None]
) -> None:
    for name in ("One", "Two", "Three"):
        made = services.create(in_scope, Content.parse({"name": name}), actor=None)
        keeping.set_review_by(made.achievement, date(2026, 5, 2), actor=None)
    keeping.remind(NOW)
    (told,) = mails(deliver)
    assert told.subject.startswith("3 achievements of Harbour")
    assert told.text.count("/achievements/") == 3


def test_nothing_is_written_where_nobody_waits(made: Achievement) -> None:
    keeping.remind(NOW)
    assert not OutboxMessage.objects.exists()


def test_one_click_says_that_it_is_still_current(
    studio: Client, made: Achievement, organisation: Organisation
) -> None:
    today = timezone.localdate()
    keeping.set_review_by(made, today - timedelta(days=1), actor=None)
    here = f"/studio/{organisation.slug}/achievements"
    assert "Still current until" in studio.get(f"{here}/{made.pk}").content.decode()
    assert "Overdue" in studio.get(f"{here}?due=1").content.decode()
    assert "Keep current" in studio.get(f"/studio/{organisation.slug}/").content.decode()
    studio.post(f"{here}/{made.pk}/keep")
    made.refresh_from_db()
    assert made.review_by == keeping.next_look(today)
    assert not selectors.due(today + keeping.NOTICE).exists()
    assert "Nothing fits" in studio.get(f"{here}?due=1").content.decode()
