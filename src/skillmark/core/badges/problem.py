"""What is wrong with a document, where, and in plain words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from skillmark.core.errors import SkillmarkError


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a JSON document.

    Attributes:
        code: stable, for example ``ob.credits_exceeded`` or ``schema.required``.
        path: JSON Pointer (RFC 6901) to the value meant; "" is the whole document.
        message: one or two sentences for a person who is no programmer.
    """

    code: str
    path: str
    message: str

    def to_json(self) -> dict[str, str]:
        """Return ``{code, path, message}``, ready to be written as JSON."""
        return {"code": self.code, "path": self.path, "message": self.message}


class ProblemsError(SkillmarkError):
    """A document is not what it should be, and everything that was found is said.

    Attributes:
        problems: at least one, each with its place.
    """

    code: ClassVar[str] = "problems"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        first = problems[0]
        others = f" ({len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__(
            f"{self.place(first.path)}{first.message}{others}",
            problem=first.code,
            path=first.path,
            problems=len(problems),
        )
        self.problems = problems

    @staticmethod
    def place(path: str) -> str:
        """Return how the sentence names the place of the first problem, before the problem."""
        return f"{path or 'the document'}: "

    def to_json(self) -> dict[str, object]:
        """Return the error with the list of its problems."""
        listed = [problem.to_json() for problem in self.problems]
        return {**super().to_json(), "problems": listed}


def pointer(steps: Iterable[str | int]) -> str:
    """Return the JSON Pointer of a path: ``["a/b", 0]`` is ``/a~1b/0``."""
    return "".join(map(_step, steps))


def _step(step: str | int) -> str:
    text = str(step)
    if "~" in text or "/" in text:
        text = text.replace("~", "~0").replace("/", "~1")
    return f"/{text}"
