"""What a definition lacks by a profile, finding by finding.

A rule passes, finds something missing or wrong, or cannot tell because the source of the
definition has no place for the answer; what could not be told never counts as kept.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from skillmark.core.lint.quality.definition import Definition
from skillmark.core.lint.quality.rule import Fault, Level, Profile, Rule
from skillmark.core.lint.quality.trusted import Classification

MAX_SHOWN: Final = 120  # characters of a value that a finding repeats


class Verdict(StrEnum):
    """Whether a definition keeps every required rule of a profile."""

    MEETS = "meets"
    FAILS = "fails"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that was not kept, or of which it cannot be told.

    Attributes:
        found: the value as it is now, shortened; empty when there is none.
    """

    rule: Rule
    fault: Fault
    found: str = ""

    def to_json(self) -> dict[str, str]:
        """Return the finding with everything a reader needs to act on it."""
        return {
            "code": self.rule.code,
            "level": self.rule.level.value,
            "fault": self.fault.value,
            "field": self.rule.field,
            "title": self.rule.title,
            "advice": self.rule.advice,
            "source": self.rule.source,
            "found": self.found,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """What one profile says of one definition.

    Attributes:
        passed: the rules kept, in the profile's order.
        findings: the others, in the same order; rules that do not apply are in neither.
        classification: only of profiles that tell classes apart.
    """

    profile: Profile
    passed: tuple[Rule, ...]
    findings: tuple[Finding, ...]
    classification: Classification | None = None

    @property
    def verdict(self) -> Verdict:
        """Say whether every required rule is kept."""
        faults = {found.fault for found in self.findings if _is_required(found.rule)}
        if faults - {Fault.UNKNOWN}:
            return Verdict.FAILS
        return Verdict.CANNOT_TELL if faults else Verdict.MEETS

    def kept(self, level: Level) -> int:
        """Return how many rules of a level are kept."""
        return sum(rule.level is level for rule in self.passed)

    def asked(self, level: Level) -> int:
        """Return how many rules of a level apply."""
        return self.kept(level) + sum(found.rule.level is level for found in self.findings)

    def to_json(self) -> dict[str, object]:
        """Return the report, ready to be written as JSON."""
        written: dict[str, object] = {
            "profile": self.profile.key,
            "name": self.profile.name,
            "source": self.profile.source,
            "note": self.profile.note,
            "verdict": self.verdict.value,
            **{
                level.value: {"kept": self.kept(level), "asked": self.asked(level)}
                for level in Level
            },
            "passed": [rule.code for rule in self.passed],
            "findings": [found.to_json() for found in self.findings],
            "at_issue": list(self.profile.at_issue),
            "by_hand": list(self.profile.by_hand),
        }
        if self.classification is not None:
            written["class"] = self.classification.to_json()
        return written


def judge(rule: Rule, definition: Definition) -> Finding | None:
    """Return what a rule that applies finds; None when it is kept."""
    if rule.passes(definition):
        return None
    unknown = not definition.unknown.isdisjoint(rule.fields)
    fault = Fault.UNKNOWN if unknown else rule.fault
    return Finding(rule, fault, shown(definition, rule) if fault is Fault.WRONG else "")


def shown(definition: Definition, rule: Rule) -> str:
    """Return the value a rule is about, in one short line; nothing for what has no short form."""
    value = getattr(definition, rule.field)
    if isinstance(value, tuple):
        value = ", ".join(entry for entry in value if isinstance(entry, str))
    text = "" if value is None else value.isoformat() if isinstance(value, date) else str(value)
    line = " ".join(text.split())
    return line if len(line) <= MAX_SHOWN else f"{line[: MAX_SHOWN - 1]}…"


def _is_required(rule: Rule) -> bool:
    return rule.level is Level.REQUIRED
