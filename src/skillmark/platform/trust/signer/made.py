"""Keys that the signer made, before anybody else can see their rows."""

import base64
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS
from django.utils import timezone

from skillmark.platform.trust.models import IssuerIdentity, IssuerKey, KeyEncryption
from skillmark.platform.trust.signer.models import MadeKey

FRESH: Final = timedelta(minutes=15)  # that a caller's transaction may take


def find(key: UUID, database: str = DEFAULT_DB_ALIAS) -> IssuerKey | None:
    """Return a key made a moment ago as the row that its caller is about to commit."""
    row = MadeKey.objects.using(database).filter(pk=key, at__gt=timezone.now() - FRESH).first()
    if row is None:
        return None
    facts = dict(row.facts)
    encryption = KeyEncryption.objects.get(pk=facts.pop("encryption"))
    sealed = {name: base64.b64decode(facts.pop(name)) for name in ("wrapped_key", "ciphertext")}
    identity = IssuerIdentity(did=row.did, organisation_id=row.organisation_id)
    return IssuerKey(
        id=row.pk,
        organisation_id=row.organisation_id,
        identity=identity,
        encryption=encryption,
        **facts,
        **sealed,
    )
