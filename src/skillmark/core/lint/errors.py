"""The refusal to issue."""

from typing import ClassVar

from skillmark.core.badges.problem import ProblemsError


class LintError(ProblemsError):
    """The document is not fit to be issued.

    Attributes:
        problems: all that was found, at least one.
    """

    code: ClassVar[str] = "lint.rejected"

    @staticmethod
    def place(path: str) -> str:
        """Return nothing: the sentence says enough."""
        del path
        return ""
