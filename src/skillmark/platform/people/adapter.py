"""How the account app speaks to ours.

The account app makes links, limits and redirects from the ``Host`` header, whose port anybody can
choose. Here they come from the configured address of the site.
"""

from dataclasses import dataclass
from typing import Any, ClassVar, Final
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from skillmark.platform.people import letters
from skillmark.platform.people.models import User
from skillmark.platform.ui import language

_LINKS: Final = ("activate_url", "password_reset_url", "signup_url")  # in the mails


@dataclass(frozen=True, slots=True)
class OwnSite:
    """What mails call this site."""

    name: str
    domain: str


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth is untyped
    """The account app's adapter, with nothing of a user name or of the ``Host`` header."""

    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "The e-mail address and the password do not belong together."
        ),
    }

    def populate_username(self, request: object, user: object) -> None:
        """Do nothing: accounts have no user name."""

    def is_safe_url(self, url: str | None) -> bool:
        """Say whether a redirect stays on this site: a path only, never an origin."""
        return bool(url_has_allowed_host_and_scheme(url, allowed_hosts=None))

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Answer a sign-in; the browser learns which language the account has chosen."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        language.remember(response, user.language)
        return response

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail whose links lead to the configured address."""
        config = settings.SKILLMARK
        own = {
            name: config.site_url + urlsplit(context[name]).path
            for name in _LINKS
            if name in context
        }
        site = OwnSite("Skillmark", config.site_host)
        super().send_mail(template_prefix, email, context | own | {"current_site": site})

    def render_mail(
        self,
        template_prefix: str,
        email: str,
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """Return the mail in our own words and look, in the account app's where we have none."""
        ours = letters.letter(template_prefix, email, self.get_from_email(), context)
        if ours is not None:
            return ours
        theirs: EmailMessage = super().render_mail(template_prefix, email, context, headers)
        return theirs

    def _get_login_attempts_cache_key(
        self,
        request: HttpRequest,  # noqa: ARG002 - its host must not make another count
        **credentials: Any,
    ) -> str:
        """Return what failed sign-ins are counted under: the address, whatever the host."""
        return str(credentials.get("email", "")).strip().lower()
