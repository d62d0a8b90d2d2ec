"""Unsubscribing without an account, by a link in the mail (RFC 8058), and coming back.

The link's secret is 256 bits made from the site's secret, so that it is the same in every mail to
the same reader; only its digest is kept. It says neither who wrote nor to whom.
"""

import base64
import hashlib
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from skillmark.platform.mailing import suppressions
from skillmark.platform.mailing.errors import UnsubscribeError
from skillmark.platform.mailing.models import Cause, Subscription, Suppression

TOKEN_LENGTH: Final = 43  # characters of base64url
READER: Final = "system:reader"  # who unsubscribes, in the audit trail
_SALT: Final = "skillmark.mailing.subscriptions"


def links(addresses: Iterable[str], organisation_id: UUID) -> dict[str, str]:
    """Return the address of the page to unsubscribe on, for each reader of an organisation."""
    tokens = {address: _token(address, organisation_id) for address in addresses}
    Subscription.objects.bulk_create(
        [
            Subscription(
                token_digest=_digest(token),
                organisation_id=organisation_id,
                address=suppressions.normal(address),
            )
            for address, token in tokens.items()
        ],
        ignore_conflicts=True,
        batch_size=500,
    )
    site = settings.SKILLMARK.site_url
    return {address: f"{site}/unsubscribe/{token}" for address, token in tokens.items()}


def headers(link: str) -> dict[str, str]:
    """Return the headers by which a mail program unsubscribes in one click, RFC 8058 §3."""
    return {
        "List-Unsubscribe": f"<{link}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def find(token: str) -> Subscription:
    """Return whose link this is.

    Raises:
        UnsubscribeError: nobody's.
    """
    found = None
    if len(token) == TOKEN_LENGTH:
        found = Subscription.objects.filter(pk=_digest(token)).first()
    if found is None:
        raise UnsubscribeError("This link belongs to no mail of ours.")
    return found


def is_unsubscribed(one: Subscription) -> bool:
    """Say whether this reader gets no reminders."""
    rows = Suppression.objects.with_scopes_disabled().filter(
        organisation_id=one.organisation_id,
        address=one.address,
        cause=Cause.UNSUBSCRIBED,
        lifted_at=None,
    )
    return bool(rows.exists())


def unsubscribe(token: str) -> Subscription:
    """Send this reader no more reminders; twice is once.

    Raises:
        UnsubscribeError: the link is nobody's.
    """
    one = find(token)
    suppressions.suppress(one.address, one.organisation_id, Cause.UNSUBSCRIBED)
    return one


def subscribe_again(token: str) -> Subscription:
    """Undo it.

    Raises:
        UnsubscribeError: the link is nobody's.
    """
    one = find(token)
    with transaction.atomic():
        suppressions.lift(one.address, one.organisation_id, [Cause.UNSUBSCRIBED], actor=READER)
    return one


def _token(address: str, organisation_id: UUID) -> str:
    said = f"{organisation_id}|{suppressions.normal(address)}"
    made = salted_hmac(_SALT, said, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(made).decode("ascii").rstrip("=")


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
