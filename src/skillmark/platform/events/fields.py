"""Values that cannot be taken, said field by field."""

from collections.abc import Mapping
from typing import ClassVar

from skillmark.core.errors import SkillmarkError


class FieldsError(SkillmarkError):
    """Values cannot be taken.

    Attributes:
        problems: field name → one sentence that says what to do.
    """

    code: ClassVar[str] = "fields"

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()), fields=", ".join(problems))
        self.problems = dict(problems)
