"""Reading request bodies: strict JSON only, and only what says it is JSON.

Two spellings of one body must not exist: duplicate keys, NaN and the rest of what Python's own
reader lets through are refused by `skillmark.core.jsonio`, each with its code.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from django.http import HttpRequest
from ninja.parser import Parser

from skillmark.core import jsonio
from skillmark.core.errors import SkillmarkError

MAX_BYTES: Final = 2_097_152  # bytes of one JSON body
NUL: Final = b"\0"
ESCAPED_NUL: Final = b"\\u0000"  # its only spelling in JSON


class UnsupportedMediaError(SkillmarkError):
    """The body is of a kind that this operation does not read."""

    code: ClassVar[str] = "api.unsupported_media"


class NulError(SkillmarkError):
    """A text has the character U+0000."""

    code: ClassVar[str] = "api.nul"


class StrictParser(Parser):
    """Parses bodies with `skillmark.core.jsonio`."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the JSON value of the body.

        Raises:
            UnsupportedMediaError: the body does not say that it is JSON.
            JsonError: it is not strict JSON.
            NulError: a text in it has the character NUL.
        """
        kind = (request.content_type or "").lower()
        if kind != "application/json" and not kind.endswith("+json"):
            raise UnsupportedMediaError(
                "Send the body as application/json.", content_type=kind[:80]
            )
        value = jsonio.loads(request.body, max_bytes=MAX_BYTES)
        if NUL in request.body or ESCAPED_NUL in request.body:
            refuse_nul(value)
        return value


def refuse_nul(value: Any) -> None:
    """Raise `NulError` when a text in `value` has the character NUL, which no database keeps.

    Args:
        value: a JSON value, or names and values of a query.
    """
    if isinstance(value, str):
        if "\0" in value:
            raise NulError("A text has the character U+0000, which has no meaning.")
    elif isinstance(value, Mapping):
        for name, member in value.items():
            refuse_nul(name)
            refuse_nul(member)
    elif isinstance(value, list | tuple):
        for member in value:
            refuse_nul(member)
