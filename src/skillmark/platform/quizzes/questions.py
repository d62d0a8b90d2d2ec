"""A question as a value: what is asked, and what is right.

Pure. Indexes count from 0 in the order in which the author wrote the options; what a learner sees
is another order (`drawing`), and never more than `answers.Shown`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

from skillmark.platform.catalog.text import plain_number
from skillmark.platform.quizzes.vocabulary import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked, and what is right.

    Attributes:
        prompt: Markdown.
        points: above 0; what a right answer earns.
        options: of a choice; the right order of an ordering; the left sides of a matching.
        right: indexes of the right options of a choice; of true or false, 0 means true.
        partners: of a matching, the right side of each option.
        distractors: of a matching, right sides that belong to nothing.
        accepted: of a short text, whatever counts as right.
        value: of a number; `tolerance` to either side is right too.
        partial: whether a part that is right earns a part of the points.
        explanation: Markdown, shown with the right answer.
    """

    kind: Kind
    prompt: str
    points: Decimal = Decimal(1)
    options: tuple[str, ...] = ()
    right: tuple[int, ...] = ()
    partners: tuple[str, ...] = ()
    distractors: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    value: Decimal | None = None
    tolerance: Decimal = Decimal(0)
    partial: bool = False
    explanation: str = ""

    @property
    def pool(self) -> tuple[str, ...]:
        """The right sides of a matching, each once."""
        return tuple(dict.fromkeys((*self.partners, *self.distractors)))

    @property
    def shuffled(self) -> int:
        """How many things there are whose order a learner may see changed."""
        if self.kind == Kind.MATCHING:
            return len(self.pool)
        return len(self.options)

    def to_json(self) -> dict[str, Any]:
        """Return the key as it is stored: what is not said is left out, numbers are texts."""
        lists = ("options", "right", "partners", "distractors", "accepted")
        written: dict[str, Any] = {
            name: list(getattr(self, name)) for name in lists if getattr(self, name)
        }
        if self.value is not None:
            written["value"] = plain_number(self.value)
            written["tolerance"] = plain_number(self.tolerance)
        if self.partial:
            written["partial"] = True
        return written

    @classmethod
    def of_json(
        cls,
        key: Mapping[str, Any],
        *,
        kind: str,
        prompt: str,
        points: Decimal,
        explanation: str = "",
    ) -> Self:
        """Return the question of which `to_json` gave the key."""
        value = key.get("value")
        return cls(
            kind=Kind(kind),
            prompt=prompt,
            points=points,
            options=tuple(key.get("options", ())),
            right=tuple(key.get("right", ())),
            partners=tuple(key.get("partners", ())),
            distractors=tuple(key.get("distractors", ())),
            accepted=tuple(key.get("accepted", ())),
            value=None if value is None else Decimal(value),
            tolerance=Decimal(key.get("tolerance", "0")),
            partial=bool(key.get("partial", False)),
            explanation=explanation,
        )
