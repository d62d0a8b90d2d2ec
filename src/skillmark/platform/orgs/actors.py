"""Who stands behind a reference of the audit trail, as they are called today.

The trail keeps references only (``user:<id>``, ``key:<id>``), so that a person can be erased and
the chain still holds. Called in an organisation's scope.
"""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from skillmark.platform.events import audit
from skillmark.platform.orgs.models import ApiKey, Membership
from skillmark.platform.people.models import User

FOUND: Final = 50  # people or keys that a search by name looks for


def names(references: Iterable[str]) -> dict[str, str]:
    """Return what to call the actors behind `references`; those that are gone say so."""
    known = {one: one.partition(":") for one in set(references)}
    users = [pk for kind, _colon, pk in known.values() if kind == "user" and is_id(pk)]
    keys = [pk for kind, _colon, pk in known.values() if kind == "key" and is_id(pk)]
    found = {audit.SYSTEM: _("The platform")}
    found |= {user.audit_reference: str(user) for user in User.objects.filter(pk__in=users)}
    found |= {
        key.audit_reference: _("API key “%(name)s”") % {"name": key.name}
        for key in ApiKey.objects.filter(pk__in=keys)
    }
    for one, (kind, _colon, _pk) in known.items():
        if one not in found:
            found[one] = _gone(one, kind)
    return found


def found_by(query: str) -> list[str]:
    """Return the references of members and keys whose name or address holds `query`."""
    people = Membership.objects.filter(
        Q(user__display_name__icontains=query) | Q(user__email__icontains=query)
    ).values_list("user_id", flat=True)
    keys = ApiKey.objects.filter(name__icontains=query).values_list("pk", flat=True)
    return [
        *(f"user:{pk}" for pk in people[:FOUND]),
        *(f"key:{pk}" for pk in keys[:FOUND]),
    ]


def _gone(reference: str, kind: str) -> str:
    if kind == audit.SYSTEM:
        return _("The platform")
    return _("Somebody who is gone") if kind == "user" else reference


def is_id(text: str) -> bool:
    """Say whether a text is an id as we write them."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
