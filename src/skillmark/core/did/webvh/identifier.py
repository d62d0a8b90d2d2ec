"""did:webvh as an identifier: a hash of the first log entry, then a host and a path.

Host and path follow the one spelling of `skillmark.core.did.web`, so that the parallel did:web
always exists and two spellings never name one issuer. § names a section of did:webvh 1.0.
"""

import re
from dataclasses import dataclass
from typing import Final, Self

from skillmark.core.did import web
from skillmark.core.did.errors import DidError, DidMethodError
from skillmark.core.did.url import DidUrl
from skillmark.core.did.webvh import hashes
from skillmark.core.did.webvh.errors import LocationError, ScidFormError

METHOD: Final = "webvh"

_DOCUMENT: Final = re.compile(r"did\.json\Z")


@dataclass(frozen=True, slots=True)
class WebvhDid:
    """A did:webvh in its parts.

    Attributes:
        scid: the self-certifying part, the hash of the first log entry.
        location: host and path as a did:web spells them, ``example.com:issuers:harbour``.
    """

    scid: str
    location: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a did:webvh without path, query or fragment, § Method-Specific Identifier.

        Raises:
            DidSyntaxError: no DID.
            DidMethodError: another method.
            ScidFormError: the first part is no SHA-256 multihash in base58btc.
            LocationError: host, port or path are not in their only spelling.
        """
        url = DidUrl.parse_did(text)
        if url.method != METHOD:
            raise DidMethodError("The DID is no did:webvh.", method=url.method)
        scid, _, location = url.identifier.partition(":")
        if not hashes.is_multihash(scid):
            raise ScidFormError("The DID does not begin with a SHA-256 multihash.")
        did = cls(scid, location)
        try:
            web.url_of(did.web)
        except DidError as error:
            raise LocationError(error.message) from None
        return did

    def __str__(self) -> str:
        return f"did:{METHOD}:{self.scid}:{self.location}"

    @property
    def web(self) -> str:
        """The did:web of the same place."""
        return f"did:web:{self.location}"

    @property
    def log_url(self) -> str:
        """The https address of the log, § The DID to HTTPS Transformation."""
        return _DOCUMENT.sub("did.jsonl", web.url_of(self.web))

    @property
    def witness_url(self) -> str:
        """The https address of the witnesses' proofs, beside the log."""
        return _DOCUMENT.sub("did-witness.json", web.url_of(self.web))

    @property
    def files_url(self) -> str:
        """The https address under which paths of the DID lie, without ``.well-known``."""
        return _DOCUMENT.sub("", web.url_of(self.web)).removesuffix(".well-known/")
