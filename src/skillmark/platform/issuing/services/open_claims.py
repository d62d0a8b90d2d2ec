"""Open claim links from the learner's side: ask, prove the address, get the credential once.

Asking writes a mail and nothing else, and its answer is the same for every address, so that nobody
learns who has the credential. Only the mail's secret leads on. The place is taken in the same
transaction that issues: of two at once for the last place, the database lets one through.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scope

from skillmark.core.issue.recipient import Recipient
from skillmark.core.issue.recipients import same_mailbox
from skillmark.platform.events import audit
from skillmark.platform.events import services as events
from skillmark.platform.issuing.errors import (
    CodeWordError,
    DomainError,
    OpenClaimError,
    OpenLinkError,
)
from skillmark.platform.issuing.letters.open_links import CONFIRM
from skillmark.platform.issuing.making import entry, intent
from skillmark.platform.issuing.models import (
    AskState,
    Credential,
    DeliveryKind,
    LinkState,
    OpenClaim,
    OpenLink,
    Source,
)
from skillmark.platform.issuing.services import claims, delivery
from skillmark.platform.issuing.services.awarding import issue_many
from skillmark.platform.issuing.services.open_links import held_link
from skillmark.platform.issuing.services.previews import require_published
from skillmark.platform.jobs import periodic
from skillmark.platform.mailing import languages
from skillmark.platform.orgs.letters import send

LIFETIME: Final = timedelta(hours=48)  # of the link that proves an address
FORGET_AFTER: Final = timedelta(days=14)  # who never proved the address is forgotten
AGAIN_AFTER: Final = timedelta(minutes=2)  # before another mail goes to the same address
_TOKEN_LENGTH: Final = 43


@dataclass(frozen=True, slots=True)
class Taken:
    """What confirming led to: the credential with a link to take it, or a yes to wait for."""

    claim: OpenClaim
    token: str = ""


def look_up(token: str) -> OpenLink:
    """Return the link that a token names, of whichever organisation.

    Raises:
        OpenClaimError: there is none.
    """
    found: OpenLink | None = None
    if len(token) == _TOKEN_LENGTH:
        rows = OpenLink.objects.with_scopes_disabled().select_related(
            "organisation", "achievement_version__achievement"
        )
        found = rows.filter(token=token).first()
    if found is None:
        raise OpenClaimError(_("This link leads nowhere."), reason="unknown")
    return found


def ask(
    link: OpenLink, *, name: str, email: str, code_word: str = "", language: str = ""
) -> None:
    """Send a mail that proves the address; the same answer whoever asks, and however often.

    Args:
        link: as `look_up` gives it.
        name: as it should stand on the credential.
        email: where the proof goes.
        code_word: what the organiser has said aloud, if the link asks for it.
        language: of the mail.

    Raises:
        OpenClaimError: the link gives nothing now.
        CodeWordError: the word is not the link's.
        DomainError: the link is for other addresses.
        RecipientProblemsError: name or address cannot be used.
    """
    require_open(link)
    wanted, given = link.code_word.casefold(), code_word.strip().casefold()
    if wanted and not secrets.compare_digest(wanted.encode(), given.encode()):
        raise CodeWordError(_("This is not the code word. Ask the organiser."))
    with scope(organisation=link.organisation_id):
        person = recipient_of(link, name, email)
        _require_domain(link, person.email or "")
        with transaction.atomic():
            asked = _asked(link, person, language)
            if asked is not None:
                _write(link, *asked)


def look_up_confirmation(token: str) -> OpenClaim:
    """Return who asked, by the secret of the mail.

    Raises:
        OpenClaimError: it is unknown or over.
    """
    found: OpenClaim | None = None
    if len(token) == _TOKEN_LENGTH:
        rows = OpenClaim.objects.with_scopes_disabled().select_related(
            "link__organisation", "link__achievement_version__achievement"
        )
        found = rows.filter(token_digest=_digest(token)).first()
    usable = found is not None and (
        found.state != AskState.ASKED or found.token_until > timezone.now()
    )
    if found is None or not usable:
        raise OpenClaimError(_("This link is over or was replaced by a newer one."), reason="")
    return found


def confirm(token: str) -> Taken:
    """Take a place and issue, or wait for the organiser; again, it finds what was given.

    Raises:
        OpenClaimError: the secret is unknown or over, or the link gives nothing now.
        IssuingError: the credential cannot be issued.
        TrustError: it cannot be signed now.
    """
    found = look_up_confirmation(token)
    with scope(organisation=found.organisation_id), transaction.atomic():
        claim = _held_claim(found.pk)
        link = claim.link
        if claim.state == AskState.DECLINED:
            raise OpenClaimError(_("The organiser has declined."), reason="declined")
        if claim.state == AskState.ISSUED:
            return Taken(claim, _way_to(claim))
        if claim.state == AskState.WAITING:
            return Taken(claim)
        require_open(link)
        _take_place(link)
        claim.confirmed_at = timezone.now()
        if link.needs_approval:
            claim.state = AskState.WAITING
            claim.save(update_fields=["state", "confirmed_at"])
            _record(claim, "open_claim.waits", None)
            return Taken(claim)
        _issue(claim, actor=None)
        return Taken(claim, _way_to(claim))


def allow(claim_id: UUID, *, actor: object) -> OpenClaim:
    """Say yes to somebody who waits: the credential is issued and mailed.

    Raises:
        OpenLinkError: it was decided before.
        IssuingError: the credential cannot be issued.
    """
    with transaction.atomic():
        claim = _waiting(claim_id)
        _issue(claim, actor=actor)
        credential = credential_of(claim)
        if credential is not None:
            delivery.send([credential], DeliveryKind.ISSUED)
    return claim


def decline(claim_id: UUID, *, actor: object, note: str = "") -> OpenClaim:
    """Say no to somebody who waits; the place is free again.

    Raises:
        OpenLinkError: it was decided before.
    """
    with transaction.atomic():
        claim = _waiting(claim_id)
        claim.state, claim.note, claim.settled_at = (
            AskState.DECLINED,
            note[:500],
            timezone.now(),
        )
        claim.settled_by = audit.reference(actor)
        claim.save(update_fields=["state", "note", "settled_at", "settled_by"])
        OpenLink.objects.filter(pk=claim.link_id, taken__gt=0).update(taken=F("taken") - 1)
        _record(claim, "open_claim.declined", actor)
    return claim


def require_open(link: OpenLink) -> None:
    """Refuse a link that gives nothing now.

    Raises:
        OpenClaimError: with the reason.
        NotPublishedError: the achievement was archived.
    """
    state = link.state_at(timezone.now())
    if state != LinkState.OPEN:
        raise OpenClaimError(_("This link gives nothing at the moment."), reason=state)
    require_published(link.achievement_version)


def recipient_of(link: OpenLink, name: str, email: str) -> Recipient:
    """Return the person as a row of a list would name them.

    Raises:
        RecipientProblemsError: name or address cannot be used.
    """
    day = link.achieved_on.isoformat() if link.achieved_on else ""
    fields = {"name": name, "email": email, "achieved_on": day}
    return entry.recipient(fields, link.achievement_version, without_email=False)


def credential_of(claim: OpenClaim) -> Credential | None:
    """Return what somebody was given."""
    if not claim.source_key:
        return None
    found: Credential | None = (
        Credential.objects.filter(award__source_key=claim.source_key)
        .select_related("award", "achievement_version__achievement", "organisation")
        .first()
    )
    return found


@periodic.every(timedelta(hours=6), "issuing.forget_open_claims")
def forget_unproven(now: object) -> None:  # noqa: ARG001 - as every periodic task
    """Remove who asked and never proved the address: we keep nobody's data for nothing."""
    before = timezone.now() - FORGET_AFTER
    everyone = OpenClaim.objects.with_scopes_disabled()
    everyone.filter(state=AskState.ASKED, token_until__lt=before).delete()


