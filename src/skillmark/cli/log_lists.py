"""Watching published status lists on the command line: was a revocation silently undone?

What was seen last lies beside the state of the watch, ``<state>.lists``. A list that changed has to
stand in the log; a bit of a revocation list that was set stays set. A list may have been published
while we looked, so the log is asked again for a while before one counts as not logged.
"""

import base64
import binascii
import hashlib
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from skillmark.cli.log_source import MonitorFileError
from skillmark.cli.screen import CommandError, read_file, write_file
from skillmark.core import jsonio
from skillmark.core.encoding import timestamp
from skillmark.core.errors import SkillmarkError
from skillmark.core.jsonio import JsonObject
from skillmark.core.log import Fault, LogReader, Position, Watched, watch
from skillmark.core.log.bodies import StatusListBody, digest
from skillmark.core.status import entry, list_credential, watching
from skillmark.core.status.watching import Seen
from skillmark.fetch import Fetcher

UNLOGGED: Final = "status.list_unlogged"
MAX_LIST: Final = 25_165_824  # bytes
_FORMAT: Final = "skillmark-log-monitor-lists-1"
_SHOWN: Final = 5  # places named in one sentence
FRESH: Final = timedelta(minutes=10)  # a list as young may still be on its way into the log
ASKED: Final = 15  # times that the log is asked again for one
PAUSE_S: Final = 2.0

type Again = Callable[[], LogReader]
"""Returns a reader of the newest checkpoint, signed and witnessed."""


class Logged:
    """What an issuer logged: what a watch found, then all of it, then what came meanwhile."""

    def __init__(self, found: Watched, issuer: str, again: Again) -> None:
        self._issuer, self._again = issuer, again
        self._bodies = {entry.body for _index, entry in found.entries}
        self._position = Position()
        self._asked = 0

    def holds(self, body: bytes, published: datetime | None) -> bool:
        """Tell whether a body stands in the log; wait for one that was published just now.

        Raises:
            SkillmarkError: the log cannot be read, or is not the one of a moment ago.
        """
        fresh = published is not None and datetime.now(UTC) - published < FRESH
        while body not in self._bodies:
            if self._asked and (not fresh or self._asked > ASKED):
                return False
            if self._asked:
                time.sleep(PAUSE_S)
            self._asked += 1
            found = watch(self._again(), self._issuer, self._position)
            self._position = found.position
            self._bodies |= {entry.body for _index, entry in found.entries}
        return True


def with_lists(
    found: Watched,
    lists: list[str],
    issuer: str,
    state: Path | None,
    *,
    allow_origin: list[str],
    again: Again,
) -> Watched:
    """Return what a watch found, with what is wrong with published lists; see `watch_lists`."""
    faults = watch_lists(
        lists,
        issuer=issuer,
        logged=Logged(found, issuer, again),
        memory=state.with_name(f"{state.name}.lists") if state else None,
        allow_origin=allow_origin,
    )
    return replace(found, alarms=(*found.alarms, *faults))


def watch_lists(
    lists: Iterable[str],
    *,
    issuer: str,
    logged: Logged,
    memory: Path | None,
    allow_origin: list[str],
) -> list[Fault]:
    """Return what is wrong with the lists, and remember them.

    Args:
        lists: addresses or files.
        issuer: whose lists they must be.
        logged: what the issuer logged.
        memory: where they are remembered; None to remember nothing.
        allow_origin: sites that may be fetched from without https.

    Raises:
        SkillmarkError: a list cannot be had or read, or the memory is not in the form we write.
    """
    seen = _read(memory, issuer) if memory else {}
    kept = dict(seen)
    faults: list[Fault] = []
    for where in lists:
        data = _get(where, allow_origin)
        listed = list_credential.parse(jsonio.load_object(data, max_bytes=MAX_LIST))
        if listed.issuer != issuer:
            raise CommandError(f"{where} is a list of {listed.issuer}, not of {issuer}.")
        before = seen.get(listed.id)
        now = Seen.of(listed)
        if before is not None and before[0] == hashlib.sha256(data).hexdigest():
            continue
        body = digest(StatusListBody(listed.id, hashlib.sha256(data).hexdigest()))
        if not logged.holds(body, listed.valid_from):
            reason = f"The list {listed.id} as it is published now was not logged."
            faults.append(Fault(UNLOGGED, reason))
        if before is not None:
            if watching.is_older(before[1], listed):
                reason = f"The list {listed.id} is older than the one seen before."
                faults.append(Fault(watching.OLDER, reason))
            faults += _undone(before[1], listed)
        kept[listed.id] = (hashlib.sha256(data).hexdigest(), now)
    if memory is not None:
        write_file(memory, _bytes(kept, issuer))
    return faults


def _undone(before: Seen, listed: list_credential.StatusList) -> list[Fault]:
    """Say that bits of a revocation list are cleared; a suspension may be lifted."""
    gone = watching.cleared(before, listed)
    if not gone or entry.REVOCATION not in listed.purposes:
        return []
    shown = ", ".join(map(str, gone[:_SHOWN])) + (" …" if len(gone) > _SHOWN else "")
    reason = f"{len(gone)} revocation(s) in the list {listed.id} were undone: {shown}."
    return [Fault(watching.CLEARED, reason)]


def _get(where: str, allow_origin: list[str]) -> bytes:
    if where.startswith(("https://", "http://")):
        return Fetcher(allow_origins=allow_origin).get(where, max_bytes=MAX_LIST).body
    return read_file(Path(where))


def _read(path: Path, issuer: str) -> dict[str, tuple[str, Seen]]:
    if not path.exists():
        return {}
    try:
        said = jsonio.load_object(read_file(path), max_bytes=MAX_LIST)
        lists = said["lists"]
        if said.get("format") != _FORMAT or said.get("issuer") != issuer:
            raise MonitorFileError(f"{path} is not of a watch for {issuer}.")
        if not isinstance(lists, dict):
            raise MonitorFileError(f"{path} is not in the form we write.")
        return {url: _seen(value, path) for url, value in lists.items()}
    except (SkillmarkError, KeyError, ValueError, binascii.Error) as error:
        raise MonitorFileError(f"{path} is not in the form we write.") from error


def _seen(value: object, path: Path) -> tuple[str, Seen]:
    if not isinstance(value, dict):
        raise MonitorFileError(f"{path} is not in the form we write.")
    when = value["validFrom"]
    packed = base64.b64decode(str(value["bits"]), validate=True)
    return str(value["sha256"]), Seen(timestamp.decode(when) if when else None, packed)


def _bytes(kept: dict[str, tuple[str, Seen]], issuer: str) -> bytes:
    lists: JsonObject = {
        url: {
            "sha256": sha256,
            "validFrom": timestamp.encode(seen.valid_from) if seen.valid_from else "",
            "bits": base64.b64encode(seen.packed).decode(),
        }
        for url, (sha256, seen) in kept.items()
    }
    return jsonio.dumps({"format": _FORMAT, "issuer": issuer, "lists": lists})
