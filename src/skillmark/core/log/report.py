"""What checking a proof of logging says: one check for each link of the chain, fail closed.

The outcomes are those of `skillmark.core.verify.report`. A check that was not reached is
``not_run``, which is never a pass.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from skillmark.core.errors import SkillmarkError
from skillmark.core.jsonio import JsonObject, JsonValue

STEPS: Final = ("proof", "checkpoint", "witnesses", "inclusion", "entry", "key", "batch")
"""The links, in the order of the report."""

NOT_REACHED: Final = "log.not_reached"


class LogOutcome(StrEnum):
    """How one check ended."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_RUN = "not_run"


@dataclass(frozen=True, slots=True)
class LogCheck:
    """One question and its answer.

    Attributes:
        name: one of `STEPS`.
        outcome: how it ended.
        code: stable and dotted; that of the error when it failed.
        reason: one sentence for a person.
        facts: the values the sentence speaks of.
    """

    name: str
    outcome: LogOutcome
    code: str
    reason: str
    facts: dict[str, str | int | float | bool | None] = field(default_factory=dict)

    def to_json(self) -> JsonObject:
        """Return ``{name, outcome, code, reason, facts}``."""
        return {
            "name": self.name,
            "outcome": self.outcome.value,
            "code": self.code,
            "reason": self.reason,
            "facts": dict(self.facts),
        }


@dataclass(frozen=True, slots=True)
class LogReport:
    """The answer to "is this in the log?".

    Attributes:
        checks: one for each of `STEPS`, in their order.
        origin: of the log; true only when the check ``checkpoint`` passed.
        index: of the entry in the log.
        size: of the tree that the checkpoint is of.
        witnesses: the policy's names of those who cosigned it.
        time: POSIX seconds at which the quorum had seen it; None when no time is proven.
        logged_at: POSIX seconds that the issuer wrote into the entry; its word only.
    """

    checks: tuple[LogCheck, ...]
    origin: str | None = None
    index: int | None = None
    size: int | None = None
    witnesses: tuple[str, ...] = ()
    time: int | None = None
    logged_at: int | None = None

    @property
    def holds(self) -> bool:
        """Say whether every check was made and passed."""
        names = tuple(check.name for check in self.checks)
        return names == STEPS and all(
            check.outcome is LogOutcome.PASSED for check in self.checks
        )

    @property
    def reason(self) -> LogCheck | None:
        """The first check that did not pass."""
        found = (check for check in self.checks if check.outcome is not LogOutcome.PASSED)
        return next(found, None)

    def to_json(self) -> JsonObject:
        """Return the report, ready to be written as JSON."""
        checks: list[JsonValue] = [check.to_json() for check in self.checks]
        witnesses: list[JsonValue] = list(self.witnesses)
        return {
            "holds": self.holds,
            "origin": self.origin,
            "index": self.index,
            "size": self.size,
            "witnesses": witnesses,
            "time": self.time,
            "logged_at": self.logged_at,
            "checks": checks,
        }


class Checks:
    """The checks as they are made."""

    def __init__(self) -> None:
        self._made: dict[str, LogCheck] = {}

    def passed(self, name: str, reason: str) -> None:
        """Note a check that passed."""
        self._made[name] = LogCheck(name, LogOutcome.PASSED, f"log.{name}_holds", reason)

    def failed(self, name: str, error: SkillmarkError) -> None:
        """Note a check that failed, with the code of its error."""
        self._made[name] = LogCheck(
            name, LogOutcome.FAILED, error.code, error.message, dict(error.facts)
        )

    def not_run(self, name: str, code: str, reason: str) -> None:
        """Note a check that could not be made."""
        self._made[name] = LogCheck(name, LogOutcome.NOT_RUN, code, reason)

    def all(self) -> tuple[LogCheck, ...]:
        """Return a check for every step; what was not reached was not run."""
        waiting = "An earlier check has to pass first."
        return tuple(
            self._made.get(name) or LogCheck(name, LogOutcome.NOT_RUN, NOT_REACHED, waiting)
            for name in STEPS
        )
