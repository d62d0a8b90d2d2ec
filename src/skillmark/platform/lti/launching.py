"""Logins and launches: begun with a state that is used once, proven, kept for the one browser.

A launch never signs anybody in. A platform belongs to one organisation, an account to a person with
credentials from many: a login by the word of one platform would open them all to it.
"""

import hashlib
import hmac
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from skillmark.platform.events.changes import record
from skillmark.platform.lti import jose, messages, platforms
from skillmark.platform.lti.errors import (
    AddressError,
    BrowserError,
    GoneError,
    LoginError,
    OtherAccountError,
    StateError,
    SuspendedError,
)
from skillmark.platform.lti.messages import Expected, Message
from skillmark.platform.lti.models import (
    AccountLink,
    Launch,
    LoginState,
    Registration,
    RegistrationState,
)
from skillmark.platform.people import selectors as people
from skillmark.platform.people.models import User

LOGIN_LIFE: Final = timedelta(minutes=10)
LAUNCH_LIFE: Final = timedelta(hours=1)
SECRET_BYTES: Final = 32
MAX_HINT: Final = 4_000  # characters
MAX_STATE: Final = 100  # characters


@dataclass(frozen=True, slots=True, repr=False)
class Begun:
    """A login: where the browser goes, and what it keeps."""

    address: str
    binder: str


def registration_at(registration_id: UUID) -> Registration | None:
    """Return a registration by its id alone, whatever its organisation; for the endpoints."""
    rows = Registration.objects.with_scopes_disabled().select_related("organisation")
    found: Registration | None = rows.filter(pk=registration_id).first()
    return found


def begin(registration: Registration, said: dict[str, str], *, binder: str) -> Begun:
    """Begin a login, Security Framework 1.0 §5.1.1; inside the organisation's scope.

    Args:
        registration: at whose address the platform knocked.
        said: what it said: ``iss``, ``login_hint``, ``target_link_uri`` and others.
        binder: what the browser kept from a login before; empty without.

    Raises:
        LaunchError: suspended, another platform, or the target is elsewhere.
    """
    _check_active(registration)
    hint, client = said.get("login_hint", ""), said.get("client_id")
    if said.get("iss") != registration.issuer or client not in {None, registration.client_id}:
        raise LoginError(_("This address belongs to another platform."))
    deployment = said.get("lti_deployment_id")
    if not hint or len(hint) > MAX_HINT or "\0" in hint:
        raise LoginError(_("The platform does not say who is to sign in."))
    if deployment is not None and deployment not in registration.deployments:
        raise LoginError(_("The organisation has not registered this deployment."))
    messages.target(said.get("target_link_uri"), settings.SKILLMARK.site_url)
    state, nonce = _secret(), _secret()
    kept = binder if len(binder) == len(state) else _secret()
    LoginState.objects.create(
        digest=digest(state),
        organisation_id=registration.organisation_id,
        registration=registration,
        nonce=nonce,
        binder=digest(kept),
        expires_at=timezone.now() + LOGIN_LIFE,
    )
    asked = {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": registration.client_id,
        "redirect_uri": own_address("lti:launch", registration.pk),
        "login_hint": hint,
        "state": state,
        "nonce": nonce,
    }
    if message_hint := said.get("lti_message_hint", "")[:MAX_HINT]:
        asked["lti_message_hint"] = message_hint
    glue = "&" if "?" in registration.auth_url else "?"
    return Begun(f"{registration.auth_url}{glue}{urlencode(asked)}", kept)


def accept(registration: Registration, state: str, id_token: str) -> tuple[str, Message]:
    """Prove a launch and keep it; return the token of its address, and the message.

    The state is used up first, whatever the token turns out to be. Nothing is fetched before the
    state, the algorithm, the issuer, the audience and the nonce are right.

    Raises:
        LaunchError: one of its children says why the launch is refused.
    """
    _check_active(registration)
    now = timezone.now()
    login = _used_up(registration, state, now)
    token = jose.read(id_token)
    expected = Expected(
        issuer=registration.issuer,
        client_id=registration.client_id,
        deployments=tuple(registration.deployments),
        nonce=login.nonce,
        site_url=settings.SKILLMARK.site_url,
    )
    messages.precheck(token.payload, expected)
    known = platforms.keys(registration, token.kid, now=now)
    message = messages.read(jose.verify(token, known), expected, now=now)
    secret = _secret()
    Launch.objects.create(
        digest=digest(secret),
        organisation_id=registration.organisation_id,
        registration=registration,
        binder=login.binder,
        facts=asdict(message),
        expires_at=now + LAUNCH_LIFE,
    )
    return secret, message


