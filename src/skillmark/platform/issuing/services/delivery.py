"""Mail about credentials: composed here, written into the outbox, sent after the commit.

A mail about a new credential carries a claim link of its own; the others only tell the new
state. Every mail leaves a `Delivery`, also when nothing is sent because the address must not be
written to.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from skillmark.platform.events import services as events
from skillmark.platform.events.mail import Picture
from skillmark.platform.events.outbox import Draft
from skillmark.platform.issuing.addresses import claim_url, credential_url
from skillmark.platform.issuing.errors import (
    AddressSuppressedError,
    NoAddressError,
    StateError,
)
from skillmark.platform.issuing.letters.credentials import BADGE, kind_for
from skillmark.platform.issuing.models import (
    FINAL_STATES,
    Credential,
    Delivery,
    DeliveryKind,
    DeliveryState,
)
from skillmark.platform.issuing.models.credentials import searchable
from skillmark.platform.issuing.proving.pictures import BADGES
from skillmark.platform.issuing.selectors.credentials import readable
from skillmark.platform.issuing.services import claims
from skillmark.platform.mailing import languages, subscriptions, suppressions
from skillmark.platform.mailing.letters import Writer
from skillmark.platform.mailing.models import Cause
from skillmark.platform.orgs.letters import sender_of

WITH_CLAIM: Final = frozenset(
    {
        DeliveryKind.ISSUED,
        DeliveryKind.RESENT,
        DeliveryKind.REMINDER,
        DeliveryKind.REPLACED,
        DeliveryKind.REISSUED,
        DeliveryKind.RENEWED,
    }
)
OF_PART: Final = frozenset({DeliveryKind.PART_DUE, DeliveryKind.PART_ENDED})
WITH_END: Final = WITH_CLAIM | {DeliveryKind.DUE, DeliveryKind.ENDED}
NEWS: Final = frozenset({DeliveryKind.REMINDER})  # what people may unsubscribe from


def send(
    credentials: Sequence[Credential],
    kind: DeliveryKind,
    *,
    numbers: Mapping[UUID, int] | None = None,
    at: datetime | None = None,
) -> list[Delivery]:
    """Write one mail for each credential, in the caller's transaction.

    An address that bounced or complained before gets none; its delivery says so.

    Args:
        credentials: with award, version and organisation loaded; each has an address.
        kind: what the mail says.
        numbers: of reminders, which one it is for each credential.
        at: when it is written, now if not given.
    """
    if not credentials:
        return []
    now = at or timezone.now()
    barred = _barred(credentials, kind)
    free = [row for row in credentials if row.pk not in barred]
    messages = dict(
        zip(
            [row.pk for row in free],
            events.emit_many(_Desk(kind, now).drafts(free)),
            strict=True,
        )
    )
    deliveries = [
        Delivery(
            organisation_id=row.organisation_id,
            credential=row,
            kind=kind,
            number=(numbers or {}).get(row.pk),
            address=row.award.recipient_email,
            outbox_id=messages[row.pk].pk if row.pk in messages else None,
            state=DeliveryState.SUPPRESSED if row.pk in barred else DeliveryState.WAITING,
            words=str(barred[row.pk].label) if row.pk in barred else "",
            search_text=search_text(row),
            state_at=now,
            created_at=now,
        )
        for row in credentials
    ]
    made: list[Delivery] = Delivery.objects.with_scopes_disabled().bulk_create(
        deliveries, batch_size=500
    )
    return made


def resend(credential_id: UUID, *, actor: object, insist: bool = False) -> Delivery:
    """Send the mail with a fresh claim link again; links sent before stop working.

    Args:
        credential_id: in the current organisation.
        actor: who asks for it.
        insist: write also to an address whose mail came back: somebody knows that it is right.

    Raises:
        NoAddressError: there is no e-mail address.
        StateError: the credential is revoked.
        AddressSuppressedError: the address took no mail, and nobody insists; or its reader marked
            our mail as spam, and then nobody may.
    """
    with transaction.atomic():
        row = _held(credential_id)
        if not row.award.recipient_email:
            raise NoAddressError(
                _("This credential has no e-mail address."), credential=str(row.pk)
            )
        if row.state in FINAL_STATES:
            raise StateError(
                _("A revoked or replaced credential is not sent again."), state=row.state
            )
        _ask_for_way(row, actor, insist=insist)
        return _send_anew(row, actor, "credential.resent")


def correct_address(credential_id: UUID, address: str, *, actor: object) -> Delivery:
    """Write to another address from now on, and send the mail there with a fresh link.

    The credential itself stays as it was signed: it names the old address, as a hash.

    Args:
        credential_id: in the current organisation.
        address: a valid address, checked by the form.
        actor: who corrects it.

    Raises:
        StateError: the credential is revoked.
        AddressSuppressedError: the new address is one that must not be written to.
    """
    with transaction.atomic():
        row = _held(credential_id)
        if row.state in FINAL_STATES:
            raise StateError(
                _("A revoked or replaced credential is not sent again."), state=row.state
            )
        row.award.recipient_email = suppressions.normal(address)
        row.award.save(update_fields=["recipient_email"])
        row.search_text = ""
        row.derive()
        row.save(update_fields=["search_text"])
        _ask_for_way(row, actor, insist=False)
        return _send_anew(row, actor, "credential.address_corrected")


def _held(credential_id: UUID) -> Credential:
    rows = Credential.objects.select_for_update(of=("self",)).select_related(
        "award", "achievement_version", "organisation"
    )
    row: Credential = rows.get(pk=credential_id)
    return readable(row)


def _ask_for_way(row: Credential, actor: object, *, insist: bool) -> None:
    address = row.award.recipient_email
    cause = suppressions.blocked([address], row.organisation_id).get(
        suppressions.normal(address)
    )
    if cause is None:
        return
    if cause == Cause.COMPLAINED:
        raise AddressSuppressedError(
            _(
                "The reader of this address marked your mail as spam, so nothing more goes "
                "there. Ask for another address."
            ),
            cause=str(cause),
        )
    if not insist:
        raise AddressSuppressedError(
            _("Mail to this address came back. Correct the address, or say that it is right."),
            cause=str(cause),
        )
    suppressions.lift(address, row.organisation_id, [Cause.BOUNCED], actor=actor)


def _send_anew(row: Credential, actor: object, action: str) -> Delivery:
    claims.withdraw(row)
    before = Delivery.objects.filter(credential=row, answered_at=None)
    delivery = send([row], DeliveryKind.RESENT)[0]
    before.exclude(pk=delivery.pk).update(answered_at=delivery.created_at)
    events.record(organisation_id=row.organisation_id, actor=actor, action=action, object=row)
    return delivery


def _barred(rows: Sequence[Credential], kind: DeliveryKind) -> dict[UUID, Cause]:
    by_organisation: dict[UUID, list[Credential]] = {}
    for row in rows:
        by_organisation.setdefault(row.organisation_id, []).append(row)
    barred: dict[UUID, Cause] = {}
    for organisation_id, own in by_organisation.items():
        found = suppressions.blocked(
            [row.award.recipient_email for row in own], organisation_id, news=kind in NEWS
        )
        for row in own:
            cause = found.get(suppressions.normal(row.award.recipient_email))
            if cause is not None:
                barred[row.pk] = cause
    return barred


def language_of(row: Credential) -> str:
    """Return the language to write in: the holder's, the organisation's, or English."""
    return languages.choose(row.award.fields.get("language"), row.organisation.language)


def search_text(row: Credential) -> str:
    """Return what a delivery's list is sorted by and searched in."""
    award = row.award
    return searchable(award.recipient_name, award.recipient_email, row.achievement_version.name)


