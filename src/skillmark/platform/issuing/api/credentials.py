"""Credentials over the REST API: issue and read.

Changing is `api_lifecycle`'s, many at once `api_batches`', open claim links `api_links`'.
"""

from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from skillmark.core.encoding import EncodingError, base64url
from skillmark.platform.issuing.api import batches as api_batches
from skillmark.platform.issuing.api import lifecycle as api_lifecycle
from skillmark.platform.issuing.api import links as api_links
from skillmark.platform.issuing.api import mails as api_mails
from skillmark.platform.issuing.api.answers import KEY_PARAMETER, found, once, version_named
from skillmark.platform.issuing.api.batch_schemas import BatchOut, RowFilter
from skillmark.platform.issuing.api.batches import batch_out
from skillmark.platform.issuing.api.schemas import (
    CredentialFilter,
    CredentialIn,
    CredentialOut,
    CredentialPage,
)
from skillmark.platform.issuing.errors import CursorError
from skillmark.platform.issuing.making import entry, intent
from skillmark.platform.issuing.models import Credential, Source
from skillmark.platform.issuing.selectors import credentials as selectors
from skillmark.platform.issuing.services import scheduling, singles
from skillmark.platform.issuing.services.idempotency import Answer
from skillmark.platform.orgs.api_auth import ApiKeyAuth, ApiRequest, in_key_scope
from skillmark.platform.orgs.models import Scope

router = Router()
router.add_router("", api_lifecycle.router)
router.add_router("", api_batches.router)
router.add_router("", api_links.router)
router.add_router("", api_mails.router)

_ISSUE: Final[dict[str, Any]] = {"auth": ApiKeyAuth(Scope.CREDENTIALS_ISSUE)}
_READ: Final[dict[str, Any]] = {"auth": ApiKeyAuth(Scope.CREDENTIALS_READ)}
_CREDENTIALS: Final[dict[str, Any]] = {"tags": ["Credentials"]}


@router.post(
    "/credentials",
    response={201: CredentialOut, 202: BatchOut},
    operation_id="issueCredential",
    summary="Issue one credential",
    openapi_extra={"parameters": [KEY_PARAMETER]},
    **_ISSUE,
    **_CREDENTIALS,
)
@in_key_scope
def issue(request: ApiRequest, body: CredentialIn) -> HttpResponse:
    """Issue one credential and (unless told otherwise) mail it to its holder.

    Who has this achievement already gets no second one: the answer is 409
    `award.already_issued` with the id of what exists. One that has to wait, for `issue_at` or for
    a second person, is answered with 202 and the batch of one that it waits in.
    """
    version = version_named(body.achievement)
    if body.issue_at is not None:
        scheduling.require_future(body.issue_at)

    def act() -> Answer:
        person = body.recipient
        recipient = entry.recipient(
            person.model_dump(exclude={"evidence"}),
            version,
            works=[(one.url, one.narrative) for one in person.evidence],
        )
        made = singles.issue_or_wait(
            request.organisation,
            version,
            intent.intent_for(version.achievement_id, recipient, again=body.again),
            source=Source.API,
            actor=request.api_key,
            send_mail=body.send_mail,
            issue_at=body.issue_at,
        )
        if made.credential is None:
            return Answer(202, batch_out(made.waiting, RowFilter()))
        return Answer(201, CredentialOut.of(made.credential))

    return once(request, "issueCredential", request.body, act)


@router.get(
    "/credentials",
    response=CredentialPage,
    operation_id="listCredentials",
    summary="List credentials",
    **_READ,
    **_CREDENTIALS,
)
@in_key_scope
def credentials(
    request: ApiRequest,  # noqa: ARG001 - Ninja finds it by this name
    filters: Query[CredentialFilter],
) -> dict[str, Any]:
    """List the credentials of the organisation, the newest first."""
    found = selectors.credentials(
        search=filters.search, state=filters.state or "", achievement=filters.achievement
    )
    if filters.cursor:
        found = selectors.after(found, *_read_cursor(filters.cursor))
    rows = list(found[: filters.limit + 1])
    shown = rows[: filters.limit]
    more = len(rows) > len(shown)
    return {
        "items": [CredentialOut.of(row) for row in shown],
        "next_cursor": _cursor(shown[-1]) if more else None,
    }


@router.get(
    "/credentials/{uuid:credential_id}",
    response=CredentialOut,
    operation_id="getCredential",
    summary="Read one credential",
    **_READ,
    **_CREDENTIALS,
)
@in_key_scope
def credential(
    request: ApiRequest,  # noqa: ARG001 - Ninja finds it by this name
    credential_id: UUID,
) -> dict[str, Any]:
    """Return one credential; its signed bytes are at `json_url`."""
    return CredentialOut.of(found(credential_id))


def _cursor(row: Credential) -> str:
    return base64url.encode(f"{row.issued_at.isoformat()}|{row.pk}".encode())


def _read_cursor(cursor: str) -> tuple[datetime, UUID]:
    try:
        moment, _bar, last_id = base64url.decode(cursor).decode("ascii").partition("|")
        at, row_id = datetime.fromisoformat(moment), UUID(last_id)
        if at.tzinfo is None:
            raise ValueError("a moment without a zone")  # noqa: TRY301 - one answer for all
        return at.astimezone(UTC), row_id
    except (EncodingError, ValueError, OverflowError) as error:
        raise CursorError("This cursor was not given by a page of this list.") from error
