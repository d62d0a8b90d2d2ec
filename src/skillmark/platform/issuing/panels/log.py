"""What the page of a credential says of the public log."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from skillmark.platform.issuing.models import Credential
from skillmark.platform.issuing.places import CREDENTIAL_PROOFS
from skillmark.platform.orgs.panels import Panel
from skillmark.platform.transparency import reading, selectors
from skillmark.platform.transparency.selectors import Cosigner, Published
from skillmark.platform.trust.models import StatusSlot

LATE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class InLog:
    """Where a credential stands.

    Attributes:
        state: ``logged``, ``witnessing`` (in the log, too few witnesses yet), ``waiting``,
            ``late`` (waiting too long), ``erased`` (its proof is gone for good).
        index: of its entry.
        checkpoint: the first one over it that enough witnesses saw.
        cosigners: what each witness says of that.
    """

    state: str
    index: int = 0
    checkpoint: Published | None = None
    cosigners: tuple[Cosigner, ...] = ()


def standing_of(credential: Credential, *, record: bool = False) -> InLog | None:
    """Return where a credential stands; None for one that was issued before there was a log.

    Args:
        credential: which.
        record: ask for the record of learning around it.
    """
    row = selectors.logged(credential.pk, record=record)
    if row is None:
        return None
    if row.salt is None:
        return InLog("erased")
    if row.entry is None or row.entry.index is None:
        late = timezone.now() - row.made_at > LATE
        return InLog("late" if late else "waiting")
    found = selectors.first_over(row.entry.index)
    if found is None:
        return InLog("witnessing", row.entry.index)
    return InLog("logged", row.entry.index, found, tuple(selectors.cosigners(found)))


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Where the list stands that first said that a credential is withdrawn.

    Attributes:
        purpose: ``revocation`` or ``suspension``.
        index: of the list's entry; None while it is being logged.
        at: since when witnesses have seen it; None while too few have.
    """

    purpose: str
    index: int | None = None
    at: datetime | None = None

    @property
    def href(self) -> str:
        """The page of the entry, or nothing."""
        found = self.index
        return "" if found is None else reverse("transparency:entry", args=[found])


def withdrawal_of(credential: Credential) -> Withdrawal | None:
    """Return where it is logged that a credential is revoked or suspended; None when it is not."""
    slots: Any = StatusSlot.objects.with_scopes_disabled().select_related("status_list")
    slot = slots.filter(subject_id=credential.pk, value=True).order_by("purpose").first()
    if slot is None:
        return None
    since = slot.changed_at or credential.issued_at
    entry = selectors.list_entry(slot.status_list.url, since)
    if entry is None or entry.index is None:
        return Withdrawal(slot.purpose)
    seen = selectors.first_over(entry.index)
    return Withdrawal(slot.purpose, entry.index, seen.witnessed_at if seen else None)


def in_the_log(credential: Credential, _request: HttpRequest) -> Panel | None:
    """Return the part of the page, with what is anchored where below it."""
    found = standing_of(credential)
    if found is None:
        return None
    checkpoint = found.checkpoint
    context = {
        "log": found,
        "withdrawn": withdrawal_of(credential),
        "href": reverse("transparency:entry", args=[found.index]),
        "path": f"/c/{credential.pk}",
        "panels": reading.CHECKPOINT_PLACE.panels(checkpoint) if checkpoint else [],
        "file_name": f"{credential.achievement_version.achievement.slug}-{str(credential.pk)[-6:]}",
        "command": "skillmark verify --offline bundle.json --policy policy.json",
    }
    return Panel("issuing/log_panel.html", context)


CREDENTIAL_PROOFS.register(20, in_the_log)
