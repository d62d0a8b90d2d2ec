"""One entry of a log as a value: its five members, nothing proven by being read."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from skillmark.core import jsonio
from skillmark.core.did.webvh.errors import (
    EntryFormError,
    LogFormError,
    ProofMissingError,
    TimeFormError,
    VersionIdError,
)
from skillmark.core.encoding import TimestampError, timestamp
from skillmark.core.jsonio import JsonError, JsonObject, JsonValue

MAX_LINE: Final = 262_144  # bytes of one entry
MAX_PROOFS: Final = 8  # of one entry

_MEMBERS: Final = frozenset({"versionId", "versionTime", "parameters", "state", "proof"})
_VERSION_ID: Final = re.compile(r"([1-9][0-9]{0,8})-([1-9A-HJ-NP-Za-km-z]{46})", re.ASCII)


@dataclass(frozen=True, slots=True)
class LogEntry:
    """An entry as it was read.

    Attributes:
        value: the whole of it.
        version_id: number, dash and hash.
        number: the version's number, from 1.
        hash: what the version id says of the entry.
        time: when its author says that it was made, in UTC.
        parameters: as written.
        state: the DID document of this version.
        proofs: at least one.
    """

    value: JsonObject
    version_id: str
    number: int
    hash: str
    time: datetime
    parameters: JsonObject
    state: JsonObject
    proofs: tuple[JsonValue, ...]


def read_entry(line: bytes) -> LogEntry:
    """Read one line of a log, § The DID Log File.

    Raises:
        LogFormError: no strict JSON object, or more than `MAX_LINE` bytes.
        EntryFormError: a member is missing, unknown or of another kind.
        ProofMissingError: no proof.
        VersionIdError: the version id is no number, one dash and a hash.
        TimeFormError: the time is no moment in UTC with its zone.
    """
    try:
        value = jsonio.load_object(line, max_bytes=MAX_LINE)
    except JsonError as error:
        raise LogFormError(f"A line of the log cannot be read. {error.message}") from error
    if "proof" not in value:
        raise ProofMissingError("The entry has no proof.")
    if value.keys() != _MEMBERS:
        raise EntryFormError("The entry does not have exactly its five members.")
    parameters, state = value["parameters"], value["state"]
    if not isinstance(parameters, dict) or not isinstance(state, dict):
        raise EntryFormError("Parameters or document of an entry are no object.")
    version_id, number, hash_ = _version(value["versionId"])
    return LogEntry(
        value=value,
        version_id=version_id,
        number=number,
        hash=hash_,
        time=_time(value["versionTime"]),
        parameters=parameters,
        state=state,
        proofs=_proofs(value["proof"]),
    )


def _version(value: JsonValue) -> tuple[str, int, str]:
    match = _VERSION_ID.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise VersionIdError("The version id is not a number, one dash and a hash.")
    return match[0], int(match[1]), match[2]


def _time(value: JsonValue) -> datetime:
    if isinstance(value, str) and value.endswith(("Z", "+00:00")):
        try:
            return timestamp.decode(value)
        except TimestampError:
            pass
    raise TimeFormError("The time of an entry is no moment in UTC with its zone.")


def _proofs(value: JsonValue) -> tuple[JsonValue, ...]:
    if not isinstance(value, list) or len(value) > MAX_PROOFS:
        raise EntryFormError(f"The proofs of an entry are no list of up to {MAX_PROOFS}.")
    if not value:
        raise ProofMissingError("The entry has no proof.")
    return tuple(value)
