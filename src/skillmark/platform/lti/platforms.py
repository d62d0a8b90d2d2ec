"""Speaking to a platform: its keys, an access token, its services; all through the one fetcher.

§ refers to the 1EdTech Security Framework 1.0 (client credentials with ``private_key_jwt``, §4.1).
Never called inside a transaction: another site may take seconds.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final
from urllib.parse import urlencode, urljoin

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from skillmark.core import jsonio
from skillmark.core.errors import SkillmarkError
from skillmark.core.jsonio import JsonObject, JsonValue
from skillmark.fetch import Answer, Call, Fetcher, FetchError
from skillmark.platform.lti import jose, toolkeys
from skillmark.platform.lti.errors import KeySetError, ScopeError, ServiceError
from skillmark.platform.lti.models import Registration

FRESH: Final = timedelta(hours=1)  # how long the platform's keys are taken from the shelf
AGAIN: Final = timedelta(seconds=30)  # how soon an unknown key makes us ask again
ASSERTION_S: Final = 60  # how long what we sign for a token holds
MAX_KEY_SET: Final = 256 * 1024  # bytes
MAX_ANSWER: Final = 1024 * 1024  # bytes
MAX_PAGES: Final = 50  # of one list
MAX_TOKEN: Final = 8_192  # characters of an access token
_ASSERTION: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_TOKEN_LETTERS: Final = re.compile(r"[\x21-\x7e]+")
_NEXT: Final = re.compile(r"<([^<>]{1,1000})>[^,<]*;\s*rel=\"?next\"?", re.IGNORECASE)
_REFUSED: Final = frozenset({400, 401, 403})


@dataclass(frozen=True, slots=True, repr=False)
class Access:
    """A platform's services, open for some scopes."""

    registration: Registration
    token: str


@cache
def fetcher(origins: tuple[str, ...]) -> Fetcher:
    """Return the fetcher of the running site."""
    return Fetcher(allow_origins=origins)


def keys(registration: Registration, kid: str, *, now: datetime) -> list[JsonObject]:
    """Return the platform's keys: those on the shelf while they are fresh and have `kid`.

    Raises:
        KeySetError: they cannot be got, or are none.
    """
    at = registration.keys_at
    known = any(one.get("kid") == kid for one in registration.keys)
    if at is not None and now - at < (FRESH if known else AGAIN):
        return list(registration.keys)
    return fetch_keys(registration, now=now)


def fetch_keys(registration: Registration, *, now: datetime) -> list[JsonObject]:
    """Get the platform's keys and lay them on the shelf.

    Raises:
        KeySetError: they cannot be got, or are none.
    """
    try:
        got = _site().call(
            registration.jwks_url, Call(accept="application/json"), max_bytes=MAX_KEY_SET
        )
        found = jose.key_set(got.body)
    except FetchError as error:
        raise KeySetError(
            _("The platform's keys cannot be got from its address."), cause=error.code
        ) from error
    registration.keys, registration.keys_at = found, now
    Registration.objects.filter(pk=registration.pk).update(keys=found, keys_at=now)
    return found


def access(registration: Registration, scopes: list[str]) -> Access:
    """Get an access token for some scopes, §4.1.

    Raises:
        ScopeError: the platform does not let us have one.
        ServiceError: it did not answer as it should.
    """
    now = int(timezone.now().timestamp())
    assertion = toolkeys.sign(
        registration.organisation,
        {
            "iss": registration.client_id,
            "sub": registration.client_id,
            "aud": registration.audience or registration.token_url,
            "iat": now,
            "exp": now + ASSERTION_S,
            "jti": secrets.token_urlsafe(24),
        },
    )
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": _ASSERTION,
        "client_assertion": assertion,
        "scope": " ".join(scopes),
    }
    body = urlencode(form).encode("ascii")
    call = Call("POST", body, "application/x-www-form-urlencoded", accept="application/json")
    said = _object(_called(registration.token_url, call))
    token = said.get("access_token")
    if (
        not isinstance(token, str)
        or len(token) > MAX_TOKEN
        or not _TOKEN_LETTERS.fullmatch(token)
        or str(said.get("token_type", "bearer")).lower() != "bearer"
    ):
        raise ServiceError(_("The platform gave no usable access token."))
    return Access(registration, token)


def read_all(opened: Access, url: str, media_type: str) -> list[JsonValue]:
    """Return every page of a list, one JSON document each (RFC 8288 ``rel=next``).

    Raises:
        ServiceError: a page did not come, or there is no end to them.
    """
    pages: list[JsonValue] = []
    seen: set[str] = set()
    following: str | None = url
    while following and following not in seen and len(pages) < MAX_PAGES:
        seen.add(following)
        answer = _called(following, Call(bearer=opened.token, accept=media_type))
        pages.append(_json(answer))
        found = _NEXT.search(answer.link)
        following = urljoin(following, found[1]) if found else None
    if following:
        raise ServiceError(_("The list of the platform has no end."))
    return pages


def send(opened: Access, url: str, media_type: str, value: dict[str, Any]) -> None:
    """Send a service one JSON document.

    Raises:
        ServiceError: it did not take it.
    """
    _called(url, Call("POST", jsonio.dumps(value), media_type, bearer=opened.token))


def _site() -> Fetcher:
    return fetcher(settings.SKILLMARK.fetch_origins)


def _called(url: str, call: Call) -> Answer:
    try:
        return _site().call(url, call, max_bytes=MAX_ANSWER)
    except FetchError as error:
        if error.facts.get("status") in _REFUSED:
            raise ScopeError(
                _("The platform does not let us use this service."), cause=error.code
            ) from error
        raise ServiceError(
            _("The platform did not answer as it should."), cause=error.code
        ) from error


def _json(answer: Answer) -> JsonValue:
    try:
        return jsonio.loads(answer.body)
    except SkillmarkError as error:
        raise ServiceError(
            _("The platform's answer cannot be read."), cause=error.code
        ) from error


def _object(answer: Answer) -> JsonObject:
    value = _json(answer)
    if not isinstance(value, dict):
        raise ServiceError(_("The platform's answer cannot be read."))
    return value
