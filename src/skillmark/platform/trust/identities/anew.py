"""A history that can never go on, because the promised key is lost: given up, and another begun.

The key of the next version cannot be made again, and closing a history is a version too. So the old
did:webvh stands still for ever, and whoever has seen it sees that it was left. What can be done is
to put another history in its place, beside the same did:web; then keys can be replaced again.
"""

from contextlib import suppress

from django.db import transaction

from skillmark.platform.events import services as events
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.trust import addresses, sealing
from skillmark.platform.trust.errors import (
    HistoryGoesOnError,
    HistoryNamedError,
    NoHistoryError,
    PassphraseError,
    VaultError,
)
from skillmark.platform.trust.identities import logs
from skillmark.platform.trust.models import IdentityLog, IssuerIdentity, IssuerKey


def stuck(organisation: Organisation) -> IdentityLog:
    """Return the history of an organisation, once it is certain that it cannot go on.

    Raises:
        NoHistoryError: it has none.
        HistoryGoesOnError: the promised key is here.
        HistoryNamedError: credentials name this did:webvh: they would lose their issuer.
        KeysElsewhereError: whether the key opens, only the signer's process can say.
    """
    everyone = IdentityLog.objects.with_scopes_disabled().select_related(
        "identity__organisation", "next_secret"
    )
    wanted = addresses.web_did(organisation.slug)
    row: IdentityLog | None = everyone.filter(
        organisation=organisation, identity__did=wanted
    ).first()
    if row is None or not row.log:
        raise NoHistoryError("The organisation's identity has no published history.")
    if _opens(row):
        raise HistoryGoesOnError("The key of the next version is here: the history can go on.")
    keys = IssuerKey.objects.with_scopes_disabled().filter(identity__did=row.did)
    if keys.exists():
        raise HistoryNamedError(
            "Credentials name this did:webvh as their issuer. In another history it would not be "
            "found any more.",
            did=row.did,
        )
    return row


def begin(organisation: Organisation, *, actor: object) -> IdentityLog:
    """Put a new history in the place of one that cannot go on; all in one transaction.

    Raises:
        TrustError: as `stuck`.
    """
    with transaction.atomic():
        events.hold(organisation.pk)
        IdentityLog.objects.with_scopes_disabled().select_for_update().get(
            pk=stuck(organisation).pk
        )
        row = stuck(organisation)
        web: IssuerIdentity = row.identity
        left = row.did
        secret = row.next_secret
        events.record(
            organisation_id=organisation.pk,
            actor=actor,
            action="identity.history_left",
            object=row,
            before={"did": left, "number": logs.history_of(row).newest.entry.number},
        )
        row.delete()
        if secret is not None:
            secret.delete()
        new = logs.tell(web)
        if new is None:
            raise NoHistoryError("The organisation's identity has no published history.")
    return new


def _opens(row: IdentityLog) -> bool:
    if row.next_secret is None:
        return False
    with suppress(VaultError, PassphraseError):
        sealing.open_secret(row.next_secret)
        return True
    return False
