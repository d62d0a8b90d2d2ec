"""The error tree of Skillmark: facts with stable codes.

Every error the library raises descends from `SkillmarkError` and carries a `code` that never
changes between releases, a sentence for a person and the facts it speaks of. It knows no HTTP:
one table in `skillmark.platform` maps codes to statuses and plain words.
"""

from typing import ClassVar


class SkillmarkError(Exception):
    """Something is wrong, and this says what.

    Attributes:
        code: stable and dotted, for example ``json.duplicate_key``; one per class.
        message: one sentence for a person, without secrets.
        facts: the values the sentence speaks of, JSON scalars only.
    """

    code: ClassVar[str] = "skillmark"

    def __init__(self, message: str, **facts: str | float | bool | None) -> None:
        super().__init__(message)
        self.message = message
        self.facts = facts

    def to_json(self) -> dict[str, object]:
        """Return ``{code, message, facts}``, ready to be written as JSON."""
        return {"code": self.code, "message": self.message, "facts": dict(self.facts)}
