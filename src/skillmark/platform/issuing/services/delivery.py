"""Mail about credentials: composed here, written into the outbox, sent after the commit.

A mail about a new credential carries a claim link of its own; the others only tell the new
state. Every mail leaves a `Delivery`, whose outbox message says whether it left.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from uuid import UUID

from django.db import transaction
from django.template.loader import get_template
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from skillmark.platform.events import services as events
from skillmark.platform.issuing.addresses import (
    achievement_url,
    claim_url,
    credential_url,
)
from skillmark.platform.issuing.errors import NoAddressError, StateError
from skillmark.platform.issuing.models import (
    Credential,
    CredentialState,
    Delivery,
    DeliveryKind,
)
from skillmark.platform.issuing.services import claims
from skillmark.platform.trust.addresses import issuer_page

_PERSONAL: Final = ("name", "credential_url", "claim_url")
_AWARDED: Final = _("%(issuer)s awarded you: %(achievement)s")
_SUBJECTS: Final = {
    DeliveryKind.ISSUED: _AWARDED,
    DeliveryKind.RESENT: _AWARDED,
    DeliveryKind.REVOKED: _("Revoked: %(achievement)s"),
    DeliveryKind.SUSPENDED: _("Suspended: %(achievement)s"),
    DeliveryKind.LIFTED: _("Valid again: %(achievement)s"),
    DeliveryKind.REPLACED: _("Corrected: %(achievement)s"),
    DeliveryKind.RENEWED: _("Renewed: %(achievement)s"),
    DeliveryKind.DUE: _("Ends soon: %(achievement)s"),
    DeliveryKind.ENDED: _("Has ended: %(achievement)s"),
}
WITH_CLAIM: Final = frozenset(
    {
        DeliveryKind.ISSUED,
        DeliveryKind.RESENT,
        DeliveryKind.REPLACED,
        DeliveryKind.RENEWED,
    }
)


def send(credentials: Sequence[Credential], kind: DeliveryKind) -> list[Delivery]:
    """Write one mail for each credential, in the caller's transaction.

    Args:
        credentials: with award, version and organisation loaded; each has an address.
        kind: what the mail says.
    """
    addressed = [(row, row.award.recipient_email) for row in credentials]
    if not addressed:
        return []
    tokens: dict[UUID, str] = {}
    if kind in WITH_CLAIM:
        links = claims.new_links(addressed)
        tokens = {link.row.credential_id: link.token for link in links}
    writer = _Writer(kind)
    drafts = [
        events.mail_draft(
            recipient=address,
            subject=writer.subject(row),
            text=writer.text(row, tokens.get(row.pk, "")),
            html=writer.html(row, tokens.get(row.pk, "")),
            on_behalf_of=row.organisation.name,
            reply_to=[row.organisation.email] if row.organisation.email else [],
            organisation_id=row.organisation_id,
        )
        for row, address in addressed
    ]
    messages = events.emit_many(drafts)
    deliveries = [
        Delivery(
            organisation_id=row.organisation_id,
            credential=row,
            kind=kind,
            address=address,
            outbox_id=message.pk,
        )
        for (row, address), message in zip(addressed, messages, strict=True)
    ]
    made: list[Delivery] = Delivery.objects.with_scopes_disabled().bulk_create(
        deliveries, batch_size=1_000
    )
    return made


def resend(credential_id: UUID, *, actor: object) -> Delivery:
    """Send the mail with a fresh claim link again; links sent before stop working.

    Raises:
        NoAddressError: there is no e-mail address.
        StateError: the credential is revoked.
    """
    with transaction.atomic():
        rows = Credential.objects.select_for_update(of=("self",)).select_related(
            "award", "achievement_version", "organisation"
        )
        row: Credential = rows.get(pk=credential_id)
        if not row.award.recipient_email:
            raise NoAddressError(
                "This credential has no e-mail address.", credential=str(row.pk)
            )
        if row.state == CredentialState.REVOKED:
            raise StateError("A revoked credential is not sent again.", state=row.state)
        claims.withdraw(row)
        delivery = send([row], DeliveryKind.RESENT)[0]
        events.record(
            organisation_id=row.organisation_id,
            actor=actor,
            action="credential.resent",
            object=row,
        )
        return delivery


class _Writer:
    """Writes the mails of one kind.

    All mails of one achievement differ in three texts only. Each template is rendered once with
    marks in their places, and the marks are replaced for each mail.
    """

    def __init__(self, kind: DeliveryKind) -> None:
        name = "issued" if kind in WITH_CLAIM else "changed"
        self._kind = kind
        self._templates = {
            form: get_template(f"issuing/mail/{name}.{form}") for form in ("txt", "html")
        }
        self._marks = {part: f"mark{secrets.token_hex(8)}" for part in _PERSONAL}
        self._rendered: dict[tuple[object, ...], str] = {}

    def subject(self, row: Credential) -> str:
        facts = {
            "achievement": row.achievement_version.name,
            "issuer": row.organisation.name,
        }
        return str(_SUBJECTS[self._kind]) % facts

    def text(self, row: Credential, token: str) -> str:
        return self._written("txt", row, _personal(row, token))

    def html(self, row: Credential, token: str) -> str:
        personal = _personal(row, token)
        return self._written("html", row, {part: escape(personal[part]) for part in personal})

    def _written(self, form: str, row: Credential, personal: Mapping[str, str]) -> str:
        shared = {
            "achievement": row.achievement_version.name,
            "issuer": row.organisation.name,
            "contact": row.organisation.email,
            "valid_until": row.valid_until,
            "kind": self._kind.value,
            "reason": row.reason,
            "badge_url": f"{achievement_url(row.achievement_version_id)}.png",
            "issuer_url": issuer_page(row.organisation.slug),
        }
        key = (form, *shared.values())
        if key not in self._rendered:
            self._rendered[key] = self._templates[form].render({**shared, **self._marks})
        written = self._rendered[key]
        for part, mark in self._marks.items():
            written = written.replace(mark, personal[part])
        return written


def _personal(row: Credential, token: str) -> dict[str, str]:
    return {
        "name": row.award.recipient_name,
        "credential_url": credential_url(row.pk),
        "claim_url": claim_url(token) if token else "",
    }


def states_of(deliveries: Iterable[Delivery]) -> dict[UUID, str]:
    """Return what became of the mails: delivery id → ``waiting``, ``sent`` or ``failed``."""
    from skillmark.platform.events.models import OutboxMessage  # noqa: PLC0415 - read here only

    rows = list(deliveries)
    ids = [row.outbox_id for row in rows if row.outbox_id]
    known = dict(OutboxMessage.objects.filter(pk__in=ids).values_list("pk", "state"))
    return {row.pk: known.get(row.outbox_id, "") if row.outbox_id else "" for row in rows}
