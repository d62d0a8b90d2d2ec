"""Changing credentials over the REST API: revoke, suspend, lift, renew, correct; one or many.

What blows the fuse changes nothing: the answer is 202 with the request for approval that now waits
for a second person.
"""

from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router, Status

from skillmark.platform.approvals.models import Approval
from skillmark.platform.issuing.api.answers import KEY_PARAMETER, found, once
from skillmark.platform.issuing.api.lifecycle_schemas import (
    ApprovalOut,
    ChangeIn,
    ChangeOut,
    Chosen,
    RenewalsIn,
    RenewIn,
    ReplaceIn,
)
from skillmark.platform.issuing.api.schemas import CredentialOut, LiftIn, ReasonIn
from skillmark.platform.issuing.making import entry
from skillmark.platform.issuing.models import BulkAction, BulkChange, BulkState
from skillmark.platform.issuing.selectors import finding
from skillmark.platform.issuing.services import (
    asking,
    bulk,
    lifecycle,
    renewal,
    replacement,
)
from skillmark.platform.issuing.services.idempotency import Answer
from skillmark.platform.orgs.api_auth import ApiKeyAuth, ApiRequest, in_key_scope
from skillmark.platform.orgs.models import Scope

router = Router()

_ISSUE: Final[dict[str, Any]] = {"auth": ApiKeyAuth(Scope.CREDENTIALS_ISSUE)}
_READ: Final[dict[str, Any]] = {"auth": ApiKeyAuth(Scope.CREDENTIALS_READ)}
_REVOKE: Final[dict[str, Any]] = {"auth": ApiKeyAuth(Scope.CREDENTIALS_REVOKE)}
_BOTH: Final[dict[str, Any]] = {
    "auth": ApiKeyAuth(Scope.CREDENTIALS_ISSUE, Scope.CREDENTIALS_REVOKE)
}
_CREDENTIALS: Final[dict[str, Any]] = {"tags": ["Credentials"]}
_CHANGES: Final[dict[str, Any]] = {"tags": ["Changes to many"]}
_ONE: Final = "/credentials/{uuid:credential_id}"
_ONCE: Final[dict[str, Any]] = {"openapi_extra": {"parameters": [KEY_PARAMETER]}}
_TURNED: Final[dict[Any, Any]] = {200: CredentialOut, 202: ApprovalOut}


@router.post(
    f"{_ONE}/revoke",
    response=_TURNED,
    operation_id="revokeCredential",
    summary="Revoke a credential for good",
    **_REVOKE,
    **_CREDENTIALS,
)
@in_key_scope
def revoke(request: ApiRequest, credential_id: UUID, body: ReasonIn) -> Any:
    """Revoke a credential. Page and status list say so at once; it cannot be undone.

    When your organisation has taken back many of late, the answer is 202 and a second person is
    asked; nothing has changed then.
    """
    return _turn(request, credential_id, lifecycle.REVOKE, body)


@router.post(
    f"{_ONE}/suspend",
    response=_TURNED,
    operation_id="suspendCredential",
    summary="Suspend a credential",
    **_REVOKE,
    **_CREDENTIALS,
)
@in_key_scope
def suspend(request: ApiRequest, credential_id: UUID, body: ReasonIn) -> Any:
    """Suspend a credential until it is lifted; 202 as for revoking."""
    return _turn(request, credential_id, lifecycle.SUSPEND, body)


@router.post(
    f"{_ONE}/lift",
    response=CredentialOut,
    operation_id="liftCredential",
    summary="Lift a suspension",
    **_REVOKE,
    **_CREDENTIALS,
)
@in_key_scope
def lift(request: ApiRequest, credential_id: UUID, body: LiftIn) -> Any:
    """Make a suspended credential valid again."""
    return _turn(request, credential_id, lifecycle.LIFT, body)


@router.post(
    f"{_ONE}/renew",
    response={200: CredentialOut, 201: CredentialOut},
    operation_id="renewCredential",
    summary="Renew a credential",
    **_ONCE,
    **_ISSUE,
    **_CREDENTIALS,
)
@in_key_scope
def renew(request: ApiRequest, credential_id: UUID, body: RenewIn) -> HttpResponse:
    """Issue the next credential of its holder, from what is published today.

    Old and new name each other. A credential has one renewal that counts: asked again, the
    answer is 200 with the one that is there. Ending the old one at once (`ends_old`) counts
    towards what one person may take back in a day.
    """
    row = found(credential_id)

    def act() -> Answer:
        done = renewal.renew(row.pk, body.terms(), actor=request.api_key, notify=body.notify)
        made = done.credential or row
        return Answer(201 if done.is_new else 200, CredentialOut.of(found(made.pk)))

    return once(request, f"renewCredential {row.pk}", request.body, act)


