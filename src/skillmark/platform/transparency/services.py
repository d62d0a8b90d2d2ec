"""What is to be logged, written down in the transaction of the act; nothing waits for the log.

Each function is a handful of rows. Numbers, signatures and the log itself are the writer's work
(`publishing`), a second later and in another process.
"""

import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from skillmark.core.jsonio import JsonObject
from skillmark.core.log import (
    AuditHeadBody,
    DefinitionBody,
    KeyAct,
    KeyEventBody,
    RuleBody,
    StatusListBody,
    commitment,
    digest,
    issuer_hash,
)
from skillmark.core.log.batch import SALT_BYTES
from skillmark.core.log.bodies import Body
from skillmark.platform.events import audit
from skillmark.platform.events.models import AuditHead
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.transparency.errors import NotInTransactionError
from skillmark.platform.transparency.models import LogEntry, LoggedCredential
from skillmark.platform.trust import keys
from skillmark.platform.trust.models import IssuerKey, StatusList

_ROWS = 1_000  # of one insert


@dataclass(frozen=True, slots=True)
class ToLog:
    """A credential that was issued.

    Attributes:
        id: its row.
        digest: `skillmark.core.log.credential_digest` of the document.
        did: of the issuer in the document.
        record: it is the record of learning (CLR) around the credential of that row.
    """

    id: UUID
    digest: bytes
    did: str
    record: bool = False


def log_credentials(organisation: Organisation, credentials: Sequence[ToLog]) -> None:
    """Let credentials into the log, with salts of their own, in the transaction that issues them.

    Raises:
        NotInTransactionError: there is no transaction.
    """
    if not credentials:
        return
    _require_transaction()
    rows = []
    for one in credentials:
        salt = secrets.token_bytes(SALT_BYTES)
        rows.append(
            LoggedCredential(
                organisation=organisation,
                credential_id=one.id,
                record=one.record,
                did=one.did,
                salt=salt,
                commitment=commitment(salt, one.digest),
            )
        )
    LoggedCredential.objects.with_scopes_disabled().bulk_create(rows, batch_size=_ROWS)


def log_status_list(row: StatusList, *, at: datetime) -> LogEntry:
    """Log that a status list was published, in the transaction that publishes it."""
    return _log(row.organisation_id, row.identity.did, StatusListBody(row.url, row.digest), at)


def log_key_event(key: IssuerKey, act: KeyAct, *, since: datetime, at: datetime) -> LogEntry:
    """Log that a key came, went or fell; in the issuer's name, by a key that still counts."""
    body = KeyEventBody(
        act, key.verification_method, key.public_multikey, int(since.timestamp())
    )
    return _log(key.organisation_id, key.identity.did, body, at)


def log_definition(
    organisation: Organisation, *, url: str, version: int, sha256: str, at: datetime
) -> LogEntry:
    """Log that a version of an achievement was published.

    Args:
        organisation: whose it is.
        url: the id of the version.
        version: 1, 2, 3 …
        sha256: of its canonical document, in hexadecimal.
        at: when.
    """
    did = keys.ensure_identity(organisation).did
    return _log(organisation.pk, did, DefinitionBody(url, version, sha256), at)


def log_rule(
    organisation: Organisation, *, url: str, version: int, sha256: str, at: datetime
) -> LogEntry:
    """Log that a version of a pathway's rule was published; as `log_definition`."""
    did = keys.ensure_identity(organisation).did
    return _log(organisation.pk, did, RuleBody(url, version, sha256), at)


def log_audit_heads(at: datetime) -> int:
    """Log where the audit trail of each organisation stands, if it moved; return how many."""
    count = 0
    for organisation_id in AuditHead.objects.values_list("pk", flat=True):
        organisation = Organisation.objects.filter(pk=organisation_id).first()
        if organisation is not None:
            with transaction.atomic():
                count += _log_audit_head(organisation, at)
    return count


def forget(credential_ids: Iterable[UUID]) -> int:
    """Erase the salts of credentials: what is in the log of them is noise from then on.

    The leaf of the batch stays, so the proofs of all others hold; for these there is none again.

    Returns:
        How many had one.
    """
    ids: Collection[UUID] = set(credential_ids)
    rows = LoggedCredential.objects.with_scopes_disabled().filter(
        credential_id__in=ids, salt__isnull=False
    )
    changed: int = rows.update(salt=None)
    return changed


def _log_audit_head(organisation: Organisation, at: datetime) -> bool:
    end = audit.end(organisation.pk)
    if not end.sequence:
        return False
    body = AuditHeadBody(str(organisation.pk), end.sequence, end.hash)
    known = LogEntry.objects.with_scopes_disabled().filter(
        organisation=organisation, body=digest(body)
    )
    if known.exists():
        return False
    _log(organisation.pk, keys.ensure_identity(organisation).did, body, at)
    return True


def _log(organisation_id: UUID, did: str, body: Body, at: datetime | None) -> LogEntry:
    _require_transaction()
    said: JsonObject = body.to_json()
    row: LogEntry = LogEntry.objects.with_scopes_disabled().create(
        organisation_id=organisation_id,
        did=did,
        issuer=issuer_hash(did),
        kind=body.kind.value,
        body=digest(body),
        said=said,
        made_at=at or timezone.now(),
    )
    return row


def _require_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise NotInTransactionError("What is logged is written in the transaction of the act.")
