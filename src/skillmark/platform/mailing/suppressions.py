"""Addresses that must not be written to, and the gate that keeps mail from them.

An address that bounced or complained gets nothing more from that organisation until a person
lifts it; one that unsubscribed still gets what it must have (its credentials), but no reminders.
What happened to one organisation's mail is nobody else's business: the rows are its own.
"""

from collections.abc import Collection, Iterable
from email.utils import parseaddr
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from skillmark.platform.events import audit
from skillmark.platform.events import services as events
from skillmark.platform.events.models import OutboxMessage
from skillmark.platform.mailing.errors import SuppressedError
from skillmark.platform.mailing.models import Cause, Suppression

EVIDENCE_LENGTH: Final = 300  # characters
NEWS: Final = "news"  # of a payload: the reader may have unsubscribed from this
_GRAVITY: Final = {Cause.UNSUBSCRIBED: 0, Cause.BOUNCED: 1, Cause.COMPLAINED: 2}


def normal(address: str) -> str:
    """Return how an address is compared: lower case, without spaces around it."""
    return address.strip().lower()


def blocked(
    addresses: Iterable[str], organisation_id: UUID | None, *, news: bool = False
) -> dict[str, Cause]:
    """Return which addresses may not be written to, and the gravest cause of each.

    Args:
        addresses: any spelling.
        organisation_id: who would write.
        news: what would be sent is a reminder or news, from which people unsubscribe.
    """
    wanted = {normal(address) for address in addresses}
    rows = _standing(organisation_id).filter(address__in=wanted)
    found: dict[str, Cause] = {}
    for address, name in rows.values_list("address", "cause"):
        cause = Cause(name)
        if cause == Cause.UNSUBSCRIBED and not news:
            continue
        if address not in found or _GRAVITY[cause] > _GRAVITY[found[address]]:
            found[address] = cause
    return found


def suppress(
    address: str, organisation_id: UUID | None, cause: Cause, *, evidence: str = ""
) -> Suppression:
    """Write no more to an address; doing it twice leaves one row."""
    facts = {"address": normal(address), "organisation_id": organisation_id, "cause": cause}
    everywhere = Suppression.objects.with_scopes_disabled()
    known: Suppression | None = everywhere.filter(lifted_at=None, **facts).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            made: Suppression = everywhere.create(
                **facts, evidence=" ".join(evidence.split())[:EVIDENCE_LENGTH]
            )
    except IntegrityError:  # at the same moment elsewhere
        found: Suppression = everywhere.get(lifted_at=None, **facts)
        return found
    if organisation_id is not None:
        events.record(
            organisation_id=organisation_id,
            actor=None,
            action="address.suppressed",
            object=made,
            after={"cause": str(cause)},
        )
    return made


def lift(
    address: str, organisation_id: UUID, causes: Collection[Cause], *, actor: object
) -> int:
    """Write to an address again, and return how many suppressions ended."""
    rows = Suppression.objects.with_scopes_disabled().filter(
        organisation_id=organisation_id,
        address=normal(address),
        cause__in=causes,
        lifted_at=None,
    )
    with transaction.atomic():
        ended = list(rows.select_for_update())
        who = audit.reference(actor)
        rows.filter(pk__in=[row.pk for row in ended]).update(
            lifted_at=timezone.now(), lifted_by=who
        )
        for row in ended:
            events.record(
                organisation_id=organisation_id,
                actor=actor,
                action="address.written_to_again",
                object=row,
                before={"cause": row.cause},
            )
    return len(ended)


def gate(message: OutboxMessage) -> None:
    """Stop a mail to an address that became suppressed while the mail waited.

    Raises:
        SuppressedError: it may not leave.
    """
    if message.organisation_id is None:
        return  # account mail: its reader asked for it a moment ago
    _name, address = parseaddr(message.payload["recipient"])
    news = bool(message.payload.get(NEWS))
    cause = blocked([address], message.organisation_id, news=news).get(normal(address))
    if cause is not None:
        raise SuppressedError(_("Not sent: this address is not written to."), cause=str(cause))


def _standing(organisation_id: UUID | None) -> QuerySet[Suppression]:
    everywhere = Suppression.objects.with_scopes_disabled().filter(lifted_at=None)
    own = Q(organisation_id=organisation_id) | Q(organisation_id=None)
    rows: QuerySet[Suppression] = everywhere.filter(own)
    return rows
