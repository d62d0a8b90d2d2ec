"""Reading the history of identities: what others fetch, and what pages tell."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from skillmark.platform.trust.identities import custody, logs
from skillmark.platform.trust.models import IdentityLog

LOG_FILE: Final = "did.jsonl"
WITNESS_FILE: Final = "did-witness.json"


@dataclass(frozen=True, slots=True)
class KeyHistory:
    """The history of an identity as it is published.

    Attributes:
        did: the did:webvh.
        log: the bytes of did.jsonl.
        witness: the bytes of did-witness.json, None when nobody has to approve.
    """

    did: str
    log: bytes
    witness: bytes | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One version, for people."""

    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """What a page says of a history.

    Attributes:
        did: the did:webvh.
        entries: newest first.
        witness_count: how many witnesses there are.
        threshold: how many of them it takes.
        waiting_since: since when a newer version waits for witnesses; None: none waits.
        may_go_on: whether the key of the next version is here.
    """

    did: str
    entries: tuple[Entry, ...]
    witness_count: int
    threshold: int
    waiting_since: datetime | None
    may_go_on: bool

    @property
    def began(self) -> datetime:
        """Return when the first version was written."""
        return self.entries[-1].at

    @property
    def newest(self) -> datetime:
        """Return when the newest version was written."""
        return self.entries[0].at


def history_of(name: str) -> KeyHistory | None:
    """Return the published history of a did:web or did:webvh of this site."""
    everyone = IdentityLog.objects.with_scopes_disabled()
    row: IdentityLog | None = (
        everyone.filter(did=name).first() or everyone.filter(identity__did=name).first()
    )
    if row is None or not row.log:
        return None
    return KeyHistory(row.did, bytes(row.log), bytes(row.witness_file) or None)


def file_at(slug: str, name: str) -> bytes | None:
    """Return a file of the history that lies beside ``/i/<slug>/did.json``."""
    everyone = IdentityLog.objects.with_scopes_disabled()
    row: IdentityLog | None = everyone.filter(
        identity__organisation__slug=slug, identity__did__endswith=f":{slug}"
    ).first()
    if row is None or not row.log:
        return None
    data = {LOG_FILE: row.log, WITNESS_FILE: row.witness_file}.get(name)
    return bytes(data) if data else None


def told(row: IdentityLog) -> Told | None:
    """Return what pages say of a history; None before its first version is published."""
    if not row.log:
        return None
    history = logs.history_of(row)
    rule = history.newest.parameters.witness
    return Told(
        row.did,
        tuple(Entry(one.entry.number, one.entry.time) for one in reversed(history.versions)),
        len(rule.witnesses),
        rule.threshold,
        row.waiting_since if row.waiting else None,
        row.next_secret_id is not None,
    )


def witness_did() -> str:
    """Return the did:key under which this site approves histories."""
    return custody.witness_key().did
