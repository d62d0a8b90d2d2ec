"""Reading what a person holds, across all issuers; whose a credential is says `issuing.holding`."""

from datetime import date
from typing import Final

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from skillmark.platform.catalog import text
from skillmark.platform.issuing.models import Credential, CredentialState
from skillmark.platform.issuing.selectors.holding import held_by

__all__ = ["SORTS", "STATES", "awarded_on", "counts", "held_by", "search"]

STATES: Final = ("active", "expired", "suspended", "revoked")
SORTS: Final = {
    "-issued_at": ("-issued_at", "-pk"),
    "issued_at": ("issued_at", "pk"),
    "name": ("achievement_version__name", "pk"),
    "issuer": ("organisation__name", "pk"),
}


def search(
    rows: QuerySet[Credential], *, words: str = "", state: str = "", sort: str = ""
) -> QuerySet[Credential]:
    """Narrow a list of credentials down; unknown filters are ignored.

    Args:
        rows: of `held_by`.
        words: each must be in the achievement's or the issuer's name.
        state: one of `STATES`.
        sort: one of `SORTS`.
    """
    for word in text.line(words).split()[:8]:
        rows = rows.filter(
            Q(achievement_version__name__icontains=word) | Q(organisation__name__icontains=word)
        )
    if state in STATES:
        rows = rows.filter(_state(state))
    return rows.order_by(*SORTS.get(sort, SORTS["-issued_at"]))


def counts(rows: QuerySet[Credential]) -> dict[str, int]:
    """Return how many of the credentials stand in each of `STATES`."""
    each = {state: Count("pk", filter=_state(state)) for state in STATES}
    found: dict[str, int] = rows.order_by().aggregate(**each)
    return found


def awarded_on(credential: Credential) -> date:
    """Return the day the achievement was earned; the day of issue when no other is known."""
    said = credential.award.fields.get("achieved_on")
    return date.fromisoformat(said) if said else credential.valid_from.date()


def _state(state: str) -> Q:
    over = Q(valid_until__isnull=False, valid_until__lte=timezone.now())
    if state == "expired":
        return Q(state=CredentialState.ACTIVE) & over
    if state == "active":
        return Q(state=CredentialState.ACTIVE) & ~over
    return Q(state=state)
