"""What a folder of issued credentials remembers, so that running again changes nothing.

One JSON line for each credential, written before its files are: when the program is stopped,
the same bytes are made again from it. (After a power cut a line may be missing whose file is
there; `batch` takes such a file as it is.) The first line says for which achievement and issuer
the folder is. Ids and salts are not kept: they are derived from the key.
"""

import hashlib
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Self

from skillmark.cli.screen import CommandError, FileWriteError, read_file
from skillmark.core import jsonio
from skillmark.core.canon import jcs
from skillmark.core.jsonio import JsonObject

FILENAME: Final = "skillmark-issue.jsonl"
_FORMAT: Final = "skillmark-issue-1"


class JournalError(CommandError):
    """The folder's journal cannot be read."""

    code = "cli.journal_unreadable"


class OtherBatchError(CommandError):
    """The folder belongs to another achievement or issuer."""

    code = "cli.folder_of_another"


@dataclass(frozen=True, slots=True)
class Entry:
    """One credential that was issued into the folder.

    Attributes:
        key: who received it, as a hash; one person receives one.
        file: the name of its files, without suffix.
        created: the time of its proof, ISO 8601.
        fingerprint: hash of all that was said of the person.
        digest: SHA-256 of the credential's bytes.
    """

    key: str
    file: str
    created: str
    fingerprint: str
    digest: str


def fingerprint(value: JsonObject) -> str:
    """Return a hash of a JSON object that does not depend on the order of its keys."""
    return hashlib.sha256(jcs.canonicalize(value)).hexdigest()


class Journal:
    """The journal of one folder: what was issued before, and what is issued now."""

    def __init__(self, path: Path, entries: dict[str, Entry]) -> None:
        """Take what `open_in` has read."""
        self._path = path
        self.entries = entries

    @classmethod
    def open_in(cls, folder: Path, *, issuer: str, achievement: JsonObject) -> Self:
        """Return the journal of a folder, beginning a new one where there is none.

        Args:
            folder: exists.
            issuer: the DID of the issuer.
            achievement: what is issued, as it stands in the credentials.

        Raises:
            OtherBatchError: the folder was used for something else.
            JournalError: a line is not one of ours.
            CommandError: the file cannot be read or written.
        """
        path = folder / FILENAME
        head: JsonObject = {
            "format": _FORMAT,
            "issuer": issuer,
            "achievement": fingerprint(achievement),
        }
        journal = cls(path, {})
        if not path.exists():
            journal._append(head)
            return journal
        lines = read_file(path).split(b"\n")
        # What follows the last line break was cut off by a crash and never counted.
        first, *others = [_parse(line, path) for line in lines[:-1]] or [{}]
        if first != head:
            raise OtherBatchError(
                f"{folder} holds credentials of another achievement, version or issuer.",
                folder=str(folder),
            )
        for line in others:
            entry = _entry(line, path)
            journal.entries[entry.key] = entry
        if lines[-1]:
            journal._cut(len(lines[-1]))
        return journal

    def add(self, entry: Entry) -> None:
        """Write an entry down, before its files are written.

        Raises:
            FileWriteError: the file cannot be written.
        """
        self._append(dict(asdict(entry)))
        self.entries[entry.key] = entry

    def _append(self, line: JsonObject) -> None:
        try:
            with self._path.open("ab") as file:
                file.write(jsonio.dumps(line) + b"\n")
        except OSError as error:
            raise FileWriteError(
                f"{self._path} cannot be written: {error.strerror}."
            ) from error

    def _cut(self, size: int) -> None:
        try:
            os.truncate(self._path, self._path.stat().st_size - size)
        except OSError as error:
            raise FileWriteError(
                f"{self._path} cannot be written: {error.strerror}."
            ) from error


def _parse(line: bytes, path: Path) -> JsonObject:
    try:
        return jsonio.load_object(line)
    except jsonio.JsonError as error:
        raise JournalError(f"{path} is damaged.", path=str(path)) from error


def _entry(line: JsonObject, path: Path) -> Entry:
    names = ("key", "file", "created", "fingerprint", "digest")
    values = [value for name in names if isinstance(value := line.get(name), str)]
    if len(values) != len(names) or len(line) != len(names):
        raise JournalError(f"{path} is damaged.", path=str(path))
    return Entry(*values)
