"""What this site itself knows of a credential: whose page it has, and why it was revoked.

Only asked for what is proven: a forged file that names one of our credentials learns nothing.
"""

from dataclasses import dataclass
from typing import Final

from skillmark.core.verify import Summary
from skillmark.platform.issuing.models import Credential
from skillmark.platform.trust import addresses, documents
from skillmark.platform.verifying.evidence import own_path, uuid_of


@dataclass(frozen=True, slots=True)
class Known:
    """What is known here; empty where nothing is."""

    page: str = ""
    issuer_page: str = ""
    reason: str = ""


NOTHING: Final = Known()


def known(summary: Summary) -> Known:
    """Return what is known here of a credential that a summary speaks of."""
    if not summary.proven or summary.issuer_id is None:
        return NOTHING
    identity = documents.identity_named(summary.issuer_id)
    if identity is None:
        return NOTHING
    issuer_page = addresses.issuer_page(identity.organisation.slug)
    match (own_path(summary.credential_id or "") or "").strip("/").split("/"):
        case ["c", text] if (credential_id := uuid_of(text)) is not None:
            rows = Credential.objects.with_scopes_disabled()
            row: Credential | None = rows.filter(
                pk=credential_id, organisation_id=identity.organisation_id
            ).first()
        case _:
            row = None
    if row is None:
        return Known(issuer_page=issuer_page)
    page = addresses.absolute(f"/c/{row.pk}")
    return Known(page=page, issuer_page=issuer_page, reason=row.reason)
