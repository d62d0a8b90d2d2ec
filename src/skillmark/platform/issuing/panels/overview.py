"""What issuing adds to the studio's overview: first steps, what waits today, what was issued."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from skillmark.platform.catalog import holders
from skillmark.platform.issuing.models import (
    Batch,
    BatchState,
    Credential,
    CredentialState,
    OpenLink,
)
from skillmark.platform.issuing.selectors import credentials as selectors
from skillmark.platform.jobs.models import JobState
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.orgs.panels import (
    AUDIT_SUBJECTS,
    FIRST_STEPS,
    OVERVIEW,
    PART_FIGURES,
    Panel,
    Step,
    Subject,
)

SHOWN: Final = 5  # of a kind; lists have them all
FOUND: Final = 50  # credentials that a search of the audit trail looks for
RECENT: Final = 6
SOON: Final = timedelta(days=60)
_STOPPED: Final = (JobState.FAILED, JobState.CANCELLED)
_STARTED: Final = (BatchState.QUEUED, BatchState.RUNNING)


def first_credential(organisation: Organisation) -> Step:
    """Say whether the organisation has issued its first credential."""
    return Step(
        _("Issue the first credential"),
        _("To one person, or to a list. You see every mistake before anything is sent."),
        reverse("issuing:what", args=[organisation.slug]),
        Credential.objects.exists(),
    )


def credentials_counted(organisations: Collection[UUID]) -> dict[UUID, int]:
    """Return how many credentials each organisation has issued."""
    rows = Credential.objects.with_scopes_disabled().filter(organisation_id__in=organisations)
    return dict(rows.values_list("organisation_id").annotate(Count("pk")).order_by())


def holders_counted(versions: Collection[UUID]) -> dict[UUID, int]:
    """Return how many credentials of each version were issued, in the scope that is open."""
    rows = Credential.objects.filter(achievement_version_id__in=versions)
    return dict(rows.values_list("achievement_version_id").annotate(Count("pk")).order_by())


def waiting(organisation: Organisation) -> Panel | None:
    """Return what waits for somebody; that nothing does is said too, once there was an issue."""
    batches = Batch.objects.select_related("achievement_version", "job")
    now = timezone.now()
    ending = Credential.objects.filter(
        state=CredentialState.ACTIVE, valid_until__range=(now, now + SOON)
    )
    facts: dict[str, Any] = {
        "stopped": list(batches.filter(state__in=_STARTED, job__state__in=_STOPPED)[:SHOWN]),
        "to_check": list(batches.filter(state=BatchState.PREVIEW, ready__gt=0)[:SHOWN]),
        "suspended": Credential.objects.filter(state=CredentialState.SUSPENDED).count(),
        "ending": ending.count(),
    }
    calm = not any(facts.values())
    if calm and not Credential.objects.exists():
        return None
    return Panel(
        "issuing/waiting_panel.html", {**facts, "organisation": organisation, "calm": calm}
    )


def recent(organisation: Organisation) -> Panel | None:
    """Return what was issued last."""
    rows = list(selectors.credentials()[:RECENT])
    if not rows:
        return None
    facts = {"rows": rows, "organisation": organisation}
    return Panel("issuing/recent_panel.html", facts)


def credentials_named(organisation: Organisation, ids: Collection[str]) -> dict[str, Subject]:
    """Return holder and achievement of each credential that an act was done to."""
    rows = Credential.objects.filter(pk__in=ids).select_related("award", "achievement_version")
    return {
        str(row.pk): Subject(
            f"{row.award.shown_name}, {row.achievement_version.name}",
            reverse("issuing:credential", args=[organisation.slug, row.pk]),
        )
        for row in rows
    }


def batches_named(organisation: Organisation, ids: Collection[str]) -> dict[str, Subject]:
    """Return the file of each batch that an act was done to."""
    return {
        str(batch.pk): Subject(
            str(batch), reverse("issuing:batch", args=[organisation.slug, batch.pk])
        )
        for batch in Batch.objects.filter(pk__in=ids)
    }


def batches_found(_organisation: Organisation, query: str) -> list[str]:
    """Return the ids of batches whose file's name holds the text."""
    found = Batch.objects.filter(filename__icontains=query).order_by()
    return [str(pk) for pk in found.values_list("pk", flat=True)[:FOUND]]


def credentials_found(_organisation: Organisation, query: str) -> list[str]:
    """Return the ids of credentials whose holder, address or achievement holds every word."""
    found = Credential.objects.order_by()
    for word in query.casefold().split():
        found = found.filter(search_text__contains=word)
    return [str(pk) for pk in found.values_list("pk", flat=True)[:FOUND]]


AUDIT_SUBJECTS.register("credential", credentials_named, credentials_found)


def links_named(organisation: Organisation, ids: Collection[str]) -> dict[str, Subject]:
    """Return the name of each open claim link that an act was done to."""
    return {
        str(link.pk): Subject(
            link.name, reverse("issuing:link", args=[organisation.slug, link.pk])
        )
        for link in OpenLink.objects.filter(pk__in=ids)
    }


AUDIT_SUBJECTS.register("openlink", links_named)
AUDIT_SUBJECTS.register("batch", batches_named, batches_found)
FIRST_STEPS.register(60, first_credential)
PART_FIGURES.register(30, "credentials", _("Credentials"), credentials_counted)
OVERVIEW.register(20, waiting)
OVERVIEW.register(90, recent)
holders.register(holders_counted)
