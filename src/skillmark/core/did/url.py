"""DIDs and DID URLs as text, DID 1.1 §3.

Parsing only; what a method makes of its identifier stands in the file of the method.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from skillmark.core.did.errors import DidSyntaxError

MAX_CHARACTERS: Final = 8_192  # a did:jwk of a large key has about 1,500
MAX_REMEMBERED: Final = 512  # DID URLs; issuers and keys come again and again

_IDCHAR: Final = r"(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2})"
_PCHAR: Final = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})"
_DID: Final = rf"did:([a-z0-9]+):((?:{_IDCHAR}*:)*{_IDCHAR}+)"
_URL: Final = re.compile(
    rf"(?P<did>{_DID})(?P<path>(?:/{_PCHAR}*)*)"
    rf"(?:\?(?P<query>(?:{_PCHAR}|[/?])*))?(?:#(?P<fragment>(?:{_PCHAR}|[/?])*))?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class DidUrl:
    """A DID URL in its parts.

    Attributes:
        did: the DID itself, up to path, query and fragment.
        method: the method's name, ``key`` in ``did:key:…``.
        identifier: what follows the method, still encoded.
        path: with its leading slash, or empty.
        query: without ``?``; None when there is none.
        fragment: without ``#``; None when there is none.
    """

    did: str
    method: str
    identifier: str
    path: str = ""
    query: str | None = None
    fragment: str | None = None

    @staticmethod
    def parse(text: str) -> "DidUrl":
        """Read a DID URL.

        Raises:
            DidSyntaxError: another form, or more than `MAX_CHARACTERS` characters.
        """
        return _read(text)

    @staticmethod
    def parse_did(text: str) -> "DidUrl":
        """Read a DID without path, query or fragment.

        Raises:
            DidSyntaxError: another form.
        """
        url = _read(text)
        if url.did != text:
            raise DidSyntaxError("A DID stands alone, without path, query or fragment.")
        return url

    def __str__(self) -> str:
        query = "" if self.query is None else f"?{self.query}"
        fragment = "" if self.fragment is None else f"#{self.fragment}"
        return f"{self.did}{self.path}{query}{fragment}"


@lru_cache(MAX_REMEMBERED)
def _read(text: str) -> DidUrl:
    match = _URL.fullmatch(text) if len(text) <= MAX_CHARACTERS else None
    if match is None:
        raise DidSyntaxError("The text is no DID URL.", value=ascii(text)[1:-1][:200])
    did, method, identifier, path, query, fragment = match.groups()
    return DidUrl(did, method, identifier, path, query, fragment)
