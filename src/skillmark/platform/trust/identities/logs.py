"""The log of a did:webvh: begun, continued and published, in the transaction of what it tells.

`tell` brings a log up to what the rows say: one entry when anything differs, none otherwise, so it
may be called as often as one likes. An entry is signed by the key that the entry before promised;
that key is destroyed and the next one promised. What too few witnesses have approved waits.
"""

from datetime import datetime, timedelta
from typing import Final

import structlog
from django.db import transaction
from django.utils import timezone

from skillmark.core.did import parse_document, webvh
from skillmark.core.did.webvh import Change, History, LogKey, Terms, WebvhDid, check_witnesses
from skillmark.core.did.webvh.errors import UnwitnessedError, WitnessFileMissingError
from skillmark.core.did.webvh.log import read_log
from skillmark.core.errors import SkillmarkError
from skillmark.core.jsonio import JsonObject
from skillmark.platform.events import services as events
from skillmark.platform.events.ids import uuid7
from skillmark.platform.trust import addresses
from skillmark.platform.trust.errors import UpdateKeyLostError
from skillmark.platform.trust.identities import custody, describing, witnessing
from skillmark.platform.trust.models import IdentityLog, IssuerIdentity, IssuerKey

WEB: Final = "did:web:"
_TICK: Final = timedelta(seconds=1)  # entries count seconds, and each is later than the last

log = structlog.get_logger("skillmark.trust")


def tell(identity: IssuerIdentity, *, at: datetime | None = None) -> IdentityLog | None:
    """Bring the log of an identity's place up to its keys, and return it.

    Begins the log where there is none. None for a did:key, which has no place.

    Raises:
        UpdateKeyLostError: the promised key is not here, so nothing can be added.
        VaultError: the promised key does not open.
        WebvhError: what was stored is no log, or the witness knows another one.
    """
    now = (at or timezone.now()).replace(microsecond=0)
    with transaction.atomic():
        web = _web_identity(identity)
        if web is None:
            return None
        events.hold(
            web.organisation_id
        )  # callers have recorded something before they come here
        row = _held(web) or _begun(web, now)
        _continue(row, now)
        _publish(row, now)
    return row


def of(identity: IssuerIdentity) -> IdentityLog | None:
    """Return the log of an identity's place, if it has been begun."""
    everyone = IdentityLog.objects.with_scopes_disabled()
    field = "identity" if identity.did.startswith(WEB) else "did"
    value = identity.pk if field == "identity" else identity.did
    found: IdentityLog | None = everyone.filter(**{field: value}).first()
    return found


def state_of(row: IdentityLog) -> JsonObject | None:
    """Return the document of the newest published version; None before the first."""
    if not row.log:
        return None
    return history_of(row).newest.entry.state


def history_of(row: IdentityLog) -> History:
    """Return the versions that are published, read as a stranger would."""
    return read_log(bytes(row.log), at=timezone.now())


def ask_witnesses(row: IdentityLog) -> bool:
    """Ask others to approve the version that waits; publish it when enough did. Uses the network.

    Returns:
        Whether nothing waits any more.
    """
    waiting, file = bytes(row.waiting), bytes(row.witness_file)
    if not waiting:
        return True
    now = timezone.now()
    proofs = witnessing.asked_elsewhere(waiting, file, at=now)
    version_id = read_log(waiting, at=now).newest.entry.version_id
    with transaction.atomic():
        everyone = IdentityLog.objects.with_scopes_disabled().select_for_update()
        held: IdentityLog = everyone.get(pk=row.pk)
        if bytes(held.waiting) == waiting:
            merged = bytes(held.witness_file)
            for proof in proofs:
                merged = witnessing.with_proof(merged, version_id, proof)
            held.witness_file = merged
            _publish(held, now)
    return not held.waiting


def tell_all() -> int:
    """Begin what has no log yet, continue what fell behind, ask witnesses; return how many failed.

    Existing did:web identities get their history this way: nobody has to do anything.
    """
    failed = 0
    everyone = IssuerIdentity.objects.with_scopes_disabled().filter(is_current=True)
    for identity in everyone.exclude(did__startswith="did:key:").select_related("organisation"):
        try:
            row = tell(identity) if _is_behind(identity) else of(identity)
            if row is not None and row.waiting:
                ask_witnesses(row)
        except SkillmarkError as error:
            failed += 1
            log.warning("history not continued", did=identity.did, code=error.code)
    return failed


def _is_behind(identity: IssuerIdentity) -> bool:
    """Say whether a log is to be begun, continued or published; looked at without any lock."""
    row = of(identity)
    if row is None or row.waiting:
        return True
    now = timezone.now()
    newest = read_log(row.newest, at=now + 2 * _TICK).newest
    if newest.parameters.witness != witnessing.rule():
        return True
    return newest.entry.state != _wanted(row, newest.entry.state, now.replace(microsecond=0))


