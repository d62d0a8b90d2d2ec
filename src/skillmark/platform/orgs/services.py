"""Creating organisations, and who belongs to them."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from skillmark.core.encoding import latin
from skillmark.platform.events import services as events
from skillmark.platform.orgs import errors
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.models import Invitation, Membership, Organisation, Role
from skillmark.platform.orgs.signals import organisation_created
from skillmark.platform.people import names
from skillmark.platform.people.models import User

RESERVED_SLUGS: Final = frozenset({"new", "join", "api", "settings", "admin", "static"})
SLUG_LENGTH: Final = 60  # characters
ATTEMPTS: Final = 3  # when somebody takes the same address at the same moment
INVITATION_LIFE: Final = timedelta(days=14)
PROFILE_FIELDS: Final = (
    "name",
    "description",
    "website",
    "email",
    "country",
    "brand_colour",
)


def create_organisation(*, owner: User, name: str, **profile: Any) -> Organisation:
    """Create an organisation with `owner` as its first member.

    Args:
        owner: who may do everything in it.
        name: how everybody will know it.
        profile: any of `PROFILE_FIELDS`, and ``slug`` to ask for an address.

    Raises:
        NameInvalidError: the name has no letter or digit.
        NameConfusableError: the name is made to look like another one.
        ProfileInvalidError: another field is not usable.
    """
    slug = profile.pop("slug", "") or slug_from(name)
    unknown = set(profile) - set(PROFILE_FIELDS)
    if unknown:
        raise TypeError(f"unknown profile fields: {', '.join(sorted(unknown))}")
    name = _clean_name(name)
    _refuse_lookalike(name)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return _create(owner, name, slug, profile)
        except IntegrityError:  # the address was taken at the same moment: step aside
            if attempt == ATTEMPTS:
                raise
            slug = f"{slug[: SLUG_LENGTH - 9]}-{secrets.token_hex(4)}"
    raise AssertionError("unreachable")  # pragma: no cover


def _create(owner: User, name: str, slug: str, profile: dict[str, Any]) -> Organisation:
    with transaction.atomic():
        organisation = Organisation(name=name, slug=_free_slug(slug), **profile)
        _check(organisation)
        organisation.save(force_insert=True)
        with organisation_scope(organisation):
            Membership.objects.create(organisation=organisation, user=owner, role=Role.OWNER)
            events.record(
                organisation_id=organisation.pk,
                actor=owner,
                action="organisation.created",
                object=organisation,
                after={"name": organisation.name, "slug": organisation.slug},
                label=organisation.name,
            )
            organisation_created.send(
                sender=Organisation, organisation=organisation, actor=owner
            )
    return organisation


def update_profile(
    organisation: Organisation, *, actor: object, **profile: Any
) -> Organisation:
    """Change what the organisation says about itself; the slug never changes.

    Raises:
        NameInvalidError: the new name has no letter or digit.
        NameConfusableError: the new name is made to look like another one.
        ProfileInvalidError: another field is not usable.
    """
    changed = {
        name: value
        for name, value in profile.items()
        if name in PROFILE_FIELDS and getattr(organisation, name) != value
    }
    if not changed:
        return organisation
    if "name" in changed:
        changed["name"] = _clean_name(changed["name"])
        _refuse_lookalike(changed["name"], but=organisation.pk)
    before = {name: getattr(organisation, name) for name in changed}
    with transaction.atomic():
        for name, value in changed.items():
            setattr(organisation, name, value)
        _check(organisation)
        organisation.save(update_fields=list(changed))
        events.record(
            organisation_id=organisation.pk,
            actor=actor,
            action="organisation.changed",
            object=organisation,
            before=before,
            after=changed,
            label=organisation.name,
        )
    return organisation


def set_logo(organisation: Organisation, png: bytes | None, *, actor: object) -> None:
    """Keep `png` (as `logos.to_png` wrote it) as the logo, or none."""
    with transaction.atomic():
        organisation.logo = png
        organisation.save(update_fields=["logo"])
        events.record(
            organisation_id=organisation.pk,
            actor=actor,
            action="organisation.logo_changed" if png else "organisation.logo_removed",
            object=organisation,
            after={"sha256": hashlib.sha256(png).hexdigest()} if png else None,
            label=organisation.name,
        )


def invite(
    organisation: Organisation, *, email: str, role: Role, actor: User
) -> tuple[Invitation, str]:
    """Offer a place to the holder of an address, by mail.

    Returns:
        The invitation and its token; only the token's digest is kept.

    Raises:
        MemberAlreadyError: the address belongs to a member.
    """
    email = email.strip().lower()
    with organisation_scope(organisation), transaction.atomic():
        if Membership.objects.filter(user__email=email).exists():
            raise errors.MemberAlreadyError("This person is a member already.")
        now = timezone.now()
        Invitation.objects.filter(email=email, accepted_at=None, withdrawn_at=None).update(
            withdrawn_at=now
        )
        token = secrets.token_urlsafe(32)
        invitation = Invitation.objects.create(
            organisation=organisation,
            email=email,
            role=role,
            digest=digest(token),
            invited_by=actor,
            expires_at=now + INVITATION_LIFE,
        )
        _record_member("member.invited", invitation, actor, None, {"role": str(role)})
        _mail_invitation(invitation, actor, token)
    return invitation, token


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
            raise errors.InvitationInvalidError("This invitation is no longer open.")
        _record_member("member.invitation_withdrawn", invitation, actor, None, None)


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
        raise errors.InvitationInvalidError("This invitation is no longer valid.")
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
            raise errors.MemberAlreadyError("You are a member already.")
        taken = Invitation.objects.filter(
            pk=invitation.pk, accepted_at=None, withdrawn_at=None
        ).update(accepted_at=timezone.now())
        if not taken:
            raise errors.InvitationInvalidError("This invitation is no longer valid.")
        membership: Membership = Membership.objects.create(
            organisation=organisation, user=user, role=invitation.role
        )
        _record_member("member.joined", membership, user, None, {"role": membership.role})
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
        _record_member(
            "member.role_changed", membership, actor, {"role": before}, {"role": str(role)}
        )
    return membership


def remove_member(membership: Membership, *, actor: User) -> None:
    """End a membership.

    Raises:
        LastOwnerError: the only owner would be gone.
    """
    with transaction.atomic():
        if membership.role == Role.OWNER:
            _not_the_last_owner(membership)
        _record_member("member.removed", membership, actor, {"role": membership.role}, None)
        membership.delete()


def slug_from(name: str) -> str:
    """Return the part of an address that a name suggests: ASCII letters, digits, hyphens."""
    return latin.slug(name, longest=SLUG_LENGTH) or "organisation"


def digest(token: str) -> str:
    """Return the SHA-256 of a token, in hex: what is kept of it."""
    return hashlib.sha256(token.encode()).hexdigest()


def _free_slug(wanted: str) -> str:
    taken = {
        *RESERVED_SLUGS,
        *Organisation.objects.filter(slug__startswith=wanted).values_list("slug", flat=True),
    }
    slug, number = wanted, 1
    while slug in taken:
        number += 1
        ending = f"-{number}"
        slug = wanted[: SLUG_LENGTH - len(ending)] + ending
    return slug


def _clean_name(name: str) -> str:
    clean = names.one_line(name)
    if not any(character.isalnum() for character in clean):
        raise errors.NameInvalidError("Give the organisation a name.")
    return clean


def _refuse_lookalike(name: str, *, but: UUID | None = None) -> None:
    """Refuse a name that an eye takes for another organisation's (UTS 39 §4).

    The same name is allowed, there is more than one “Academy”; another spelling that only looks
    the same has one use, to pass for somebody else.
    """
    if names.mixes_scripts(name):
        raise errors.NameConfusableError(
            "A word of this name mixes alphabets whose letters look alike. Write each word in "
            "one alphabet."
        )
    wanted, plain = names.skeleton(name), name.casefold()
    others = Organisation.objects.exclude(pk=but) if but else Organisation.objects.all()
    for other in others.values_list("name", flat=True).iterator():
        if names.skeleton(other) == wanted and other.casefold() != plain:
            raise errors.NameConfusableError(
                "This name looks like that of another organisation. Choose one that nobody can "
                "mistake for it."
            )


def _check(organisation: Organisation) -> None:
    try:
        organisation.full_clean()
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise errors.ProfileInvalidError(" ".join(messages), field=field) from error


def _not_the_last_owner(membership: Membership) -> None:
    others = Membership.objects.select_for_update().filter(role=Role.OWNER)
    if not [other for other in others if other.pk != membership.pk]:
        raise errors.LastOwnerError(
            "Every organisation needs an owner. Make somebody else an owner first."
        )


def _record_member(
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


def _mail_invitation(invitation: Invitation, actor: User, token: str) -> None:
    url = settings.SKILLMARK.site_url + reverse("orgs:join", kwargs={"token": token})
    facts = {
        "organisation": invitation.organisation.name,
        "role": invitation.get_role_display(),
        "person": str(actor),
        "url": url,
    }
    events.send_mail(
        recipient=invitation.email,
        subject=_("Join %(organisation)s on Skillmark") % facts,
        text=_(
            "%(person)s invites you to join %(organisation)s on Skillmark as %(role)s.\n\n"
            "Open this link to accept. It works for 14 days, and once:\n%(url)s\n\n"
            "If you do not know %(person)s, do nothing: nothing happens.\n"
        )
        % facts,
        organisation_id=invitation.organisation_id,
    )
