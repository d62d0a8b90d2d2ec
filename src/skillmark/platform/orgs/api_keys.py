"""API keys: made, shown once, kept as a digest, checked, revoked."""

import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from skillmark.platform.events import services as events
from skillmark.platform.orgs import errors
from skillmark.platform.orgs.models import ApiKey, Organisation, Scope
from skillmark.platform.orgs.services.members import digest
from skillmark.platform.people import names

BEGINNING: Final = "smk_"  # lets secret scanners find a leaked key
SECRET_BYTES: Final = 32
USE_NOTED_EVERY: Final = timedelta(minutes=1)
LONGEST: Final = 200  # characters; nothing longer is looked up


@dataclass(frozen=True, slots=True)
class IssuedKey:
    """A new key and, this once, its secret text."""

    key: ApiKey
    text: str = field(repr=False)


def create_api_key(
    organisation: Organisation,
    *,
    name: str,
    scopes: Iterable[str],
    actor: object,
    expires_at: datetime | None = None,
) -> IssuedKey:
    """Make a key that opens `scopes`.

    Raises:
        ScopeUnknownError: a scope does not exist, or none is given.
    """
    wanted = sorted(set(scopes))
    if not wanted or not set(wanted) <= set(Scope.values):
        raise errors.ScopeUnknownError("Choose at least one of the scopes that exist.")
    text = f"{BEGINNING}{secrets.token_hex(4)}_{secrets.token_urlsafe(SECRET_BYTES)}"
    with transaction.atomic():
        key = ApiKey.objects.create(
            organisation=organisation,
            name=_one_line(name),
            prefix=text[: len(BEGINNING) + 8],
            digest=digest(text),
            scopes=wanted,
            created_by=actor if getattr(actor, "is_authenticated", False) else None,
            expires_at=expires_at,
        )
        events.record(
            organisation_id=organisation.pk,
            actor=actor,
            action="api_key.created",
            object=key,
            after={"prefix": key.prefix, "scopes": wanted},
            label=key.name,
        )
    return IssuedKey(key, text)


def revoke_api_key(key: ApiKey, *, actor: object) -> None:
    """Close a key for good; a second time changes nothing."""
    with transaction.atomic():
        if not ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(
            revoked_at=timezone.now()
        ):
            return
        events.record(
            organisation_id=key.organisation_id,
            actor=actor,
            action="api_key.revoked",
            object=key,
            before={"prefix": key.prefix, "scopes": key.scopes},
            label=key.name,
        )


def rename_api_key(key: ApiKey, *, name: str, actor: object) -> ApiKey:
    """Call a key something else; what it opens stays."""
    wanted = _one_line(name)
    if wanted == key.name:
        return key
    with transaction.atomic():
        before, key.name = key.name, wanted
        key.save(update_fields=["name"])
        events.record(
            organisation_id=key.organisation_id,
            actor=actor,
            action="api_key.renamed",
            object=key,
            before={"name": before},
            after={"name": wanted},
            label=wanted,
        )
    return key


def check_api_key(text: str, scopes: Iterable[str]) -> ApiKey:
    """Return the active key behind `text` if it opens all `scopes`, and note its use.

    Raises:
        KeyInvalidError: unknown, revoked or expired; which one is not told.
        ScopeMissingError: a good key without one of the scopes.
    """
    key = _find(text)
    if key is None or not key.active:
        raise errors.KeyInvalidError("This API key is not valid.")
    missing = sorted(set(scopes) - set(key.scopes))
    if missing:
        raise errors.ScopeMissingError(
            f"This API key lacks the scope {missing[0]}.", scope=missing[0]
        )
    now = timezone.now()
    if key.last_used_at is None or now - key.last_used_at >= USE_NOTED_EVERY:
        key.last_used_at = now
        key.save(update_fields=["last_used_at"])
    return key


def _one_line(name: str) -> str:
    return names.one_line(name) or BEGINNING


def _find(text: str) -> ApiKey | None:
    if not text.startswith(BEGINNING) or len(text) > LONGEST or not text.isascii():
        return None
    wanted = digest(text)
    everywhere = ApiKey.objects.with_scopes_disabled()
    key: ApiKey | None = everywhere.select_related("organisation").filter(digest=wanted).first()
    if key is None or not hmac.compare_digest(key.digest, wanted):
        return None
    return key
