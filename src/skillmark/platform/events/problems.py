"""The one table from error codes to HTTP: status, title and what to do next.

The rest of the code raises facts (`SkillmarkError` with a ``code``) and knows no HTTP. A code is
looked up whole first, then by its longest dotted beginning. The wire form is RFC 9457.
"""

from dataclasses import dataclass, field
from typing import Final

from skillmark.core.errors import SkillmarkError
from skillmark.platform.events.problem_row import FALLBACK, Row
from skillmark.platform.events.problem_table import TABLE
from skillmark.platform.ui.saying import said

__all__ = ["TABLE", "Problem", "Row", "known", "of", "row_of"]

type Facts = dict[str, str | int | float | bool | None]

TYPE_BASE: Final = "urn:skillmark:problem:"


@dataclass(frozen=True, slots=True)
class Problem:
    """A row together with the facts of one case.

    Attributes:
        code: stable, for programs.
        status: HTTP status.
        title: what happened, the same for every case of the code.
        detail: what happened this time, in the active language; English when none was asked for.
        next_step: what to do now.
        facts: the values it speaks of.
    """

    code: str
    status: int
    title: str
    detail: str
    next_step: str = ""
    facts: Facts = field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        """Return the RFC 9457 problem document, with our ``code``, ``facts``, ``next_step``."""
        return {
            "type": TYPE_BASE + self.code,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
            "next_step": self.next_step,
            "facts": dict(self.facts),
        }


def row_of(code: str) -> Row:
    """Return the row of `code`, or of its longest beginning, or "That cannot be done"."""
    parts = code.split(".")
    for length in range(len(parts), 0, -1):
        row = TABLE.get(".".join(parts[:length]))
        if row is not None:
            return row
    return FALLBACK


def of(error: SkillmarkError) -> Problem:
    """Return the problem that `error` is to somebody on the web."""
    row = row_of(error.code)
    return Problem(
        code=error.code,
        status=row.status,
        title=str(row.title),
        detail=said(error.message),
        next_step=str(row.next_step),
        facts=dict(error.facts),
    )


def known(code: str) -> Problem:
    """Return the problem of a code that no exception stands for, such as ``http.not_found``."""
    row = row_of(code)
    return Problem(
        code=code,
        status=row.status,
        title=str(row.title),
        detail=str(row.detail),
        next_step=str(row.next_step),
    )
