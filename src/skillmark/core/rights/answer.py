"""What the question "had the issuer the right to issue it?" is answered with."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

type Fact = str | int | float | bool | None


class Outcome(StrEnum):
    """How the check ended; the words are those of the verifier's report."""

    PASSED = "passed"
    WARNING = "warning"
    NOT_RUN = "not_run"
    FAILED = "failed"


RANK: Final = {
    Outcome.PASSED: 0,
    Outcome.WARNING: 1,
    Outcome.NOT_RUN: 2,
    Outcome.FAILED: 3,
}
"""From the best outcome to the worst."""


FORGED: Final = frozenset(
    {
        "right.definition_differs",
        "right.definition_foreign",
        "right.grant_expired",
        "right.grant_not_begun",
        "right.grant_other",
        "right.grant_revoked",
        "right.not_entitled",
    }
)
"""Codes of answers that rest on signed papers alone: no verifier's policy makes them good."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer.

    Attributes:
        outcome: how the check ended.
        code: stable and dotted.
        reason: one sentence for a person.
        facts: what the sentence speaks of, JSON scalars only.
    """

    outcome: Outcome
    code: str
    reason: str
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def having(self, **facts: Fact) -> "Answer":
        """Return the same answer with more facts; empty ones are left out."""
        told = {name: fact for name, fact in facts.items() if fact not in (None, "")}
        return replace(self, facts={**self.facts, **told})


def warned(code: str, reason: str) -> Answer:
    """Return the answer that has something to say, and decides nothing."""
    return Answer(Outcome.WARNING, code, reason)


def passed(code: str, reason: str) -> Answer:
    """Return the answer that the issuer had the right."""
    return Answer(Outcome.PASSED, code, reason)


def not_run(code: str, reason: str) -> Answer:
    """Return the answer that it could not be told; never a pass."""
    return Answer(Outcome.NOT_RUN, code, reason)


def failed(code: str, reason: str) -> Answer:
    """Return the answer that the issuer had no right."""
    return Answer(Outcome.FAILED, code, reason)
