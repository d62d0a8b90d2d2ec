"""What others read of the log: checkpoints, proofs, entries, and whether all is well.

Proofs are made from the published files and checked against the checkpoint while they are made,
so what leaves here verifies or does not leave.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db.models import Min

from skillmark.core.jsonio import JsonObject
from skillmark.core.log import (
    Checkpoint,
    Entry,
    LogProof,
    LogReader,
    Membership,
    Note,
    Place,
    check_cosigned,
    merkle,
)
from skillmark.core.log.spelling import HASH_BYTES
from skillmark.logstore import folder_source
from skillmark.platform.transparency import logkey, places
from skillmark.platform.transparency.errors import NoCheckpointError
from skillmark.platform.transparency.models import (
    WRITER,
    EntryKind,
    LogBatch,
    LogEntry,
    LoggedCredential,
    LogWriter,
    PublishedCheckpoint,
)
from skillmark.platform.trust.models import StatusList

if TYPE_CHECKING:
    from django.db.models import QuerySet

LATE: Final = timedelta(minutes=1)  # after that somebody has to look


@dataclass(frozen=True, slots=True)
class Published:
    """A checkpoint as it was published.

    Attributes:
        size: entries under it.
        root: 32 bytes.
        origin: the name of the log.
        note: the signed note.
        published_at: by our clock.
        witnessed_at: when as many witnesses as the policy asks for had seen it, by their clocks.
    """

    size: int
    root: bytes
    origin: str
    note: str
    published_at: datetime
    witnessed_at: datetime | None

    @property
    def checkpoint(self) -> Checkpoint:
        """The checkpoint in the note."""
        return Checkpoint(self.origin, self.size, self.root)


@dataclass(frozen=True, slots=True)
class Cosigner:
    """A witness of the policy, and when it cosigned a checkpoint; None if it did not."""

    name: str
    key: str
    url: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How the log is doing.

    Attributes:
        waiting: acts that are not in the log yet.
        oldest: when the oldest of them happened.
        unproven: whether the newest checkpoint lacks witnesses.
        error_code: of what keeps it from being written.
        error: the same as a sentence.
    """

    waiting: int
    oldest: datetime | None
    unproven: bool
    error_code: str
    error: str

    def is_late(self, now: datetime) -> bool:
        """Say whether something waits for longer than it should."""
        return self.oldest is not None and now - self.oldest > LATE


def as_published(row: PublishedCheckpoint) -> Published:
    """Return a row as a value."""
    return Published(
        row.size,
        bytes(row.root),
        row.origin,
        row.note,
        row.published_at,
        row.witnessed_at,
    )


def newest() -> Published | None:
    """Return the newest checkpoint that as many witnesses saw as the policy asks for.

    While none did, as before the first witness answers, the newest of all; None before the first.
    """
    rows = PublishedCheckpoint.objects.order_by("-size")
    row = rows.filter(complete=True).first() or rows.first()
    return None if row is None else as_published(row)


def last_size() -> int:
    """Return the size of the newest checkpoint of all; 0 before the first."""
    row = PublishedCheckpoint.objects.order_by("-size").values_list("size", flat=True).first()
    return row or 0


def checkpoint(size: int) -> Published:
    """Return the checkpoint of a size.

    Raises:
        NoCheckpointError: none of that size was published.
    """
    row = PublishedCheckpoint.objects.filter(pk=size).first()
    if row is None:
        raise NoCheckpointError("No checkpoint of that size was published.", size=size)
    return as_published(row)


def consistency(old: int, new: int) -> list[bytes]:
    """Return the proof that the tree of one published size grew out of another (RFC 6962).

    Raises:
        NoCheckpointError: one of them was not published.
        LogError: the files of the log are not what they were.
    """
    before, after = checkpoint(old), checkpoint(new)
    return list(reader(after).consistency(before.checkpoint))


def reader(at: Published) -> LogReader:
    """Return a reader of the log as it was at a checkpoint."""
    return LogReader(folder_source(places.folder()), at.checkpoint)


def policy() -> str:
    """Return whom a verifier may believe about this log (C2SP tlog-policy)."""
    return places.policy(logkey.known()).to_bytes().decode()


POLICY_PARTS: Final[dict[str, Callable[[], JsonObject]]] = {}
"""By app: returns the members of a policy file that an app above knows of, such as chains."""


def policy_document() -> JsonObject:
    """Return the same as a verifier's policy file, which apps above may add to."""
    document: JsonObject = {
        "type": "SkillmarkPolicy",
        "version": 1,
        "log": policy(),
        "demand": ["log"],
    }
    for part in POLICY_PARTS.values():
        document |= part()
    return document


def proof(credential_id: UUID, *, record: bool = False) -> bytes | None:
    """Return the ``.tlog-proof`` of a credential, or None while there is none.

    It ends in the first checkpoint that enough witnesses saw: the earliest time that is proven.

    Args:
        credential_id: of the credential.
        record: ask for that of the record of learning around it.

    Raises:
        LogError: the files of the log are not what they were.
    """
    row = logged(credential_id, record=record)
    if row is None or row.salt is None or row.entry is None or row.entry.index is None:
        return None
    found = first_over(row.entry.index)
    if found is None:
        return None
    index = row.entry.index
    member = Membership(Entry.parse(bytes(row.entry.leaf or b"")), _place(row))
    path = reader(found).inclusion(index)
    note = Note.parse(found.note.encode())
    return LogProof(index, path, note, member.to_bytes()).to_bytes()


