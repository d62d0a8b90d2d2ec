"""What every template knows about the site."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """Return the names that the base templates use: ``site_url``, ``demo``, ``mailbox_open``."""
    config = settings.SKILLMARK
    return {
        "site_url": config.site_url,
        "demo": config.demo,
        "mailbox_open": config.mailbox_open,
        "organisation": getattr(request, "organisation", None),
        "membership": getattr(request, "membership", None),
    }
