"""Hearing of keys and status lists: both are logged in the transaction that changes them."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from skillmark.core.log import KeyAct
from skillmark.platform.transparency import services
from skillmark.platform.trust.models import IssuerKey, StatusList
from skillmark.platform.trust.signals import key_changed, status_list_published


@receiver(status_list_published, dispatch_uid="transparency.status")
def on_status_list(*, row: StatusList, at: datetime, **_facts: Any) -> None:
    """Log the list that was published."""
    services.log_status_list(row, at=at)


@receiver(key_changed, dispatch_uid="transparency.key")
def on_key(*, key: IssuerKey, act: KeyAct, since: datetime, **_facts: Any) -> None:
    """Log what became of the key."""
    services.log_key_event(key, act, since=since, at=timezone.now())
