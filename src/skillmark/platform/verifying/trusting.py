"""What the public verifier has beside a credential of this site, and what it remembers of issuers.

Whom it trusts is what the whole site trusts (`skillmark.platform.issuing.trusting`).
"""

import structlog

from skillmark.core.errors import SkillmarkError
from skillmark.core.jsonio import JsonObject
from skillmark.core.log import credential_digest
from skillmark.core.verify import Proofs, Report
from skillmark.core.verify.proof_bundle import NO_PROOFS
from skillmark.core.verify.reading import credential_in
from skillmark.platform.issuing import trusting
from skillmark.platform.issuing.models import Credential
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
    row = None if found is None else _row(found)
    if found is None or row is None:
        return NO_PROOFS
    try:
        same = credential_in(bytes(row.document))
        if same is None or credential_digest(same) != credential_digest(found):
            return NO_PROOFS
    except SkillmarkError:  # neither is anything that was logged
        return NO_PROOFS
    return trusting.proofs_of(row)


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