@router.post(
    f"{_ONE}/replace",
    response={200: CredentialOut, 201: CredentialOut},
    operation_id="replaceCredential",
    summary="Correct a credential by a new one",
    **_ONCE,
    **_BOTH,
    **_CREDENTIALS,
)
@in_key_scope
def replace(request: ApiRequest, credential_id: UUID, body: ReplaceIn) -> HttpResponse:
    """Issue a right credential in place of a wrong one, which stops counting.

    The old link leads to the new one. The same correction again is answered with 200 and the one
    that is there; another correction of the same credential with 409 `credential.replaced`.
    """
    row = found(credential_id)

    def act() -> Answer:
        person = body.recipient
        recipient = entry.recipient(
            person.model_dump(exclude={"evidence"}),
            row.achievement_version,
            works=[(one.url, one.narrative) for one in person.evidence],
        )
        done = replacement.replace(
            row.pk, recipient, actor=request.api_key, reason=body.reason, notify=body.notify
        )
        return Answer(201 if done.is_new else 200, CredentialOut.of(found(done.new.pk)))

    return once(request, f"replaceCredential {row.pk}", request.body, act)


@router.post(
    "/changes",
    response={202: ChangeOut},
    operation_id="changeCredentials",
    summary="Revoke, suspend or lift many",
    **_ONCE,
    **_REVOKE,
    **_CHANGES,
)
@in_key_scope
def change(request: ApiRequest, body: ChangeIn) -> HttpResponse:
    """Change the state of many credentials in the background, each status list at once.

    The state `waiting` means that so many need a second person: nothing changes before their
    yes. Ask for the change to see how far it is.
    """

    def act() -> Answer:
        chosen = bulk.choose(
            request.organisation, body.action, _ids(body), actor=request.api_key
        )
        started = bulk.confirm(
            chosen.pk, actor=request.api_key, reason=body.reason, notify=body.notify
        )
        return Answer(202, ChangeOut.of(started))

    return once(request, "changeCredentials", request.body, act)


@router.post(
    "/renewals",
    response={202: ChangeOut},
    operation_id="renewCredentials",
    summary="Renew many",
    **_ONCE,
    **_BOTH,
    **_CHANGES,
)
@in_key_scope
def renewals(request: ApiRequest, body: RenewalsIn) -> HttpResponse:
    """Renew many credentials in the background; what was renewed before is not renewed twice."""

    def act() -> Answer:
        chosen = bulk.choose(
            request.organisation, BulkAction.RENEW, _ids(body), actor=request.api_key
        )
        started = bulk.confirm(
            chosen.pk,
            actor=request.api_key,
            notify=body.terms.notify,
            options=body.terms.terms().to_json(),
        )
        return Answer(202, ChangeOut.of(started))

    return once(request, "renewCredentials", request.body, act)


@router.get(
    "/changes/{uuid:change_id}",
    response=ChangeOut,
    operation_id="getChange",
    summary="Read a change to many",
    **_READ,
    **_CHANGES,
)
@in_key_scope
def get_change(
    request: HttpRequest,  # noqa: ARG001 - Ninja finds it by this name
    change_id: UUID,
) -> dict[str, Any]:
    """Return how far a change is, with what could not be changed."""
    rows = BulkChange.objects.exclude(state=BulkState.DRAFT)
    row: BulkChange | None = rows.filter(pk=change_id).first()
    if row is None:
        raise Http404
    return ChangeOut.of(row)


def _turn(
    request: ApiRequest, credential_id: UUID, turn: lifecycle.Turn, body: ReasonIn | LiftIn
) -> Status[dict[str, Any]]:
    row = found(credential_id)
    done = asking.turn_or_ask(
        [row.pk],
        turn,
        organisation=request.organisation,
        reason=body.reason,
        actor=request.api_key,
        notify=body.notify,
    )
    if isinstance(done, Approval):
        return Status(202, ApprovalOut.of(done))
    return Status(200, CredentialOut.of(found(credential_id)))


def _ids(body: Chosen) -> list[UUID]:
    if body.filter is None:
        return list(body.ids)
    return finding.ids_of(body.filter.wanted(), bulk.MAX_CHOSEN + 1)
