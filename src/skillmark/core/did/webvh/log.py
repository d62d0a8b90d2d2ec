"""A log as a whole: every entry checked against all before it, then against its witnesses.

One bad entry spoils the log. Bytes and the present moment come in, a `History` comes out;
fetching is the caller's. § names a section of did:webvh 1.0.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from skillmark.core import jsonio
from skillmark.core.did.errors import DidError
from skillmark.core.did.webvh import hashes, parameters, signing, witnesses
from skillmark.core.did.webvh.entry import LogEntry, read_entry
from skillmark.core.did.webvh.errors import (
    EntryHashError,
    KeyUnauthorizedError,
    LogFormError,
    LogSizeError,
    MoveUnnamedError,
    NeverNamedError,
    NotPortableError,
    PlaceholderError,
    ScidMismatchError,
    StateIdError,
    StateScidError,
    TimeFutureError,
    TimeOrderError,
    UnwitnessedError,
    VersionNumberError,
    WitnessFileMissingError,
)
from skillmark.core.did.webvh.identifier import WebvhDid
from skillmark.core.did.webvh.parameters import Parameters
from skillmark.core.did.webvh.witnesses import WitnessRule
from skillmark.core.jsonio import JsonObject

MAX_LOG: Final = 5_242_880  # bytes of did.jsonl
MAX_ENTRIES: Final = 1_024
CLOCK_SKEW: Final = timedelta(minutes=5)  # how far ahead the author's clock may be, § Read


@dataclass(frozen=True, slots=True)
class Version:
    """One verified version.

    Attributes:
        entry: as it stands in the log.
        did: the DID it bears.
        parameters: in force with it.
        rule: the witnesses that have to approve it.
    """

    entry: LogEntry
    did: WebvhDid
    parameters: Parameters
    rule: WitnessRule


@dataclass(frozen=True, slots=True)
class History:
    """A log whose entries have been verified.

    Attributes:
        scid: the self-certifying part that every version bears.
        versions: from the first to the newest, at least one.
    """

    scid: str
    versions: tuple[Version, ...]

    @property
    def newest(self) -> Version:
        """The last version."""
        return self.versions[-1]

    @property
    def wants_witnesses(self) -> bool:
        """Whether any version has to be approved, so that the witness file is needed."""
        return any(version.rule.is_active for version in self.versions)


def verify(did: str, log: bytes, witness_file: bytes | None = None, *, at: datetime) -> History:
    """Return the verified history of ``did``, § Read (Resolve).

    Args:
        did: the DID that was asked for; a version of the log must bear it.
        log: the bytes of ``did.jsonl``.
        witness_file: the bytes of ``did-witness.json``, or None when there is none.
        at: the present moment, with a zone.

    Raises:
        WebvhError: one subclass, with its own code, for each way to be wrong.
        DidError: ``did`` is no did:webvh.
    """
    wanted = WebvhDid.parse(did)
    history = read_log(log, at=at)
    check_named(history, wanted)
    check_witnesses(history, witness_file)
    return history


def read_log(log: bytes, *, at: datetime) -> History:
    """Return the history in a log, all checked but its witnesses and whose it is.

    Raises:
        WebvhError: as `verify`.
        ValueError: ``at`` has no zone.
    """
    if at.tzinfo is None:
        raise ValueError("the present moment has a zone")
    versions: list[Version] = []
    scid = ""
    for line in _lines(log):
        entry = read_entry(line)
        if versions:
            active = parameters.read_next(entry.parameters, versions[-1].parameters)
        else:
            scid, active = parameters.read_first(entry.parameters)
            _check_scid(entry, scid)
        versions.append(_checked(entry, active, scid, versions[-1] if versions else None))
        if entry.time > at + CLOCK_SKEW:
            raise TimeFutureError("An entry was made in the future.", number=entry.number)
    return History(scid, tuple(versions))


def check_named(history: History, wanted: WebvhDid) -> None:
    """Refuse a history that is not one of the DID that was asked for, § Reading DID URLs.

    Raises:
        StateScidError: it is that of another SCID, wherever it lay.
        NeverNamedError: none of its versions bears the DID.
    """
    if history.scid != wanted.scid:
        raise StateScidError("The log is that of another DID.", scid=history.scid)
    if wanted not in {version.did for version in history.versions}:
        raise NeverNamedError("No version of the log bears the DID that was asked for.")


def check_witnesses(history: History, witness_file: bytes | None) -> None:
    """Refuse a history that too few of its witnesses approved, § Witness Threshold Algorithm.

    Raises:
        WitnessFileMissingError: witnesses are wanted, and there is no file.
        WitnessFileError: the file does not have its form.
        UnwitnessedError: fewer different witnesses than the rule of a version asks for.
    """
    if not history.wants_witnesses:
        return
    if witness_file is None:
        raise WitnessFileMissingError("The log wants witnesses, and has no file of proofs.")
    numbers = {version.entry.version_id: version.entry.number for version in history.versions}
    highest = witnesses.approved_up_to(witnesses.read_file(witness_file), numbers)
    for version in history.versions:
        number, rule = version.entry.number, version.rule
        approved = sum(highest.get(witness, 0) >= number for witness in rule.witnesses)
        if approved < rule.threshold:
            raise UnwitnessedError(
                f"Version {number} has {approved} of {rule.threshold} approvals.",
                number=number,
                approved=approved,
                threshold=rule.threshold,
            )


def _lines(log: bytes) -> list[bytes]:
    if len(log) > MAX_LOG:
        raise LogSizeError(f"The log has more than {MAX_LOG} bytes.")
    if log.count(b"\n") > MAX_ENTRIES:
        raise LogSizeError(f"The log has more than {MAX_ENTRIES} lines.")
    lines = log.removesuffix(b"\n").split(b"\n")
    if not all(lines):
        raise LogFormError("The log is empty, or has an empty line.")
    return lines


def _checked(entry: LogEntry, active: Parameters, scid: str, before: Version | None) -> Version:
    """Return an entry as a version, if it rightly follows the one before it."""
    if entry.number != (before.entry.number + 1 if before else 1):
        raise VersionNumberError("The versions are not counted one by one from 1.")
    if before and entry.time <= before.entry.time:
        raise TimeOrderError("An entry is not later than the one before.", number=entry.number)
    did = _did_of(entry, scid)
    if before and did != before.did:
        _check_move(entry, active, before)
    previous = before.entry.version_id if before else scid
    if hashes.entry_hash(entry.value, previous) != entry.hash:
        raise EntryHashError("The entry is not the one of its version id.", number=entry.number)
    signers = before.parameters if before and not before.parameters.promises else active
    _check_proofs(entry, signers.update_keys)
    standing = before.parameters.witness if before else active.witness
    rule = standing if standing.is_active else active.witness
    return Version(entry, did, active, rule)


def _check_scid(entry: LogEntry, scid: str) -> None:
    """Refuse a first entry whose hash is not the SCID, § Verify SCID."""
    bare = hashes.unproven(entry.value) | {"versionId": hashes.PLACEHOLDER}
    written = jsonio.dumps(hashes.unproven(entry.value)).decode()
    if hashes.PLACEHOLDER in written:
        raise PlaceholderError("The first entry still holds a placeholder.")
    if hashes.scid_of(hashes.replaced(bare, scid, hashes.PLACEHOLDER)) != scid:
        raise ScidMismatchError("The SCID is not the hash of the first entry.")


def _did_of(entry: LogEntry, scid: str) -> WebvhDid:
    name = entry.state.get("id")
    try:
        did = WebvhDid.parse(name if isinstance(name, str) else "")
    except DidError as error:
        raise StateIdError(
            f"The document of an entry has no did:webvh as its id. {error.message}",
            number=entry.number,
        ) from error
    if did.scid != scid:
        raise StateScidError("A document bears another SCID.", number=entry.number)
    return did


def _check_move(entry: LogEntry, active: Parameters, before: Version) -> None:
    """Refuse a new place that was not allowed or hides the old one, § DID Portability."""
    if not active.portable:  # it can only ever be taken back, so it held before as well
        raise NotPortableError("The DID may not move.", number=entry.number)
    if str(before.did) not in _names(entry.state):
        raise MoveUnnamedError("The moved DID does not name the old one.", number=entry.number)


def _names(state: JsonObject) -> list[object]:
    names = state.get("alsoKnownAs")
    return [*names] if isinstance(names, list) else []


def _check_proofs(entry: LogEntry, keys: tuple[str, ...]) -> None:
    """Refuse an entry unless every proof of it is good and by a key that may sign."""
    document = hashes.unproven(entry.value)
    for proof in entry.proofs:
        if signing.check(document, proof) not in keys:
            raise KeyUnauthorizedError(
                "An entry is signed by a key that may not.", number=entry.number
            )
