"""The key with which an organisation's tool signs: made when first needed, sealed by the vault.

One key an organisation, so that no tenant's platform can be told anything in another's name. When the
vault no longer opens it (the passphrase was lost), another takes its place; platforms read the key
set again and find it.
"""

from typing import Any, Final
from uuid import UUID

from django.db import transaction

from skillmark.core.jsonio import JsonObject
from skillmark.platform.lti import jose
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.trust import keys, signing
from skillmark.platform.trust.errors import PassphraseError, VaultError
from skillmark.platform.trust.models import SealedSecret

PURPOSE: Final = "lti"


def key_set(organisation: Organisation) -> list[JsonObject]:
    """Return the public keys of an organisation's tool as a platform reads them, newest first."""
    if not _rows().exists():
        _ensured(organisation.pk)
    return [_public(row) for row in _rows()]


def sign(organisation: Organisation, payload: dict[str, Any]) -> str:
    """Return a token in the name of an organisation's tool."""
    row = _ensured(organisation.pk)
    text = jose.unsigned(payload, str(row.pk))
    try:
        signature = signing.sign_secret(row, text)
    except (VaultError, PassphraseError):
        row = _made(organisation.pk)
        text = jose.unsigned(payload, str(row.pk))
        signature = signing.sign_secret(row, text)
    return jose.joined(text, signature)


def _rows() -> Any:
    return SealedSecret.objects.filter(purpose=PURPOSE)


def _ensured(organisation_id: UUID) -> SealedSecret:
    found: SealedSecret | None = _rows().select_related("encryption").first()
    if found is not None:
        return found
    with transaction.atomic():  # two first requests: one key
        Organisation.objects.select_for_update(no_key=True).filter(pk=organisation_id).exists()
        found = _rows().select_related("encryption").first()
        return found or _made(organisation_id)


def _made(organisation_id: UUID) -> SealedSecret:
    secret, public = jose.new_key()
    return keys.keep_secret(organisation_id, PURPOSE, secret, public=public)


def _public(row: SealedSecret) -> JsonObject:
    public: JsonObject = dict(row.public)
    return public | {"kid": str(row.pk)}
