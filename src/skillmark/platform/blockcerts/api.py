"""Exports for the Blockcerts tools over the REST API: begin one, see how far it is."""

from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from skillmark.platform.blockcerts import selectors, services
from skillmark.platform.blockcerts.models import BlockcertsExport
from skillmark.platform.issuing.api.answers import KEY_PARAMETER, once
from skillmark.platform.issuing.models import Batch
from skillmark.platform.issuing.services.idempotency import Answer
from skillmark.platform.orgs.api_auth import ApiKeyAuth, ApiRequest, in_key_scope
from skillmark.platform.orgs.models import Scope

router = Router()

_PATH: Final = "/batches/{uuid:batch_id}/blockcerts"
_SHARED: Final[dict[str, Any]] = {"tags": ["Batches"]}


class ExportOut(Schema):
    """One export of a batch."""

    id: UUID
    state: str = Field(
        description="`preparing`, `stopped`, `pending`, `mined`, `final` or `reverted`; "
        "the copies can be fetched once it is `final`."
    )
    credentials: int
    chain: str = Field(description="Of the transaction, CAIP-2.")
    root: str = Field(description="64 hexadecimal digits; empty while the tree is built.")
    tx: str
    block: int | None
    confirmations: int
    problem: str = Field(
        description="Code of what keeps it from going on; empty while all is well."
    )


class ExportsOut(Schema):
    """The exports of a batch, newest first."""

    exports: list[ExportOut]
    left: int = Field(description="Credentials of the batch that are in no export yet.")


def _out(export: BlockcertsExport) -> ExportOut:
    return ExportOut.model_validate(selectors.view_of(export).to_json())


@router.post(
    _PATH,
    response={201: ExportOut},
    operation_id="exportBlockcerts",
    summary="Export a batch for the Blockcerts tools",
    auth=ApiKeyAuth(Scope.CREDENTIALS_ISSUE),
    openapi_extra={"parameters": [KEY_PARAMETER]},
    **_SHARED,
)
@in_key_scope
def begin(request: ApiRequest, batch_id: UUID) -> HttpResponse:
    """Make copies that Blockcerts verifiers can check; one transaction for all of them.

    The organisation must have switched it on. The copy of a credential is at
    `/c/{credential_id}/blockcerts.json` once the transaction is final.
    """
    found = _found(batch_id)

    def act() -> Answer:
        begun = services.begin(found, actor=request.api_key)
        return Answer(201, dict(selectors.view_of(begun).to_json()))

    return once(request, "exportBlockcerts", str(batch_id).encode(), act)


@router.get(
    _PATH,
    response=ExportsOut,
    operation_id="listBlockcerts",
    summary="See how far the exports of a batch are",
    auth=ApiKeyAuth(Scope.CREDENTIALS_READ),
    **_SHARED,
)
@in_key_scope
def listed(request: ApiRequest, batch_id: UUID) -> ExportsOut:  # noqa: ARG001
    """Return the exports of a batch and what is left to export."""
    found = _found(batch_id)
    return ExportsOut(
        exports=[_out(one) for one in selectors.exports_of(found)],
        left=selectors.left_of(found).count(),
    )


def _found(batch_id: UUID) -> Batch:
    found: Batch | None = (
        Batch.objects.select_related("organisation").filter(pk=batch_id).first()
    )
    if found is None:
        raise Http404
    return found
