"""The letters about accounts: proving an address, a new password, what was changed.

They are the platform's, the same for everybody; no organisation says them in its own words.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from skillmark.platform.mailing import languages, letters
from skillmark.platform.mailing.letters import Kind
from skillmark.platform.mailing.senders import Sender

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_ORDER: Final = 500
_IGNORE: Final = _("If you did not ask for this, do nothing: nothing happens.")
_NOT_YOU: Final = _("It was asked for on {when} from the network address {ip}.")
_LINKS: Final = ("activate_url", "password_reset_url")


def platform() -> Sender:
    """Return the platform itself as a sender."""
    return Sender("Skillmark", "")


def _asked(
    key: str,
    prefixes: tuple[str, ...],
    words: tuple["_StrPromise", "_StrPromise", "_StrPromise", "_StrPromise"],
    action: "_StrPromise",
) -> None:
    """Register a letter that somebody asked for, with a button."""
    label, occasion, subject, intro = words
    kind = Kind(
        key=key,
        label=label,
        occasion=occasion,
        subject=subject,
        intro=intro,
        fixed={"title": subject, "action": action, "otherwise": _IGNORE},
        sample=_sample,
        editable=False,
        order=_ORDER,
    )
    _register(kind, prefixes)


def _changed(
    key: str, prefix: str, label: "_StrPromise", subject: "_StrPromise", intro: "_StrPromise"
) -> None:
    """Register a letter that tells of a change, so that nobody changes an account unnoticed."""
    kind = Kind(
        key=key,
        label=label,
        occasion=_("When somebody changes this in an account."),
        subject=subject,
        intro=intro,
        sign_off=_("If this was not you, choose a new password at once and tell us."),
        fixed={"title": subject, "otherwise": _NOT_YOU},
        sample=_sample,
        editable=False,
        order=_ORDER + 1,
    )
    _register(kind, (prefix,))


_by_prefix: dict[str, Kind] = {}


def _register(kind: Kind, prefixes: tuple[str, ...]) -> None:
    letters.register(kind)
    _by_prefix.update(dict.fromkeys(prefixes, kind))


def _sample(_sender: Sender) -> dict[str, str]:
    return {
        "url": f"{settings.SKILLMARK.site_url}/accounts/…",
        "email": "ida@people.example",
        "ip": "192.0.2.7",
        "when": date_format(timezone.now(), "j F Y, H:i"),
    }


def letter(
    prefix: str, recipient: str, sender: str, context: Mapping[str, Any]
) -> EmailMultiAlternatives | None:
    """Return the mail that the account app wants to send, or None if we have no words for it."""
    kind = _by_prefix.get(prefix)
    if kind is None:
        return None
    facts = {
        "url": next((str(context[name]) for name in _LINKS if context.get(name)), ""),
        "email": str(context.get("email_address") or context.get("email") or recipient),
        "ip": str(context.get("ip") or ""),
        "when": date_format(context.get("timestamp") or timezone.now(), "j F Y, H:i"),
    }
    language = languages.choose(get_language())
    written = letters.Writer(kind, language, platform()).write(facts)
    mail = EmailMultiAlternatives(written.subject, written.text, sender, [recipient])
    mail.attach_alternative(written.html, "text/html")
    return mail


_asked(
    "account-confirm",
    ("account/email/email_confirmation", "account/email/email_confirmation_signup"),
    (
        _("Prove an e-mail address"),
        _("When somebody creates an account or adds an address to it."),
        _("Prove that this address is yours"),
        _("Somebody, we hope it was you, gave this address for an account on Skillmark."),
    ),
    _("Yes, it is mine"),
)
_asked(
    "account-password",
    ("account/email/password_reset_key",),
    (
        _("Choose a new password"),
        _("When somebody has forgotten the password."),
        _("Choose a new password"),
        _("Somebody, we hope it was you, asked for a new password for your account."),
    ),
    _("Choose a new password"),
)
_asked(
    "account-exists",
    ("account/email/account_already_exists",),
    (
        _("There is an account already"),
        _("When somebody signs up with an address that has an account."),
        _("You have an account already"),
        _(
            "Somebody, we hope it was you, wanted to create an account for {email}. "
            "There is one already. If you have forgotten its password, choose a new one."
        ),
    ),
    _("Choose a new password"),
)
_changed(
    "account-password-changed",
    "account/email/password_changed",
    _("The password was changed"),
    _("Your password was changed"),
    _("The password of your account was changed."),
)
_changed(
    "account-password-reset",
    "account/email/password_reset",
    _("The password was renewed by mail"),
    _("Your password was changed"),
    _("The password of your account was changed by a link from a mail."),
)
_changed(
    "account-address-changed",
    "account/email/email_changed",
    _("The address was changed"),
    _("Your e-mail address was changed"),
    _("Your account now uses another e-mail address."),
)
_changed(
    "account-address-proven",
    "account/email/email_confirm",
    _("The address was proven"),
    _("Your e-mail address is proven"),
    _("An e-mail address of your account was proven."),
)
_changed(
    "account-address-removed",
    "account/email/email_deleted",
    _("An address was removed"),
    _("An e-mail address was removed"),
    _("An e-mail address was removed from your account."),
)
_changed(
    "account-second-factor-on",
    "mfa/email/totp_activated",
    _("The second factor was switched on"),
    _("A second factor protects your account"),
    _("An authenticator app was set up: from now on your account asks for its code."),
)
_changed(
    "account-second-factor-off",
    "mfa/email/totp_deactivated",
    _("The second factor was switched off"),
    _("The second factor was switched off"),
    _("Your account no longer asks for the code of an authenticator app."),
)
_changed(
    "account-recovery-codes",
    "mfa/email/recovery_codes_generated",
    _("New recovery codes"),
    _("New recovery codes were made"),
    _("New recovery codes were made for your account. The old ones no longer work."),
)
