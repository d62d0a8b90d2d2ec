"""Who belongs to an organisation: inviting, joining, changing roles, leaving."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from skillmark.platform.events import services as events
from skillmark.platform.orgs import errors, mails
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.models import Invitation, Membership, Organisation, Role
from skillmark.platform.orgs.signals import member_joined
from skillmark.platform.people.models import User

INVITATION_LIFE: Final = timedelta(days=14)
SENT_AT_MOST: Final = 5  # times the mail of one invitation goes out
MANY_OPEN: Final = 200  # open invitations of one organisation, so that nobody mails the world


def invite(
    organisation: Organisation,
    *,
    email: str,
    role: Role,
    actor: User,
    hands_over: bool = False,
) -> tuple[Invitation, str]:
    """Offer a place to the holder of an address, by mail.

    Args:
        organisation: where.
        email: to whom; an open invitation to the same address dies.
        role: the place.
        actor: who offers.
        hands_over: end the actor's own membership once the other has accepted.

    Returns:
        The invitation and its token; only the token's digest is kept.

    Raises:
        MemberAlreadyError: the address belongs to a member.
        InvitationsManyError: too many invitations are open.
    """
    email = email.strip().lower()
    with organisation_scope(organisation), transaction.atomic():
        if Membership.objects.filter(user__email=email).exists():
            raise errors.MemberAlreadyError(_("This person is a member already."))
        now = timezone.now()
        _open(now).filter(email=email).update(withdrawn_at=now)
        if _open(now).count() >= MANY_OPEN:
            raise errors.InvitationsManyError(
                _("%(count)d invitations are open. Withdraw some before you send more.")
                % {"count": MANY_OPEN}
            )
        token = secrets.token_urlsafe(32)
        invitation = Invitation.objects.create(
            organisation=organisation,
            email=email,
            role=role,
            digest=digest(token),
            invited_by=actor,
            sent_at=now,
            expires_at=now + INVITATION_LIFE,
            hands_over=hands_over,
        )
        _record("member.invited", invitation, actor, None, {"role": str(role)})
        mails.invitation(invitation, actor, token)
    return invitation, token


def resend(invitation: Invitation, *, actor: User) -> str:
    """Send an invitation again under a new link, which works as long as a fresh one.

    Returns:
        The new token; the link in the older mail is dead.

    Raises:
        InvitationInvalidError: it was used or withdrawn already.
        InvitationsManyError: it was sent too often.
    """
    with transaction.atomic():
        held = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if held.accepted_at is not None or held.withdrawn_at is not None:
            raise errors.InvitationInvalidError(_("This invitation is no longer open."))
        if held.sent_times >= SENT_AT_MOST:
            raise errors.InvitationsManyError(
                _("This was sent %(count)d times. Ask the person, then invite them anew.")
                % {"count": SENT_AT_MOST}
            )
        token, now = secrets.token_urlsafe(32), timezone.now()
        held.digest, held.sent_at = digest(token), now
        held.expires_at, held.sent_times = now + INVITATION_LIFE, held.sent_times + 1
        held.save(update_fields=["digest", "sent_at", "expires_at", "sent_times"])
        _record("member.invited_again", held, actor, None, {"times": held.sent_times})
        mails.invitation(held, actor, token)
    return token


def withdraw(invitation: Invitation, *, actor: User) -> None:
    """Take an invitation back.

    Raises:
        InvitationInvalidError: it was used or withdrawn already.
    """
    with transaction.atomic():
        open_ones = Invitation.objects.filter(
            pk=invitation.pk, accepted_at=None, withdrawn_at=None
        )
        if not open_ones.update(withdrawn_at=timezone.now()):
            raise errors.InvitationInvalidError(_("This invitation is no longer open."))
        _record("member.invitation_withdrawn", invitation, actor, None, None)


def invitation_of(token: str) -> Invitation:
    """Return the open invitation behind a token.

    Raises:
        InvitationInvalidError: there is none, or not any more.
    """
    found: Invitation | None = (
        Invitation.objects.with_scopes_disabled()
        .select_related("organisation", "invited_by")
        .filter(
            digest=digest(token),
            accepted_at=None,
            withdrawn_at=None,
            expires_at__gt=timezone.now(),
        )
        .first()
    )
    if found is None:
        raise errors.InvitationInvalidError(_("This invitation is no longer valid."))
    return found


def accept(token: str, *, user: User) -> Membership:
    """Take the place that a token offers; whoever holds the token may, exactly once.

    Raises:
        InvitationInvalidError: the token is not (or no longer) good.
        MemberAlreadyError: the account is a member already.
    """
    invitation = invitation_of(token)
    organisation = invitation.organisation
    with organisation_scope(organisation), transaction.atomic():
        if Membership.objects.filter(user=user).exists():
            raise errors.MemberAlreadyError(_("You are a member already."))
        taken = Invitation.objects.filter(
            pk=invitation.pk, accepted_at=None, withdrawn_at=None
        ).update(accepted_at=timezone.now())
        if not taken:
            raise errors.InvitationInvalidError(_("This invitation is no longer valid."))
        membership: Membership = Membership.objects.create(
            organisation=organisation, user=user, role=invitation.role
        )
        _record("member.joined", membership, user, None, {"role": membership.role})
        member_joined.send(Membership, membership=membership, invitation=invitation)
        if invitation.hands_over:
            _hand_over(invitation.invited_by_id, actor=user)
    return membership


def change_role(membership: Membership, role: Role, *, actor: User) -> Membership:
    """Give a member another role.

    Raises:
        LastOwnerError: the only owner would be gone.
    """
    with transaction.atomic():
        before = membership.role
        if before == role:
            return membership
        if before == Role.OWNER:
            _not_the_last_owner(membership)
        membership.role = role
        membership.save(update_fields=["role"])
        _record("member.role_changed", membership, actor, {"role": before}, {"role": str(role)})
    return membership


def remove_member(membership: Membership, *, actor: User) -> None:
    """End a membership.

    Raises:
        LastOwnerError: the only owner would be gone.
    """
    with transaction.atomic():
        if membership.role == Role.OWNER:
            _not_the_last_owner(membership)
        action = "member.left" if membership.user_id == actor.pk else "member.removed"
        _record(action, membership, actor, {"role": membership.role}, None)
        membership.delete()


def leave(organisation: Organisation, *, user: User) -> None:
    """End one's own membership.

    Raises:
        LastOwnerError: the only owner would be gone.
        Membership.DoesNotExist: there is none.
    """
    with organisation_scope(organisation):
        remove_member(Membership.objects.get(user=user), actor=user)


def digest(token: str) -> str:
    """Return the SHA-256 of a token, in hex: what is kept of it."""
    return hashlib.sha256(token.encode()).hexdigest()


def _open(now: datetime) -> Any:
    return Invitation.objects.filter(Q(expires_at__gt=now), accepted_at=None, withdrawn_at=None)


def _hand_over(from_user: UUID | None, *, actor: User) -> None:
    """End the inviter's membership, unless that would leave nobody in charge."""
    theirs = Membership.objects.filter(user_id=from_user).exclude(user=actor).first()
    if theirs is None or (theirs.role == Role.OWNER and not _other_owners(theirs)):
        return
    _record("member.handed_over", theirs, actor, {"role": theirs.role}, None)
    theirs.delete()


def _other_owners(membership: Membership) -> bool:
    owners = Membership.objects.select_for_update().filter(
        role=Role.OWNER, user__is_active=True
    )
    return any(other.pk != membership.pk for other in owners)


def _not_the_last_owner(membership: Membership) -> None:
    if not _other_owners(membership):
        raise errors.LastOwnerError(
            _("Every organisation needs an owner. Make somebody else an owner first.")
        )


def _record(
    action: str,
    about: Membership | Invitation,
    actor: User,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
) -> None:
    events.record(
        organisation_id=about.organisation_id,
        actor=actor,
        action=action,
        object=about,
        before=before,
        after=after,
    )
