"""What other apps call to say that something happened and who must hear of it.

Both write in the caller's transaction: if it rolls back, nothing was recorded and nothing leaves.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models

from skillmark.platform.events import audit, mail, outbox
from skillmark.platform.events.audit import Act
from skillmark.platform.events.mail import Picture
from skillmark.platform.events.models import AuditEntry, OutboxMessage
from skillmark.platform.events.outbox import Draft


def record(
    *,
    organisation_id: UUID,
    actor: object,
    action: str,
    object: models.Model,  # noqa: A002 - the sentence's own word
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    label: str = "",
) -> AuditEntry:
    """Add one act to the organisation's audit trail; see `Act` for the arguments.

    Args:
        organisation_id: whose chain.
        actor: the account or API key that acted, or None for the platform itself.
        action: ``noun.verb``, past tense.
        object: what it was done to.
        before: changed facts as they were, without personal data.
        after: the same facts now.
        label: how the list calls the object.
    """
    act = Act(action, object, before, after, label)
    return audit.append(organisation_id, actor, [act])[0]


def hold(organisation_id: UUID) -> None:
    """Wait for others who record acts, before rows are locked that they lock afterwards."""
    audit.hold(organisation_id)


def record_many(
    *, organisation_id: UUID, actor: object, acts: Sequence[Act]
) -> list[AuditEntry]:
    """Add many acts of one actor to the organisation's audit trail, in order."""
    return audit.append(organisation_id, actor, acts)


def emit(
    kind: str,
    payload: dict[str, Any],
    *,
    organisation_id: UUID | None = None,
    dedupe_key: str | None = None,
) -> OutboxMessage:
    """Write one outbox message; with a known `dedupe_key` return the one already there.

    Raises:
        UnknownKindError: no channel carries `kind`.
    """
    return outbox.emit([Draft(kind, payload, organisation_id, dedupe_key)])[0]


def emit_many(drafts: Sequence[Draft]) -> list[OutboxMessage]:
    """Write many outbox messages at once, in order."""
    return outbox.emit(drafts)


def mail_draft(
    *,
    recipient: str,
    subject: str,
    text: str,
    html: str = "",
    on_behalf_of: str = "",
    reply_to: Iterable[str] = (),
    organisation_id: UUID | None = None,
    dedupe_key: str | None = None,
    headers: Mapping[str, str] | None = None,
    pictures: Iterable[Picture] = (),
    awaited: bool = False,
    news: bool = False,
) -> Draft:
    """Return the draft of a mail for `emit_many`.

    Args:
        recipient: one address, or ``Name <address>``.
        subject: one line.
        text: the mail in plain text; always there.
        html: the same in HTML, if wanted.
        on_behalf_of: whose name the sender shows, before ours; the address stays ours.
        reply_to: where answers go.
        organisation_id: whose mail it is.
        dedupe_key: a second mail with this key is not sent.
        headers: further headers.
        pictures: what stands inside the HTML.
        awaited: somebody sits and waits for it; it goes before all others.
        news: its reader may have unsubscribed from this.
    """
    payload = mail.compose(
        recipient=recipient,
        subject=subject,
        text=text,
        html=html,
        sender=mail.sender(settings.DEFAULT_FROM_EMAIL, on_behalf_of),
        reply_to=reply_to,
        headers=headers,
        pictures=pictures,
        news=news,
    )
    return Draft(mail.KIND, payload, organisation_id, dedupe_key, awaited)


def send_mail(
    *,
    recipient: str,
    subject: str,
    text: str,
    html: str = "",
    reply_to: Iterable[str] = (),
    organisation_id: UUID | None = None,
    dedupe_key: str | None = None,
) -> OutboxMessage:
    """Write one mail into the outbox; see `mail_draft` for the arguments."""
    draft = mail_draft(
        recipient=recipient,
        subject=subject,
        text=text,
        html=html,
        reply_to=reply_to,
        organisation_id=organisation_id,
        dedupe_key=dedupe_key,
    )
    return outbox.emit([draft])[0]
