"""Whom the public verifier trusts: this site's log and witnesses, the blocks it has seen, its memory.

It knows whose the achievements of this site are, and refuses nobody for being unknown. What it demands is nothing beyond the
standards, so a credential that was never logged is judged as before.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import structlog

from skillmark.core.did.webvh import Head
from skillmark.core.errors import SkillmarkError
from skillmark.core.jsonio import JsonObject
from skillmark.core.log import credential_digest
from skillmark.core.verify import Proofs, Report, Trust, policy_file
from skillmark.core.verify.proof_bundle import NO_PROOFS
from skillmark.core.verify.reading import credential_in
from skillmark.platform.anchors import ots_selectors
from skillmark.platform.anchors import selectors as anchors
from skillmark.platform.issuing import bundles
from skillmark.platform.issuing.models import Credential
from skillmark.platform.rights.registry import SiteRegistry
from skillmark.platform.transparency import selectors as transparency
from skillmark.platform.trust.identities import heads
from skillmark.platform.verifying.evidence import own_path, uuid_of

logger = structlog.get_logger("skillmark.verifying")


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


def remember(report: Report) -> None:
    """Keep what was seen of issuers' logs, and raise the alarm where one was changed."""
    for head in report.heads:
        heads.keep(head)
    for check in report.alarms:
        logger.error(
            "an issuer's log was rolled back or forked",
            code=check.code,
            issuer=check.facts.get("issuer"),
        )


def proofs_of(data: bytes) -> Proofs:
    """Return what this site has beside a credential of its own that came alone.

    Nothing for a file that says something else than the credential of that address.
    """
    found = credential_in(data)
    row = None if found is None else _row(found)
    if found is None or row is None:
        return NO_PROOFS
    try:
        bundle = bundles.bundle_of(row)
        same = credential_in(bundle.credential.encode())
        if same is None or credential_digest(same) != credential_digest(found):
            return NO_PROOFS
        return bundle.proofs()
    except SkillmarkError as error:
        logger.warning("the proofs of our own credential cannot be read", code=error.code)
        return NO_PROOFS


def _row(document: JsonObject) -> Credential | None:
    name = document.get("id")
    path = own_path(name) if isinstance(name, str) else None
    match (path or "").strip("/").split("/"):
        case ["c", text] if (credential_id := uuid_of(text)) is not None:
            rows = Credential.objects.with_scopes_disabled()
            row: Credential | None = rows.filter(pk=credential_id).first()
            return row
        case _:
            return None
