"""Registering platforms: an owner's work, each act in the audit trail."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skillmark.core.errors import SkillmarkError
from skillmark.fetch import FetchError
from skillmark.fetch.address import parse
from skillmark.platform.events.changes import changed, record
from skillmark.platform.lti import grades, platforms
from skillmark.platform.lti.errors import InvalidError
from skillmark.platform.lti.models import NAME_LENGTH, Registration, RegistrationState
from skillmark.platform.orgs.models import Organisation

MAX_DEPLOYMENTS: Final = 50
URLS: Final = ("auth_url", "token_url", "jwks_url")


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """What an owner copies from the platform."""

    name: str
    issuer: str
    client_id: str
    deployments: tuple[str, ...]
    auth_url: str
    token_url: str
    jwks_url: str
    audience: str = ""

    def columns(self) -> dict[str, Any]:
        """Return the values by column.

        Raises:
            InvalidError: an address cannot be reached from here, or there are too many deployments.
        """
        problems = {name: words for name in URLS if (words := _problem(getattr(self, name)))}
        if len(self.deployments) > MAX_DEPLOYMENTS or any(
            len(one) > NAME_LENGTH for one in self.deployments
        ):
            problems["deployments"] = _(
                "At most 50 deployments, each of at most 255 characters."
            )
        if problems:
            raise InvalidError(problems)
        names = ("name", "issuer", "client_id", *URLS, "audience")
        return {name: getattr(self, name) for name in names} | {
            "deployments": list(self.deployments)
        }


def register(
    organisation: Organisation, values: Values, *, actor: object, **more: Any
) -> Registration:
    """Register a platform.

    Raises:
        InvalidError: values cannot be taken, or it is registered already.
    """
    columns = values.columns()
    try:
        with transaction.atomic():
            row: Registration = Registration.objects.create(
                organisation=organisation, **columns, **more
            )
            record(
                "platform.registered", row, actor=actor, label=row.name, after=_shown(columns)
            )
    except IntegrityError:
        raise _twice() from None
    return row


def change(registration: Registration, values: Values, *, actor: object) -> None:
    """Change what is known of a platform; its keys are got anew.

    Raises:
        InvalidError: values cannot be taken, or another registration has them.
    """
    before, after = changed(registration, values.columns())
    if not after:
        return
    try:
        with transaction.atomic():
            for name, value in (after | {"keys": [], "keys_at": None}).items():
                setattr(registration, name, value)
            registration.save()
            record(
                "platform.changed",
                registration,
                actor=actor,
                label=registration.name,
                before=_shown(before),
                after=_shown(after),
            )
    except IntegrityError:
        raise _twice() from None


def turn(registration: Registration, state: str, *, actor: object) -> None:
    """Suspend a platform, or take its launches again."""
    if state not in RegistrationState.values or registration.state == state:
        return
    with transaction.atomic():
        registration.state = state
        registration.save(update_fields=["state"])
        verb = "suspended" if state == RegistrationState.SUSPENDED else "resumed"
        record(f"platform.{verb}", registration, actor=actor, label=registration.name)


def remove(registration: Registration, *, actor: object) -> None:
    """Remove a platform with its courses and links; results that were kept stay."""
    with transaction.atomic():
        record("platform.removed", registration, actor=actor, label=registration.name)
        registration.delete()


def check(registration: Registration) -> str:
    """Get the platform's keys and an access token; return the code of what went wrong, or nothing."""
    code = ""
    try:
        platforms.fetch_keys(registration, now=timezone.now())
        platforms.access(registration, [grades.RESULTS])
    except SkillmarkError as error:
        code = error.code
    registration.checked_at, registration.checked_code = timezone.now(), code
    registration.save(update_fields=["checked_at", "checked_code"])
    return code


def is_reachable(url: str) -> bool:
    """Say whether an address is one that is fetched from here at all."""
    return not _problem(url)


def _problem(url: str) -> str:
    try:
        parse(url, allow_origins=frozenset(settings.SKILLMARK.fetch_origins))
    except FetchError:
        return _("Copy an address that begins with https:// and is reached from everywhere.")
    return _("The address is too long.") if len(url) > 1_000 else ""  # noqa: PLR2004


def _shown(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the trail keeps: names and hosts, no long addresses."""
    facts = {name: values[name] for name in ("name", "issuer") if name in values}
    hosts = {urlsplit(str(values[name])).netloc for name in URLS if name in values}
    return facts | ({"domain": ", ".join(sorted(hosts))} if hosts else {})


def _twice() -> InvalidError:
    return InvalidError({"client_id": _("This platform is registered with this client id.")})
