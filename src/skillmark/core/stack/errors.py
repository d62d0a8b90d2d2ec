"""What keeps a rule, a recognition decision, a credential or a bundle from being read."""

from typing import ClassVar

from skillmark.core.badges.problem import ProblemsError
from skillmark.core.errors import SkillmarkError


class StackError(SkillmarkError):
    """A stack of credentials cannot be read."""

    code: ClassVar[str] = "stack"


class RuleDocumentError(ProblemsError, StackError):
    """The document is no pathway rule; its problems say where."""

    code: ClassVar[str] = "stack.rule_document"


class EquivalencesDocumentError(ProblemsError, StackError):
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
