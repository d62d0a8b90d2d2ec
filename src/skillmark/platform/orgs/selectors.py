"""Reading organisations, members, invitations, keys and the audit trail."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from skillmark.platform.events import audit
from skillmark.platform.events.models import AuditEntry
from skillmark.platform.orgs.models import ApiKey, Invitation, Membership, Organisation
from skillmark.platform.people.models import User


def memberships_of(user: User) -> QuerySet[Membership]:
    """Return the account's memberships in all organisations, by name."""
    everywhere = Membership.objects.with_scopes_disabled()
    found: QuerySet[Membership] = (
        everywhere.filter(user=user)
        .select_related("organisation")
        .order_by("organisation__name", "organisation_id")
    )
    return found


def by_slug(slug: str) -> Organisation | None:
    """Return the organisation at ``/i/<slug>``."""
    return Organisation.objects.filter(slug=slug).first()


def members(query: str = "") -> QuerySet[Membership]:
    """Return the members of the scoped organisation, those matching `query` only."""
    found: QuerySet[Membership] = Membership.objects.select_related("user").order_by(
        "user__display_name", "user__email"
    )
    if query:
        found = found.filter(
            Q(user__display_name__icontains=query) | Q(user__email__icontains=query)
        )
    return found


def open_invitations() -> QuerySet[Invitation]:
    """Return the scoped organisation's invitations that can still be accepted."""
    found: QuerySet[Invitation] = Invitation.objects.filter(
        accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now()
    ).order_by("-created_at")
    return found


def api_keys(query: str = "") -> QuerySet[ApiKey]:
    """Return the scoped organisation's keys, active ones first."""
    found: QuerySet[ApiKey] = ApiKey.objects.select_related("created_by").order_by(
        "revoked_at", "-created_at"
    )
    if query:
        found = found.filter(Q(name__icontains=query) | Q(prefix__icontains=query))
    return found


def audit_entries(query: str = "", action: str = "", actor: str = "") -> QuerySet[AuditEntry]:
    """Return the scoped organisation's audit trail, newest first.

    Args:
        query: part of an action, an object's name or its id.
        action: one action exactly.
        actor: one actor reference exactly.
    """
    found: QuerySet[AuditEntry] = AuditEntry.objects.order_by("-sequence")
    if query:
        found = found.filter(
            Q(action__icontains=query)
            | Q(label__icontains=query)
            | Q(object_id__icontains=query)
            | Q(object_kind__icontains=query)
        )
    if action:
        found = found.filter(action=action)
    if actor:
        found = found.filter(actor=actor)
    return found


def audit_actions() -> list[str]:
    """Return the actions that occur in the scoped organisation's audit trail."""
    return list(
        AuditEntry.objects.order_by("action").values_list("action", flat=True).distinct()
    )


def audit_actors() -> list[str]:
    """Return the actors that occur in the scoped organisation's audit trail."""
    return list(AuditEntry.objects.order_by("actor").values_list("actor", flat=True).distinct())


def actor_names(references: Iterable[str]) -> dict[str, str]:
    """Return what to call the actors behind `references`; those that are gone stay away."""
    split = [reference.partition(":") for reference in set(references)]
    users = [identifier for kind, _colon, identifier in split if kind == "user"]
    keys = [identifier for kind, _colon, identifier in split if kind == "key"]
    names = {audit.SYSTEM: _("The platform")}
    for user in User.objects.filter(pk__in=users):
        names[user.audit_reference] = str(user)
    for key in ApiKey.objects.filter(pk__in=keys):
        names[key.audit_reference] = str(key)
    return names
