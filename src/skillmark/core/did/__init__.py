"""Decentralised identifiers: parse, validate, map to addresses; never fetch.

`key` and `jwk` resolve by themselves, `web` says where its document lies; `parse_document`
reads what was found there. `webvh`, a package of its own, reads and writes whole histories.
"""

from functools import lru_cache
from typing import Final

from skillmark.core.did import document, jwk, key, web
from skillmark.core.did.document import (
    DidDocument,
    RsaMethod,
    VerificationMethod,
    build,
    method_id,
    parse_document,
)
from skillmark.core.did.errors import (
    DidDocumentError,
    DidError,
    DidKeyError,
    DidMethodError,
    DidSyntaxError,
    DidWebError,
    MethodNotFoundError,
    MethodUnusableError,
)
from skillmark.core.did.url import DidUrl

__all__ = [
    "DidDocument",
    "DidDocumentError",
    "DidError",
    "DidKeyError",
    "DidMethodError",
    "DidSyntaxError",
    "DidUrl",
    "DidWebError",
    "MethodNotFoundError",
    "MethodUnusableError",
    "RsaMethod",
    "VerificationMethod",
    "build",
    "document",
    "jwk",
    "key",
    "method_id",
    "parse_document",
    "resolve_locally",
    "web",
]


MAX_REMEMBERED: Final = 512  # documents of DIDs that carry their own key


@lru_cache(MAX_REMEMBERED)
def resolve_locally(did: str) -> DidDocument | None:
    """Return the document of a DID that carries its own key, or None for other methods.

    Raises:
        DidSyntaxError: no DID.
        DidKeyError: a did:key or did:jwk without a key we can use.
    """
    method = DidUrl.parse_did(did).method
    if method == "key":
        return key.resolve(did)
    if method == "jwk":
        return jwk.resolve(did)
    return None
