"""Why nothing is issued."""

from typing import ClassVar

from skillmark.core.badges.problem import Problem
from skillmark.core.errors import SkillmarkError


class IssueError(SkillmarkError):
    """A credential cannot be issued."""

    code: ClassVar[str] = "issue"


class VerificationMethodError(IssueError):
    """The key's name does not belong to the issuer's id, so no verifier would accept it."""

    code: ClassVar[str] = "issue.verification_method"


class AchievementFileError(IssueError):
    """The achievement file does not define an achievement.

    Attributes:
        problems: all that was found, each with the JSON Pointer of its place in the file.
    """

    code: ClassVar[str] = "issue.achievement_file"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        first = problems[0]
        place = first.path.lstrip("/").replace("/", " → ") or "the file"
        others = f" ({len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__(
            f"{place}: {first.message}{others}",
            problem=first.code,
            path=first.path,
            problems=len(problems),
        )
        self.problems = problems

    def to_json(self) -> dict[str, object]:
        """Return the error with the list of its problems."""
        listed = [problem.to_json() for problem in self.problems]
        return {**super().to_json(), "problems": listed}