def _require_domain(link: OpenLink, email: str) -> None:
    domain = email.rpartition("@")[2].lower()
    allowed = link.domains.split()
    if allowed and not any(domain == one or domain.endswith(f".{one}") for one in allowed):
        raise DomainError(
            _("This link is for addresses of %(domains)s.") % {"domains": ", ".join(allowed)}
        )


def _asked(link: OpenLink, person: Recipient, language: str) -> tuple[OpenClaim, str] | None:
    """Keep who asks with a fresh secret; nothing when a mail has just left."""
    now, token = timezone.now(), secrets.token_urlsafe(claims.TOKEN_BYTES)
    email = person.email or ""
    fresh = {
        "organisation_id": link.organisation_id,
        "name": person.name,
        "email": email,
        "language": language[:12],
        "token_digest": _digest(token),
        "token_until": now + LIFETIME,
        "asked_at": now,
    }
    rows = OpenClaim.objects.select_for_update()
    claim, is_new = rows.get_or_create(link=link, mailbox=same_mailbox(email), defaults=fresh)
    if is_new:
        return claim, token
    if now - claim.asked_at < AGAIN_AFTER or claim.state == AskState.DECLINED:
        return None
    claim.asked_at, claim.token_digest, claim.token_until = now, _digest(token), now + LIFETIME
    if claim.state == AskState.ASKED:
        claim.name, claim.email, claim.language = person.name, email, language[:12]
    claim.save()
    return claim, token


