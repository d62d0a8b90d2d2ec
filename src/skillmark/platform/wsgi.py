"""The WSGI entry point: ``skillmark.platform.wsgi:application``.

Django reads the ``Content-Type`` while it builds the request, before any of its handlers can turn
an error into an answer: with the charset ``hex`` that ended in the server's own empty error 500.
`Request` leaves the charset to the gate (`skillmark.platform.events.middleware`), which refuses
all but UTF-8.
"""

import os
from typing import Any, Final

import django
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.urls import get_resolver
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skillmark.platform.settings.django")

_UNREADABLE: Final = {"charset": "unreadable"}


class Request(WSGIRequest):
    """A request that is always built, and always read as UTF-8."""

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        """Note the media type and its parameters; what cannot be read is refused by the gate."""
        try:
            self.content_type, self.content_params = parse_header_parameters(
                meta.get("CONTENT_TYPE", "")
            )
        except Exception:  # noqa: BLE001 - whatever a header of the client's choice does
            self.content_type, self.content_params = "", dict(_UNREADABLE)


class Handler(WSGIHandler):
    """Django's handler with our request."""

    request_class = Request


django.setup(set_prefix=False)
application: Final = Handler()
_ = get_resolver().url_patterns  # import every view now, not within the first request
