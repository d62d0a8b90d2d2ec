"""The health answer: can this process reach its database?"""

import structlog
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

log = structlog.get_logger("skillmark.health")


@require_safe
@never_cache
def healthz(_request: HttpRequest) -> JsonResponse:
    """Return 200 ``{"status": "ok"}``, or 503 when the database does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        log.error("database unreachable", exc_info=error)  # noqa: TRY400 - structlog, not logging
        return JsonResponse({"status": "no database"}, status=503)
    return JsonResponse({"status": "ok"})
