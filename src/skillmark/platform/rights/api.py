"""Rights over the REST API: grants and endorsements of both sides, and ending a grant.

Offering, accepting and endorsing are decisions of people with the role for it; programs read, and
can end a grant at once when something is wrong.
"""

from typing import Any, Final
from uuid import UUID

from django.http import Http404
from ninja import Query, Router

from skillmark.platform.orgs.api_auth import ApiKeyAuth, ApiRequest, in_key_scope
from skillmark.platform.orgs.api_paging import step, step_of
from skillmark.platform.orgs.models import Scope
from skillmark.platform.rights import selectors
from skillmark.platform.rights.api_schemas import (
    EndorsementOut,
    EndorsementPage,
    GrantOut,
    GrantPage,
    RevokeIn,
    SideFilter,
)
from skillmark.platform.rights.models import Grant
from skillmark.platform.rights.services import grants

router = Router(tags=["Rights"])

_READ: Final[dict[str, Any]] = {"auth": ApiKeyAuth(Scope.ACHIEVEMENTS_READ)}
_WRITE: Final[dict[str, Any]] = {"auth": ApiKeyAuth(Scope.ACHIEVEMENTS_WRITE)}
_ONE: Final = "/grants/{uuid:grant_id}"


@router.get(
    "/grants",
    response=GrantPage,
    operation_id="listGrants",
    summary="List who may issue for whom",
    **_READ,
)
@in_key_scope
def list_grants(request: ApiRequest, filters: Query[SideFilter]) -> dict[str, Any]:
    """List the grants that the organisation gave or received, the newest first."""
    own = request.organisation
    rows = selectors.given() if filters.side == "given" else selectors.received(own)
    return step_of(*step(rows.order_by("-offered_at", "-pk"), filters), GrantOut.of)


@router.get(
    _ONE,
    response=GrantOut,
    operation_id="getGrant",
    summary="Read a grant",
    **_READ,
)
@in_key_scope
def one_grant(request: ApiRequest, grant_id: UUID) -> dict[str, Any]:
    """Return one grant of either side."""
    found = selectors.grant_of(request.organisation, grant_id)
    if found is None:
        raise Http404
    return GrantOut.of(found)


@router.post(
    f"{_ONE}/revoke",
    response=GrantOut,
    operation_id="revokeGrant",
    summary="End a grant now",
    **_WRITE,
)
@in_key_scope
def revoke_grant(request: ApiRequest, grant_id: UUID, body: RevokeIn) -> dict[str, Any]:
    """End a grant that the organisation gave. What was issued under it stays good."""
    try:
        ended = grants.revoke(grant_id, reason=body.reason, actor=request.api_key)
    except Grant.DoesNotExist as error:
        raise Http404 from error
    return GrantOut.of(ended)


@router.get(
    "/endorsements",
    response=EndorsementPage,
    operation_id="listEndorsements",
    summary="List who stands by whom",
    **_READ,
)
@in_key_scope
def list_endorsements(request: ApiRequest, filters: Query[SideFilter]) -> dict[str, Any]:
    """List the endorsements that the organisation gave or asked for, the newest first."""
    own = request.organisation
    rows = selectors.endorsing() if filters.side == "given" else selectors.endorsed(own)
    return step_of(*step(rows.order_by("-asked_at", "-pk"), filters), EndorsementOut.of)
