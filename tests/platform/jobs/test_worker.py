"""The real worker on the real engine: DBOS on SQLite, threads, a process killed half way."""

import time
from collections.abc import Callable, Iterator

import job_samples
import pytest

from skillmark.platform.jobs import engine, services
from skillmark.platform.jobs.models import Job, JobState, JobWorker
from skillmark.platform.jobs.worker import Worker, _alive
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.people.models import User

WAIT_S = 90


@pytest.fixture(autouse=True)
def _calm() -> Iterator[None]:
    job_samples.moods.clear()
    job_samples.sign.clear()
    yield
    job_samples.sign.go_on.set()
    job_samples.moods.clear()


def _until(job: Job, ready: Callable[[Job], bool]) -> Job:
    deadline = time.monotonic() + WAIT_S
    while time.monotonic() < deadline:
        found = Job.objects.with_scopes_disabled().get(pk=job.pk)
        if ready(found):
            return found
        time.sleep(0.05)
    raise AssertionError(f"still {found.state}: {found.message}")


def _start(organisation: Organisation, title: str, items: int = 25) -> Job:
    with organisation_scope(organisation):
        return services.start("sample.count", organisation, {"items": items}, title=title)


def test_a_job_is_picked_up_and_done(worker: Worker, organisation: Organisation) -> None:
    job = _start(organisation, "plain")
    ended = _until(job, lambda one: not one.open)
    assert (ended.state, ended.done, ended.message) == (JobState.DONE, 25, "Counted to 25.")


def test_a_failing_job_fails_then_resumes(
    worker: Worker, organisation: Organisation, user: User
) -> None:
    job_samples.moods["fails"] = "fail"
    job = _start(organisation, "fails")
    assert _until(job, lambda one: not one.open).state == JobState.FAILED
    job_samples.moods.clear()
    with organisation_scope(organisation):
        services.resume(job, actor=user)
    ended = _until(job, lambda one: not one.open)
    assert (ended.state, ended.done) == (JobState.DONE, 25)


def test_progress_is_visible_while_it_runs(worker: Worker, organisation: Organisation) -> None:
    job_samples.moods["waits"] = "wait"
    job = _start(organisation, "waits")
    assert job_samples.sign.reached.wait(WAIT_S)
    seen = Job.objects.with_scopes_disabled().get(pk=job.pk)
    job_samples.sign.go_on.set()
    assert (seen.state, seen.done, seen.percent) == (JobState.RUNNING, 10, 40)
    _until(job, lambda one: one.state == JobState.DONE)


def test_work_of_a_dead_worker_is_taken_over(
    worker: Worker, organisation: Organisation
) -> None:
    job = _start(organisation, "plain")
    _until(job, lambda one: not one.open)
    assert engine.take_over({worker.executor}) == []


def test_a_worker_is_alive_while_its_process_is(worker: Worker) -> None:
    row = JobWorker.objects.get(pk=worker.executor)
    assert _alive(row)
    row.process = 2**22 - 1  # greater than any process id in use
    assert not _alive(row)
