"""What a platform says in a launch: the claims of its token, each checked (LTI Core 1.3 §5.3, §5.4).

Pure: the proven payload and the time in, a `Message` out.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from skillmark.core import jsonio
from skillmark.core.jsonio import JsonObject, JsonValue
from skillmark.platform.lti.errors import (
    AudienceError,
    DeploymentError,
    ExpiredError,
    IssuerError,
    MessageError,
    NonceError,
    SubjectError,
    TargetError,
    TokenError,
    VersionError,
)

CLAIM: Final = "https://purl.imsglobal.org/spec/lti/claim/"
AGS: Final = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
NRPS: Final = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
_NUL: Final = b"\\u0000"  # as JSON writes it
DEEP: Final = "https://purl.imsglobal.org/spec/lti-dl/claim/"
RESOURCE: Final = "LtiResourceLinkRequest"
DEEP_LINKING: Final = "LtiDeepLinkingRequest"
VERSION: Final = "1.3.0"

SKEW_S: Final = 60
OLDEST_S: Final = 600  # how long ago a token may have been issued
LONGEST: Final = 255  # characters of ``sub`` (OpenID Connect Core §2) and of ids
MAX_URL: Final = 1_000  # characters
_MEMBERSHIP: Final = "http://purl.imsglobal.org/vocab/lis/v2/membership"
TEACHING: Final = ("Instructor", "ContentDeveloper", "Administrator", "Manager")


@dataclass(frozen=True, slots=True)
class Expected:
    """What a token has to say: of the registration, and of the login it answers."""

    issuer: str
    client_id: str
    deployments: tuple[str, ...]
    nonce: str
    site_url: str


@dataclass(frozen=True, slots=True)
class Message:
    """A launch that was proven.

    Attributes:
        kind: `RESOURCE` or `DEEP_LINKING`.
        subject: the person, as the platform alone knows them.
        email: what the platform says their address is; proof of nothing.
        course: id and title of the context, both empty outside any.
        resource: id of the resource link; empty when deep linking.
        custom: what was configured with the link.
        grades: ``lineitem``, ``lineitems`` and ``scope`` of the grade services.
        members_url: of the names and roles service; empty without.
        deep: settings of deep linking.
    """

    kind: str
    subject: str
    deployment: str
    target: str
    name: str = ""
    email: str = ""
    is_teaching: bool = False
    course: tuple[str, str] = ("", "")
    resource: str = ""
    custom: JsonObject = field(default_factory=dict)
    grades: JsonObject = field(default_factory=dict)
    members_url: str = ""
    deep: JsonObject = field(default_factory=dict)


def precheck(payload: JsonObject, expected: Expected) -> None:
    """Refuse a token that cannot be ours before anything is fetched for it.

    Raises:
        IssuerError: another platform.
        AudienceError: another tool.
        NonceError: another login.
    """
    if payload.get("iss") != expected.issuer:
        raise IssuerError(_("The token is from another platform."))
    audience = payload.get("aud")
    named = audience if isinstance(audience, list) else [audience]
    party = payload.get("azp")
    if expected.client_id not in named:
        raise AudienceError(_("The token is for another tool."))
    if party is not None and party != expected.client_id:
        raise AudienceError(_("The token is for another tool."))
    if len(named) > 1 and party is None:
        raise AudienceError(_("The token is for several tools, and says for none."))
    if payload.get("nonce") != expected.nonce:
        raise NonceError(_("The token does not answer this login."))


def read(payload: JsonObject, expected: Expected, *, now: datetime) -> Message:
    """Return the message of a payload whose signature holds.

    Raises:
        TokenError: or one of its children: a claim is missing or wrong.
    """
    precheck(payload, expected)
    _times(payload, now.timestamp())
    if payload.get(CLAIM + "version") != VERSION:
        raise VersionError(_("The message is not of LTI 1.3.0."))
    deployment = payload.get(CLAIM + "deployment_id")
    if not isinstance(deployment, str) or deployment not in expected.deployments:
        raise DeploymentError(_("The organisation has not registered this deployment."))
    subject = payload.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST or "\0" in subject:
        raise SubjectError(_("The platform does not say who you are."))
    kind = payload.get(CLAIM + "message_type")
    if kind not in {RESOURCE, DEEP_LINKING}:
        raise MessageError(_("The platform sent a message that we do not know."))
    return _message(str(kind), subject, deployment, payload, expected)


def _message(
    kind: str, subject: str, deployment: str, payload: JsonObject, expected: Expected
) -> Message:
    context = _object(payload, CLAIM + "context")
    resource = _text(_object(payload, CLAIM + "resource_link"), "id")
    deep = _object(payload, DEEP + "deep_linking_settings")
    if kind == RESOURCE and not resource:
        raise MessageError(_("The launch does not say from which link it comes."))
    if kind == DEEP_LINKING and not _web(_text(deep, "deep_link_return_url", MAX_URL)):
        raise MessageError(_("The platform does not say where to return to."))
    return Message(
        kind=kind,
        subject=subject,
        deployment=deployment,
        target=target(payload.get(CLAIM + "target_link_uri"), expected.site_url),
        name=_text(payload, "name", 200),
        email=_text(payload, "email", 254).strip().lower(),
        is_teaching=_teaches(payload.get(CLAIM + "roles")),
        course=(_text(context, "id"), _text(context, "title", 200)),
        resource=resource,
        custom=_object(payload, CLAIM + "custom"),
        grades=_object(payload, AGS),
        members_url=_text(_object(payload, NRPS), "context_memberships_url", MAX_URL),
        deep=deep,
    )


def target(value: JsonValue, site_url: str) -> str:
    """Return a target on our own site.

    Raises:
        TargetError: it is none, or one elsewhere.
    """
    if not isinstance(value, str) or len(value) > MAX_URL:
        raise TargetError(_("The platform does not say where the launch leads."))
    own = value == site_url or value.startswith(site_url + "/")
    if not own or "\\" in value or any(letter <= " " for letter in value):
        raise TargetError(_("The launch leads to another site."))
    return value


def _times(payload: JsonObject, now: float) -> None:
    expires, issued = payload.get("exp"), payload.get("iat")
    for moment in (expires, issued):
        if isinstance(moment, bool) or not isinstance(moment, int | float):
            raise TokenError(
                _("The token does not say when it was issued and until when it holds.")
            )
    assert isinstance(expires, int | float)  # noqa: S101 - just checked
    assert isinstance(issued, int | float)  # noqa: S101 - just checked
    if expires <= now - SKEW_S or issued < now - OLDEST_S:
        raise ExpiredError(_("The launch has expired."))
    if issued > now + SKEW_S:
        raise ExpiredError(_("The launch is from the future: the platform's clock is wrong."))


def _object(values: JsonObject, name: str) -> JsonObject:
    """Return an object as it can be kept: PostgreSQL takes no NUL, and nobody means one."""
    found = values.get(name)
    if not isinstance(found, dict):
        return {}
    return {
        key: value for key, value in found.items() if _NUL not in jsonio.dumps([key, value])
    }


def _text(values: JsonObject, name: str, most: int = LONGEST) -> str:
    """Return a text as it can be kept; one that is too long is none, and so cannot be half a name."""
    found = values.get(name)
    return found if isinstance(found, str) and len(found) <= most and "\0" not in found else ""


def _teaches(roles: Any) -> bool:
    """Say whether somebody teaches in this course (LTI Core 1.3 §A.2.2, §A.2.3)."""
    said = [role for role in roles if isinstance(role, str)] if isinstance(roles, list) else []
    return any(
        role in {name, f"{_MEMBERSHIP}#{name}"} or role.startswith(f"{_MEMBERSHIP}/{name}#")
        for role in said
        for name in TEACHING
    )


def _web(url: str) -> bool:
    parts = urlsplit(url) if url.isascii() and " " not in url else urlsplit("")
    return parts.scheme in {"https", "http"} and bool(parts.hostname) and ";" not in url
