"""What issuing adds to the studio's overview: what waits for a decision today."""

from datetime import timedelta
from typing import Final

from django.utils import timezone

from skillmark.platform.issuing.models import (
    Batch,
    BatchState,
    Credential,
    CredentialState,
)
from skillmark.platform.jobs.models import JobState
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.orgs.panels import OVERVIEW, Panel

SHOWN: Final = 5  # batches
SOON: Final = timedelta(days=60)
_STOPPED: Final = (JobState.FAILED, JobState.CANCELLED)
_STARTED: Final = (BatchState.QUEUED, BatchState.RUNNING)


def waiting(organisation: Organisation) -> Panel | None:
    """Return the batches to check or to resume, and what is suspended or ends soon."""
    batches = Batch.objects.select_related("achievement_version", "job")
    to_check = batches.filter(state=BatchState.PREVIEW, ready__gt=0)[:SHOWN]
    stopped = batches.filter(state__in=_STARTED, job__state__in=_STOPPED)[:SHOWN]
    suspended = Credential.objects.filter(state=CredentialState.SUSPENDED).count()
    now = timezone.now()
    ending = Credential.objects.filter(
        state=CredentialState.ACTIVE, valid_until__range=(now, now + SOON)
    ).count()
    facts = {
        "organisation": organisation,
        "batches": [*stopped, *to_check],
        "suspended": suspended,
        "ending": ending,
    }
    if not (facts["batches"] or suspended or ending):
        return None
    return Panel("issuing/waiting_panel.html", facts)


OVERVIEW.register(20, waiting)
