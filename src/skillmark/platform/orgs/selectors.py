"""Reading organisations, members, invitations and keys."""

from typing import Final

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from skillmark.platform.orgs.models import ApiKey, Invitation, Membership, Organisation, Role
from skillmark.platform.people.models import User
from skillmark.platform.ui.paging import ordered


def memberships_of(user: User) -> QuerySet[Membership]:
    """Return the account's memberships in all organisations, by name."""
    everywhere = Membership.objects.with_scopes_disabled()
    found: QuerySet[Membership] = (
        everywhere.filter(user=user)
        .select_related("organisation__parent")
        .order_by("organisation__name", "organisation_id")
    )
    return found


def by_slug(slug: str) -> Organisation | None:
    """Return the organisation at ``/i/<slug>``."""
    return Organisation.objects.filter(slug=slug).first()


MEMBER_SORTS: Final = {
    "name": ("user__display_name", "user__email", "pk"),
    "email": ("user__email", "pk"),
    "role": ("role", "pk"),
    "since": ("created_at", "pk"),
}
KEY_SORTS: Final = {
    "name": ("name", "pk"),
    "used": (F("last_used_at").asc(nulls_first=True), "pk"),
    "made": ("created_at", "pk"),
}
INVITATION_STATES: Final = ("open", "expired", "accepted", "withdrawn")


def members(query: str = "", role: str = "", sort: str = "") -> QuerySet[Membership]:
    """Return the members of the scoped organisation, those matching only.

    Args:
        query: part of a name or an address.
        role: one role exactly.
        sort: a key of `MEMBER_SORTS`, with a hyphen before it the other way round.
    """
    found: QuerySet[Membership] = Membership.objects.select_related("user")
    if query:
        found = found.filter(
            Q(user__display_name__icontains=query) | Q(user__email__icontains=query)
        )
    if role in Role.values:
        found = found.filter(role=role)
    return found.order_by(*ordered(MEMBER_SORTS, sort, "name"))


def invitations(query: str = "", state: str = "") -> QuerySet[Invitation]:
    """Return the scoped organisation's invitations in a state, newest first.

    Args:
        query: part of an address.
        state: of `INVITATION_STATES`; anything else means all.
    """
    now = timezone.now()
    found: QuerySet[Invitation] = Invitation.objects.select_related("invited_by")
    match state:
        case "open":
            found = found.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=now)
        case "expired":
            found = found.filter(accepted_at=None, withdrawn_at=None, expires_at__lte=now)
        case "accepted":
            found = found.filter(accepted_at__isnull=False)
        case "withdrawn":
            found = found.filter(accepted_at=None, withdrawn_at__isnull=False)
        case _:
            pass
    if query:
        found = found.filter(email__icontains=query)
    return found.order_by("-created_at", "-pk")


def deciders(*, but: User | None = None) -> QuerySet[Membership]:
    """Return who may approve in the scoped organisation, without one account."""
    found: QuerySet[Membership] = Membership.objects.filter(
        role__in=[Role.OWNER, Role.APPROVER], user__is_active=True
    ).select_related("user")
    return found.exclude(user=but) if but is not None else found


def api_keys(query: str = "", sort: str = "") -> QuerySet[ApiKey]:
    """Return the scoped organisation's keys, those that work first.

    Args:
        query: part of a name or of a key's beginning.
        sort: a key of `KEY_SORTS`, with a hyphen before it the other way round.
    """
    found: QuerySet[ApiKey] = ApiKey.objects.select_related("created_by")
    if query:
        found = found.filter(Q(name__icontains=query) | Q(prefix__icontains=query))
    if sort:
        return found.order_by(*ordered(KEY_SORTS, sort, "made"))
    return found.order_by(F("revoked_at").asc(nulls_first=True), "-created_at", "-pk")
