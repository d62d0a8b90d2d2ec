"""Grants: offering, accepting, declining, taking back, revoking; and the question at issue time.

The owner offers, the other side accepts; then the owner's key signs the grant. A revocation works
at once: the next credential is refused, the status bit is set, and the grant is signed anew with
the moment as its end, so that what was issued before stays good and what comes after does not.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from skillmark.core import jsonio
from skillmark.core.badges.achievement import Achievement as Badge
from skillmark.core.badges.achievement import Criteria
from skillmark.core.jsonio import JsonObject
from skillmark.core.rights import writing
from skillmark.platform.catalog import selectors as catalog
from skillmark.platform.catalog.models import Achievement, AchievementVersion
from skillmark.platform.catalog.narrative import narrative
from skillmark.platform.events.changes import record
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.rights import addresses, errors, mails, selectors
from skillmark.platform.rights.models import Grant, GrantState
from skillmark.platform.rights.services import definitions, signing


def offer(
    owner: Organisation,
    *,
    achievement: Achievement,
    grantee_slug: str,
    valid_from: datetime | None = None,
    valid_until: datetime | None = None,
    note: str = "",
    actor: object,
) -> Grant:
    """Offer another organisation to issue an achievement; in the owner's scope.

    Raises:
        RightsPartyError: there is no other organisation of that slug.
        RightsSubjectError: the achievement is not published, or not the owner's.
        RightsPeriodError: it would end before it begins, or is over.
        RightsTakenError: the same is offered already.
    """
    grantee = _other(owner, grantee_slug)
    if achievement.organisation_id != owner.pk or catalog.published(achievement) is None:
        raise errors.RightsSubjectError(_("Publish the achievement first."))
    now = timezone.now()
    begin = max(valid_from or now, now).replace(microsecond=0)
    if valid_until is not None and valid_until <= begin:
        raise errors.RightsPeriodError(_("The end must be after the begin, and in the future."))
    try:
        with transaction.atomic():
            made: Grant = Grant.objects.create(
                organisation=owner,
                grantee=grantee,
                achievement=achievement,
                valid_from=begin,
                valid_until=valid_until.replace(microsecond=0) if valid_until else None,
                note=note.strip(),
            )
            _record("grant.offered", made, actor)
            mails.grant_offered(made)
    except IntegrityError as error:
        raise errors.RightsTakenError(
            _("This is offered to them already; they have not decided yet.")
        ) from error
    return made


def accept(grant_id: UUID, *, grantee: Organisation, actor: object) -> Grant:
    """Take an offer; the owner's key signs the grant, which holds from now on.

    Raises:
        Grant.DoesNotExist: nothing of the kind was offered to this organisation.
        RightsDecidedError: it was decided or taken back before.
        RightsPeriodError: its time is over.
        TrustError: the owner's signing is paused.
    """
    with transaction.atomic():
        grant = _held_offer(grant_id, grantee)
        now = timezone.now().replace(microsecond=0)
        if grant.valid_until is not None and grant.valid_until <= now:
            raise errors.RightsPeriodError(
                _("The time of this offer is over. Ask for another.")
            )
        with organisation_scope(grant.organisation_id):
            version = catalog.published(grant.achievement)
            if version is None:
                raise errors.RightsSubjectError(_("The achievement is not published any more."))
            definitions.ensure(version)
            grant.valid_from = max(grant.valid_from, now)
            grant.document = _signed(grant, version, now)
            grant.state, grant.decided_at = GrantState.ACTIVE, now
            grant.save()
        _record("grant.accepted", grant, actor)
        mails.grant_accepted(grant)
    return grant


def decline(grant_id: UUID, *, grantee: Organisation, actor: object) -> Grant:
    """Say no to an offer.

    Raises:
        Grant.DoesNotExist: nothing of the kind was offered to this organisation.
        RightsDecidedError: it was decided or taken back before.
    """
    with transaction.atomic():
        grant = _held_offer(grant_id, grantee)
        grant.state, grant.decided_at = GrantState.DECLINED, timezone.now()
        grant.save(update_fields=["state", "decided_at"])
        _record("grant.declined", grant, actor)
    return grant


def withdraw(grant_id: UUID, *, actor: object) -> Grant:
    """Take back an offer that nobody has decided on; in the owner's scope.

    Raises:
        Grant.DoesNotExist: this organisation offered nothing of the kind.
        RightsDecidedError: it was decided before.
    """
    with transaction.atomic():
        grant = _own(grant_id)
        _require(grant, GrantState.OFFERED)
        grant.state, grant.decided_at = GrantState.WITHDRAWN, timezone.now()
        grant.save(update_fields=["state", "decided_at"])
        _record("grant.withdrawn", grant, actor)
    return grant


def revoke(grant_id: UUID, *, reason: str, actor: object) -> Grant:
    """End a grant now; in the owner's scope. What was issued under it stays good.

    Raises:
        Grant.DoesNotExist: this organisation granted nothing of the kind.
        RightsDecidedError: it is not in force.
        RightsReasonError: no reason was given.
        SigningHaltedError: a kill switch is set; nothing changed.
    """
    if not reason.strip():
        raise errors.RightsReasonError(_("Say why: the other side reads it."))
    with transaction.atomic():
        grant = _own(grant_id)
        _require(grant, GrantState.ACTIVE)
        now = timezone.now().replace(microsecond=0)
        if grant.valid_until is not None and grant.valid_until <= now:
            raise errors.RightsDecidedError(_("It has ended already."))
        signing.revoke(grant.pk, at=now)
        before = jsonio.load_object(grant.data)
        ended = writing.ended(before, now)
        if ended is not None:
            grant.ended_document = signing.sign(grant.organisation, ended, at=now)
        grant.state, grant.revoked_at, grant.reason = GrantState.REVOKED, now, reason.strip()
        grant.save()
        _record("grant.revoked", grant, actor, reason=grant.reason)
        mails.grant_revoked(grant)
    return grant


def require(organisation: Organisation, version: AchievementVersion, *, at: datetime) -> None:
    """Return when an organisation may issue a version at a moment.

    Raises:
        NotEntitledError: it is another's, and was never granted.
        GrantExpiredError: the grant has ended.
        GrantNotBegunError: the grant begins later.
        GrantRevokedError: the grant was revoked.
    """
    if version.organisation_id == organisation.pk:
        return
    held = transaction.get_connection().in_atomic_block
    rows = selectors.signed_for(organisation.pk, version.achievement_id, held=held)
    if any(_runs(row, at) for row in rows):
        return
    facts = {"achievement": str(version.achievement_id)}
    if not rows:
        raise errors.NotEntitledError(
            "This achievement belongs to another organisation. It has to let you issue it first.",
            **facts,
        )
    newest = rows[0]
    if newest.state == GrantState.REVOKED:
        raise errors.GrantRevokedError(
            "The owner took back the right to issue this achievement.", **facts
        )
    if newest.valid_from > at:
        raise errors.GrantNotBegunError(
            "The right to issue this achievement begins later.", **facts
        )
    raise errors.GrantExpiredError(
        "The right to issue this achievement has ended. Ask its owner for a new one.", **facts
    )


def running(organisation_id: UUID, version: AchievementVersion, at: datetime) -> Grant | None:
    """Return the grant under which an organisation issues another's version at a moment."""
    rows = selectors.signed_for(organisation_id, version.achievement_id)
    return next((row for row in rows if _runs(row, at)), None)


