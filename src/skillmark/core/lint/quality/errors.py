"""A definition that cannot be read."""

from typing import ClassVar

from skillmark.core.badges.problem import Problem
from skillmark.core.errors import SkillmarkError


class DefinitionUnreadableError(SkillmarkError):
    """The quality part of a definition holds what is not known or not of its type.

    Attributes:
        problems: all that was found, at least one.
    """

    code: ClassVar[str] = "quality.unreadable"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        first = problems[0]
        super().__init__(first.message, path=first.path, problems=len(problems))
        self.problems = problems

    def to_json(self) -> dict[str, object]:
        """Return the error with the list of its problems."""
        listed = [problem.to_json() for problem in self.problems]
        return {**super().to_json(), "problems": listed}
