"""A source of documents for the verifier that has some on its shelf and no way to others."""

from typing import Any

from skillmark.fetch.errors import ConnectError
from skillmark.fetch.fetcher import Fetched


class Shelf:
    """Answers from its own documents; remembers every address it was asked for."""

    def __init__(self, documents: dict[str, bytes] | None = None) -> None:
        self.documents = documents or {}
        self.asked: list[str] = []

    def get(self, url: str, **_limits: Any) -> Fetched:
        self.asked.append(url)
        if url not in self.documents:
            raise ConnectError("The server cannot be reached.")
        return Fetched(self.documents[url], "application/json", url)


class BrokenShelf:
    """A source with a mistake of ours in it."""

    def get(self, _url: str, **_limits: Any) -> Fetched:
        raise RuntimeError("a mistake of ours")
