"""What keeps a rule, a recognition decision, a credential or a bundle from being read."""

from typing import ClassVar

from skillmark.core.badges.problem import Problem
from skillmark.core.errors import SkillmarkError


class StackError(SkillmarkError):
    """A stack of credentials cannot be read."""

    code: ClassVar[str] = "stack"


class _DocumentError(StackError):
    """A document of ours says something else than it may.

    Attributes:
        problems: all that was found, each with the JSON Pointer of its place.
    """

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        first = problems[0]
        others = f" ({len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__(
            f"{first.path or 'the document'}: {first.message}{others}",
            problem=first.code,
            path=first.path,
            problems=len(problems),
        )
        self.problems = problems

    def to_json(self) -> dict[str, object]:
        """Return the error with the list of its problems."""
        listed = [problem.to_json() for problem in self.problems]
        return {**super().to_json(), "problems": listed}


class RuleDocumentError(_DocumentError):
    """The document is no pathway rule; its problems say where."""

    code: ClassVar[str] = "stack.rule_document"


class EquivalencesDocumentError(_DocumentError):
    """The document is no list of recognition decisions; its problems say where."""

    code: ClassVar[str] = "stack.equivalences_document"


class HistoryError(StackError):
    """The credential cannot count towards a rule: it names no one achievement or no date."""

    code: ClassVar[str] = "stack.history"


class BundleError(StackError):
    """The file is no bundle of a final credential with what it was earned by."""

    code: ClassVar[str] = "stack.bundle"


class ResourceError(StackError):
    """What a final credential shall refer to has no address of its own."""

    code: ClassVar[str] = "stack.resource"