def _write(link: OpenLink, claim: OpenClaim, token: str) -> None:
    organisation = link.organisation
    facts = {
        "achievement": link.achievement_version.name,
        "name": claim.name,
        "url": f"{settings.SKILLMARK.site_url}/claim/open/confirm/{token}",
    }
    language = languages.choose(claim.language, organisation.language)
    send(organisation, CONFIRM, facts, to=claim.email, language=language, awaited=True)


def _take_place(link: OpenLink) -> None:
    """Count one place, if there is one: the database decides between two at once."""
    free = Q(capacity=None) | Q(taken__lt=F("capacity"))
    rows = OpenLink.objects.filter(free, pk=link.pk, state=LinkState.OPEN)
    if not rows.update(taken=F("taken") + 1):
        raise OpenClaimError(_("Somebody has just taken the last place."), reason="full")


def _issue(claim: OpenClaim, *, actor: object) -> None:
    """Issue to somebody whose place is counted; who has it from elsewhere frees the place."""
    link = claim.link
    person = recipient_of(link, claim.name, claim.email)
    one = intent.intent_for(link.achievement_version.achievement_id, person)
    outcome = issue_many(
        link.organisation,
        link.achievement_version,
        [one],
        source=Source.LINK,
        actor=actor,
        send_mail=False,
    )[0]
    if outcome.error is not None:
        raise outcome.error
    if not outcome.is_new:
        OpenLink.objects.filter(pk=link.pk, taken__gt=0).update(taken=F("taken") - 1)
    claim.state, claim.source_key = AskState.ISSUED, one.source_key
    claim.settled_at = timezone.now()
    claim.settled_by = audit.reference(actor)
    claim.confirmed_at = claim.confirmed_at or claim.settled_at
    claim.save(
        update_fields=["state", "source_key", "settled_at", "settled_by", "confirmed_at"]
    )
    _record(claim, "open_claim.issued", actor)


def _way_to(claim: OpenClaim) -> str:
    """Return the secret of a fresh link that takes the credential."""
    credential = credential_of(claim)
    if credential is None:
        return ""
    return claims.new_links([(credential, claim.email)])[0].token


def _held_claim(claim_id: UUID) -> OpenClaim:
    rows = OpenClaim.objects.select_for_update(of=("self",)).select_related(
        "link__organisation", "link__achievement_version__achievement"
    )
    claim: OpenClaim = rows.get(pk=claim_id)
    return claim


def _waiting(claim_id: UUID) -> OpenClaim:
    claim = _held_claim(claim_id)
    held_link(claim.link_id)
    if claim.state != AskState.WAITING:
        raise OpenLinkError(_("This was decided already."), state=claim.state)
    return claim


def _record(claim: OpenClaim, action: str, actor: object) -> None:
    events.record(
        organisation_id=claim.organisation_id,
        actor=actor,
        action=action,
        object=claim,
        after={"link": str(claim.link_id)},
    )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
