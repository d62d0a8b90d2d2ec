"""What the overview of the console says about jobs at work."""

from collections.abc import Collection

from django.urls import reverse

from skillmark.platform.jobs import selectors
from skillmark.platform.jobs.models import Job
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.orgs.panels import AUDIT_SUBJECTS, Panel, Subject
from skillmark.platform.ui.saying import said

FOUND = 50  # jobs that a search of the audit trail looks for
SHOWN = 5  # jobs; the list page has them all


def named(organisation: Organisation, ids: Collection[str]) -> dict[str, Subject]:
    """Return what each job that an act was done to is called today."""
    return {
        str(job.pk): Subject(
            said(job.title) or job.kind, reverse("jobs:job", args=[organisation.slug, job.pk])
        )
        for job in Job.objects.filter(pk__in=ids)
    }


def found(_organisation: Organisation, query: str) -> list[str]:
    """Return the ids of jobs whose title holds the text."""
    rows = Job.objects.filter(title__icontains=query).order_by()
    return [str(pk) for pk in rows.values_list("pk", flat=True)[:FOUND]]


AUDIT_SUBJECTS.register("job", named, found)


def work(_organisation: Organisation) -> Panel | None:
    """Return the jobs at work, if there are any."""
    found = list(selectors.open_jobs()[:SHOWN])
    return Panel("jobs/panel.html", {"jobs": found}) if found else None
