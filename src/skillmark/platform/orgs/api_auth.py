"""API keys at the door of the REST API, as a django-ninja authenticator.

Only the header ``Authorization: Bearer smk_…`` counts; a key in the address is refused loudly,
because addresses end up in logs.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.http import HttpRequest
from ninja.security import HttpBearer

from skillmark.platform.orgs import errors
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.api_keys import BEGINNING, check_api_key
from skillmark.platform.orgs.models import ApiKey, Organisation

SCHEME: Final = "bearer"


class ApiRequest(HttpRequest):
    """A request that `ApiKeyAuth` let through."""

    api_key: ApiKey
    organisation: Organisation


class ApiKeyAuth(HttpBearer):
    """Lets a request pass whose key opens all the scopes named here.

    The request then has ``api_key`` and ``organisation``; open the organisation's scope with
    `in_key_scope`.
    """

    def __init__(self, *scopes: str) -> None:
        super().__init__()
        self.scopes = tuple(str(scope) for scope in scopes)

    def __call__(self, request: HttpRequest) -> ApiKey:
        """Return the key.

        Raises:
            KeyInQueryError: a key stands in the address.
            KeyMissingError: no bearer token in the header.
            KeyInvalidError: unknown, revoked or expired.
            ScopeMissingError: the key does not open this.
        """
        if any(value.startswith(BEGINNING) for _name, value in _query(request)):
            raise errors.KeyInQueryError("An API key was sent in the address.")
        scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != SCHEME or not token.strip():
            raise errors.KeyMissingError("This request names no API key.")
        return self.authenticate(request, token.strip())

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey:
        """Check `token` and note key and organisation on the request."""
        key = check_api_key(token, self.scopes)
        request.api_key = key  # type: ignore[attr-defined]
        request.organisation = key.organisation  # type: ignore[attr-defined]
        return key


def in_key_scope[R](operation: Callable[..., R]) -> Callable[..., R]:
    """Run an API operation inside the scope of the key's organisation."""

    @wraps(operation)
    def scoped(request: ApiRequest, *args: Any, **kwargs: Any) -> R:
        with organisation_scope(request.organisation):
            return operation(request, *args, **kwargs)

    return scoped


def _query(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, value) for name, values in request.GET.lists() for value in values]
