"""The health answer: can this process reach its database, and does any part raise an alarm?

An alarm does not make the answer a 503: the site serves, and taking it away would help nobody.
"""

from collections.abc import Callable
from datetime import datetime

import structlog
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

log = structlog.get_logger("skillmark.health")

type Look = Callable[[datetime], str]
"""Returns what is wrong with a part, or nothing."""

_parts: dict[str, Look] = {}


def register(name: str, look: Look) -> None:
    """Let a part of the platform raise its alarm under a name."""
    _parts[name] = look


@require_safe
@never_cache
def healthz(_request: HttpRequest) -> JsonResponse:
    """Return 200 ``{"status": "ok"}``, or 503 when the database does not answer.

    With ``alarms`` when a part of the platform needs somebody: ``{"log": "late"}``.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        now = timezone.now()
        alarms = {name: said for name, look in _parts.items() if (said := look(now))}
    except DatabaseError as error:
        log.error("database unreachable", exc_info=error)  # noqa: TRY400 - structlog, not logging
        return JsonResponse({"status": "no database"}, status=503)
    return JsonResponse({"status": "ok", **({"alarms": alarms} if alarms else {})})
