"""From an e-mail URL to the mailer that the outbox dispatcher delivers with."""

from typing import Any, Final
from urllib.parse import unquote, urlsplit

from skillmark.core.errors import SkillmarkError
from skillmark.platform.settings.config import Config

TIMEOUT_S: Final = 30  # a server may think a while before it takes a mail
PORTS: Final = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}


class EmailUrlError(SkillmarkError):
    """The e-mail URL is none we can use."""

    code = "settings.email_url"


def delivery_mailer(config: Config) -> dict[str, Any]:
    """Return the ``delivery`` entry of Django's ``MAILERS``.

    Raises:
        EmailUrlError: neither ``mailbox:`` nor an SMTP URL with a host.
    """
    if config.mail_in_app:
        return {"BACKEND": "skillmark.platform.events.mail.MailboxBackend"}
    parts = urlsplit(config.email_url.get_secret_value())
    if parts.scheme not in PORTS or not parts.hostname:
        raise EmailUrlError(
            "The e-mail URL must be mailbox: or begin with smtp://, smtps:// or "
            "smtp+starttls:// and name a host.",
            scheme=parts.scheme,
        )
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": parts.port or PORTS[parts.scheme],
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_ssl": parts.scheme == "smtps",
            "use_tls": parts.scheme == "smtp+starttls",
            "timeout": TIMEOUT_S,
        },
    }


def anymail(config: Config) -> dict[str, Any]:
    """Return django-anymail's settings: what a provider's reports must prove."""
    secret = config.mail_webhook_secret.get_secret_value()
    key = config.mail_webhook_key.get_secret_value()
    names = {
        "mailgun": "MAILGUN_WEBHOOK_SIGNING_KEY",
        "sendgrid": "SENDGRID_TRACKING_WEBHOOK_VERIFICATION_KEY",
    }
    found: dict[str, Any] = {"WEBHOOK_SECRET": [secret]} if secret else {}
    if key and config.mail_provider in names:
        found[names[config.mail_provider]] = key
    return found