def keys_at(row: IdentityLog) -> list[IssuerKey]:
    """Return every key of the place, under whichever identifier it signs, oldest first."""
    rows = IssuerKey.objects.with_scopes_disabled().filter(
        identity__did__in=[row.identity.did, row.did]
    )
    return list(rows.order_by("created_at", "pk"))


def _web_identity(identity: IssuerIdentity) -> IssuerIdentity | None:
    """Return the did:web of an identity's place, with its organisation."""
    everyone = IssuerIdentity.objects.with_scopes_disabled().select_related("organisation")
    if identity.did.startswith("did:webvh:"):
        found: IssuerIdentity | None = everyone.filter(
            did=WebvhDid.parse(identity.did).web
        ).first()
        return found
    return identity if identity.did.startswith(WEB) else None


def _held(web: IssuerIdentity) -> IdentityLog | None:
    everyone = IdentityLog.objects.with_scopes_disabled().select_for_update()
    found: IdentityLog | None = everyone.filter(identity=web).first()
    return found


def _begun(web: IssuerIdentity, now: datetime) -> IdentityLog:
    """Begin the log; the key of its first entry is never stored."""
    log_id = uuid7()
    promised = custody.fresh(web.organisation_id, log_id)
    rows = IssuerKey.objects.with_scopes_disabled().filter(identity=web)
    known = list(rows.order_by("created_at", "pk"))

    def describe(name: str) -> JsonObject:
        return describing.document(web, name, known, names=_names(web), ends={})

    terms = Terms(next_keys=(custody.public_of(promised),), witness=witnessing.rule())
    data = webvh.create(
        web.did.removeprefix(WEB), describe, custody.passing_key(), at=now, terms=terms
    )
    row: IdentityLog = IdentityLog.objects.create(
        id=log_id,
        organisation_id=web.organisation_id,
        identity=web,
        did=str(read_log(data, at=now).newest.did),
        waiting=data,
        waiting_since=now,
        next_secret=promised,
        created_at=now,
        changed_at=now,
    )
    events.record(
        organisation_id=web.organisation_id,
        actor=None,
        action="identity.history_begun",
        object=row,
        after={"did": row.did},
    )
    return row


def _continue(row: IdentityLog, now: datetime) -> None:
    """Add one entry if document or witnesses are not what they should be."""
    newest = read_log(row.newest, at=now + 2 * _TICK).newest
    wanted = _wanted(row, newest.entry.state, now)
    rule = witnessing.rule()
    if newest.entry.state == wanted and newest.parameters.witness == rule:
        return
    used = row.next_secret
    if used is None:
        raise UpdateKeyLostError(
            "The key that may continue the history is not here. Bring it back from a backup. "
            "Without one nothing can be added to it, not even its end; the operator can begin "
            "another with: skillmark keys new-history.",
            did=row.did,
        )
    promised = custody.fresh(row.organisation_id, row.pk)
    change = Change(next_keys=(custody.public_of(promised),), witness=rule)
    by: LogKey = custody.log_key(used)
    moment = max(now, newest.entry.time + _TICK)
    row.waiting = webvh.update(row.newest, by, at=moment, document=wanted, change=change)
    row.waiting_since, row.changed_at, row.next_secret = now, now, promised
    row.save()
    used.delete()
    events.record(
        organisation_id=row.organisation_id,
        actor=None,
        action="identity.history_continued",
        object=row,
        after={"did": row.did, "number": newest.entry.number + 1},
    )


def _wanted(row: IdentityLog, state: JsonObject, now: datetime) -> JsonObject:
    """Return the document as it should be: what the history said of a key's end stays said."""
    said = {
        method.public_key.to_multikey(): method.expires
        for method in parse_document(state).methods
        if method.expires is not None
    }
    rows = keys_at(row)
    found = describing.ends(rows, begun_at=row.created_at, said=said, now=now)
    return describing.document(
        row.identity, row.did, rows, names=_names(row.identity), ends=found
    )


def _publish(row: IdentityLog, now: datetime) -> None:
    """Publish what waits, once enough witnesses have approved it."""
    waiting = bytes(row.waiting)
    if not waiting:
        return
    later = now + 2 * _TICK
    row.witness_file = witnessing.approved_here(waiting, bytes(row.witness_file), at=later)
    history = read_log(waiting, at=later)
    try:
        check_witnesses(history, bytes(row.witness_file) or None)
    except (UnwitnessedError, WitnessFileMissingError):
        row.save(update_fields=["witness_file"])
        return
    row.witness_file = witnessing.trimmed(bytes(row.witness_file), history)
    row.log, row.waiting, row.waiting_since = waiting, b"", None
    row.save()


def _names(web: IssuerIdentity) -> list[str]:
    return [web.did, addresses.issuer_page(web.organisation.slug)]
