"""A signed document and what is held against it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from skillmark.core.canon import Canonicalizer
from skillmark.core.crypto import PublicKey
from skillmark.core.did.webvh import TrustedTime
from skillmark.core.jsonio import JsonObject
from skillmark.core.verify.histories import is_webvh
from skillmark.core.verify.policy import Policy
from skillmark.core.verify.report import HISTORY


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
        vouched: issuers whose whole history is theirs by the word of somebody trusted; the code
            says whose word it is.
        vouched_keys: keys for which somebody trusted speaks.
        lists: proofs that status lists are in a log, by their address.
    """

    document: JsonObject
    issuer_id: str
    at: datetime
    policy: Policy
    canonicalize: Canonicalizer
    proven: TrustedTime | None = None
    logged: bool = False
    vouched: Mapping[str, str] = field(default_factory=dict)
    vouched_keys: frozenset[PublicKey] = frozenset()
    lists: Mapping[str, bytes] = field(default_factory=dict)

    def enclosing(self, document: JsonObject, signer: str) -> "Signed":
        """Return a document beside this one, such as a status list; nothing proves its time.

        A did:webvh is the name of its own history: what is to be said against one that came with
        the credential is said of the credential, and once.
        """
        own = signer == self.issuer_id and is_webvh(signer)
        return replace(
            self,
            document=document,
            issuer_id=signer,
            proven=None,
            logged=False,
            vouched={**self.vouched, signer: HISTORY} if own else self.vouched,
        )
