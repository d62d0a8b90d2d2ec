"""Reading what a person holds, across all issuers.

A credential is somebody's when it was awarded to an e-mail address that they have proven, or when
they took it with a claim link while signed in. Holders see their own across organisations, so
these queries step outside the organisation scope on purpose and filter by person instead.
"""

from datetime import date
from typing import Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from skillmark.platform.catalog import text
from skillmark.platform.issuing.models import Credential, CredentialState
from skillmark.platform.people import selectors as people
from skillmark.platform.people.models import User

STATES: Final = ("active", "expired", "suspended", "revoked")
SORTS: Final = {
    "-issued_at": ("-issued_at", "-pk"),
    "issued_at": ("issued_at", "pk"),
    "name": ("achievement_version__name", "pk"),
    "issuer": ("organisation__name", "pk"),
}


def held_by(user: User) -> QuerySet[Credential]:
    """Return every credential that is this account's, newest first."""
    emails = people.verified_emails(user)
    mine = Q(award__recipient_email__in=emails) | Q(claim_links__claimed_by=user)
    rows: QuerySet[Credential] = Credential.objects.with_scopes_disabled().filter(
        pk__in=Credential.objects.with_scopes_disabled().filter(mine).values("pk")
    )
    return rows.select_related("achievement_version", "organisation", "award").order_by(
        "-issued_at", "-pk"
    )


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
    return {state: rows.filter(_state(state)).count() for state in STATES}


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
