"""A signed document and what is held against it."""

from dataclasses import dataclass, replace
from datetime import datetime

from skillmark.core.canon import Canonicalizer
from skillmark.core.crypto import PublicKey
from skillmark.core.did.webvh import TrustedTime
from skillmark.core.jsonio import JsonObject
from skillmark.core.verify.policy import Policy


@dataclass(frozen=True, slots=True)
class Signed:
    """A document and what its proofs are held against.

    Attributes:
        document: as it came.
        issuer_id: whom it names as its issuer.
        at: the moment to judge for.
        policy: of the verifier.
        canonicalize: the way to canonical N-Quads.
        proven: since when it was there, by somebody else's word.
        logged: it is in a log of the policy, by this issuer.
        vouched: issuers whose keys came with it, and for whom somebody trusted speaks.
        vouched_keys: keys for which somebody trusted speaks.
    """

    document: JsonObject
    issuer_id: str
    at: datetime
    policy: Policy
    canonicalize: Canonicalizer
    proven: TrustedTime | None = None
    logged: bool = False
    vouched: frozenset[str] = frozenset()
    vouched_keys: frozenset[PublicKey] = frozenset()

    def enclosing(self, document: JsonObject, signer: str) -> "Signed":
        """Return a document beside this one, such as a status list; nothing proves its time."""
        return replace(self, document=document, issuer_id=signer, proven=None, logged=False)
