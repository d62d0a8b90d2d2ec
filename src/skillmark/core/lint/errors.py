"""The refusal to issue."""

from typing import ClassVar

from skillmark.core.badges.problem import Problem
from skillmark.core.errors import SkillmarkError


class LintError(SkillmarkError):
    """The document is not fit to be issued.

    Attributes:
        problems: all that was found, at least one.
    """

    code: ClassVar[str] = "lint.rejected"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        first = problems[0]
        others = f" ({len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__(
            f"{first.message}{others}",
            problem=first.code,
            path=first.path,
            problems=len(problems),
        )
        self.problems = problems

    def to_json(self) -> dict[str, object]:
        """Return the error with the list of its problems."""
        listed = [problem.to_json() for problem in self.problems]
        return {**super().to_json(), "problems": listed}
