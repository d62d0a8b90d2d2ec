"""The check of the audit trail: at once or as a job, and it says which entry does not fit."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import translation

from skillmark.core.audit import Fault, Finding
from skillmark.platform.events import audit
from skillmark.platform.events import services as events
from skillmark.platform.events.audit import Act
from skillmark.platform.events.models import AuditEntry
from skillmark.platform.jobs import runner
from skillmark.platform.jobs.models import Job, JobState
from skillmark.platform.orgs.models import Organisation, Role
from skillmark.platform.people.models import User
from skillmark.platform.trust import trail

PIECE = 10


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """A trail of more than ten entries is long, and checked ten at a time."""
    monkeypatch.setattr(trail, "AT_ONCE", PIECE)
    monkeypatch.setattr(trail, "PIECE", PIECE)


@pytest.fixture
def long(small_pieces: None, in_scope: Organisation, user: User) -> Organisation:
    """An organisation whose trail has 47 entries."""
    more = 47 - audit.end(in_scope.pk).sequence
    acts = [Act("thing.changed", user, {"n": n}, {"n": n + 1}) for n in range(more)]
    events.record_many(organisation_id=in_scope.pk, actor=user, acts=acts)
    return in_scope


def _alter(organisation: Organisation, number: int) -> None:
    AuditEntry.objects.filter(sequence=number).update(label="altered")


def _run(organisation: Organisation, user: User) -> Job:
    return runner.run_to_end(trail.check_as_job(organisation, actor=user).pk)


def test_a_short_trail_is_checked_at_once(
    studio: Client, in_scope: Organisation, page: Callable[[str], str]
) -> None:
    assert "never checked" in studio.get(page("trail")).text
    assert studio.post(page("trail"))["Location"] == page("trail")
    assert "The trail is complete" in studio.get(page("trail")).text
    _alter(in_scope, 2)
    shown = studio.post(page("trail"), follow=True).text
    assert "Entry 2 was changed after it was written." in shown
    assert not Job.objects.exists()
    assert trail.last_check().finding == Finding(2, Fault.CONTENT)


def test_a_long_trail_is_checked_by_one_job(
    studio: Client, long: Organisation, page: Callable[[str], str]
) -> None:
    first = studio.post(page("trail"))["Location"]
    assert "/jobs/" in first
    assert studio.post(page("trail"))["Location"] == first
    job = runner.run_to_end(Job.objects.get().pk)
    assert job.state == JobState.DONE
    assert "The trail is complete" in job.message
    assert (job.done, job.failed, job.chunks) == (48, 0, 5)  # with its own start
    assert "The trail is complete" in studio.get(page("trail")).text
    assert audit.verify(long.pk).intact


@pytest.mark.parametrize("number", [1, 10, 11, 25, 47])
def test_a_job_says_which_entry_was_altered(
    long: Organisation, user: User, number: int
) -> None:
    _alter(long, number)
    job = _run(long, user)
    assert job.message == f"Entry {number} was changed after it was written."
    assert job.done == number - 1
    assert trail.last_check().finding == Finding(number, Fault.CONTENT)


@pytest.mark.parametrize("numbers", [(5,), (11,), tuple(range(21, 31)), (47,)])
def test_a_job_says_which_entry_is_missing(
    long: Organisation, user: User, numbers: tuple[int, ...]
) -> None:
    AuditEntry.objects.filter(sequence__in=numbers)._raw_delete("default")
    assert _run(long, user).message == f"Entry {numbers[0]} is missing."


def test_a_job_sees_what_was_cut_off_while_it_ran(long: Organisation, user: User) -> None:
    job = trail.check_as_job(long, actor=user)
    for number in range(runner.begin(job.pk, job.run)):
        runner.step(job.pk, job.run, number)
    end = audit.end(long.pk).sequence
    AuditEntry.objects.filter(sequence=end)._raw_delete("default")
    runner.complete(job.pk, job.run)
    job.refresh_from_db()
    assert job.message == f"Entry {end} is missing."


def test_a_job_taken_up_again_goes_on_where_it_stopped(long: Organisation, user: User) -> None:
    from skillmark.platform.jobs import services

    job = trail.check_as_job(long, actor=user)
    runner.begin(job.pk, job.run)
    runner.step(job.pk, job.run, 0)
    services.cancel(job, actor=user)
    runner.step(job.pk, job.run, 1)
    job.refresh_from_db()
    services.resume(job, actor=user)
    assert "complete" in runner.run_to_end(job.pk).message


def test_whoever_sees_the_trail_may_check_it(
    in_scope: Organisation,
    client_of: Callable[[User], Client],
    make_member: Callable[[Role], User],
    page: Callable[[str], str],
) -> None:
    viewer = client_of(make_member(Role.VIEWER))
    assert "complete" in viewer.post(page("trail"), follow=True).text


def test_a_job_writes_in_the_site_s_language_whoever_asked_for_it(
    long: Organisation, user: User
) -> None:
    _alter(long, 10)
    with translation.override("es"):
        assert _run(long, user).message == "Entry 10 was changed after it was written."
