"""Where the verifier gets documents from: our own from the database, others by the fetcher.

A DID document or status list of this site is read from its row, whatever the network does; that
also keeps a verification on our own machine from calling itself. Everything else goes through
`skillmark.fetch`, which alone opens connections.
"""

from functools import cache
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from skillmark.core import jsonio
from skillmark.fetch.errors import NotFoundError, TooLargeError
from skillmark.fetch.fetcher import MAX_BYTES, Fetched, Fetcher, Source
from skillmark.platform.rights import own as rights
from skillmark.platform.trust import addresses, documents, status
from skillmark.platform.trust.identities import selectors

DID_TYPE: Final = "application/did+json"
LIST_TYPE: Final = "application/vc"
LOG_TYPE: Final = "text/jsonl"


class OwnDocuments:
    """A `Source` that answers for this site itself and asks another for the rest."""

    def __init__(self, elsewhere: Source) -> None:
        self._elsewhere = elsewhere

    def get(
        self, url: str, *, max_bytes: int = MAX_BYTES, accept: tuple[str, ...] = ()
    ) -> Fetched:
        """Return the document at an address.

        Raises:
            FetchError: there is none, it is too large, or it cannot be had.
        """
        path = own_path(url)
        if path is None:
            return self._elsewhere.get(url, max_bytes=max_bytes, accept=accept)
        body, media_type = _own(path)
        if len(body) > max_bytes:
            raise TooLargeError("The document is too large.", max_bytes=max_bytes)
        return Fetched(body, media_type, url)


@cache
def source() -> OwnDocuments:
    """Return the source of the running site."""
    return OwnDocuments(Fetcher())


def own_path(url: str) -> str | None:
    """Return the path of an address of this site, None for an address of any other."""
    site = urlsplit(addresses.site_url())
    try:
        parts = urlsplit(url)
        same = (parts.scheme, parts.netloc.lower()) == (site.scheme, site.netloc.lower())
    except ValueError:
        return None
    return parts.path if same and not parts.query and not parts.fragment else None


def _own(path: str) -> tuple[bytes, str]:
    """Return a document of ours and its media type."""
    match path.strip("/").split("/"):
        case ["i", slug, "did.json"]:
            identity = documents.identity_at(slug)
            if identity is not None:
                return jsonio.dumps(documents.did_document(identity)), DID_TYPE
        case ["i", slug, ("did.jsonl" | "did-witness.json") as name]:
            data = selectors.file_at(slug, name)
            if data is not None:
                return data, LOG_TYPE if name == "did.jsonl" else "application/json"
        case ["status", list_id]:
            row = status.served(found) if (found := uuid_of(list_id)) else None
            if row is not None:
                return bytes(row.document), LIST_TYPE
        case _:
            paper = rights.document_at(path)
            if paper is not None:
                return paper, LIST_TYPE
    raise NotFoundError("This site has no such document.")


def uuid_of(text: str) -> UUID | None:
    """Return the id that a part of an address spells, None when it is none."""
    try:
        found = UUID(text)
    except ValueError:
        return None
    return found if str(found) == text else None
