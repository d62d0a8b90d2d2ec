"""Letting the log be written again after it was moved, or after a backup was put back.

A log that lost its anchor, or a database that is older than its log, stops the writer: going on
blindly would sign a second history, or give numbers twice. This looks at everything first: the
files, what the database knows, what the witnesses know. A log that is behind stays refused.
"""

from dataclasses import dataclass

from django.db import transaction

from skillmark.core.log import Checkpoint, Entry, LogReader, issuer_hash
from skillmark.logstore import LogStore, folder_source
from skillmark.logstore.files import read_file
from skillmark.logstore.opening import check_files, signed
from skillmark.platform.transparency import logkey, places
from skillmark.platform.transparency.errors import LogBehindError
from skillmark.platform.transparency.models import LogEntry, PublishedCheckpoint
from skillmark.platform.transparency.publishing import (
    Publisher,
    clear_error,
    recorded_size,
)
from skillmark.platform.transparency.witnesses import Witnesses
from skillmark.platform.trust.models import IssuerIdentity


@dataclass(frozen=True, slots=True)
class Adopted:
    """What was done.

    Attributes:
        size: entries in the log.
        taken: of them, those that the database did not know.
    """

    size: int
    taken: int


def adopt() -> Adopted:
    """Make a new anchor, and take over entries that an older database does not know.

    Raises:
        LogBehindError: the database or a witness has seen more of the log than lies here.
        StoreLockedError: a worker writes the log; stop it first.
        LogStoreError: the files are damaged, or not of this log.
        SkillmarkError: the key does not open, or a setting is wrong.
    """
    key = logkey.open_key()
    folder, anchor = places.folder(), places.anchor()
    data = read_file(folder / "checkpoint")
    if data is None:
        raise LogBehindError("There is no log in the folder.", folder=str(folder))
    note = signed(data, key.note_key)
    head = Checkpoint.parse(note.text)
    check_files(folder, head)
    newest = _newest_known(head)
    source = folder_source(folder)
    heard = Witnesses(places.witnesses(), source).ask(note, all_of_them=True)
    if heard.ahead > head.size:
        raise _behind(head.size, heard.ahead)
    taken = _take_over(LogReader(source, head))
    LogStore.adopt(folder, anchor, key=key.note_key, newest=newest).close()
    Publisher.open().close()
    clear_error()
    return Adopted(head.size, taken)


def _newest_known(head: Checkpoint) -> Checkpoint:
    """Return the newest checkpoint that the database has of the log.

    Raises:
        LogBehindError: it is newer than the log.
    """
    row = PublishedCheckpoint.objects.order_by("-size").first()
    known = max(row.size if row else 0, recorded_size())
    if known > head.size:
        raise _behind(head.size, known)
    return head if row is None else Checkpoint(row.origin, row.size, bytes(row.root))


def _behind(size: int, known: int) -> LogBehindError:
    return LogBehindError(
        "Others have seen more of the log than lies here. Put the newest copy of its folder back.",
        size=size,
        known=known,
    )


def _take_over(reader: LogReader) -> int:
    """Make rows for entries that the database does not know, in one transaction."""
    identities = {
        issuer_hash(row.did): row for row in IssuerIdentity.objects.with_scopes_disabled().all()
    }
    everywhere = LogEntry.objects.with_scopes_disabled()
    taken = 0
    with transaction.atomic():
        for index, leaf in reader.entries(recorded_size()):
            entry = Entry.parse(leaf)
            same = everywhere.filter(issuer=entry.issuer, sequence=entry.sequence).first()
            if same is not None and bytes(same.leaf or b"") == leaf:
                continue  # signed by this database, and found again when the log is opened
            if same is not None:  # signed anew by the older database: it gets another number
                same.leaf = same.sequence = same.time = None
                same.save(update_fields=["leaf", "sequence", "time"])
            identity = identities.get(entry.issuer)
            everywhere.create(
                organisation_id=identity.organisation_id if identity else None,
                did=identity.did if identity else "",
                issuer=entry.issuer,
                kind=entry.kind.value,
                body=entry.body,
                sequence=entry.sequence,
                time=entry.time,
                leaf=leaf,
                index=index,
            )
            taken += 1
    return taken