def list_proof(url: str, sha256: str) -> bytes | None:
    """Return the ``.tlog-proof`` that exactly these bytes of a status list were published.

    None while there is none. Its extra data is the entry.

    Args:
        url: of the list.
        sha256: of its signed bytes, in hexadecimal.

    Raises:
        LogError: the files of the log are not what they were.
    """
    row = _lists(url).filter(said__sha256=sha256).order_by("index").first()
    found = None if row is None or row.index is None else first_over(row.index)
    if row is None or row.index is None or found is None:
        return None
    path = reader(found).inclusion(row.index)
    note = Note.parse(found.note.encode())
    return LogProof(row.index, path, note, bytes(row.leaf or b"")).to_bytes()


def list_entry(url: str, since: datetime) -> LogEntry | None:
    """Return the entry of the first version of a status list from a moment on, once it is logged."""
    row: LogEntry | None = _lists(url).filter(made_at__gte=since).order_by("index").first()
    return row


def _lists(url: str) -> "QuerySet[LogEntry]":
    """Return the entries of a list, by the index over those of its organisation."""
    owners = StatusList.objects.with_scopes_disabled().filter(url=url)
    rows = LogEntry.objects.with_scopes_disabled()
    found: QuerySet[LogEntry] = rows.filter(
        organisation__in=owners.values("organisation_id"),
        kind=EntryKind.STATUS_LIST,
        said__url=url,
        index__isnull=False,
    )
    return found


def logged(credential_id: UUID, *, record: bool = False) -> LoggedCredential | None:
    """Return where a credential is on its way into the log; None when it never set out.

    Args:
        credential_id: of the credential.
        record: ask for the record of learning around it.
    """
    rows = LoggedCredential.objects.with_scopes_disabled().select_related("entry")
    found: LoggedCredential | None = rows.filter(
        credential_id=credential_id, record=record
    ).first()
    return found


def first_over(index: int) -> Published | None:
    """Return the first checkpoint over an entry that enough witnesses saw."""
    rows = PublishedCheckpoint.objects.filter(complete=True, size__gt=index).order_by("size")
    row = rows.first()
    return None if row is None else as_published(row)


def cosigners(published: Published) -> list[Cosigner]:
    """Return what each witness of the policy says of a checkpoint."""
    note = Note.parse(published.note.encode())
    found = []
    for witness in places.witnesses():
        said = check_cosigned(note, witness.key)
        at = datetime.fromtimestamp(said.time, UTC) if said else None
        found.append(Cosigner(witness.key.name, str(witness.key), witness.url, at))
    return found


def entries(*, did: str = "", kind: EntryKind | None = None) -> "QuerySet[LogEntry]":
    """Return what is in the log, newest first."""
    rows = LogEntry.objects.with_scopes_disabled().filter(index__isnull=False)
    if did:
        rows = rows.filter(did=did)
    if kind is not None:
        rows = rows.filter(kind=kind)
    ordered: QuerySet[LogEntry] = rows.select_related("organisation").order_by("-index")
    return ordered


def entry(index: int) -> LogEntry | None:
    """Return one entry."""
    found: LogEntry | None = entries().filter(index=index).first()
    return found


def standing() -> Standing:
    """Return how the log is doing."""
    credentials = LoggedCredential.objects.with_scopes_disabled().filter(entry=None)
    waiting = LogEntry.objects.with_scopes_disabled().filter(index=None, dropped="")
    oldest = [rows.aggregate(at=Min("made_at"))["at"] for rows in (credentials, waiting)]
    unproven = PublishedCheckpoint.objects.order_by("-size").first()
    lacking = (
        PublishedCheckpoint.objects.filter(complete=False).order_by("-size").first()
        if unproven is not None and not unproven.complete
        else None
    )
    if lacking is not None:
        done = PublishedCheckpoint.objects.filter(complete=True).order_by("-size").first()
        since = PublishedCheckpoint.objects.filter(size__gt=done.size if done else -1)
        oldest.append(since.aggregate(at=Min("published_at"))["at"])
    writer = LogWriter.objects.filter(pk=WRITER).first()
    return Standing(
        credentials.count() + waiting.count(),
        min((at for at in oldest if at is not None), default=None),
        lacking is not None,
        writer.error_code if writer else "",
        writer.error if writer else "",
    )


def _place(row: LoggedCredential) -> Place:
    """Return the place of a credential in its batch, its path made from the kept leaves."""
    assert row.salt is not None  # noqa: S101 - the caller looked
    batch = LogBatch.objects.get(pk=row.entry_id)
    kept = bytes(batch.leaves)
    level = [kept[at : at + HASH_BYTES] for at in range(0, len(kept), HASH_BYTES)]
    index = level.index(merkle.leaf_hash(bytes(row.commitment)))
    path, place = [], index
    while len(level) > 1:
        path.append(level[place ^ 1])
        place >>= 1
        pairs = zip(level[::2], level[1::2], strict=True)
        level = [merkle.node_hash(left, right) for left, right in pairs]
    return Place(bytes(row.salt), index, tuple(path))
