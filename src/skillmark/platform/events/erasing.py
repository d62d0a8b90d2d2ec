"""What messages keep of a person: the mails to them, and those that name them."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from skillmark.platform.events.erasure import Part, Subject, everywhere, mentions, register

_MAILS = _("Mails to the person, and about them")


def _typed(whom: Subject) -> QuerySet[Any]:
    """Return the words typed for acts on the person's credentials, and those that name them."""
    rows = whom.own(everywhere("events.AuditWords"))
    acts = everywhere("events.AuditEntry").filter(
        object_kind="credential", object_id__in=_ids(whom)
    )
    named = mentions(rows, whom.words, "text")
    return rows.filter(Q(entry_id__in=acts.values("pk")) | Q(pk__in=named.values("pk")))


def _messages(whom: Subject) -> QuerySet[Any]:
    rows = whom.own(everywhere("events.OutboxMessage"))
    return mentions(rows, whom.words | _ids(whom), "payload", "last_error", "dedupe_key")


def _stored(whom: Subject) -> QuerySet[Any]:
    """Return the mails of the in-app mailbox.

    It keeps no organisation, so a mail to the address goes with the whole person, or when its
    message was the organisation's.
    """
    rows = everywhere("events.StoredMail")
    if whom.organisation is not None:
        sent = _messages(whom).values("message_id")
        told = mentions(rows, _ids(whom), "text", "html")
        return rows.filter(Q(message_id__in=sent) | Q(pk__in=told.values("pk")))
    return mentions(rows, whom.words | _ids(whom), "recipient", "subject", "text", "html")


def _ids(whom: Subject) -> frozenset[str]:
    return frozenset(str(one) for one in whom.credentials)


register(
    Part(
        model="events.AuditWords",
        kind=_("Reasons typed for acts of the audit trail"),
        find=_typed,
        order=92,
        shown=False,  # read whole: not while somebody waits for a page
    )
)
register(Part(model="events.StoredMail", kind=_MAILS, find=_stored, order=94))
register(Part(model="events.OutboxMessage", kind=_MAILS, find=_messages, order=95, shown=False))
