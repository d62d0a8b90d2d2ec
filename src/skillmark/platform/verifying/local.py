"""What this site itself knows of a credential: whose page it has, and why it was revoked.

Only asked for what is proven: a forged file that names one of our credentials learns nothing.
"""

from dataclasses import dataclass
from typing import Final

from django.utils import timezone

from skillmark.core.verify import Summary
from skillmark.platform.issuing.addresses import credential_url
from skillmark.platform.issuing.making import clocks
from skillmark.platform.issuing.models import Credential, CredentialState
from skillmark.platform.issuing.selectors import credentials as selectors
from skillmark.platform.trust import addresses, documents
from skillmark.platform.verifying.evidence import own_path, uuid_of


@dataclass(frozen=True, slots=True)
class Known:
    """What is known here; empty where nothing is.

    Attributes:
        page: the credential's page.
        issuer_page: the issuer's page.
        reason: why it was suspended or revoked.
        successor: the page of what took its place, when it was replaced.
        renewal: the page of what renewed it, while both may count.
        part: what the shorter clock inside is called, when that has ended alone.
        part_ended: when, RFC 3339.
        erased: whether the record here was erased; the file is all there is.
    """

    page: str = ""
    issuer_page: str = ""
    reason: str = ""
    successor: str = ""
    renewal: str = ""
    part: str = ""
    part_ended: str = ""
    erased: bool = False


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
            row: Credential | None = (
                rows.filter(pk=credential_id, organisation_id=identity.organisation_id)
                .select_related("achievement_version")
                .defer("document")
                .first()
            )
        case _:
            row = None
    if row is None:
        return Known(issuer_page=issuer_page)
    return _told(row, issuer_page)


def _told(row: Credential, issuer_page: str) -> Known:
    if row.erased_at is not None:
        return Known(issuer_page=issuer_page, erased=True)
    chain = selectors.chain(row)
    after = chain.replaced_by or chain.renewed_by
    page = credential_url(after.pk) if after is not None else ""
    ended = row.state == CredentialState.SUPERSEDED
    part = clocks.ended_part(row, timezone.now())
    return Known(
        page=credential_url(row.pk) + ("?stay=1" if ended and page else ""),
        issuer_page=issuer_page,
        reason=row.reason,
        successor=page if ended else "",
        renewal="" if ended else page,
        part=part,
        part_ended=row.inner_until.isoformat() if part and row.inner_until else "",
    )
