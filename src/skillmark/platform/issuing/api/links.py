"""Open claim links over the REST API: make, list, pause, open again, close, see who took them."""

from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse
from ninja import Query, Router

from skillmark.platform.issuing.api.answers import KEY_PARAMETER, once, version_named
from skillmark.platform.issuing.api.link_schemas import (
    ClaimFilter,
    ClaimOut,
    ClaimPage,
    LinkFilter,
    LinkIn,
    LinkOut,
    LinkPage,
)
from skillmark.platform.issuing.errors import OpenLinkError
from skillmark.platform.issuing.forms.links import is_domain
from skillmark.platform.issuing.models import OpenLink
from skillmark.platform.issuing.selectors import links as link_selectors
from skillmark.platform.issuing.services import open_links
from skillmark.platform.issuing.services.idempotency import Answer
from skillmark.platform.orgs.api_auth import ApiKeyAuth, ApiRequest, in_key_scope
from skillmark.platform.orgs.api_paging import step, step_of
from skillmark.platform.orgs.models import Scope

router = Router()

_ISSUE: Final[dict[str, Any]] = {"auth": ApiKeyAuth(Scope.CREDENTIALS_ISSUE)}
_READ: Final[dict[str, Any]] = {"auth": ApiKeyAuth(Scope.CREDENTIALS_READ)}
_LINKS: Final[dict[str, Any]] = {"tags": ["Claim links"]}
_ONE: Final = "/claim-links/{uuid:link_id}"


@router.post(
    "/claim-links",
    response={201: LinkOut},
    operation_id="createClaimLink",
    summary="Make an open claim link",
    openapi_extra={"parameters": [KEY_PARAMETER]},
    **_ISSUE,
    **_LINKS,
)
@in_key_scope
def create(request: ApiRequest, body: LinkIn) -> HttpResponse:
    """Make a link by which people get a credential themselves, once for each address.

    Where the organisation wants a second person for so many, `state` is `waiting` until they
    have said yes.
    """
    version = version_named(body.achievement)
    domains = tuple(dict.fromkeys(one.strip().lower() for one in body.domains))
    wrong = [one for one in domains if not is_domain(one)]
    if wrong:
        raise OpenLinkError("This is no domain.", field="domains", domain=wrong[0][:80])
    terms = open_links.Terms(
        name=body.name,
        capacity=body.capacity,
        opens_at=body.opens_at,
        closes_at=body.closes_at,
        time_zone="UTC" if body.opens_at or body.closes_at else "",
        domains=domains,
        code_word=body.code_word,
        needs_approval=body.needs_approval,
        achieved_on=body.achieved_on,
    )

    def act() -> Answer:
        made = open_links.create_link(
            request.organisation, version, terms, actor=request.api_key
        )
        return Answer(201, LinkOut.of(made))

    return once(request, "createClaimLink", request.body, act)


@router.get(
    "/claim-links",
    response=LinkPage,
    operation_id="listClaimLinks",
    summary="List open claim links",
    **_READ,
    **_LINKS,
)
@in_key_scope
def list_links(
    request: ApiRequest,  # noqa: ARG001 - Ninja finds it by this name
    filters: Query[LinkFilter],
) -> dict[str, Any]:
    """List the open claim links of the organisation, the newest first."""
    found = link_selectors.links(search=filters.search, state=filters.state)
    return step_of(*step(found, filters), LinkOut.of)


@router.get(
    _ONE,
    response=LinkOut,
    operation_id="getClaimLink",
    summary="Read an open claim link",
    **_READ,
    **_LINKS,
)
@in_key_scope
def link(
    request: ApiRequest,  # noqa: ARG001 - Ninja finds it by this name
    link_id: UUID,
) -> dict[str, Any]:
    """Return one open claim link with its counts."""
    return LinkOut.of(_found(link_id))


@router.get(
    f"{_ONE}/claims",
    response=ClaimPage,
    operation_id="listClaims",
    summary="List who asked at a claim link",
    **_READ,
    **_LINKS,
)
@in_key_scope
def claims(
    request: ApiRequest,  # noqa: ARG001 - Ninja finds it by this name
    link_id: UUID,
    filters: Query[ClaimFilter],
) -> dict[str, Any]:
    """List who asked, with the credential of those who got it."""
    of = _found(link_id)
    found = link_selectors.claims(of, search=filters.search, state=filters.state or "")
    shown, following = step(found, filters)
    given = link_selectors.credentials_of(shown)
    return step_of(shown, following, lambda row: ClaimOut.of(row, given.get(row.source_key)))


@router.post(
    f"{_ONE}/pause",
    response=LinkOut,
    operation_id="pauseClaimLink",
    summary="Pause a claim link",
    **_ISSUE,
    **_LINKS,
)
@in_key_scope
def pause(request: ApiRequest, link_id: UUID) -> dict[str, Any]:
    """Let a link give nothing for a while."""
    return LinkOut.of(open_links.pause_link(_found(link_id).pk, actor=request.api_key))


@router.post(
    f"{_ONE}/resume",
    response=LinkOut,
    operation_id="resumeClaimLink",
    summary="Open a paused claim link again",
    **_ISSUE,
    **_LINKS,
)
@in_key_scope
def resume(request: ApiRequest, link_id: UUID) -> dict[str, Any]:
    """Open a paused link again."""
    return LinkOut.of(open_links.resume_link(_found(link_id).pk, actor=request.api_key))


@router.post(
    f"{_ONE}/close",
    response=LinkOut,
    operation_id="closeClaimLink",
    summary="Close a claim link for good",
    **_ISSUE,
    **_LINKS,
)
@in_key_scope
def close(request: ApiRequest, link_id: UUID) -> dict[str, Any]:
    """Close a link for good; what it has given stays."""
    return LinkOut.of(open_links.close_link(_found(link_id).pk, actor=request.api_key))


def _found(link_id: UUID) -> OpenLink:
    found = link_selectors.link(link_id)
    if found is None:
        raise Http404
    return found
