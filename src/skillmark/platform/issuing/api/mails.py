"""Mails over the REST API: what became of each, and the right address for one that came back."""

from datetime import datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from skillmark.platform.issuing.api.answers import KEY_PARAMETER, found, once
from skillmark.platform.issuing.errors import AddressMalformedError
from skillmark.platform.issuing.models import Delivery
from skillmark.platform.issuing.selectors import mails as mail_finding
from skillmark.platform.issuing.selectors.mails import WantedMails
from skillmark.platform.issuing.services.delivery import correct_address
from skillmark.platform.issuing.services.idempotency import Answer
from skillmark.platform.orgs.api_auth import ApiKeyAuth, ApiRequest, in_key_scope
from skillmark.platform.orgs.api_paging import StepFilter, StepOf, step, step_of
from skillmark.platform.orgs.models import Scope

router = Router()

_MAILS: Final[dict[str, Any]] = {"tags": ["Mails"]}

type MailStateName = Literal[
    "waiting", "retrying", "sent", "bounced", "complained", "suppressed", "failed"
]


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class MailOut(Schema):
    """One mail about a credential."""

    id: UUID
    credential: UUID
    kind: Annotated[str, Field(description="`issued`, `reminder`, `revoked` and so on.")]
    address: str
    state: MailStateName
    words: Annotated[str, Field(description="What the mail server said last.")]
    created_at: datetime
    state_at: datetime
    seen_to: Annotated[
        bool, Field(description="Somebody has sent it again or corrected the address.")
    ]

    @classmethod
    def of(cls, row: Delivery) -> dict[str, Any]:
        """Return a mail as plain JSON values."""
        return {
            "id": str(row.pk),
            "credential": str(row.credential_id),
            "kind": row.kind,
            "address": row.address,
            "state": row.state,
            "words": row.words,
            "created_at": _moment(row.created_at),
            "state_at": _moment(row.state_at),
            "seen_to": row.answered_at is not None,
        }


class MailPage(StepOf[MailOut]):
    """A page of mails, the newest first."""


class MailFilter(StepFilter):
    """Which mails to list."""

    state: Annotated[
        MailStateName | Literal["", "open"],
        Field(description="`open`: came back, and nobody has seen to it."),
    ] = ""
    search: Annotated[
        str, Field(max_length=200, description="In name, address, achievement.")
    ] = ""


class AddressIn(Schema):
    """The right address."""

    address: Annotated[str, Field(min_length=3, max_length=254)]


@router.get(
    "/mails",
    response=MailPage,
    operation_id="listMails",
    summary="List mails about credentials",
    auth=ApiKeyAuth(Scope.CREDENTIALS_READ),
    **_MAILS,
)
@in_key_scope
def mails(
    request: ApiRequest,  # noqa: ARG001 - Ninja finds it by this name
    filters: Query[MailFilter],
) -> dict[str, Any]:
    """List the mails of the organisation and what became of them, the newest first."""
    rows = mail_finding.matching(WantedMails(search=filters.search, state=filters.state))
    return step_of(*step(rows, filters), MailOut.of)


@router.post(
    "/credentials/{uuid:credential_id}/address",
    response={201: MailOut},
    operation_id="correctAddress",
    summary="Correct the address and send the mail there",
    openapi_extra={"parameters": [KEY_PARAMETER]},
    auth=ApiKeyAuth(Scope.CREDENTIALS_ISSUE),
    **_MAILS,
)
@in_key_scope
def correct(request: ApiRequest, credential_id: UUID, body: AddressIn) -> HttpResponse:
    """Write to another address from now on, and send the mail there with a fresh link.

    The credential itself stays as it was signed; replace it if it must name the new address.
    """
    row = found(credential_id)
    try:
        validate_email(body.address.strip())
    except ValidationError as error:
        raise AddressMalformedError("This is no e-mail address.", field="address") from error

    def act() -> Answer:
        made = correct_address(row.pk, body.address, actor=request.api_key)
        return Answer(201, MailOut.of(made))

    return once(request, f"correctAddress {row.pk}", request.body, act)
