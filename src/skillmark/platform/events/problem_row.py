"""One row of the table from error codes to HTTP, and what many rows say."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    type Words = str | _StrPromise


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table: what a code means to somebody on the web."""

    status: int
    title: "Words"
    next_step: "Words" = ""
    detail: "Words" = ""


FILE: Final = _("Check that you chose the right file and that it is complete.")
OURS: Final = _("It is not your fault. Try again in a moment; if it stays, tell the operator.")
INPUT: Final = _("Correct the input and send it again.")
PLATFORM: Final = _("Ask whoever runs the platform to check how it knows this site.")
FALLBACK: Final = Row(422, _("That cannot be done"), INPUT)
