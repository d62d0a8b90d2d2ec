"""A did:webvh resolved: which version is asked for, what to fetch, what to say of it.

Fetching is a function that comes in. § names a section of did:webvh 1.0.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from urllib.parse import unquote

from skillmark.core.did.document import DidDocument, parse_document
from skillmark.core.did.url import DidUrl
from skillmark.core.did.webvh.errors import LogMissingError, QueryError, VersionNotFoundError
from skillmark.core.did.webvh.identifier import WebvhDid
from skillmark.core.did.webvh.log import (
    MAX_LOG,
    History,
    Version,
    check_named,
    check_witnesses,
    read_log,
)
from skillmark.core.did.webvh.watching import Head, follow
from skillmark.core.did.webvh.witnesses import MAX_FILE
from skillmark.core.encoding import TimestampError, timestamp
from skillmark.core.jsonio import JsonObject

type Fetch = Callable[[str, int], bytes | None]
"""Takes an https address and the most bytes to take; None when nothing is there.

It follows no redirect and connects to no private address, § Resolver Transport Hardening.
"""


@dataclass(frozen=True, slots=True)
class Query:
    """Which version is asked for: by at most one of these, else the newest.

    Attributes:
        version_id: the whole version id.
        number: the version's number.
        time: the version that was the newest then.
    """

    version_id: str | None = None
    number: int | None = None
    time: datetime | None = None

    @classmethod
    def parse(cls, text: str | None) -> Self:
        """Read the query of a DID URL, § Reading did:webvh DID URLs.

        Raises:
            QueryError: not one of ``versionId``, ``versionNumber`` or ``versionTime``.
        """
        if text is None:
            return cls()
        name, _, value = text.partition("=")
        value = unquote(value)
        if name == "versionId" and "&" not in value:
            return cls(version_id=value)
        if name == "versionNumber" and value.isascii() and value.isdigit() and len(value) < 10:  # noqa: PLR2004 - digits
            return cls(number=int(value))
        if name == "versionTime":
            try:
                return cls(time=timestamp.decode(value))
            except TimestampError:
                pass
        raise QueryError("The query asks for no version that we can look up.", query=text[:200])

    @property
    def is_empty(self) -> bool:
        """Whether the newest version is asked for."""
        return self.version_id is None and self.number is None and self.time is None

    def find(self, history: History) -> Version:
        """Return the version that is asked for.

        Raises:
            VersionNotFoundError: there is none.
        """
        for version in reversed(history.versions):
            entry = version.entry
            if (
                (self.version_id is None or entry.version_id == self.version_id)
                and (self.number is None or entry.number == self.number)
                and (self.time is None or entry.time <= self.time)
            ):
                return version
        raise VersionNotFoundError("The log has no such version.")


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a DID URL leads to.

    Attributes:
        did: the DID that was asked for; after a move the document bears another.
        history: all versions.
        version: the one that was asked for.
        document: its DID document, or None when the DID is deactivated and no version was
            asked for by name.
        head: to be kept and given to the next resolution.
    """

    did: WebvhDid
    history: History
    version: Version
    document: JsonObject | None
    head: Head

    def did_document(self) -> DidDocument:
        """Return the document as a value.

        Raises:
            VersionNotFoundError: the DID is deactivated.
            DidDocumentError: the document is malformed.
        """
        if self.document is None:
            raise VersionNotFoundError("The DID is deactivated.")
        return parse_document(self.document)

    def metadata(self) -> JsonObject:
        """Return the DID document metadata, § Read (Resolve); numbers are written as text."""
        entry, newest = self.version.entry, self.history.newest
        parameters = newest.parameters
        witness = parameters.witness.to_json()
        if witness:
            witness["threshold"] = str(parameters.witness.threshold)
        return {
            "versionId": entry.version_id,
            "versionTime": entry.value["versionTime"],
            "created": self.history.versions[0].entry.value["versionTime"],
            "updated": newest.entry.value["versionTime"],
            "scid": self.history.scid,
            "portable": parameters.portable,
            "deactivated": parameters.deactivated,
            "ttl": str(parameters.ttl_s),
            "witness": witness,
            "watchers": list(parameters.watchers),
        }


def resolve(
    did_url: str, fetch: Fetch, *, at: datetime, known: Head | None = None
) -> Resolution:
    """Return the version that a DID or DID URL asks for, fully verified, § Read (Resolve).

    Nothing is fetched for a DID that is refused, and the witness file only for a log that
    holds and wants it.

    Args:
        did_url: a did:webvh, perhaps with a query for a version.
        fetch: brings bytes; whatever it raises passes through.
        at: the present moment, with a zone.
        known: the head of the log as it was seen before, or None.

    Raises:
        DidSyntaxError, DidMethodError: no did:webvh.
        QueryError: a path, a fragment, or a query for something else than a version.
        LogMissingError: there is no log.
        RolledBackError, ForkedError: the log is not the one that was seen before.
        VersionNotFoundError: no such version.
        WebvhError: the log does not verify; a code for each way.
    """
    url = DidUrl.parse(did_url)
    did = WebvhDid.parse(url.did)
    if url.path or url.fragment is not None:
        raise QueryError("Paths and fragments are looked up in the document, not the log.")
    query = Query.parse(url.query)
    log = fetch(did.log_url, MAX_LOG)
    if log is None:
        raise LogMissingError("There is no log at the address of the DID.")
    history = read_log(log, at=at)
    check_named(history, did)
    head = follow(known, history)
    if history.wants_witnesses:
        check_witnesses(history, fetch(did.witness_url, MAX_FILE))
    version = query.find(history)
    ended = history.newest.parameters.deactivated and query.is_empty
    return Resolution(did, history, version, None if ended else version.entry.state, head)
