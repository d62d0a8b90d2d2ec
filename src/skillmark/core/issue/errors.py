"""Why nothing is issued."""

from typing import ClassVar

from skillmark.core.badges.problem import ProblemsError
from skillmark.core.errors import SkillmarkError


class IssueError(SkillmarkError):
    """A credential cannot be issued."""

    code: ClassVar[str] = "issue"


class VerificationMethodError(IssueError):
    """The key's name does not belong to the issuer's id, so no verifier would accept it."""

    code: ClassVar[str] = "issue.verification_method"


class AchievementFileError(ProblemsError, IssueError):
    """The achievement file does not define an achievement.

    Attributes:
        problems: all that was found, each with the JSON Pointer of its place in the file.
    """

    code: ClassVar[str] = "issue.achievement_file"

    @staticmethod
    def place(path: str) -> str:
        """Return the place as people find it in the file."""
        return f"{path.lstrip('/').replace('/', ' → ')}: " if path else ""
