"""Asking for a second person's yes, and deciding.

What was approved happens in the transaction of the decision: either both are there or neither.
Whether the person has the role is the view's question; that it is a second person is ours.
"""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skillmark.platform.approvals import mails, registry
from skillmark.platform.approvals.errors import (
    DecidedError,
    OwnRequestError,
    ReasonMissingError,
)
from skillmark.platform.approvals.models import Approval, ApprovalState
from skillmark.platform.events import audit
from skillmark.platform.events import services as events
from skillmark.platform.orgs.models import ApiKey, Organisation
from skillmark.platform.people.models import User


def ask(
    kind: str,
    *,
    organisation: Organisation,
    subject_id: UUID,
    title: str,
    actor: object,
    href: str = "",
    facts: dict[str, Any] | None = None,
) -> Approval:
    """Put one act before a second person; asking twice returns the request that waits.

    Args:
        kind: a registered kind.
        organisation: whose act it is.
        subject_id: what it is about.
        title: one plain sentence, without personal data.
        actor: who asks: an account or an API key.
        href: where the approver looks first, a path on this site.
        facts: what the kind needs to act, plain JSON.
    """
    registry.find(kind)
    with transaction.atomic():
        waiting = Approval.objects.select_for_update().filter(
            kind=kind, subject_id=subject_id, state=ApprovalState.WAITING
        )
        if (known := waiting.first()) is not None:
            return known  # type: ignore[no-any-return] # scoped managers are Any
        request: Approval = Approval.objects.create(
            organisation=organisation,
            kind=kind,
            subject_id=subject_id,
            title=title,
            href=href,
            facts=facts or {},
            asked_by=_person(actor),
            asked_through=audit.reference(actor),
        )
        _record("approval.asked", request, actor, {"kind": kind})
        mails.asked(request)
    return request


def approve(request_id: UUID, *, by: User, note: str = "") -> Approval:
    """Say yes and do the act.

    Raises:
        OwnRequestError: `by` asked for it.
        DecidedError: somebody decided before.
        Approval.DoesNotExist: there is none in this organisation.
    """
    with transaction.atomic():
        request = _decide(request_id, ApprovalState.APPROVED, by, note)
        registry.find(request.kind).approved(request, by)
        _record("approval.approved", request, by, {"kind": request.kind, "note": note})
        mails.decided(request)
    return request


def decline(request_id: UUID, *, by: User, note: str) -> Approval:
    """Say no, with the reason.

    Raises:
        ReasonMissingError: no reason is given.
        OwnRequestError: `by` asked for it; they withdraw it instead.
        DecidedError: somebody decided before.
        Approval.DoesNotExist: there is none in this organisation.
    """
    if not note.strip():
        raise ReasonMissingError(_("Say why, so that the other person knows what to change."))
    with transaction.atomic():
        request = _decide(request_id, ApprovalState.DECLINED, by, note)
        registry.find(request.kind).declined(request, by)
        _record("approval.declined", request, by, {"kind": request.kind, "note": note})
        mails.decided(request)
    return request


def withdraw(request_id: UUID, *, by: User) -> Approval:
    """Take a request back.

    Raises:
        DecidedError: somebody decided before.
        Approval.DoesNotExist: there is none in this organisation.
    """
    with transaction.atomic():
        request = _hold(request_id)
        _settle(request, ApprovalState.WITHDRAWN, by, "")
        registry.find(request.kind).declined(request, by)
        _record("approval.withdrawn", request, by, {"kind": request.kind})
    return request


def _decide(request_id: UUID, state: ApprovalState, by: User, note: str) -> Approval:
    request = _hold(request_id)
    if by.pk == request.asked_by_id:
        raise OwnRequestError(_("You asked for this yourself: a second person has to decide."))
    _settle(request, state, by, note)
    return request


def _hold(request_id: UUID) -> Approval:
    held: Approval = Approval.objects.select_for_update().get(pk=request_id)
    if held.state != ApprovalState.WAITING:
        raise DecidedError(_("This was decided already."), state=held.state)
    return held


def _settle(request: Approval, state: ApprovalState, by: User, note: str) -> None:
    request.state, request.decided_by, request.decided_at = state, by, timezone.now()
    request.note = note[:1_000]
    request.save(update_fields=["state", "decided_by", "decided_at", "note"])


def _person(actor: object) -> User | None:
    """Return the account behind an act: a key's acts are those of whoever made the key."""
    if isinstance(actor, User):
        return actor
    return actor.created_by if isinstance(actor, ApiKey) else None


def _record(action: str, request: Approval, actor: object, after: dict[str, Any]) -> None:
    events.record(
        organisation_id=request.organisation_id,
        actor=actor,
        action=action,
        object=request,
        after=after,
        label=request.title,
    )
