"""What re-checking a stack says: findings with stable codes, and the verdict that follows.

The verdicts are those of `skillmark.core.verify`. Whatever could not be told never counts as
good: the verdict is then "unknown", as it is for one credential.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from skillmark.core.jsonio import JsonObject, JsonValue
from skillmark.core.stack.evaluation import RuleVerdict
from skillmark.core.verify import Report, Verdict
from skillmark.core.verify.report import Fact

_SEVERITY: Final = (Verdict.VALID, Verdict.VALID_BUT, Verdict.UNKNOWN, Verdict.INVALID)

_FOLLOWING: Final = frozenset({"stack.rule_unmet", "stack.rule_undecided"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found.

    Attributes:
        code: stable, ``stack.…``.
        allows: the best verdict that it still allows; `Verdict.VALID` for good news and notes.
        reason: one sentence for a person.
        facts: what the sentence speaks of, JSON scalars only.
    """

    code: str
    allows: Verdict
    reason: str
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def to_json(self) -> JsonObject:
        """Return ``{code, allows, reason, facts}``."""
        facts: JsonObject = dict(self.facts)
        return {
            "code": self.code,
            "allows": self.allows.value,
            "reason": self.reason,
            "facts": facts,
        }


@dataclass(frozen=True, slots=True)
class Part:
    """The final credential or a constituent, as it was found.

    Attributes:
        report: what `skillmark.core.verify` says of it by itself; None when it is not there.
        findings: what is said of it as part of the stack, the worst first.
        counted: it counts in the rule.
        url: the address under which the final names it, or None.
    """

    report: Report | None
    findings: tuple[Finding, ...]
    counted: bool = False
    url: str | None = None

    def to_json(self) -> JsonObject:
        """Return ``{url, counted, findings, report}``."""
        findings: list[JsonValue] = [finding.to_json() for finding in self.findings]
        return {
            "url": self.url,
            "counted": self.counted,
            "findings": findings,
            "report": None if self.report is None else self.report.to_json(),
        }


@dataclass(frozen=True, slots=True)
class StackReport:
    """The answer to "did these credentials really earn that one?".

    Attributes:
        at: the moment the question was asked for, with a zone.
        findings: on the rule, the decisions and the bundle as a whole, the worst first.
        final: the final credential.
        constituents: those the final names, in its order, then those it does not name.
        rule: what became of the rule; None when it was not held against anything.
    """

    at: datetime
    findings: tuple[Finding, ...]
    final: Part
    constituents: tuple[Part, ...] = ()
    rule: RuleVerdict | None = None

    @property
    def verdict(self) -> Verdict:
        """The worst that any finding allows; without the rule it is never good."""
        worst = _worst([finding.allows for finding in self.all_findings])
        met = self.rule is not None and self.rule.satisfied
        return worst if met else _worst([worst, Verdict.UNKNOWN])

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """Every finding: on the whole, on the final, on the constituents."""
        parts = (self.final, *self.constituents)
        return (*self.findings, *(finding for part in parts for finding in part.findings))

    @property
    def reasons(self) -> tuple[Finding, ...]:
        """The findings that keep the verdict from being plainly valid, worst first."""
        return worst_first(
            finding for finding in self.all_findings if finding.allows is not Verdict.VALID
        )

    def to_json(self) -> JsonObject:
        """Return ``{verdict, at, findings, final, constituents, rule}``."""
        findings: list[JsonValue] = [finding.to_json() for finding in self.findings]
        constituents: list[JsonValue] = [part.to_json() for part in self.constituents]
        moment = self.at.astimezone(UTC).isoformat(timespec="seconds")
        return {
            "verdict": self.verdict.value,
            "at": moment.replace("+00:00", "Z"),
            "findings": findings,
            "final": self.final.to_json(),
            "constituents": constituents,
            "rule": None if self.rule is None else self.rule.to_json(),
        }


def worst_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings with what weighs most in front; equals in the order they came.

    What only follows from another finding comes after its equals.
    """
    return tuple(
        sorted(
            findings,
            key=lambda found: (-_SEVERITY.index(found.allows), found.code in _FOLLOWING),
        )
    )


def _worst(verdicts: Iterable[Verdict]) -> Verdict:
    return max(verdicts, key=_SEVERITY.index, default=Verdict.VALID)
