"""Dynamic registration: the platform says its values, we ours (LTI Dynamic Registration 1.0).

An owner makes a link, good for one registration; whoever holds it may register one platform with the
organisation. § refers to that specification.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skillmark.core import jsonio
from skillmark.core.errors import SkillmarkError
from skillmark.core.jsonio import JsonObject
from skillmark.fetch import Call, FetchError
from skillmark.platform.events.changes import record
from skillmark.platform.events.ids import uuid7
from skillmark.platform.lti import grades, launching, platforms, registering
from skillmark.platform.lti.errors import GoneError, RegistrationError
from skillmark.platform.lti.messages import DEEP_LINKING, RESOURCE
from skillmark.platform.lti.models import Registration, RegistrationLink
from skillmark.platform.lti.registering import Values
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.people.models import User

LIFE: Final = timedelta(hours=24)
MAX_CONFIGURATION: Final = 64 * 1024  # bytes
TOOL: Final = "https://purl.imsglobal.org/spec/lti-tool-configuration"
SCOPES: Final = (grades.LINE_ITEMS, grades.RESULTS, grades.SCORE, grades.MEMBERS)


@dataclass(frozen=True, slots=True)
class Offered:
    """What a platform says of itself, §3.3."""

    issuer: str
    endpoint: str
    auth_url: str
    token_url: str
    jwks_url: str
    audience: str


def make_link(organisation: Organisation, *, actor: User) -> str:
    """Make a link for one registration and return its address; it is shown once."""
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        row = RegistrationLink.objects.create(
            digest=launching.digest(secret),
            organisation=organisation,
            made_by=actor,
            expires_at=timezone.now() + LIFE,
        )
        record("platform.link_made", row, actor=actor, label="")
    return launching.own_address("lti:register", secret)


def link_of(secret: str) -> RegistrationLink:
    """Return an owner's link, whatever its organisation.

    Raises:
        GoneError: there is none, or it was used, or it is over.
    """
    rows = RegistrationLink.objects.with_scopes_disabled().select_related(
        "organisation", "made_by"
    )
    found: RegistrationLink | None = rows.filter(
        digest=launching.digest(secret), used_at=None, expires_at__gt=timezone.now()
    ).first()
    if found is None:
        raise GoneError(_("This link was used, or is over. Ask an owner for another."))
    return found


def offered(address: str) -> Offered:
    """Get what a platform says of itself, §3.3.

    Raises:
        RegistrationError: it does not come, or does not hang together.
    """
    try:
        site = platforms.fetcher(settings.SKILLMARK.fetch_origins)
        got = site.call(address, Call(accept="application/json"), max_bytes=MAX_CONFIGURATION)
        said = jsonio.load_object(got.body)
    except SkillmarkError as error:
        raise RegistrationError(
            _("The platform's configuration cannot be read."), cause=error.code
        ) from error
    found = Offered(
        issuer=_text(said, "issuer"),
        endpoint=_text(said, "registration_endpoint"),
        auth_url=_text(said, "authorization_endpoint"),
        token_url=_text(said, "token_endpoint"),
        jwks_url=_text(said, "jwks_uri"),
        audience=str(said.get("authorization_server") or ""),
    )
    # §3.3.1: who answers for the issuer must be the issuer.
    hosts = {urlsplit(one).netloc for one in (address, found.issuer, found.endpoint)}
    if len(hosts) != 1:
        raise RegistrationError(_("The configuration is from another site than the platform."))
    return found


def register(link: RegistrationLink, found: Offered, token: str) -> Registration:
    """Register with a platform, and the platform with us; in the organisation's scope.

    Args:
        link: an owner's, used up by this.
        found: what the platform says of itself.
        token: the platform's ``registration_token``; empty without.

    Raises:
        GoneError: the link was used in between.
        RegistrationError: the platform refuses us, or its answer cannot be read.
    """
    rows = RegistrationLink.objects.filter(pk=link.pk, used_at=None)
    if not rows.update(used_at=timezone.now()):
        raise GoneError(_("This link was used, or is over. Ask an owner for another."))
    try:
        return _registered(link, found, token)
    except SkillmarkError:
        RegistrationLink.objects.filter(pk=link.pk).update(used_at=None)
        raise


def _registered(link: RegistrationLink, found: Offered, token: str) -> Registration:
    identifier = uuid7()
    body = jsonio.dumps(_ours(identifier, link.organisation))
    call = Call("POST", body, "application/json", bearer=token, accept="application/json")
    try:
        answer = platforms.fetcher(settings.SKILLMARK.fetch_origins).call(found.endpoint, call)
        said = jsonio.load_object(answer.body, max_bytes=MAX_CONFIGURATION)
    except FetchError as error:
        raise RegistrationError(
            _("The platform did not register us."), cause=error.code
        ) from error
    except SkillmarkError as error:
        raise RegistrationError(
            _("The platform's answer cannot be read."), cause=error.code
        ) from error
    tool = said.get(TOOL)
    deployment = tool.get("deployment_id") if isinstance(tool, dict) else None
    values = Values(
        name=urlsplit(found.issuer).netloc[:120],
        issuer=found.issuer,
        client_id=_text(said, "client_id", 255),
        deployments=(str(deployment),) if isinstance(deployment, str | int) else (),
        auth_url=found.auth_url,
        token_url=found.token_url,
        jwks_url=found.jwks_url,
        audience=found.audience,
    )
    return registering.register(link.organisation, values, actor=link.made_by, id=identifier)


def _ours(identifier: object, organisation: Organisation) -> dict[str, Any]:
    """Return what we say of ourselves, §3.5."""
    launch = launching.own_address("lti:launch", identifier)
    kinds = (RESOURCE, DEEP_LINKING)
    return {
        "application_type": "web",
        "response_types": ["id_token"],
        "grant_types": ["implicit", "client_credentials"],
        "initiate_login_uri": launching.own_address("lti:login", identifier),
        "redirect_uris": [launch],
        "client_name": f"Skillmark: {organisation.name}",
        "jwks_uri": launching.own_address("lti:keys", identifier),
        "token_endpoint_auth_method": "private_key_jwt",
        "scope": " ".join(SCOPES),
        TOOL: {
            "domain": urlsplit(launch).netloc,
            "target_link_uri": launch,
            "claims": ["iss", "sub", "name", "email"],
            "messages": [{"type": kind, "target_link_uri": launch} for kind in kinds],
        },
    }


def _text(said: JsonObject, name: str, most: int = 1_000) -> str:
    found = said.get(name)
    if not isinstance(found, str) or not 0 < len(found) <= most:
        raise RegistrationError(_("The platform's configuration cannot be read."), field=name)
    return found
