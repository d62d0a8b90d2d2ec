"""Logs as their authors write them: created, continued, moved, ended.

Each function returns the whole new ``did.jsonl``, after reading it as a stranger would: what
is written here is taken by `log.verify`, witnesses apart. Publish the witnesses' proofs first,
then the log. § names a section of did:webvh 1.0.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from skillmark.core import jsonio
from skillmark.core.crypto import PublicKey
from skillmark.core.did.document import parse_document
from skillmark.core.did.webvh import hashes, key_history, signing
from skillmark.core.did.webvh.errors import LocationError
from skillmark.core.did.webvh.identifier import WebvhDid
from skillmark.core.did.webvh.log import read_log
from skillmark.core.did.webvh.parameters import DEFAULT_TTL_S, METHOD
from skillmark.core.did.webvh.signing import LogKey
from skillmark.core.did.webvh.witnesses import NO_WITNESSES, WitnessRule
from skillmark.core.encoding import timestamp
from skillmark.core.jsonio import JsonObject, JsonValue

STAND_IN: Final = hashes.multihash(b"the SCID of a log that is not written yet")
"""Stands where the SCID will be while a document is made; a well-formed one, of no log."""

type Describe = Callable[[str], JsonObject]
"""Makes the first document from the DID."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a log begins with.

    Attributes:
        update_keys: keys that may sign besides its author's.
        next_keys: the keys of the next entry, promised by hash; with any, pre-rotation is on.
        witness: who has to approve.
        watchers: addresses of those who keep copies.
        portable: whether the DID may move later; it cannot be allowed later.
        ttl_s: how long a reader may keep the document, in seconds.
    """

    update_keys: tuple[PublicKey, ...] = ()
    next_keys: tuple[PublicKey, ...] = ()
    witness: WitnessRule = NO_WITNESSES
    watchers: tuple[str, ...] = ()
    portable: bool = False
    ttl_s: int = DEFAULT_TTL_S


@dataclass(frozen=True, slots=True)
class Change:
    """What an entry changes of the parameters; None leaves it.

    Attributes:
        update_keys: the keys that may sign; with pre-rotation they sign this entry already.
        next_keys: the promised keys of the next entry; ``()`` ends pre-rotation after this one.
        witness: who approves from the next entry on.
        watchers: addresses of those who keep copies.
        stays: the DID never moves again.
        ends: the DID is deactivated.
        ttl_s: how long a reader may keep the document, in seconds.
    """

    update_keys: tuple[PublicKey, ...] | None = None
    next_keys: tuple[PublicKey, ...] | None = None
    witness: WitnessRule | None = None
    watchers: tuple[str, ...] | None = None
    stays: bool = False
    ends: bool = False
    ttl_s: int | None = None


NO_CHANGE: Final = Change()
NO_TERMS: Final = Terms()


def create(
    location: str, describe: Describe, by: LogKey, *, at: datetime, terms: Terms = NO_TERMS
) -> bytes:
    """Return a new log with its first entry, § Create (Register).

    Args:
        location: host and path as a did:web spells them.
        describe: makes the document; it is given a DID that stands in for the one to come.
        by: the first update key.
        at: the time of the entry.
        terms: what the log begins with.

    Raises:
        DidError: the location, document or terms would not be taken.
    """
    document = describe(str(WebvhDid.parse(f"did:webvh:{STAND_IN}:{location}")))
    entry: JsonObject = {
        "versionId": hashes.PLACEHOLDER,
        "versionTime": timestamp.encode(at),
        "parameters": _first(terms, by),
        "state": hashes.replaced(document, STAND_IN, hashes.PLACEHOLDER),
    }
    scid = hashes.scid_of(entry)
    log = _line(hashes.replaced(entry, hashes.PLACEHOLDER, scid), 1, scid, by, at)
    parse_document(document)
    read_log(log, at=at)
    return log


def update(
    log: bytes,
    by: LogKey,
    *,
    at: datetime,
    document: JsonObject | None = None,
    change: Change = NO_CHANGE,
) -> bytes:
    """Return the log with one more entry, § Update (Rotate).

    Args:
        log: the log so far.
        by: an update key in force; with pre-rotation a promised one.
        at: the time of the entry, later than that of the last.
        document: the new document; the last one when None.
        change: what changes of the parameters.

    Raises:
        KeyHistoryError: the document drops an issuing key or takes back its end.
        WebvhError: the log, or the entry that would follow, is not taken.
        DidDocumentError: the document is malformed.
    """
    newest = read_log(log, at=at).newest
    if document is not None:
        key_history.check_kept(newest.entry.state, document)
    if newest.parameters.promises and change.update_keys is None:
        parameters = _next(change, (by.public,))
    else:
        parameters = _next(change, change.update_keys)
    entry: JsonObject = {
        "versionId": newest.entry.version_id,
        "versionTime": timestamp.encode(at),
        "parameters": parameters,
        "state": newest.entry.state if document is None else document,
    }
    before = log if log.endswith(b"\n") else log + b"\n"
    number, previous = newest.entry.number + 1, newest.entry.version_id
    after = before + _line(entry, number, previous, by, at)
    read_log(after, at=at)
    return after


def move(
    log: bytes, location: str, by: LogKey, *, at: datetime, change: Change = NO_CHANGE
) -> bytes:
    """Return the log of a DID that moves to another place, § DID Portability.

    Args:
        log: the log so far; it is published at the new place.
        location: host and path as a did:web spells them.
        by: an update key in force.
        at: the time of the entry.
        change: what changes of the parameters; with pre-rotation the next promised keys.

    Raises:
        LocationError: the DID lies there already, or the place has another spelling.
        DidError: as `update`.
    """
    newest = read_log(log, at=at).newest
    new = WebvhDid.parse(f"did:webvh:{newest.did.scid}:{location}")
    if new == newest.did:
        raise LocationError("The DID lies there already.")
    document = {
        name: value if name == "alsoKnownAs" else _renamed(value, str(newest.did), str(new))
        for name, value in newest.entry.state.items()
    }
    names = document.get("alsoKnownAs", [])
    others = [*names] if isinstance(names, list) else []
    document["alsoKnownAs"] = [
        *(
            new.web if name == newest.did.web else name
            for name in others
            if name not in {str(newest.did), str(new)}
        ),
        str(newest.did),
    ]
    return update(log, by, at=at, document=document, change=change)


def deactivate(log: bytes, by: LogKey, *, at: datetime) -> bytes:
    """Return the log with its end, § Deactivate (Revoke): no key may sign any more.

    With pre-rotation that takes two entries a second apart, the first of which ends it.

    Args:
        log: the log so far.
        by: an update key in force; with pre-rotation a promised one.
        at: the time of the first new entry.

    Raises:
        WebvhError: as `update`.
    """
    if read_log(log, at=at).newest.parameters.promises:
        log = update(log, by, at=at, change=Change(next_keys=()))
        at += timedelta(seconds=1)
    return update(log, by, at=at, change=Change(update_keys=(), ends=True))


def _line(entry: JsonObject, number: int, previous: str, by: LogKey, at: datetime) -> bytes:
    """Return an entry as a line, with its version id and proof."""
    whole = entry | {"versionId": f"{number}-{hashes.entry_hash(entry, previous)}"}
    return jsonio.dumps(whole | {"proof": [signing.sign(whole, by, at=at)]}) + b"\n"


def _first(terms: Terms, by: LogKey) -> JsonObject:
    parameters: JsonObject = {
        "method": METHOD,
        "scid": hashes.PLACEHOLDER,
        "updateKeys": _multikeys((by.public, *terms.update_keys)),
        "portable": terms.portable,
    }
    if terms.next_keys:
        parameters["nextKeyHashes"] = _promises(terms.next_keys)
    if terms.witness.is_active:
        parameters["witness"] = terms.witness.to_json()
    if terms.watchers:
        parameters["watchers"] = list(terms.watchers)
    if terms.ttl_s != DEFAULT_TTL_S:
        parameters["ttl"] = terms.ttl_s
    return parameters


def _next(change: Change, update_keys: tuple[PublicKey, ...] | None) -> JsonObject:
    parameters: JsonObject = {}
    if update_keys is not None:
        parameters["updateKeys"] = _multikeys(update_keys)
    if change.next_keys is not None:
        parameters["nextKeyHashes"] = _promises(change.next_keys)
    if change.witness is not None:
        parameters["witness"] = change.witness.to_json()
    if change.watchers is not None:
        parameters["watchers"] = list(change.watchers)
    if change.stays:
        parameters["portable"] = False
    if change.ends:
        parameters["deactivated"] = True
    if change.ttl_s is not None:
        parameters["ttl"] = change.ttl_s
    return parameters


def _multikeys(keys: tuple[PublicKey, ...]) -> list[JsonValue]:
    return [key.to_multikey() for key in keys]


def _promises(keys: tuple[PublicKey, ...]) -> list[JsonValue]:
    return [hashes.key_hash(key.to_multikey()) for key in keys]


def _renamed(value: JsonValue, old: str, new: str) -> JsonValue:
    """Return a member of a document with the new DID wherever the old one stood."""
    if isinstance(value, str):
        is_old = value == old or value.startswith((f"{old}#", f"{old}/", f"{old}?"))
        return new + value.removeprefix(old) if is_old else value
    if isinstance(value, list):
        return [_renamed(item, old, new) for item in value]
    if isinstance(value, dict):
        return {name: _renamed(item, old, new) for name, item in value.items()}
    return value
