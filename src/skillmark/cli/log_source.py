"""Where `skillmark log` reads from: a folder or an address, a policy, and the files of a monitor."""

import re
from pathlib import Path
from typing import Final

from skillmark.cli.screen import CommandError, read_file
from skillmark.core import did as dids
from skillmark.core import jsonio
from skillmark.core.crypto import PublicKey
from skillmark.core.jsonio import JsonError, JsonObject
from skillmark.core.log import (
    Checkpoint,
    LogError,
    LogPolicy,
    LogReader,
    Note,
    NoteKey,
    Position,
    Source,
    check_log_signature,
)
from skillmark.core.log.tiles import CHECKPOINT
from skillmark.core.verify.reading import read
from skillmark.fetch import Fetcher
from skillmark.fetch.errors import NotFoundError
from skillmark.logstore import folder_source

_STATE: Final = "skillmark-log-monitor-1"
_BODY: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)


class NoLogError(CommandError):
    """There is no log where one was looked for."""

    code = "cli.no_log"


class MonitorFileError(CommandError):
    """A file of a monitor is not in the form we write."""

    code = "cli.monitor_file"


class NoCredentialError(CommandError):
    """The file holds no credential with an issuer."""

    code = "cli.no_credential"


class OpenLog:
    """A log whose checkpoint was signed by a log of the policy."""

    def __init__(self, source: Source, note: Note, head: Checkpoint) -> None:
        self.source = source
        self.note = note
        self.head = head

    def signed_by(self, key: NoteKey) -> bool:
        """Say which of a log's keys signed this checkpoint."""
        return any(line.by(key) for line in self.note.signatures)

    def reader(self) -> LogReader:
        """Return a reader of its tree."""
        return LogReader(self.source, self.head)


def open_log(where: str, policy: LogPolicy, allow_origin: list[str]) -> OpenLog:
    """Return the log in a folder or below an address.

    Raises:
        NoLogError: there is no checkpoint.
        LogError: the checkpoint is not signed by a log of the policy.
        SkillmarkError: it cannot be read or fetched.
    """
    if where.startswith(("https://", "http://")):
        source = _web_source(where, allow_origin)
    else:
        source = folder_source(Path(where))
    data = source(CHECKPOINT)
    if data is None:
        raise NoLogError(f"There is no log at {where}.")
    note = Note.parse(data)
    return OpenLog(source, note, check_log_signature(note, policy))


def _web_source(prefix: str, allow_origin: list[str]) -> Source:
    try:
        fetcher = Fetcher(allow_origins=allow_origin)
    except ValueError as error:
        raise CommandError(f"--allow-origin: {error}.") from error
    base = prefix if prefix.endswith("/") else f"{prefix}/"

    def fetch(path: str) -> bytes | None:
        try:
            return fetcher.get(base + path).body
        except NotFoundError:
            return None

    return fetch


def read_policy(path: Path) -> LogPolicy:
    """Return the policy in a file.

    Raises:
        LogPolicyError: it is none.
        CommandError: the file cannot be read.
    """
    return LogPolicy.parse(read_file(path))


def read_credential(path: Path) -> tuple[JsonObject, str]:
    """Return the credential in a file (JSON, PNG, SVG) and the DID of its issuer; unverified.

    Raises:
        CommandError: there is none.
    """
    reading = read(read_file(path))
    if reading.document is None:
        raise NoCredentialError(f"{path}: {reading.check.reason}", cause=reading.check.code)
    issuer = reading.document.get("issuer")
    named = issuer.get("id") if isinstance(issuer, dict) else issuer
    if not isinstance(named, str):
        raise NoCredentialError(f"{path} names no issuer.", path=str(path))
    return reading.document, named


def keys_of(did: str, document: Path | None) -> frozenset[PublicKey] | None:
    """Return the keys that may sign for an issuer; None when nothing says which they are.

    Args:
        did: of the issuer.
        document: a file with its DID document, for a did:web.

    Raises:
        SkillmarkError: the document cannot be read, or is of somebody else.
    """
    if document is not None:
        found = dids.parse_document(jsonio.load_object(read_file(document)))
        if found.id != did:
            raise CommandError(f"{document} is the document of {found.id}, not of {did}.")
    else:
        local = dids.resolve_locally(did)
        if local is None:
            return None
        found = local
    return frozenset(
        method.public_key
        for method in found.methods
        if method.id in found.assertion_method and method.revoked is None
    )


def read_known(path: Path) -> frozenset[bytes]:
    """Return the bodies that an issuer knows: one in hexadecimal on each line.

    Raises:
        MonitorFileError: a line is something else.
        CommandError: the file cannot be read.
    """
    lines = read_file(path).decode("ascii", "replace").split("\n")
    if lines.pop() or not all(map(_BODY.fullmatch, lines)):
        raise MonitorFileError(f"{path} is not one hash of 64 letters on each line.")
    return frozenset(map(bytes.fromhex, lines))


def read_position(path: Path, did: str) -> Position:
    """Return where the last watch of an issuer ended; the beginning when there is no file.

    Raises:
        MonitorFileError: the file is not in the form we write, or of another issuer.
        CommandError: the file cannot be read.
    """
    if not path.exists():
        return Position()
    try:
        said = jsonio.load_object(read_file(path))
        if said.get("format") != _STATE or said.get("issuer") != did:
            raise MonitorFileError(f"{path} is not of a watch for {did}.")
        sequence, time, text = said["sequence"], said["time"], said["checkpoint"]
        if type(sequence) is not int or type(time) is not int or not isinstance(text, str):
            raise MonitorFileError(f"{path} is not in the form we write.")
        return Position(Checkpoint.parse(text), sequence, time)
    except (JsonError, KeyError, LogError) as error:
        raise MonitorFileError(f"{path} is not in the form we write.") from error


def position_bytes(position: Position, did: str) -> bytes:
    """Return the file that `read_position` reads."""
    return jsonio.dumps(
        {
            "format": _STATE,
            "issuer": did,
            "sequence": position.sequence,
            "time": position.time,
            "checkpoint": position.checkpoint.text if position.checkpoint else "",
        }
    )
