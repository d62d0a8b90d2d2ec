"""Who stands behind a reference of the audit trail, as they are called today.

The trail keeps references only (``user:<id>``, ``key:<id>``), so that a person can be erased and
the chain still holds. Called in an organisation's scope.
"""

from collections.abc import Collection, Iterable
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from skillmark.platform.events import audit, trail
from skillmark.platform.orgs.models import ApiKey, Membership
from skillmark.platform.people.models import User

FOUND: Final = 50  # people or keys that a search by name looks for


def names(references: Iterable[str]) -> dict[str, str]:
    """Return what to call the actors behind `references`; those that are gone say so."""
    known = set(references)
    users, keys = _ids(known, "user"), _ids(known, "key")
    found = {audit.SYSTEM: _("The platform")}
    found |= {user.audit_reference: str(user) for user in User.objects.filter(pk__in=users)}
    found |= {
        key.audit_reference: _("API key “%(name)s”") % {"name": key.name}
        for key in ApiKey.objects.filter(pk__in=keys)
    }
    return found | {one: _gone(one) for one in known - found.keys()}


def found_by(query: str, among: Collection[str]) -> list[str]:
    """Return the references of people and keys whose name or address holds `query`.

    Args:
        query: a text.
        among: the references that occur in the trail; when they are too many to be all of
            them, members and keys are searched as well.
    """
    users, keys = _ids(among, "user"), _ids(among, "key")
    people = User.objects.filter(pk__in=users)
    named = ApiKey.objects.filter(pk__in=keys)
    if len(among) >= trail.CHOICES:
        people = User.objects.filter(
            pk__in=Membership.objects.values_list("user_id", flat=True)
        )
        named = ApiKey.objects.all()
    mine = people.filter(Q(display_name__icontains=query) | Q(email__icontains=query))
    ours = named.filter(name__icontains=query)
    return [
        *(f"user:{pk}" for pk in mine.values_list("pk", flat=True)[:FOUND]),
        *(f"key:{pk}" for pk in ours.values_list("pk", flat=True)[:FOUND]),
    ]


def _ids(references: Iterable[str], wanted: str) -> list[str]:
    split = (one.partition(":") for one in references)
    return [pk for kind, _colon, pk in split if kind == wanted and is_id(pk)]


def _gone(reference: str) -> str:
    kind = reference.partition(":")[0]
    if kind == audit.SYSTEM:
        return _("The platform")
    return _("Somebody who is gone") if kind == "user" else reference


def is_id(text: str) -> bool:
    """Say whether a text is an id as we write them."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
