"""The JSON-LD contexts we know: bundled, pinned by SHA-256, and nothing else.

`load` answers for an ``https:`` address in ``bundle/index.json`` and refuses every other; nothing
is ever fetched. The index names each file's digest, origin and licence. A file whose bytes are
not the pinned ones is refused when it is first read.
"""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, Final

from skillmark.core.canon.errors import (
    ContextHashError,
    ContextInsecureError,
    ContextUnknownError,
)
from skillmark.core.jsonio import JsonObject

BUNDLED: Final[Traversable] = resources.files(__name__).joinpath("bundle")


@dataclass(frozen=True, slots=True)
class BundledContext:
    """One pinned context: its address, file, SHA-256 (hex), origin and licence."""

    url: str
    file: str
    sha256: str
    source: str
    licence: str


class Bundle:
    """Context files beside an ``index.json``, each read once and checked against its digest."""

    def __init__(self, folder: Traversable) -> None:
        self._folder = folder
        index = json.loads(folder.joinpath("index.json").read_bytes())
        self.known = {url: BundledContext(url, **entry) for url, entry in index.items()}
        self._verified: dict[str, bytes] = {}

    def load(self, url: str) -> JsonObject:
        """Return the context document at an address, a new value for each call.

        Args:
            url: the address exactly as the document writes it.

        Raises:
            ContextInsecureError: an ``http:`` address.
            ContextUnknownError: an address that is not bundled.
            ContextHashError: the bundled file is not the pinned one.
        """
        document: JsonObject = json.loads(self.read(url))
        return document

    def read(self, url: str) -> bytes:
        """Return the context file at an address, as it was published.

        Raises:
            ContextError: as for `load`.
        """
        raw = self._verified.get(url)
        if raw is None:
            raw = self._verified[url] = self._checked(url)
        return raw

    def _checked(self, url: str) -> bytes:
        entry = self.known.get(url)
        if entry is None:
            if url.startswith("http:"):
                raise ContextInsecureError("A context is named by its https address.", url=url)
            raise ContextUnknownError("This context is not one of the bundled ones.", url=url)
        raw = self._folder.joinpath(entry.file).read_bytes()
        digest = hashlib.sha256(raw).hexdigest()
        if digest != entry.sha256:
            raise ContextHashError(
                "The bundled context file was changed.", url=url, sha256=digest
            )
        return raw


@cache
def _bundle() -> Bundle:
    return Bundle(BUNDLED)


def load(url: str) -> JsonObject:
    """Return the bundled context document at an address, see `Bundle.load`."""
    return _bundle().load(url)


def check(url: str) -> None:
    """Refuse an address that is not bundled, see `Bundle.load`."""
    _bundle().read(url)


def known() -> dict[str, BundledContext]:
    """Return every bundled context by address."""
    return dict(_bundle().known)


def loader(url: str, _options: dict[str, Any]) -> dict[str, Any]:
    """Answer PyLD's question for a context; ``static`` lets it keep what it derives."""
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": load(url),
        "tag": "static",
    }
