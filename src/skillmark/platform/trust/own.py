"""The trust documents of this site by their web address, read from the database.

A verification on our own site neither calls itself over the network nor depends on it.
"""

from urllib.parse import urlsplit
from uuid import UUID

from skillmark.core import jsonio
from skillmark.platform.trust import addresses, documents, status
from skillmark.platform.trust.identities import selectors


def document_at(url: str) -> bytes | None:
    """Return what this site publishes at an address, None when it is not ours or not there."""
    site, parts = urlsplit(addresses.site_url()), urlsplit(url)
    if (parts.scheme, parts.netloc) != (site.scheme, site.netloc) or parts.query:
        return None
    match parts.path.removeprefix("/").split("/"):
        case ["i", slug, "did.json"]:
            identity = documents.identity_at(slug)
            return jsonio.dumps(documents.did_document(identity)) if identity else None
        case ["i", slug, ("did.jsonl" | "did-witness.json") as name]:
            return selectors.file_at(slug, name)
        case ["status", name]:
            row = status.served(UUID(name)) if _is_id(name) else None
            return bytes(row.document) if row else None
    return None


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
