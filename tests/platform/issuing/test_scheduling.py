"""Batches that wait: for their time, or for a second person's yes."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from skillmark.platform.issuing.errors import BatchStateError, ScheduleError

if TYPE_CHECKING:
    from django.test import Client

    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.issuing.models import Batch
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User

type Preview = Callable[..., Batch]

NOW = datetime.now(UTC)
TOMORROW = NOW + timedelta(days=1)
PEOPLE = b"name,email\nAnn One,ann@people.example\nBo Two,bo@people.example\n"


@pytest.fixture
def waits_from(in_scope: "Organisation") -> Callable[[int], None]:
    """Let issuing to so many need a second person."""
    from skillmark.platform.orgs.models import Policy

    def run(people: int) -> None:
        Policy.objects.update_or_create(
            organisation=in_scope, defaults={"approve_issuing_from": people}
        )

    return run


def approval_of(batch: "Batch") -> Any:
    from skillmark.platform.approvals.models import Approval

    return Approval.objects.get(subject_id=batch.pk)


def run_all() -> None:
    from skillmark.platform.jobs import runner, services

    for job in services.unhanded():
        runner.run_to_end(job.pk)


MOMENTS = [
    (date(2026, 1, 15), time(9, 0), "Europe/Berlin", "2026-01-15T08:00:00+00:00"),
    (date(2026, 7, 15), time(9, 0), "Europe/Berlin", "2026-07-15T07:00:00+00:00"),
    (date(2026, 10, 25), time(2, 30), "Europe/Berlin", "2026-10-25T00:30:00+00:00"),
    (date(2026, 1, 15), time(9, 0), "Asia/Kolkata", "2026-01-15T03:30:00+00:00"),
    (date(2026, 1, 15), time(0, 0), "UTC", "2026-01-15T00:00:00+00:00"),
]


@pytest.mark.parametrize(("day", "at", "zone", "moment"), MOMENTS)
def test_a_time_is_one_moment_whatever_the_zone(
    day: date, at: time, zone: str, moment: str
) -> None:
    from skillmark.platform.issuing.services import scheduling

    assert scheduling.moment_of(day, at, zone).isoformat() == moment


def test_an_hour_that_the_clocks_leap_over_is_refused() -> None:
    from skillmark.platform.issuing.services import scheduling

    with pytest.raises(ScheduleError):
        scheduling.moment_of(date(2026, 3, 29), time(2, 30), "Europe/Berlin")
    with pytest.raises(ScheduleError):
        scheduling.moment_of(date(2026, 3, 29), time(2, 30), "Nowhere/Land")


def test_a_scheduled_batch_is_issued_once_when_its_time_has_come(preview: Preview) -> None:
    from skillmark.platform.issuing import services
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.issuing.services import scheduling

    batch = services.start_batch(
        preview(PEOPLE).pk, actor=None, issue_at=TOMORROW, time_zone="Europe/Berlin"
    )
    assert (batch.state, batch.time_zone) == ("scheduled", "Europe/Berlin")
    scheduling.start_due(NOW)
    run_all()
    assert not Credential.objects.exists()
    for _restart in range(3):
        scheduling.start_due(TOMORROW + timedelta(minutes=1))
        run_all()
    batch.refresh_from_db()
    assert (batch.state, batch.issued) == ("done", 2)
    assert Credential.objects.count() == 2


def test_a_scheduled_batch_can_be_moved_and_called_off(preview: Preview) -> None:
    from skillmark.platform.issuing import services
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.issuing.services import scheduling

    batch = services.start_batch(preview(PEOPLE).pk, actor=None, issue_at=TOMORROW)
    later = TOMORROW + timedelta(days=7)
    services.reschedule(batch.pk, later, "UTC", actor=None)
    scheduling.start_due(TOMORROW + timedelta(hours=1))
    with pytest.raises(ScheduleError):
        services.reschedule(batch.pk, NOW - timedelta(hours=1), "UTC", actor=None)
    batch = services.cancel_batch(batch.pk, actor=None)
    assert batch.state == "cancelled"
    scheduling.start_due(later + timedelta(hours=1))
    run_all()
    assert not Credential.objects.exists()
    assert services.reopen_batch(batch.pk, actor=None).state == "preview"


def test_an_archived_achievement_fails_the_scheduled_batch_with_its_reason(
    preview: Preview, version: "AchievementVersion"
) -> None:
    from skillmark.platform.catalog import services as catalog
    from skillmark.platform.issuing import services
    from skillmark.platform.issuing.services import scheduling

    batch = services.start_batch(preview(PEOPLE).pk, actor=None, issue_at=TOMORROW)
    catalog.archive(version.achievement, actor=None)
    scheduling.start_due(TOMORROW + timedelta(minutes=1))
    batch.refresh_from_db()
    assert batch.state == "failed"
    assert "Publish" in batch.note


def test_issuing_to_many_waits_for_a_second_person(
    preview: Preview, waits_from: Callable[[int], None], user: "User", make_user: Any
) -> None:
    from skillmark.platform.approvals import services as approvals
    from skillmark.platform.approvals.errors import OwnRequestError
    from skillmark.platform.issuing import services
    from skillmark.platform.issuing.models import Credential

    waits_from(2)
    batch = services.start_batch(preview(PEOPLE).pk, actor=user)
    assert batch.state == "waiting"
    run_all()
    assert not Credential.objects.exists()
    request = approval_of(batch)
    with pytest.raises(OwnRequestError):
        approvals.approve(request.pk, by=user)
    approvals.approve(request.pk, by=make_user())
    run_all()
    batch.refresh_from_db()
    assert (batch.state, batch.issued) == ("done", 2)


def test_fewer_people_need_nobody_else(
    preview: Preview, waits_from: Callable[[int], None], user: "User"
) -> None:
    from skillmark.platform.issuing import services

    waits_from(3)
    assert services.start_batch(preview(PEOPLE).pk, actor=user).state == "queued"


def test_a_no_keeps_its_reason_and_the_batch_can_be_checked_again(
    preview: Preview, waits_from: Callable[[int], None], user: "User", make_user: Any
) -> None:
    from skillmark.platform.approvals import services as approvals
    from skillmark.platform.issuing import services
    from skillmark.platform.issuing.models import BatchFile, Credential

    waits_from(1)
    batch = services.start_batch(preview(PEOPLE, ask=True).pk, actor=user)
    approvals.decline(approval_of(batch).pk, by=make_user(), note="Two of them did not pass.")
    batch.refresh_from_db()
    assert (batch.state, batch.note) == ("declined", "Two of them did not pass.")
    assert not Credential.objects.exists()
    assert BatchFile.objects.filter(batch=batch).exists()
    assert services.reopen_batch(batch.pk, actor=user).state == "preview"


def test_a_yes_before_the_time_lets_the_batch_wait_for_it(
    preview: Preview, waits_from: Callable[[int], None], user: "User", make_user: Any
) -> None:
    from skillmark.platform.approvals import services as approvals
    from skillmark.platform.issuing import services
    from skillmark.platform.issuing.services import scheduling

    waits_from(1)
    batch = services.start_batch(preview(PEOPLE).pk, actor=user, issue_at=TOMORROW)
    scheduling.start_due(TOMORROW + timedelta(hours=1))
    approvals.approve(approval_of(batch).pk, by=make_user())
    batch.refresh_from_db()
    assert batch.state == "scheduled"
    scheduling.start_due(TOMORROW + timedelta(hours=1))
    run_all()
    batch.refresh_from_db()
    assert (batch.state, batch.issued) == ("done", 2)


def test_one_person_waits_as_a_batch_of_one(
    waits_from: Callable[[int], None],
    version: "AchievementVersion",
    in_scope: "Organisation",
    studio: "Client",
    make_user: Any,
) -> None:
    from skillmark.platform.approvals import services as approvals
    from skillmark.platform.issuing.models import Batch, Credential

    waits_from(1)
    address = f"/studio/{in_scope.slug}/issue/{version.pk}/person"
    fields = {"name": "Ann One", "email": "ann@people.example", "send_mail": "on"}
    page = studio.post(address, fields | {"step": "check"}).text
    assert "Ask to issue the credential" in page
    answer = studio.post(address, fields | {"step": "issue", "zone": "UTC"})
    batch = Batch.objects.get()
    assert answer["Location"].endswith(str(batch.pk))
    assert (batch.state, batch.is_single) == ("waiting", True)
    assert approval_of(batch).kind == "issuing.award"
    approvals.approve(approval_of(batch).pk, by=make_user())
    run_all()
    assert Credential.objects.get().award.source == "form"


def test_one_person_can_be_issued_later(
    version: "AchievementVersion", in_scope: "Organisation", studio: "Client"
) -> None:
    from skillmark.platform.issuing.models import Batch

    address = f"/studio/{in_scope.slug}/issue/{version.pk}/person"
    when = {"day": TOMORROW.date().isoformat(), "time": "09:30", "zone": "Asia/Kolkata"}
    fields = {"name": "Ann One", "email": "ann@people.example", "step": "issue"}
    assert studio.post(address, fields | when).status_code == 302
    batch = Batch.objects.get()
    page = studio.get(f"/studio/{in_scope.slug}/batches/{batch.pk}").text
    assert "at 09:30 (Asia/Kolkata)" in page
    listed = studio.get(f"/studio/{in_scope.slug}/batches?state=scheduled").text
    assert "One person" in listed
    assert "09:30" in listed
    over = fields | {"day": "2020-01-01", "time": "09:30", "zone": "UTC"}
    assert studio.post(address, over).status_code == 422


def test_a_batch_that_waits_cannot_be_started_or_thrown_away(preview: Preview) -> None:
    from skillmark.platform.issuing import services

    batch = services.start_batch(preview(PEOPLE).pk, actor=None, issue_at=TOMORROW)
    for act in (
        lambda: services.start_batch(batch.pk, actor=None),
        lambda: services.discard_batch(batch.pk, actor=None),
        lambda: services.reopen_batch(batch.pk, actor=None),
    ):
        with pytest.raises(BatchStateError):
            act()
