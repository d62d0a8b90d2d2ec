"""Who holds which credential, across all issuers.

A credential is somebody's when it was awarded to an e-mail address that they have proven, or when
they took it with a claim link while signed in. Holders see their own across organisations, so
these queries step outside the organisation scope on purpose and filter by person instead.
"""

from django.db.models import Q, QuerySet
from django.utils import timezone

from skillmark.platform.issuing.models import Award, ClaimLink, Credential, CredentialState
from skillmark.platform.people import selectors as people
from skillmark.platform.people.models import User


def held_by(user: User) -> QuerySet[Credential]:
    """Return every credential that is this account's, newest first."""
    emails = people.verified_emails(user)
    awards = Award.objects.with_scopes_disabled().filter(recipient_email__in=emails)
    taken = ClaimLink.objects.with_scopes_disabled().filter(claimed_by=user)
    rows: QuerySet[Credential] = Credential.objects.with_scopes_disabled().filter(
        Q(award__in=awards.values("pk")) | Q(pk__in=taken.values("credential"))
    )
    return rows.select_related("achievement_version", "organisation", "award").order_by(
        "-issued_at", "-pk"
    )


def valid_of(user: User) -> QuerySet[Credential]:
    """Return the credentials of this account that count now: active, begun and not expired."""
    now = timezone.now()
    return (
        held_by(user)
        .filter(state=CredentialState.ACTIVE, valid_from__lte=now)
        .filter(Q(valid_until=None) | Q(valid_until__gt=now))
    )
