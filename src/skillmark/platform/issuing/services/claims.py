"""Claim links: a secret in a mail by which its reader takes a credential.

The secret has 256 bits and is kept as its SHA-256 only. A link is good for a year, once; who
opens it again later sees the credential, but cannot claim it for another account.
"""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone
from django_scopes import scope

from skillmark.platform.events import services as events
from skillmark.platform.issuing.errors import ClaimLinkError
from skillmark.platform.issuing.models import ClaimLink, Credential

if TYPE_CHECKING:
    from skillmark.platform.people.models import User

TOKEN_BYTES: Final = 32  # 256 bits
TOKEN_LENGTH: Final = 43  # characters of base64url
LIFETIME: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True, repr=False)
class NewLink:
    """A fresh link: the row to store, and the secret that only the mail may hold."""

    row: ClaimLink
    token: str

    def __repr__(self) -> str:
        return f"NewLink({self.row.pk})"


def digest_of(token: str) -> str:
    """Return how a token is kept at rest."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_links(
    credentials: Iterable[tuple[Credential, str]], *, at: datetime | None = None
) -> list[NewLink]:
    """Store a fresh link for each credential and address, made `at`, in one insert."""
    now = at or timezone.now()
    made = []
    for credential, address in credentials:
        token = secrets.token_urlsafe(TOKEN_BYTES)
        row = ClaimLink(
            organisation_id=credential.organisation_id,
            credential=credential,
            token_digest=digest_of(token),
            email=address,
            created_at=now,
            expires_at=now + LIFETIME,
        )
        made.append(NewLink(row, token))
    ClaimLink.objects.with_scopes_disabled().bulk_create(
        [link.row for link in made], batch_size=1_000
    )
    return made


def withdraw(credential: Credential) -> int:
    """Make every unused link of a credential useless, and return how many there were."""
    links = ClaimLink.objects.with_scopes_disabled().filter(
        credential=credential, claimed_at=None, withdrawn_at=None
    )
    withdrawn: int = links.update(withdrawn_at=timezone.now())
    return withdrawn


def look_up(token: str) -> ClaimLink:
    """Return the link that a token opens, with its credential.

    Raises:
        ClaimLinkError: unknown, expired or withdrawn; one answer for all three.
    """
    found: ClaimLink | None = None
    if len(token) == TOKEN_LENGTH:
        links = ClaimLink.objects.with_scopes_disabled().select_related(
            "credential__award", "credential__achievement_version", "credential__organisation"
        )
        found = links.filter(token_digest=digest_of(token)).first()
    usable = (
        found is not None and found.withdrawn_at is None and found.expires_at > timezone.now()
    )
    if found is None or not usable:
        raise ClaimLinkError("This link does not lead to a credential any more.")
    return found


def claim(token: str, user: "User | None" = None) -> Credential:
    """Take the credential of a link, once.

    Args:
        token: the secret of the mail.
        user: the account that takes it; none when it is taken without an account.

    Raises:
        ClaimLinkError: as `look_up`, or another account has taken it before.
    """
    link = look_up(token)
    with transaction.atomic(), scope(organisation=link.organisation_id):
        locked: ClaimLink = ClaimLink.objects.select_for_update().get(pk=link.pk)
        credential: Credential = link.credential
        user_id = user.pk if user else None
        if locked.claimed_at is not None and locked.claimed_by_id in {None, user_id}:
            if user_id is not None and locked.claimed_by_id is None:
                locked.claimed_by = user
                locked.save(update_fields=["claimed_by"])
            return credential
        if locked.claimed_at is not None:
            raise ClaimLinkError("This link was used by another account.")
        locked.claimed_at, locked.claimed_by = timezone.now(), user
        locked.save(update_fields=["claimed_at", "claimed_by"])
        if credential.claimed_at is None:
            credential.claimed_at = locked.claimed_at
            credential.save(update_fields=["claimed_at"])
        events.record(
            organisation_id=link.organisation_id,
            actor=user,
            action="credential.claimed",
            object=credential,
        )
        return credential
