"""What the operations of issuing share: an answer given once for a key, an object or 404."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse

from skillmark.platform.catalog import selectors as catalog
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.issuing.errors import NotPublishedError, UnknownAchievementError
from skillmark.platform.issuing.models import Credential
from skillmark.platform.issuing.selectors import credentials as selectors
from skillmark.platform.issuing.services import idempotency
from skillmark.platform.issuing.services.idempotency import Answer
from skillmark.platform.orgs.api_auth import ApiRequest
from skillmark.platform.rights import selectors as rights

KEY_PARAMETER = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same key and body give the same answer for 24 hours; another body "
    "under the same key is refused.",
    "schema": {"type": "string", "minLength": 1, "maxLength": idempotency.MAX_KEY},
}


def once(
    request: ApiRequest, operation: str, body: bytes, act: Callable[[], Answer]
) -> HttpResponse:
    """Return what `act` answers, which runs at most once for the request's Idempotency-Key."""
    key = request.headers.get("Idempotency-Key")
    answer = idempotency.once(request.organisation, key, operation, body, act)
    response = JsonResponse(answer.body, status=answer.status)
    if answer.replayed:
        response["Idempotency-Replayed"] = "true"
    return response


def found(credential_id: UUID) -> Credential:
    """Return a credential of the key's organisation.

    Raises:
        Http404: it has none of that id.
    """
    row = selectors.credential(credential_id)
    if row is None:
        raise Http404
    return row


def version_named(name: str) -> AchievementVersion:
    """Return the published version that a slug, an achievement's or a version's id names.

    Raises:
        UnknownAchievementError: there is none.
        NotPublishedError: there is one, but nothing can be issued from it.
    """
    issuable = rights.issuable_here()
    try:
        wanted = UUID(name)
    except ValueError:
        version = issuable.filter(achievement__slug=name).first()
        known = catalog.achievement_by_slug(name) is not None
    else:
        version = issuable.filter(pk=wanted).first()
        version = version or issuable.filter(achievement_id=wanted).first()
        known = catalog.achievement(wanted) is not None
    if version is None and known:
        raise NotPublishedError("Publish the achievement before you issue it.")
    if version is None:
        raise UnknownAchievementError("There is no such achievement.", achievement=name[:80])
    return version
