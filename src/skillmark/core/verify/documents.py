"""The documents a verification has asked for so far, and what they say of issuers' keys.

What comes with a credential is used only where the thing itself could not be had, and is
remembered as such: it proves nothing about whose it is.
"""

from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from skillmark.core import did, jsonio
from skillmark.core.did import DidDocument, DidDocumentError, DidError, DidUrl
from skillmark.core.did.webvh import Head, History, WebvhDid, WebvhError, parallel
from skillmark.core.jsonio import JsonObject
from skillmark.core.verify import histories
from skillmark.core.verify.evidence import (
    ENCLOSED,
    MAX_DID_DOCUMENT,
    NOT_FETCHED,
    Evidence,
    Need,
    NeedKind,
    Unavailable,
)
from skillmark.core.verify.histories import Known

type Asking = Generator[tuple[Need, ...], Evidence, None]
type Resolved = dict[str, Known | DidError | Unavailable]
"""Issuers' keys by DID, or the reason why there are none."""


@dataclass(slots=True)
class Documents:
    """What came of asking; nothing is asked for twice.

    Attributes:
        at: the moment to judge for; logs of the future are refused.
        heads: of logs as the verifier saw them before, by SCID.
        enclosed: documents by address that came with the credential.
        beside: a did:webvh by the did:web that it says it stands beside; it came so too.
        resolved: what is known of issuers' keys so far.
        used: addresses whose document was taken from `enclosed`.
    """

    at: datetime
    heads: Mapping[str, Head] = field(default_factory=dict)
    enclosed: Mapping[str, bytes] = field(default_factory=dict)
    beside: Mapping[str, str] = field(default_factory=dict)
    resolved: Resolved = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    _found: dict[str, bytes | Unavailable] = field(default_factory=dict)

    def get(self, url: str) -> bytes | Unavailable:
        """Return the document at an address, or why there is none."""
        return self._found.get(url, NOT_FETCHED)

    @property
    def seen(self) -> tuple[Head, ...]:
        """The heads of the logs that were fetched, read and believed, for the next time.

        One that only came with a credential is not remembered: whoever shows it chose it.
        """
        found = [
            known.history
            for known in self.resolved.values()
            if isinstance(known, Known) and known.history is not None
        ]
        return tuple(
            Head.of(history) for history in found if history.newest.did.log_url not in self.used
        )

    def ask(self, needs: Iterable[Need]) -> Asking:
        """Yield the needs that are not known yet, and keep what is sent back."""
        wanted = {need.url: need for need in needs if need.url not in self._found}
        if not wanted:
            return
        evidence = yield tuple(wanted.values())
        for url, need in wanted.items():
            found = evidence.get(url, NOT_FETCHED)
            own = self.enclosed.get(url) if need.kind in ENCLOSED else None
            if isinstance(found, Unavailable) and own is not None:
                found = own
                self.used.add(url)
            if isinstance(found, bytes) and len(found) > need.max_bytes:
                found = Unavailable("evidence.too_large", "The document is too large to read.")
            self._found[url] = found

    def ask_for_dids(self, dids: Iterable[str]) -> Asking:
        """Ask for the documents and logs of DIDs that lie on the web; others need nothing."""
        webs, logs = self._sorted(dids)
        yield from self.ask(
            [
                *(_web_need(name) for name in webs),
                *(histories.log_need(found) for found in logs.values()),
            ]
        )
        pages: dict[str, JsonObject] = {}
        for name in webs:
            found = _read(name, self.get(_web_need(name).url))
            if isinstance(found, Unavailable):
                self.resolved[name] = found
                continue
            pages[name], document = found
            self._look_beside(name, document, logs)
        yield from self.ask([histories.log_need(found) for found in logs.values()])
        yield from self.ask(self._witness_needs(logs.values()))
        for name, found_log in logs.items():
            self.resolved[name] = self._concluded(found_log, pages.get(name))

    def _sorted(self, dids: Iterable[str]) -> tuple[list[str], dict[str, WebvhDid]]:
        """Return the did:webs and the did:webvhs among what is not known yet."""
        webs: list[str] = []
        logs: dict[str, WebvhDid] = {}
        for name in dict.fromkeys(dids):
            try:
                method = DidUrl.parse_did(name).method
                if name in self.resolved:
                    continue
                if method == "web":
                    did.web.url_of(name)
                    webs.append(name)
                elif method == histories.METHOD:
                    logs[name] = WebvhDid.parse(name)
            except DidError as error:
                self.resolved[name] = error
        return webs, logs

    def _look_beside(self, name: str, document: DidDocument, logs: dict[str, WebvhDid]) -> None:
        """Note the did:webvh beside a did:web; without one the document is all there is."""
        try:
            partner = histories.beside(document) or self.beside.get(name)
            if partner is not None:
                logs[name] = WebvhDid.parse(partner)
                return
        except DidError as error:
            self.resolved[name] = error
            return
        self.resolved[name] = Known(document, enclosed=_web_need(name).url in self.used)

    def _witness_needs(self, logs: Iterable[WebvhDid]) -> list[Need]:
        """Return the witness files of the logs that hold and want them."""
        needs = []
        for name in dict.fromkeys(logs):
            log = self.get(name.log_url)
            try:
                if isinstance(log, bytes):
                    history = histories.read(log, name, at=self.at)
                    needs += [histories.witness_need(name)] if history.wants_witnesses else []
            except WebvhError:
                continue
        return needs

    def _concluded(
        self, name: WebvhDid, page: JsonObject | None
    ) -> Known | DidError | Unavailable:
        """Return what a log says, when it is the one of the did:web that it stands beside."""
        log = self.get(name.log_url)
        if isinstance(log, Unavailable):
            return log
        try:
            history = histories.read(log, name, at=self.at)
            histories.check_approved(history, self.get(name.witness_url))
            histories.check_seen(history, self.heads, self._enclosed_history(name))
            state = history.newest.entry.state
            if page is not None:
                parallel.check(page, state)
            document = did.parse_document(state if page is None else page)
        except DidError as error:
            return error
        # One of the two from where it belongs is enough: each names the other.
        taken = {name.log_url, *([] if page is None else [did.web.url_of(document.id)])}
        return Known(document, history, enclosed=taken <= self.used)

    def _enclosed_history(self, name: WebvhDid) -> list[History]:
        """Return the history that came with the credential, when another one is looked at.

        Whatever is wrong with it, it says nothing then.
        """
        data = self.enclosed.get(name.log_url)
        if data is None or name.log_url in self.used:
            return []
        try:
            history = histories.read(data, name, at=self.at)
            file = self.enclosed.get(name.witness_url)
            histories.check_approved(history, NOT_FETCHED if file is None else file)
        except WebvhError:
            return []
        return [history]


def _web_need(name: str) -> Need:
    return Need(did.web.url_of(name), NeedKind.DID_DOCUMENT, name, MAX_DID_DOCUMENT)


def _read(
    name: str, found: bytes | Unavailable
) -> tuple[JsonObject, DidDocument] | Unavailable:
    """Return the DID document in what was fetched for a DID, as it came and as a value."""
    if isinstance(found, Unavailable):
        return found
    try:
        page = jsonio.load_object(found)
        document = did.parse_document(page)
        if document.id != name:
            raise DidDocumentError("The DID document is of another DID.")
    except (jsonio.JsonError, DidError) as error:
        return Unavailable(error.code, f"The issuer's DID document is no use. {error.message}")
    return page, document
