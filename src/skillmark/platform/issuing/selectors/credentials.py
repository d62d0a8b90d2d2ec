"""Reading credentials and batches.

Everything here works inside the organisation scope that the caller opened, and fails without one.
The functions that begin with ``public_`` step outside it on purpose: a credential's page is for
whoever has its address.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from skillmark.platform.events import told
from skillmark.platform.events.models import AuditEntry
from skillmark.platform.issuing.errors import ErasedError
from skillmark.platform.issuing.models import (
    FINAL_STATES,
    Batch,
    BatchRow,
    Credential,
    CredentialState,
    Delivery,
    RowState,
)
from skillmark.platform.issuing.selectors.finding import NEWEST_FIRST, PARTS, Wanted, matching

MAX_CHAIN: Final = 20  # corrections that a link is led through
_SETTLED: Final = frozenset({RowState.ISSUED, RowState.DUPLICATE})


def credentials(
    *, search: str = "", state: str = "", sort: str = NEWEST_FIRST, achievement: str = ""
) -> QuerySet[Credential]:
    """Return the credentials of the current organisation; unknown filters are ignored.

    Args:
        search: words, each in name, e-mail address, learner's number or achievement.
        state: one of `finding.STATES`.
        sort: a key of `finding.SORTS`.
        achievement: an achievement's slug.
    """
    wanted = Wanted(search=search, state=state, sort=sort, achievement=achievement)
    return matching(wanted).select_related(*PARTS)


def credential(credential_id: UUID) -> Credential | None:
    """Return one credential of the current organisation."""
    found: Credential | None = (
        Credential.objects.filter(pk=credential_id).select_related(*PARTS).first()
    )
    return found


@dataclass(frozen=True, slots=True)
class Chain:
    """The credentials that one comes from, and those that came of it."""

    replaces: Credential | None
    replaced_by: Credential | None
    renews: Credential | None
    renewed_by: Credential | None


def chain(of: Credential) -> Chain:
    """Return what stands before and after a credential, whoever asks; a public record too."""
    rows: Any = Credential.objects.with_scopes_disabled()
    found = list(
        rows.filter(
            Q(replaces=of)
            | Q(renewed_from=of)
            | Q(pk__in=[one for one in (of.replaces_id, of.renewed_from_id) if one])
        )
        .filter(organisation_id=of.organisation_id)
        .select_related(*PARTS)
        .defer("document")
        .order_by("issued_at", "pk")
    )
    by_id = {row.pk: row for row in found}
    renewals = [row for row in found if row.renewed_from_id == of.pk]
    counting = [row for row in renewals if row.state not in FINAL_STATES]
    return Chain(
        replaces=by_id.get(of.replaces_id),
        replaced_by=next((row for row in found if row.replaces_id == of.pk), None),
        renews=by_id.get(of.renewed_from_id),
        renewed_by=next(iter(reversed(counting or renewals)), None),
    )


def last_in_place_of(old: Credential) -> Credential | None:
    """Return what stands in the place of a replaced credential today, through all corrections."""
    seen = {old.pk}
    found: Credential | None = None
    following: Credential | None = old
    while following is not None and following.state == CredentialState.SUPERSEDED:
        after = chain(following)
        following = after.replaced_by or after.renewed_by
        if following is None or following.pk in seen or len(seen) > MAX_CHAIN:
            break
        seen.add(following.pk)
        found = following
    return found


def issued_for(source_key: str) -> Credential | None:
    """Return the credential that an award key has led to before."""
    found: Credential | None = (
        Credential.objects.filter(award__source_key=source_key).select_related(*PARTS).first()
    )
    return found


def after(rows: QuerySet[Credential], moment: datetime, last_id: UUID) -> QuerySet[Credential]:
    """Return the credentials that stand below one in a newest-first list, for cursors."""
    below = Q(issued_at__lt=moment) | Q(issued_at=moment, pk__lt=last_id)
    return rows.filter(below)


def history(of: Credential) -> list[AuditEntry]:
    """Return everything that was done to a credential, newest first."""
    found = AuditEntry.objects.filter(object_kind="credential", object_id=str(of.pk))
    rows = list(found.order_by("-sequence"))
    told.fill_in((row.pk, row.before, row.after) for row in rows)
    return rows


def deliveries(of: Credential) -> list[Delivery]:
    """Return the mails about a credential, newest first."""
    return list(Delivery.objects.filter(credential=of).order_by("-created_at"))


def batches() -> QuerySet[Batch]:
    """Return the batches of the current organisation, newest first."""
    rows: QuerySet[Batch] = Batch.objects.select_related("achievement_version", "job")
    return rows.order_by("-created_at")


def batch(batch_id: UUID) -> Batch | None:
    """Return one batch of the current organisation."""
    found: Batch | None = (
        Batch.objects.filter(pk=batch_id)
        .select_related("organisation", "achievement_version__achievement", "job")
        .first()
    )
    return found


def rows_of(of: Batch, states: Sequence[str] = ()) -> QuerySet[BatchRow]:
    """Return the rows of a batch in the order of the file."""
    rows: QuerySet[BatchRow] = BatchRow.objects.filter(batch=of)
    if states:
        rows = rows.filter(state__in=states)
    return rows.order_by("line")


def with_credentials(rows: Sequence[BatchRow]) -> Sequence[BatchRow]:
    """Fill in ``credential_id`` of rows that led to a credential, now or before."""
    keys = [row.source_key for row in rows if row.state in _SETTLED]
    found = Credential.objects.filter(award__source_key__in=keys)
    known = dict(found.values_list("award__source_key", "pk"))
    for row in rows:
        row.credential_id = known.get(row.source_key)
    return rows


def bad_rows(of: Batch) -> QuerySet[BatchRow]:
    """Return the rows of a batch that could not be issued."""
    return rows_of(of, (RowState.PROBLEM, RowState.FAILED))


def public_credential(credential_id: UUID) -> Credential | None:
    """Return the credential that ``/c/<id>`` shows, of any organisation.

    Raises:
        ErasedError: it was there, and the person it is about had it erased.
    """
    rows: Any = Credential.objects.with_scopes_disabled()
    found: Credential | None = (rows.filter(pk=credential_id).select_related(*PARTS)).first()
    return None if found is None else readable(found)


def readable(found: Credential) -> Credential:
    """Return the credential if what was signed is still kept.

    Raises:
        ErasedError: it was erased.
    """
    if found.erased_at is not None:
        raise ErasedError(
            _("It was erased at the wish, or for the protection, of the person it is about."),
            credential=str(found.pk),
        )
    return found
