"""The pages of jobs: list, progress with and without JavaScript, stopping and going on."""

from collections.abc import Callable, Iterator

import job_samples
import pytest
from django.test import Client
from django.urls import reverse

from skillmark.platform.jobs import runner, services
from skillmark.platform.jobs.models import Job, JobState
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.models import Organisation, Role
from skillmark.platform.people.models import User


@pytest.fixture(autouse=True)
def _calm() -> Iterator[None]:
    job_samples.moods.clear()
    yield
    job_samples.moods.clear()


@pytest.fixture
def job(organisation: Organisation, user: User) -> Job:
    with organisation_scope(organisation):
        return services.start(
            "sample.count", organisation, {"items": 25}, actor=user, title="Count to 25"
        )


def _page(name: str, job: Job) -> str:
    return reverse(f"jobs:{name}", args=[job.organisation.slug, job.pk])


def test_progress_is_asked_for_while_it_works_and_not_after(studio: Client, job: Job) -> None:
    open_page = studio.get(_page("job", job)).text
    assert f'hx-get="{_page("progress", job)}"' in open_page
    assert '<noscript><meta http-equiv="refresh"' in open_page
    assert "HX-Refresh" not in studio.get(_page("progress", job))
    runner.run_to_end(job.pk)
    fragment = studio.get(_page("progress", job))
    assert fragment["HX-Refresh"] == "true"
    assert "hx-get" not in fragment.text
    closed_page = studio.get(_page("job", job)).text
    assert "Counted to 25." in closed_page
    assert "http-equiv" not in closed_page


def test_a_job_is_stopped_and_goes_on(studio: Client, job: Job) -> None:
    assert "stops" in studio.post(_page("cancel", job), follow=True).text
    assert "ended already" in studio.post(_page("cancel", job), follow=True).text
    assert "goes on" in studio.post(_page("resume", job), follow=True).text
    assert runner.run_to_end(job.pk).state == JobState.DONE
    assert "failed or was cancelled" in studio.post(_page("resume", job), follow=True).text


def test_a_failure_says_why_and_offers_to_go_on(studio: Client, job: Job) -> None:
    job_samples.moods[job.title] = "fail"
    runner.run_to_end(job.pk)
    page = studio.get(_page("job", job)).text
    assert "The sample was told to fail." in page
    assert "sample.failed" in page
    assert _page("resume", job) in page


def test_jobs_are_listed_searched_and_filtered(
    studio: Client, organisation: Organisation, job: Job
) -> None:
    jobs = reverse("jobs:jobs", args=[organisation.slug])
    assert "Count to 25" in studio.get(jobs).text
    assert "Count to 25" in studio.get(jobs, {"q": "count", "state": "queued"}).text
    assert "No job matches" in studio.get(jobs, {"state": "done"}).text
    assert "Count to 25" in studio.get(reverse("orgs:overview", args=[organisation.slug])).text


def test_without_jobs_the_page_says_what_will_come(
    studio: Client, organisation: Organisation
) -> None:
    assert "No jobs yet" in studio.get(reverse("jobs:jobs", args=[organisation.slug])).text


def test_a_viewer_sees_but_does_not_stop(
    make_member: Callable[[Role], User], client_of: Callable[[User], Client], job: Job
) -> None:
    viewer = client_of(make_member(Role.VIEWER))
    for _ in range(2):
        shown = viewer.get(_page("job", job))
        assert shown.status_code == 200
        assert _page("cancel", job) not in shown.text
        assert _page("resume", job) not in shown.text
        assert _page("cancel", job) not in viewer.get(_page("progress", job)).text
        assert viewer.post(_page("cancel", job)).status_code == 403
        assert viewer.post(_page("resume", job)).status_code == 403
        Job.objects.with_scopes_disabled().update(state=JobState.FAILED)


def test_another_tenants_job_looks_missing(
    studio: Client, organisation: Organisation, other_organisation: Organisation
) -> None:
    with organisation_scope(other_organisation):
        foreign = services.start("sample.count", other_organisation, {"items": 1})
    for name in ("job", "progress"):
        url = reverse(f"jobs:{name}", args=[organisation.slug, foreign.pk])
        assert studio.get(url).status_code == 404