def launch_of(token: str, binder: str) -> Launch:
    """Return a launch for the browser that began it, whatever its organisation.

    Raises:
        GoneError: there is none, or it is over.
        BrowserError: another browser began it, or this one keeps no cookies.
        SuspendedError: the platform was suspended since.
    """
    rows = Launch.objects.with_scopes_disabled().select_related("registration__organisation")
    found: Launch | None = rows.filter(
        digest=digest(token), expires_at__gt=timezone.now()
    ).first()
    if found is None:
        raise GoneError(_("This launch is over."))
    if not binder or not hmac.compare_digest(digest(binder), found.binder):
        raise BrowserError(_("This launch was begun in another browser."))
    _check_active(found.registration)
    return found


def message_of(launch: Launch) -> Message:
    """Return what the platform said."""
    facts: dict[str, Any] = dict(launch.facts)
    facts["course"] = tuple(facts["course"])
    return Message(**facts)


def standing(launch: Launch, message: Message, user: User) -> AccountLink | None:
    """Return the link of the platform's person to this account; None when none stands yet.

    Raises:
        OtherAccountError: the person of the platform belongs to another account.
        AddressError: the account has not proven the address that the platform gives.
    """
    rows = AccountLink.objects.filter(registration=launch.registration)
    found: AccountLink | None = rows.filter(subject=message.subject).first()
    if found is not None and found.user_id == user.pk:
        return found
    if found is not None:
        raise OtherAccountError(_("On this platform you belong to another account."))
    if not message.email:
        raise AddressError(_("The platform does not tell us your e-mail address."))
    if message.email not in people.verified_emails(user):
        raise AddressError(
            _("Your account has not proven the address that the platform gives."),
        )
    return None


def link(launch: Launch, message: Message, user: User) -> AccountLink:
    """Note that the platform's person is this account, as its owner has just said.

    Raises:
        OtherAccountError: somebody else has said so before.
        AddressError: the address of the platform is not proven.
    """
    before = standing(launch, message, user)
    if before is not None:
        return before
    try:
        with transaction.atomic():
            made: AccountLink = AccountLink.objects.create(
                organisation_id=launch.organisation_id,
                registration=launch.registration,
                subject=message.subject,
                user=user,
            )
            record("platform.linked", launch.registration, actor=user, label="")
    except IntegrityError:  # in two windows at once
        raise OtherAccountError(_("Open the link in your course again.")) from None
    return made


def forget_old(now: datetime) -> None:
    """Remove logins and launches that are over."""
    LoginState.objects.with_scopes_disabled().filter(expires_at__lt=now).delete()
    Launch.objects.with_scopes_disabled().filter(expires_at__lt=now).delete()


def digest(secret: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def own_address(view: str, *args: object) -> str:
    """Return an address of this site as the operator configured it, whatever ``Host`` says."""
    return settings.SKILLMARK.site_url + reverse(view, args=args)


def _used_up(registration: Registration, state: str, now: datetime) -> LoginState:
    rows = LoginState.objects.filter(
        digest=digest(state), registration=registration, used_at=None, expires_at__gt=now
    )
    if len(state) > MAX_STATE or not rows.update(used_at=now):
        raise StateError(_("This launch was used before, or took too long."))
    found: LoginState = LoginState.objects.get(digest=digest(state))
    return found


def _check_active(registration: Registration) -> None:
    if registration.state != RegistrationState.ACTIVE:
        raise SuspendedError(_("The organisation takes no launches from this platform now."))


def _secret() -> str:
    return secrets.token_urlsafe(SECRET_BYTES)
