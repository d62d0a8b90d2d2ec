"""What the backpack shows of credentials from elsewhere."""

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format

from skillmark.platform.backpack.models import Imported
from skillmark.platform.issuing.models import Credential
from skillmark.platform.pathways.models import PathwayAward
from skillmark.platform.people.models import User

_UNITS: Final = {"hours": "h", "ects": "ECTS", "cpd": "CPD"}


def kept(user: User) -> QuerySet[Imported]:
    """Return what an account keeps from elsewhere, newest first, without the files."""
    rows = Imported.objects.filter(user=user, removed_at=None)
    return rows.defer("document", "original", "report").order_by("-added_at", "-pk")


def removed(user: User, imported_id: str) -> Imported | None:
    """Return what was removed just now, so that it can come back."""
    try:
        name = UUID(imported_id)
    except ValueError:
        return None
    return Imported.objects.filter(user=user, pk=name, removed_at__isnull=False).first()


def rows(found: Iterable[Imported]) -> list[dict[str, Any]]:
    """Return the rows of the list."""
    return [
        {
            "title": row.title,
            "href": reverse("backpack:imported", args=[row.pk]),
            "issuer": row.issuer_domain or row.issuer_name or row.issuer,
            "meta": " · ".join([date_format(row.achieved_on, "DATE_FORMAT"), *amounts(row)]),
            "state": state_word(row),
            "proven": bool(row.proven_by),
        }
        for row in found
    ]


def state_word(row: Imported) -> str:
    """Return the key of its state among the words of the design system."""
    state = row.shown_state
    return "valid" if state == "active" else state


def amounts(row: Imported) -> list[str]:
    """Return its credits, such as "137 h"."""
    return [f"{amount} {_UNITS.get(unit, unit)}" for unit, amount in row.credits.items()]


def towards(row: Imported) -> list[Credential]:
    """Return the finals that it counted in."""
    if not row.proven_by:
        return []
    awards = (
        PathwayAward.objects.with_scopes_disabled()
        .filter(
            constituents__url=row.name,
            constituents__credential=None,
            learner__joined_by=row.user_id,
        )
        .select_related("credential__achievement_version")
    )
    return [one.credential for one in awards.order_by("awarded_at")]
