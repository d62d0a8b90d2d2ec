"""Histories in the backup of an organisation's keys: the log, and which secret continues it.

The secrets themselves are in the backup already. A log only ever grows: a backup that is older
than what is here brings back the promised key at most, and one of another history is refused.
"""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from skillmark.core.did.webvh import WebvhDid, hashes
from skillmark.core.did.webvh.log import check_named, read_log
from skillmark.core.encoding import timestamp
from skillmark.core.errors import SkillmarkError
from skillmark.core.jsonio import JsonObject, JsonValue
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.trust import enclosed
from skillmark.platform.trust.errors import BackupError
from skillmark.platform.trust.identities import custody
from skillmark.platform.trust.models import IdentityLog, IssuerIdentity, SealedSecret

NAME: Final = "histories"


def take(organisation: Organisation) -> JsonValue:
    """Return the histories of an organisation for its backup; None when it has none."""
    rows = IdentityLog.objects.with_scopes_disabled().filter(organisation=organisation)
    found: list[JsonValue] = [
        {
            "did": row.did,
            "log": bytes(row.log).decode(),
            "witness": bytes(row.witness_file).decode(),
            "waiting": bytes(row.waiting).decode(),
            "created_at": timestamp.encode(row.created_at),
            "next": str(row.next_secret_id or ""),
        }
        for row in rows.order_by("created_at")
    ]
    return found or None


def bring(organisation: Organisation, value: JsonValue) -> None:
    """Bring histories back, in the transaction that restores, after identities and secrets.

    Raises:
        BackupError: a history does not verify, or is not the one that is here.
    """
    if not isinstance(value, list):
        raise BackupError("The backup is not in the form we write.")
    for one in value:
        try:
            _bring_one(organisation, one if isinstance(one, dict) else {})
        except BackupError:
            raise
        except (SkillmarkError, KeyError, ValueError) as error:
            raise BackupError("The backup is not in the form we write.") from error
    _forget_used(organisation)


def _bring_one(organisation: Organisation, facts: JsonObject) -> None:
    log, waiting = str(facts["log"]).encode(), str(facts["waiting"]).encode()
    newest = waiting or log
    history = read_log(newest, at=timezone.now() + timedelta(minutes=1))
    did = WebvhDid.parse(str(facts["did"]))
    check_named(history, did)
    everyone = IssuerIdentity.objects.with_scopes_disabled()
    web = everyone.filter(did=did.web, organisation=organisation).first()
    if web is None:
        raise BackupError("The history in the backup is of another place.")
    rows = IdentityLog.objects.with_scopes_disabled().select_for_update()
    row: IdentityLog = rows.filter(identity=web).first() or IdentityLog(
        organisation=organisation,
        identity=web,
        did=str(did),
        created_at=timestamp.decode(str(facts["created_at"])),
    )
    if row.did != str(did) or not _one_grew(row.newest, newest):
        raise BackupError("The history in the backup is of another place.")
    if len(newest) > len(row.newest):
        row.log, row.waiting = log, waiting
        row.waiting_since = timezone.now() if waiting else None
        row.witness_file = str(facts["witness"]).encode()
        row.changed_at = timezone.now()
    if not _fits(row, row.next_secret):
        row.next_secret = _secret(organisation, str(facts["next"]), row)
    row.save()


def _one_grew(one: bytes, other: bytes) -> bool:
    return one.startswith(other) or other.startswith(one)


def _fits(row: IdentityLog, secret: SealedSecret | None) -> bool:
    """Say whether a secret is the one that the newest version promised."""
    if secret is None:
        return False
    newest = read_log(row.newest, at=timezone.now() + timedelta(minutes=1)).newest
    multikey = custody.public_of(secret).to_multikey()
    return hashes.key_hash(multikey) in newest.parameters.promises


def _secret(organisation: Organisation, name: str, row: IdentityLog) -> SealedSecret | None:
    rows: Any = SealedSecret.objects.with_scopes_disabled()
    found: SealedSecret | None = (
        rows.filter(pk=UUID(name), organisation=organisation).first() if name else None
    )
    return found if _fits(row, found) else None


def _forget_used(organisation: Organisation) -> None:
    """Delete update keys that continue nothing: an old backup brings used ones back."""
    rows = IdentityLog.objects.with_scopes_disabled().filter(organisation=organisation)
    wanted = rows.exclude(next_secret=None).values_list("next_secret_id", flat=True)
    secrets = SealedSecret.objects.with_scopes_disabled()
    secrets.filter(organisation=organisation, purpose=custody.NEXT).exclude(
        pk__in=list(wanted)
    ).delete()


enclosed.also(NAME, take, bring)
