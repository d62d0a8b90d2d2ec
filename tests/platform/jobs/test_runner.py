"""Steps of a job: each counts once, whatever is repeated."""

from collections.abc import Iterator
from uuid import uuid4

import job_samples
import pytest

from skillmark.platform.events.models import AuditEntry
from skillmark.platform.jobs import runner, services
from skillmark.platform.jobs.errors import JobOpenError, JobOverError, UnknownKindError
from skillmark.platform.jobs.models import Job, JobState
from skillmark.platform.jobs.runner import Next
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.people.models import User


@pytest.fixture(autouse=True)
def _calm() -> Iterator[None]:
    job_samples.moods.clear()
    yield
    job_samples.moods.clear()


@pytest.fixture
def job(in_scope: Organisation, user: User) -> Job:
    return services.start(
        "sample.count", in_scope, {"items": 25}, actor=user, title="Count to 25"
    )


def _counted() -> int:
    return AuditEntry.objects.filter(action="sample.counted").count()


def test_a_job_runs_to_its_end(job: Job) -> None:
    ended = runner.run_to_end(job.pk)
    assert (ended.state, ended.total, ended.done) == (JobState.DONE, 25, 25)
    assert ended.message == "Counted to 25."
    assert ended.percent == 100
    assert _counted() == 3


def test_running_it_again_changes_nothing(job: Job) -> None:
    first = runner.run_to_end(job.pk)
    again = runner.run_to_end(job.pk)
    assert (again.done, again.finished_at) == (first.done, first.finished_at)
    assert _counted() == 3


def test_a_repeated_step_counts_once(job: Job) -> None:
    assert runner.begin(job.pk, 1) == 3
    for _ in range(3):
        assert runner.step(job.pk, 1, 0) is Next.GO_ON
    assert runner.begin(job.pk, 1) == 3
    job.refresh_from_db()
    assert (job.done, job.next_chunk, _counted()) == (10, 1, 1)


def test_a_job_with_chunks_left_is_not_complete(job: Job) -> None:
    runner.begin(job.pk, 1)
    runner.step(job.pk, 1, 0)
    runner.complete(job.pk, 1)
    job.refresh_from_db()
    assert job.state == JobState.RUNNING


def test_a_failing_chunk_is_rolled_back_and_named(job: Job) -> None:
    job_samples.moods[job.title] = "fail"
    ended = runner.run_to_end(job.pk)
    assert (ended.state, ended.done) == (JobState.FAILED, 10)
    assert (ended.error_code, ended.message) == (
        "sample.failed",
        "The sample was told to fail.",
    )
    assert _counted() == 1


def test_an_unexpected_error_tells_nothing_inside(job: Job) -> None:
    job_samples.moods[job.title] = "bug"
    ended = runner.run_to_end(job.pk)
    assert ended.error_code == runner.UNEXPECTED
    assert "Zero" not in ended.message


def test_a_failed_job_resumes_where_it_stopped(job: Job, user: User) -> None:
    job_samples.moods[job.title] = "fail"
    runner.run_to_end(job.pk)
    job_samples.moods.clear()
    services.resume(job, actor=user)
    ended = runner.run_to_end(job.pk)
    assert (ended.state, ended.done, ended.error_code) == (JobState.DONE, 25, "")
    assert _counted() == 3


def test_a_waiting_job_is_cancelled_at_once(job: Job, user: User) -> None:
    assert services.cancel(job, actor=user).state == JobState.CANCELLED
    assert runner.run_to_end(job.pk).done == 0


def test_a_running_job_stops_before_its_next_chunk(job: Job, user: User) -> None:
    runner.begin(job.pk, 1)
    runner.step(job.pk, 1, 0)
    assert services.cancel(job, actor=user).state == JobState.RUNNING
    assert runner.step(job.pk, 1, 1) is Next.STOP
    job.refresh_from_db()
    assert (job.state, job.done) == (JobState.CANCELLED, 10)


def test_an_ended_job_is_not_cancelled(job: Job, user: User) -> None:
    runner.run_to_end(job.pk)
    with pytest.raises(JobOverError):
        services.cancel(job, actor=user)
    with pytest.raises(JobOpenError):
        services.resume(job, actor=user)


def test_a_step_of_an_older_run_does_nothing(job: Job, user: User) -> None:
    services.cancel(job, actor=user)
    services.resume(job, actor=user)
    assert runner.begin(job.pk, 1) == 0
    assert runner.step(job.pk, 1, 0) is Next.STOP
    assert runner.begin(job.pk, 2) == 3


def test_steps_of_a_job_that_is_gone_do_nothing(db: None) -> None:
    assert runner.begin(uuid4(), 1) == 0
    assert runner.step(uuid4(), 1, 0) is Next.STOP


def test_an_unknown_kind_is_refused_at_the_door(in_scope: Organisation) -> None:
    with pytest.raises(UnknownKindError):
        services.start("sample.unknown", in_scope, {})


def test_an_empty_job_is_done(in_scope: Organisation) -> None:
    job = services.start("sample.count", in_scope, {"items": 0})
    assert runner.run_to_end(job.pk).state == JobState.DONE


def test_other_tenants_do_not_see_it(job: Job, other_organisation: Organisation) -> None:
    with organisation_scope(other_organisation):
        assert not Job.objects.exists()
