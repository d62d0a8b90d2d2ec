"""The documents a verification has asked for so far, and the DID documents read from them."""

from collections.abc import Generator, Iterable

from skillmark.core import did, jsonio
from skillmark.core.did import DidDocument, DidDocumentError, DidError, DidUrl
from skillmark.core.verify.evidence import (
    MAX_DID_DOCUMENT,
    NOT_FETCHED,
    Evidence,
    Need,
    NeedKind,
    Unavailable,
)

type Asking = Generator[tuple[Need, ...], Evidence, None]
type Resolved = dict[str, DidDocument | DidError | Unavailable]
"""DID documents by DID, or the reason why there is none."""


class Documents:
    """What came of asking; nothing is asked for twice."""

    def __init__(self) -> None:
        self._found: dict[str, bytes | Unavailable] = {}
        self.resolved: Resolved = {}

    def get(self, url: str) -> bytes | Unavailable:
        """Return the document at an address, or why there is none."""
        return self._found.get(url, NOT_FETCHED)

    def ask(self, needs: Iterable[Need]) -> Asking:
        """Yield the needs that are not known yet, and keep what is sent back."""
        wanted = {need.url: need for need in needs if need.url not in self._found}
        if not wanted:
            return
        evidence = yield tuple(wanted.values())
        for url, need in wanted.items():
            found = evidence.get(url, NOT_FETCHED)
            if isinstance(found, bytes) and len(found) > need.max_bytes:
                found = Unavailable("evidence.too_large", "The document is too large to read.")
            self._found[url] = found

    def ask_for_dids(self, dids: Iterable[str]) -> Asking:
        """Ask for the documents of DIDs that lie on the web; others need nothing."""
        needs: dict[str, Need] = {}
        for name in dids:
            try:
                if name not in self.resolved and DidUrl.parse_did(name).method == "web":
                    url = did.web.url_of(name)
                    needs[name] = Need(url, NeedKind.DID_DOCUMENT, name, MAX_DID_DOCUMENT)
            except DidError as error:
                self.resolved[name] = error
        yield from self.ask(needs.values())
        for name, need in needs.items():
            self.resolved[name] = _read(name, self.get(need.url))


def _read(name: str, found: bytes | Unavailable) -> DidDocument | Unavailable:
    """Return the DID document in what was fetched for a DID."""
    if isinstance(found, Unavailable):
        return found
    try:
        document = did.parse_document(jsonio.load_object(found))
        if document.id != name:
            raise DidDocumentError("The DID document is of another DID.")
    except (jsonio.JsonError, DidError) as error:
        return Unavailable(error.code, f"The issuer's DID document is no use. {error.message}")
    return document
