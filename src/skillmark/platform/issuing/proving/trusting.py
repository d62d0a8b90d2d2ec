"""Whom this site trusts when it verifies: its log and witnesses, the blocks it has seen, its memory.

It knows whose the achievements of this site are, and refuses nobody for being unknown. It demands
nothing beyond the standards, so a credential that was never logged is judged as before.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import structlog

from skillmark.core.did.webvh import Head
from skillmark.core.errors import SkillmarkError
from skillmark.core.jsonio import JsonObject
from skillmark.core.verify import Proofs, Trust, policy_file
from skillmark.core.verify.proof_bundle import NO_PROOFS
from skillmark.platform.anchors import ots_selectors
from skillmark.platform.anchors import selectors as anchors
from skillmark.platform.issuing import bundles
from skillmark.platform.issuing.models import Credential
from skillmark.platform.rights.registry import SiteRegistry
from skillmark.platform.transparency import selectors as transparency
from skillmark.platform.trust.identities import heads

logger = structlog.get_logger("skillmark.issuing")


class SeenHeads(Mapping[str, Head]):
    """The newest versions of issuers' logs that this site has seen, by SCID."""

    def __getitem__(self, scid: str) -> Head:
        """Return what was seen of one log."""
        found = heads.known(scid)
        if found is None:
            raise KeyError(scid)
        return found

    def __iter__(self) -> Iterator[str]:
        """Heads are looked up one by one; there is no list of them."""
        return iter(())

    def __len__(self) -> int:
        """As `__iter__`."""
        return 0


def trust() -> Trust:
    """Return whom this site trusts; nobody besides its memory when its own log cannot be read."""
    document: JsonObject = {
        "type": policy_file.TYPE,
        "version": policy_file.VERSION,
    }
    try:
        document["log"] = transparency.policy()
        document["chains"] = list(anchors.policy_chains())
        document["bitcoin"] = ots_selectors.policy_bitcoin()
        found = policy_file.parse(document)
    except SkillmarkError as error:
        logger.warning("the site's own policy cannot be read", code=error.code)
        found = Trust()
    return replace(found, heads=SeenHeads(), issuers=SiteRegistry())


def proofs_of(credential: Credential) -> Proofs:
    """Return what this site has beside a credential of its own; nothing when that is damaged."""
    try:
        return bundles.bundle_of(credential).proofs()
    except SkillmarkError as error:
        logger.warning("the proofs of our own credential cannot be read", code=error.code)
        return NO_PROOFS
