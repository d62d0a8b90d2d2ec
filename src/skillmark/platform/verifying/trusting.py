"""What the public verifier has beside a credential of this site, and what it remembers of issuers.

Whom it trusts is what the whole site trusts (`skillmark.platform.issuing.proving.trusting`).
"""

from uuid import UUID

import structlog

from skillmark.core.errors import SkillmarkError
from skillmark.core.jsonio import JsonObject
from skillmark.core.log import credential_digest
from skillmark.core.verify import Proofs, Report
from skillmark.core.verify.proof_bundle import NO_PROOFS
from skillmark.core.verify.reading import credential_in
from skillmark.platform.issuing import bundles
from skillmark.platform.issuing.models import Credential
from skillmark.platform.issuing.proving import trusting
from skillmark.platform.pathways import transcripts
from skillmark.platform.transparency import selectors as transparency
from skillmark.platform.trust.identities import heads
from skillmark.platform.verifying.evidence import own_path, uuid_of

trust = trusting.trust
logger = structlog.get_logger("skillmark.verifying")


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
    name = None if found is None else found.get("id")
    path = own_path(name) if isinstance(name, str) else None
    if found is None or path is None:
        return NO_PROOFS
    match path.strip("/").split("/"):
        case ["c", text] if (credential_id := uuid_of(text)) is not None:
            return _proofs_of(found, credential_id)
        case ["c", text, "transcript.json"] if (credential_id := uuid_of(text)) is not None:
            return _proofs_of_record(found, credential_id)
    return NO_PROOFS


def _proofs_of(found: JsonObject, credential_id: UUID) -> Proofs:
    rows = Credential.objects.with_scopes_disabled()
    row: Credential | None = rows.filter(pk=credential_id).first()
    if row is None or not _same(found, bytes(row.document)):
        return NO_PROOFS
    return trusting.proofs_of(row)


def _proofs_of_record(found: JsonObject, credential_id: UUID) -> Proofs:
    data = transcripts.kept(credential_id)
    if data is None or not _same(found, data):
        return NO_PROOFS
    try:
        proof = transparency.proof(credential_id, record=True)
        return bundles.bundle_around(data, proof).proofs()
    except SkillmarkError as error:
        logger.warning("the proofs of our own record cannot be read", code=error.code)
        return NO_PROOFS


def _same(found: JsonObject, kept: bytes) -> bool:
    """Tell whether a document says what the one of ours says; its proofs aside."""
    try:
        own = credential_in(kept)
        return own is not None and credential_digest(own) == credential_digest(found)
    except SkillmarkError:  # neither is anything that was logged
        return False
