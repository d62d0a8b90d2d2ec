"""Endorsements by third parties: asking, giving, declining, taking back, revoking.

An accreditor is an organisation like any other; what makes its word count is the verifier's own
registry. Whoever asks is whom the endorsement speaks of, so nobody is endorsed unasked.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skillmark.core.badges.credential import build_endorsement
from skillmark.core.jsonio import JsonObject
from skillmark.platform.catalog import badge
from skillmark.platform.catalog import selectors as catalog
from skillmark.platform.catalog.models import Achievement, AchievementVersion
from skillmark.platform.events.changes import record
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.rights import addresses, errors, mails
from skillmark.platform.rights.models import Endorsement, EndorsementState
from skillmark.platform.rights.services import signing


def ask(
    subject: Organisation,
    *,
    endorser_slug: str,
    achievement: Achievement | None = None,
    note: str = "",
    actor: object,
) -> Endorsement:
    """Ask another organisation to endorse this one, or its achievement as published now.

    Raises:
        RightsPartyError: there is no other organisation of that slug.
        RightsSubjectError: the achievement is not published, or not the asker's.
        RightsTakenError: the same is asked, or in force already.
    """
    endorser = Organisation.objects.filter(slug=endorser_slug.strip().lower()).first()
    if endorser is None or endorser.pk == subject.pk:
        raise errors.RightsPartyError(
            _("There is no other organisation at that address. Copy it from its public page.")
        )
    version: AchievementVersion | None = None
    if achievement is not None:
        version = catalog.published(achievement)
        if version is None or version.organisation_id != subject.pk:
            raise errors.RightsSubjectError(_("Publish the achievement first."))
    with transaction.atomic():
        _take_turns(endorser)
        rows = Endorsement.objects.with_scopes_disabled()
        same = rows.filter(organisation=endorser, subject=subject, version=version)
        open_states = (EndorsementState.ASKED, EndorsementState.GIVEN)
        if any(one.shown_state != "ended" for one in same.filter(state__in=open_states)):
            raise errors.RightsTakenError(_("They were asked, or have endorsed it already."))
        made: Endorsement = rows.create(
            organisation=endorser, subject=subject, version=version, note=note.strip()
        )
        _record("endorsement.asked", made, actor)
        mails.endorsement_asked(made)
    return made


def give(
    endorsement_id: UUID,
    *,
    title: str,
    comment: str,
    valid_until: datetime | None,
    actor: object,
) -> Endorsement:
    """Sign an endorsement that was asked for; in the endorser's scope.

    Raises:
        Endorsement.DoesNotExist: nobody asked this organisation.
        RightsDecidedError: it was decided or taken back before.
        RightsPeriodError: it would be over already.
        TrustError: it cannot be signed at the moment.
    """
    with transaction.atomic():
        found = _own(endorsement_id, EndorsementState.ASKED)
        now = timezone.now().replace(microsecond=0)
        if valid_until is not None and valid_until <= now:
            raise errors.RightsPeriodError(_("The end must be in the future."))
        found.title, found.comment = title.strip(), comment.strip()
        found.valid_from, found.decided_at = now, now
        found.valid_until = valid_until.replace(microsecond=0) if valid_until else None
        found.state = EndorsementState.GIVEN
        found.document = _signed(found, now)
        found.save()
        _record("endorsement.given", found, actor)
        mails.endorsement_given(found)
    return found


def refuse(endorsement_id: UUID, *, actor: object) -> Endorsement:
    """Say no; in the endorser's scope.

    Raises:
        Endorsement.DoesNotExist: nobody asked this organisation.
        RightsDecidedError: it was decided or taken back before.
    """
    with transaction.atomic():
        found = _own(endorsement_id, EndorsementState.ASKED)
        found.state, found.decided_at = EndorsementState.REFUSED, timezone.now()
        found.save(update_fields=["state", "decided_at"])
        _record("endorsement.refused", found, actor)
    return found


def withdraw(endorsement_id: UUID, *, subject: Organisation, actor: object) -> Endorsement:
    """Take back what this organisation asked.

    Raises:
        Endorsement.DoesNotExist: this organisation asked nothing of the kind.
        RightsDecidedError: it was decided before.
    """
    with transaction.atomic():
        rows = Endorsement.objects.with_scopes_disabled().select_for_update(of=("self",))
        found: Endorsement = rows.select_related("organisation", "subject", "version").get(
            pk=endorsement_id, subject=subject
        )
        _require(found, EndorsementState.ASKED)
        found.state, found.decided_at = EndorsementState.WITHDRAWN, timezone.now()
        found.save(update_fields=["state", "decided_at"])
        _record("endorsement.withdrawn", found, actor)
    return found


def revoke(endorsement_id: UUID, *, reason: str, actor: object) -> Endorsement:
    """End an endorsement now; in the endorser's scope.

    Raises:
        Endorsement.DoesNotExist: this organisation gave nothing of the kind.
        RightsDecidedError: it is not in force.
        RightsReasonError: no reason was given.
        SigningHaltedError: a kill switch is set; nothing changed.
    """
    if not reason.strip():
        raise errors.RightsReasonError(_("Say why: the other side reads it."))
    with transaction.atomic():
        found = _own(endorsement_id, EndorsementState.GIVEN)
        now = timezone.now().replace(microsecond=0)
        signing.revoke(found.pk, at=now)
        found.state, found.revoked_at = EndorsementState.REVOKED, now
        found.reason = reason.strip()
        found.save()
        _record("endorsement.revoked", found, actor, reason=found.reason)
        mails.endorsement_revoked(found)
    return found


def _signed(found: Endorsement, at: datetime) -> bytes:
    about = (
        badge.address(found.version)
        if found.version is not None
        else addresses.profile(found.subject).id
    )

    def build(statuses: list[JsonObject]) -> JsonObject:
        return build_endorsement(
            credential_id=addresses.endorsement(found.pk),
            issuer=addresses.profile(found.organisation),
            endorsed_id=about,
            comment=found.comment,
            name=found.title,
            valid_from=at,
            valid_until=found.valid_until,
            statuses=statuses,
        )

    return signing.sign_with_status(found.organisation, found.pk, build, at=at)


def _take_turns(endorser: Organisation) -> None:
    """Let two that ask the same at once wait for each other."""
    Organisation.objects.select_for_update(of=("self",)).get(pk=endorser.pk)


def _own(endorsement_id: UUID, state: EndorsementState) -> Endorsement:
    rows = Endorsement.objects.select_for_update(of=("self",))
    found: Endorsement = rows.select_related("organisation", "subject", "version").get(
        pk=endorsement_id
    )
    _require(found, state)
    return found


def _require(found: Endorsement, state: EndorsementState) -> None:
    if found.state != state:
        raise errors.RightsDecidedError(_("It was decided before."), state=found.state)


def _record(action: str, found: Endorsement, actor: object, **more: Any) -> None:
    about = found.version.name if found.version is not None else found.subject.name
    after = {
        "endorser": found.organisation.name,
        "subject": found.subject.name,
        "valid_until": found.valid_until,
        **more,
    }
    record(action, found, actor=actor, label=about, after=after)
    mails.record_for(found.subject_id, action, found, actor, label=about, after=after)
