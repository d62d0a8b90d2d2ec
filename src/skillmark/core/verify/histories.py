"""The log of a did:webvh: which addresses it takes, and what it says of an issuer's keys.

`skillmark.core.did.webvh` reads the log; here it is held against what is known of it already. A
log that is shorter or other than one that somebody has seen is believed in nothing, and the
report says so with an alarm.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from skillmark.core.did import (
    DidDocument,
    DidError,
    DidUrl,
    RsaMethod,
    VerificationMethod,
    parse_document,
)
from skillmark.core.did.webvh import (
    Head,
    History,
    KeyLife,
    WebvhDid,
    WebvhError,
    check_witnesses,
    follow,
    life_of,
    parallel,
    read_log,
    witnesses,
)
from skillmark.core.did.webvh.errors import ForkedError, RolledBackError
from skillmark.core.did.webvh.log import check_named
from skillmark.core.jsonio import JsonObject
from skillmark.core.verify.evidence import (
    LINE_TYPES,
    MAX_DID_LOG,
    MAX_DID_WITNESS,
    Need,
    NeedKind,
    Unavailable,
)

METHOD: Final = "webvh"
ALARMING: Final = (RolledBackError, ForkedError)
"""What somebody should be told of, not only the reader."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an issuer's keys.

    Attributes:
        document: the DID document, the newest where there is a history.
        history: the log behind it, verified, or None.
        enclosed: it came with the credential and could not be had from where it belongs.
    """

    document: DidDocument
    history: History | None = None
    enclosed: bool = False

    def listing(self, method: str) -> DidDocument:
        """Return the document to look a key up in: the newest that lets it sign credentials.

        A key that a later version of the log left out is found in the version before; that it
        has ended there, `life` says.
        """
        if self.history is None or method in self.document.assertion_method:
            return self.document
        fragment = method.partition("#")[2]
        for version in reversed(self.history.versions):
            found = self._as_named(version.entry.state)
            if f"{self.document.id}#{fragment}" in found.assertion_method:
                return found
        return self.document

    def life(self, method: VerificationMethod | RsaMethod) -> KeyLife:
        """Return the life of a key of the document: by the log, or as the document states it.

        Raises:
            DidError: the log does not know such a key, or two of one name.
        """
        if self.history is None:
            return KeyLife(None, method.expires, method.revoked)
        fragment = method.id.partition("#")[2]
        return life_of(self.history, f"{self.history.newest.did}#{fragment}")

    def _as_named(self, state: JsonObject) -> DidDocument:
        """Return the document of a version under the DID that is looked at."""
        old = parse_document(state)
        if old.id == self.document.id or not self.document.id.startswith("did:web:"):
            return old
        return parse_document(parallel.to_web(state))


def is_webvh(did: str) -> bool:
    """Tell whether a DID is of the method, well spelt or not."""
    try:
        return DidUrl.parse_did(did).method == METHOD
    except DidError:
        return False


def beside(document: DidDocument) -> str | None:
    """Return the did:webvh that a did:web names as itself, at the same place, or None.

    Raises:
        DidError: it names one that is misspelt.
    """
    for name in document.also_known_as:
        if is_webvh(name):
            found = WebvhDid.parse(name)
            if found.web == document.id:
                return name
    return None


def log_need(did: WebvhDid) -> Need:
    """Return the need for the log."""
    return Need(did.log_url, NeedKind.DID_LOG, str(did), MAX_DID_LOG, LINE_TYPES)


def witness_need(did: WebvhDid) -> Need:
    """Return the need for the witnesses' proofs."""
    return Need(did.witness_url, NeedKind.DID_WITNESS, str(did), MAX_DID_WITNESS)


def read(log: bytes, did: WebvhDid, *, at: datetime) -> History:
    """Return the history in a log of this DID; its witnesses are still to be asked.

    Raises:
        WebvhError: a code for each way to be wrong.
    """
    history = read_log(log, at=at)
    check_named(history, did)
    return history


def check_approved(history: History, file: bytes | Unavailable) -> None:
    """Refuse a history that too few of its witnesses approved, or that hides what they did.

    Raises:
        WebvhError: too few approved it; `RolledBackError` or `ForkedError` when as many as its
            own rule asks for approved later versions, or others.
    """
    data = file if isinstance(file, bytes) else None
    check_witnesses(history, data)
    if data is not None and history.wants_witnesses:
        _check_hidden(history, data)


def check_seen(
    history: History, heads: Mapping[str, Head], others: Iterable[History] = ()
) -> None:
    """Refuse a history that does not continue what was seen of it before.

    Args:
        history: as it is told now.
        heads: what the verifier has seen, by SCID.
        others: verified histories of the same DID from elsewhere.

    Raises:
        RolledBackError, ForkedError: it does not.
    """
    follow(heads.get(history.scid), history)
    for other in others:
        if other.scid == history.scid:
            follow(Head.of(other), history)


def _check_hidden(history: History, file: bytes) -> None:
    """Refuse a history when its witnesses approved versions that it does not tell.

    One version more than the log has is no sign: witnesses approve before a version is published.
    """
    known = {version.entry.version_id for version in history.versions}
    count = len(history.versions)
    for approval in witnesses.read_file(file):
        number = _number(approval.version_id)
        if approval.version_id in known or number is None or number == count + 1:
            continue
        rule = history.versions[min(number, count) - 1].rule
        approved = witnesses.approved_up_to([approval], {approval.version_id: number})
        agreed = sum(witness in approved for witness in rule.witnesses)
        if not rule.is_active or agreed < rule.threshold:
            continue
        if number > count:
            raise RolledBackError("The log is shorter than it was.", known=number, found=count)
        raise ForkedError(
            "The log tells another history than before.", known=approval.version_id
        )


def _number(version_id: str) -> int | None:
    text = version_id.partition("-")[0]
    fine = text.isascii() and text.isdigit() and len(text) < 6 and int(text) > 0  # noqa: PLR2004
    return int(text) if fine else None


__all__ = [
    "ALARMING",
    "Known",
    "WebvhError",
    "beside",
    "check_approved",
    "check_seen",
    "is_webvh",
    "log_need",
    "read",
    "witness_need",
]
