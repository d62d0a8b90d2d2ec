"""Reading credentials and batches.

Everything here works inside the organisation scope that the caller opened, and fails without one.
The functions that begin with ``public_`` step outside it on purpose: a credential's page is for
whoever has its address.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from skillmark.platform.events.models import AuditEntry, OutboxMessage, OutboxState
from skillmark.platform.issuing.models import (
    Batch,
    BatchRow,
    Credential,
    CredentialState,
    Delivery,
    RowState,
)

EXPIRED: Final = "expired"
SORTS: Final = {
    "-issued": ("-issued_at", "-id"),
    "issued": ("issued_at", "id"),
    "name": ("award__recipient_name", "-id"),
    "-name": ("-award__recipient_name", "-id"),
    "achievement": ("achievement_version__name", "-id"),
    "-achievement": ("-achievement_version__name", "-id"),
    "until": ("valid_until", "-id"),
    "-until": ("-valid_until", "-id"),
}
NEWEST_FIRST: Final = "-issued"
MAX_WORDS: Final = 8  # of a search
STATES: Final = (
    (CredentialState.ACTIVE.value, _("Active")),
    (EXPIRED, _("Expired")),
    (CredentialState.SUSPENDED.value, _("Suspended")),
    (CredentialState.REVOKED.value, _("Revoked")),
)
_SETTLED: Final = frozenset({RowState.ISSUED, RowState.DUPLICATE})
_PARTS: Final = ("award", "achievement_version__achievement", "organisation")


def credentials(
    *, search: str = "", state: str = "", sort: str = NEWEST_FIRST, achievement: str = ""
) -> QuerySet[Credential]:
    """Return the credentials of the current organisation; unknown filters are ignored.

    Args:
        search: words, each in name, e-mail address, learner's number or achievement.
        state: ``active``, ``expired``, ``suspended`` or ``revoked``.
        sort: a key of `SORTS`.
        achievement: an achievement's slug.
    """
    rows: QuerySet[Credential] = Credential.objects.filter(_state(state))
    for word in search.split()[:MAX_WORDS]:
        rows = rows.filter(
            Q(award__recipient_name__icontains=word)
            | Q(award__recipient_email__icontains=word)
            | Q(award__fields__identifier=word)
            | Q(achievement_version__name__icontains=word)
        )
    if achievement:
        rows = rows.filter(achievement_version__achievement__slug=achievement)
    return (
        rows.defer("document")
        .select_related(*_PARTS)
        .order_by(*SORTS.get(sort, SORTS[NEWEST_FIRST]))
    )


def counts() -> dict[str, int]:
    """Return how many credentials of the current organisation are in each shown state."""
    filters = {name: Count("pk", filter=_state(name)) for name, _label in STATES}
    found: dict[str, int] = Credential.objects.aggregate(**filters)
    return found


def credential(credential_id: UUID) -> Credential | None:
    """Return one credential of the current organisation."""
    found: Credential | None = (
        Credential.objects.filter(pk=credential_id).select_related(*_PARTS).first()
    )
    return found


def issued_for(source_key: str) -> Credential | None:
    """Return the credential that an award key has led to before."""
    found: Credential | None = (
        Credential.objects.filter(award__source_key=source_key).select_related(*_PARTS).first()
    )
    return found


def after(rows: QuerySet[Credential], moment: datetime, last_id: UUID) -> QuerySet[Credential]:
    """Return the credentials that stand below one in a newest-first list, for cursors."""
    below = Q(issued_at__lt=moment) | Q(issued_at=moment, pk__lt=last_id)
    return rows.filter(below)


def history(of: Credential) -> list[AuditEntry]:
    """Return everything that was done to a credential, newest first."""
    rows = AuditEntry.objects.filter(object_kind="credential", object_id=str(of.pk))
    return list(rows.order_by("-sequence"))


def deliveries(of: Credential) -> list[Delivery]:
    """Return the mails about a credential, newest first."""
    return list(Delivery.objects.filter(credential=of).order_by("-created_at"))


def undelivered(organisation_id: UUID) -> QuerySet[Delivery]:
    """Return the last mails about a credential that could not be delivered, newest first."""
    failed = OutboxMessage.objects.filter(
        organisation_id=organisation_id, state=OutboxState.FAILED
    )
    later = Delivery.objects.filter(
        credential=OuterRef("credential"), created_at__gt=OuterRef("created_at")
    )
    rows: QuerySet[Delivery] = Delivery.objects.filter(outbox_id__in=failed.values("pk"))
    return (
        rows.exclude(Exists(later))
        .select_related("credential__award", "credential__achievement_version")
        .defer("credential__document")
        .order_by("-created_at")
    )


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


def problem_counts(of: Batch) -> list[tuple[str, int]]:
    """Return the columns that rows have problems in, the most frequent first."""
    found: dict[str, int] = {}
    for problems in bad_rows(of).values_list("problems", flat=True).iterator():
        for problem in problems:
            column = str(problem.get("column") or "")
            found[column] = found.get(column, 0) + 1
    return sorted(found.items(), key=lambda pair: -pair[1])


def public_credential(credential_id: UUID) -> Credential | None:
    """Return the credential that ``/c/<id>`` shows, of any organisation."""
    rows: Any = Credential.objects.with_scopes_disabled()
    found: Credential | None = (rows.filter(pk=credential_id).select_related(*_PARTS)).first()
    return found


def _state(name: str) -> Q:
    now = timezone.now()
    ended = Q(valid_until__isnull=False, valid_until__lte=now)
    if name == EXPIRED:
        return Q(state=CredentialState.ACTIVE) & ended
    if name == CredentialState.ACTIVE:
        return Q(state=CredentialState.ACTIVE) & ~ended
    if name in CredentialState.values:
        return Q(state=name)
    return Q()
