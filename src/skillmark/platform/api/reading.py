"""Reading request bodies: strict JSON only, and only what says it is JSON.

Two spellings of one body must not exist: duplicate keys, NaN and the rest of what Python's own
reader lets through are refused by `skillmark.core.jsonio`, each with its code.
"""

from typing import Any, ClassVar, Final

from django.http import HttpRequest
from ninja.parser import Parser

from skillmark.core import jsonio
from skillmark.core.errors import SkillmarkError

MAX_BYTES: Final = 2_097_152  # bytes of one JSON body


class UnsupportedMediaError(SkillmarkError):
    """The body is of a kind that this operation does not read."""

    code: ClassVar[str] = "api.unsupported_media"


class StrictParser(Parser):
    """Parses bodies with `skillmark.core.jsonio`."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the JSON value of the body.

        Raises:
            UnsupportedMediaError: the body does not say that it is JSON.
            JsonError: it is not strict JSON.
        """
        kind = (request.content_type or "").lower()
        if kind != "application/json" and not kind.endswith("+json"):
            raise UnsupportedMediaError(
                "Send the body as application/json.", content_type=kind[:80]
            )
        return jsonio.loads(request.body, max_bytes=MAX_BYTES)