def _runs(grant: Grant, at: datetime) -> bool:
    open_end = grant.valid_until is None or at < grant.valid_until
    return grant.state == GrantState.ACTIVE and grant.valid_from <= at and open_end


def _signed(grant: Grant, version: AchievementVersion, at: datetime) -> bytes:
    owner, grantee = grant.organisation, grant.grantee
    with translation.override(owner.language or version.language):
        comment = _comment(grant, version)
    what = Badge(
        id=addresses.lasting(grant.achievement_id),
        name=version.name,
        description=version.description,
        criteria=Criteria(narrative=narrative(version)),
    )

    def build(statuses: list[JsonObject]) -> JsonObject:
        return writing.grant(
            url=addresses.grant(grant.pk),
            owner=addresses.profile(owner),
            grantee=addresses.profile(grantee),
            achievement=what,
            comment=comment,
            valid_from=grant.valid_from,
            valid_until=grant.valid_until,
            statuses=statuses,
            newest_url=f"{addresses.grant(grant.pk)}/newest",
        )

    return signing.sign_with_status(owner, grant.pk, build, at=at)


def _comment(grant: Grant, version: AchievementVersion) -> str:
    facts = {
        "grantee": grant.grantee.name,
        "name": version.name,
        "owner": grant.organisation.name,
        "begin": date_format(grant.valid_from, "DATE_FORMAT"),
        "end": date_format(grant.valid_until, "DATE_FORMAT") if grant.valid_until else "",
    }
    if grant.valid_until is None:
        return _("%(grantee)s may issue “%(name)s” of %(owner)s from %(begin)s on.") % facts
    return (
        _("%(grantee)s may issue “%(name)s” of %(owner)s from %(begin)s until %(end)s.") % facts
    )


def _other(own: Organisation, slug: str) -> Organisation:
    found = Organisation.objects.filter(slug=slug.strip().lower()).first()
    if found is None or found.pk == own.pk:
        raise errors.RightsPartyError(
            _("There is no other organisation at that address. Copy it from its public page.")
        )
    return found


def _own(grant_id: UUID) -> Grant:
    rows = Grant.objects.select_for_update(of=("self",))
    found: Grant = rows.select_related("organisation", "grantee", "achievement").get(
        pk=grant_id
    )
    return found


def _held_offer(grant_id: UUID, grantee: Organisation) -> Grant:
    rows = Grant.objects.with_scopes_disabled().select_for_update(of=("self",))
    found: Grant = rows.select_related("organisation", "grantee", "achievement").get(
        pk=grant_id, grantee=grantee
    )
    _require(found, GrantState.OFFERED)
    return found


def _require(grant: Grant, state: GrantState) -> None:
    if grant.state != state:
        raise errors.RightsDecidedError(_("It was decided before."), state=grant.state)


def _record(action: str, grant: Grant, actor: object, **more: Any) -> None:
    """Write the act into the trails of both sides."""
    after = {
        "owner": grant.organisation.name,
        "grantee": grant.grantee.name,
        "valid_until": grant.valid_until,
        **more,
    }
    label = f"{grant.achievement.name}: {grant.grantee.name}"
    record(action, grant, actor=actor, label=label, after=after)
    mails.record_for(grant.grantee_id, action, grant, actor, label=label, after=after)
