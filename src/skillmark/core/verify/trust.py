"""Whom one verifier trusts beyond the signature: logs, witnesses, chains, issuers, its own memory."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from skillmark.core.anchor.evm import TrustedChain
from skillmark.core.anchor.opentimestamps import BitcoinHeaders
from skillmark.core.did.webvh import Head
from skillmark.core.log import LogPolicy
from skillmark.core.rights import Registry
from skillmark.core.verify.report import OPTIONAL

LOG: Final = "log"
ANCHOR: Final = "anchor"
RIGHT: Final = "right"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """What a verifier brings; no bundle can bring it.

    Attributes:
        log: which logs and witnesses to believe, or None for no log.
        demand: names of `OPTIONAL` checks that have to pass.
        chains: contracts and blocks of networks that are trusted.
        bitcoin: block headers that are trusted.
        issuers: the registry of known issuers, or None for nobody in particular.
        heads: of did:webvh logs as the verifier saw them last, by SCID.

    Raises:
        ValueError: there is no such check to demand.
    """

    log: LogPolicy | None = None
    demand: frozenset[str] = frozenset()
    chains: tuple[TrustedChain, ...] = ()
    bitcoin: BitcoinHeaders = field(default_factory=BitcoinHeaders.none)
    issuers: Registry | None = None
    heads: Mapping[str, Head] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.demand <= OPTIONAL:
            raise ValueError("a policy demands what there is a check for")

    def names_of(self, did: str, at: datetime) -> frozenset[str]:
        """Return every DID that means the issuer to this verifier; none when it is unknown."""
        known = self.issuers.find(did, at) if self.issuers else None
        return known.dids if known else frozenset()


NOBODY: Final = Trust()