class _Desk:
    """Writes the mails of one kind, each in its reader's language."""

    def __init__(self, kind: DeliveryKind, now: datetime) -> None:
        self._kind, self._now = kind, now
        self._letter = kind_for(kind)
        self._writers: dict[tuple[UUID, str], Writer] = {}

    def drafts(self, rows: Sequence[Credential]) -> list[Draft]:
        """Return the outbox messages of the mails, in order."""
        tokens: dict[UUID, str] = {}
        if self._kind in WITH_CLAIM:
            links = claims.new_links(
                [(row, row.award.recipient_email) for row in rows], at=self._now
            )
            tokens = {link.row.credential_id: link.token for link in links}
        stops = self._stops(rows)
        return [self._draft(row, tokens.get(row.pk, ""), stops.get(row.pk, "")) for row in rows]

    def _stops(self, rows: Sequence[Credential]) -> dict[UUID, str]:
        """Return the address to unsubscribe at, for mails from which that is possible."""
        if self._kind not in NEWS:
            return {}
        found: dict[UUID, str] = {}
        for organisation_id in {row.organisation_id for row in rows}:
            own = [row for row in rows if row.organisation_id == organisation_id]
            links = subscriptions.links(
                {row.award.recipient_email for row in own}, organisation_id
            )
            found |= {row.pk: links[row.award.recipient_email] for row in own}
        return found

    def _draft(self, row: Credential, token: str, stop: str) -> Draft:
        letter = self._writer(row).write(self._facts(row, token, stop))
        organisation = row.organisation
        sender = sender_of(organisation)
        badge = Picture(BADGE, BADGES, str(row.achievement_version_id))
        return events.mail_draft(
            recipient=row.award.recipient_email,
            subject=letter.subject,
            text=letter.text,
            html=letter.html,
            on_behalf_of=organisation.name,
            reply_to=[organisation.email] if organisation.email else [],
            organisation_id=organisation.pk,
            headers=subscriptions.headers(stop) if stop else None,
            pictures=[badge, *([sender.logo] if sender.logo else [])],
            news=self._kind in NEWS,
        )

    def _writer(self, row: Credential) -> Writer:
        key = (row.organisation_id, language_of(row))
        if key not in self._writers:
            self._writers[key] = Writer(self._letter, key[1], sender_of(row.organisation))
        return self._writers[key]

    def _facts(self, row: Credential, token: str, stop: str) -> dict[str, str]:
        with override(language_of(row)):
            end = row.valid_until if self._kind in WITH_END else None
            end = row.inner_until if self._kind in OF_PART else end
            return {
                "name": row.award.recipient_name,
                "achievement": row.achievement_version.name,
                "part": row.achievement_version.inner_name,
                "reason": row.reason,
                "valid_until": date_format(end, "DATE_FORMAT") if end else "",
                "credential_url": credential_url(row.pk),
                "claim_url": claim_url(token) if token else "",
                "badge": f"cid:{BADGE}",
                "unsubscribe_url": stop,
            }
