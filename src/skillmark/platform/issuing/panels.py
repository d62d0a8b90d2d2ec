"""What issuing adds to the studio's overview: first steps, what waits today, what was issued."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from skillmark.platform.catalog import selectors as catalog
from skillmark.platform.catalog.vocabulary import State
from skillmark.platform.issuing import selectors
from skillmark.platform.issuing.models import (
    Batch,
    BatchState,
    Credential,
    CredentialState,
)
from skillmark.platform.jobs.models import JobState
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.orgs.panels import AUDIT_SUBJECTS, OVERVIEW, Panel, Subject

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SHOWN: Final = 5  # of a kind; lists have them all
RECENT: Final = 6
SOON: Final = timedelta(days=60)
_STOPPED: Final = (JobState.FAILED, JobState.CANCELLED)
_STARTED: Final = (BatchState.QUEUED, BatchState.RUNNING)


@dataclass(frozen=True, slots=True)
class Step:
    """One of the first steps of a new organisation."""

    title: "_StrPromise"
    why: "_StrPromise"
    url: str
    done: bool


def first_steps(organisation: Organisation) -> Panel | None:
    """Return the way to the first credential, until it is issued."""
    if Credential.objects.exists():
        return None
    counts = catalog.counts()
    slug = organisation.slug
    published = bool(counts.get(State.PUBLISHED))
    steps = [
        Step(
            _("Say who you are"),
            _("Your name, a sentence and your website stand on every credential's page."),
            reverse("orgs:profile", args=[slug]),
            bool(organisation.description and (organisation.website or organisation.email)),
        ),
        Step(
            _("Define what you award"),
            _("What a holder can do, how it is earned, how the badge looks. Then publish it."),
            reverse("catalog:achievements" if counts else "catalog:new", args=[slug]),
            published,
        ),
        Step(
            _("Issue the first one"),
            _("To one person, or to a list. You see every mistake before anything is sent."),
            reverse("issuing:what", args=[slug]),
            done=False,
        ),
    ]
    following = next(step for step in steps if not step.done)
    return Panel("issuing/first_steps_panel.html", {"steps": steps, "following": following})


def waiting(organisation: Organisation) -> Panel | None:
    """Return what waits for somebody; that nothing does is said too, once there was an issue."""
    batches = Batch.objects.select_related("achievement_version", "job")
    now = timezone.now()
    ending = Credential.objects.filter(
        state=CredentialState.ACTIVE, valid_until__range=(now, now + SOON)
    )
    undelivered = selectors.undelivered(organisation.pk)
    facts: dict[str, Any] = {
        "stopped": list(batches.filter(state__in=_STARTED, job__state__in=_STOPPED)[:SHOWN]),
        "to_check": list(batches.filter(state=BatchState.PREVIEW, ready__gt=0)[:SHOWN]),
        "undelivered": list(undelivered[:SHOWN]),
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
            f"{row.award.recipient_name}, {row.achievement_version.name}",
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


AUDIT_SUBJECTS.register("credential", credentials_named)
AUDIT_SUBJECTS.register("batch", batches_named)
OVERVIEW.register(10, first_steps)
OVERVIEW.register(20, waiting)
OVERVIEW.register(90, recent)
