"""Planned rotation: a new key, the history continued, the status lists signed anew. One act.

Nothing that the old key signed loses its worth: the old key stays in the document with its end,
and its private half is destroyed.
"""

from django.db import transaction
from django.utils import timezone

from skillmark.platform.orgs.models import Organisation
from skillmark.platform.trust import keys, status
from skillmark.platform.trust.identities import logs
from skillmark.platform.trust.models import IssuerKey, KeyPurpose, StatusList


def rotate(organisation: Organisation, purpose: KeyPurpose, *, actor: object) -> IssuerKey:
    """Retire the active key of a purpose and return its successor; all in one transaction.

    Raises:
        NoKeyError: there is no active key of this purpose.
        UpdateKeyLostError: the history cannot be continued, so nothing was changed.
        VaultError: a key does not open.
    """
    with transaction.atomic():
        new = keys.rotate(organisation, purpose, actor=actor)
        logs.tell(new.identity)
        if purpose == KeyPurpose.STATUS:
            sign_lists_anew(new)
    return new


def sign_lists_anew(key: IssuerKey) -> int:
    """Sign every status list of a key's identity with the key that is active now."""
    now = timezone.now()
    lists = StatusList.objects.with_scopes_disabled().select_related("identity")
    rows = lists.select_for_update(of=("self",)).filter(identity_id=key.identity_id)
    done = 0
    for row in rows.order_by("pk"):
        status.publish(row, at=max(now, row.published_at))
        done += 1
    return done
