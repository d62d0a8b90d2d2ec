"""Which constituents of a final count under its rule, and why the others do not.

Judged for the moment from which the final is valid: what has expired since then counted, what
had expired before, or began later, did not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from skillmark.core.stack.evaluation import RuleVerdict, evaluate
from skillmark.core.stack.history import HistoryItem
from skillmark.core.stack.parts import refused
from skillmark.core.stack.report import Finding, Part, worst_first
from skillmark.core.stack.rule import Node, Rule
from skillmark.core.stack.standing import FURTHEST, Reason, against
from skillmark.core.verify import Report, Verdict


@dataclass(slots=True)
class Constituent:
    """One constituent while it is looked at.

    Attributes:
        url: the address under which the final names it, or None.
        report: what `skillmark.core.verify` says of it; None when it is not there.
        findings: what is said of it so far.
        item: what it counts as; None when it is not proven to be of this stack.
        sure: everything about it could be told.
        recognised: a recognition decision says what it counts as.
        counted: it counts in the rule.
    """

    url: str | None
    report: Report | None
    findings: list[Finding]
    item: HistoryItem | None = None
    sure: bool = False
    recognised: bool = False
    counted: bool = False

    @property
    def is_open(self) -> bool:
        """It is not there, or nothing could be told of it; yet nothing speaks against it."""
        allowed = {finding.allows for finding in self.findings}
        unknown = Verdict.UNKNOWN in allowed and Verdict.INVALID not in allowed
        return self.item is None and unknown

    def say(self, finding: Finding) -> None:
        """Add a finding, unless the same was said."""
        if all(known.code != finding.code for known in self.findings):
            self.findings.append(finding)

    def part(self) -> Part:
        """Return it as it stands in the report."""
        return Part(self.report, worst_first(self.findings), self.counted, self.url)


def on_rule(
    rule: Rule,
    named: Sequence[Constituent],
    *,
    since: datetime,
    home: str,
) -> tuple[RuleVerdict, Finding]:
    """Hold the constituents against the rule, and say of each whether it counts.

    Args:
        rule: the rule that the final names.
        named: the constituents that the final names.
        since: the moment from which the final is valid.
        home: the issuer of the final.

    Returns:
        What became of the rule by what is sure, and the finding on it.
    """
    sure = [one.item for one in named if one.item and one.sure]
    verdict = evaluate(rule, sure, since)
    for one in named:
        if one.item is not None:
            one.counted = one.sure and one.item.credential in verdict.counted
            _say_of(one, one.item, rule, verdict, since)
            if one.counted and one.item.issuer != home and not one.recognised:
                _say_unnamed(one, one.item, rule, since)
    if verdict.satisfied:
        reason = "The credentials fulfil the rule."
        return verdict, Finding("stack.rule_met", Verdict.VALID, reason)
    every = [one.item for one in named if one.item]
    if any(one.is_open for one in named) or evaluate(rule, every, since).satisfied:
        reason = "Whether the rule is fulfilled depends on what could not be told."
        return verdict, Finding("stack.rule_undecided", Verdict.UNKNOWN, reason)
    lacking = next(node for node in reversed(verdict.nodes) if not node.satisfied)
    reason = "The credentials do not fulfil the rule."
    facts = {"node": lacking.id, "reason": lacking.reason.value}
    return verdict, Finding("stack.rule_unmet", Verdict.INVALID, reason, facts)


def _say_of(
    one: Constituent, item: HistoryItem, rule: Rule, verdict: RuleVerdict, since: datetime
) -> None:
    reasons = [against(leaf, item, since) for leaf in _leaves(rule, item)]
    if None not in reasons:
        found = [reason for reason in reasons if reason is not None]
        one.say(refused(max(found, key=FURTHEST.__getitem__, default=Reason.MISSING)))
    elif not one.counted and one.sure:
        if any(node.reason is Reason.SEVERAL_ISSUERS for node in verdict.nodes):
            one.say(refused(Reason.ISSUER))
        else:
            reason = "It could count, and the rule does not need it."
            one.say(Finding("stack.constituent_spare", Verdict.VALID, reason))


def _say_unnamed(one: Constituent, item: HistoryItem, rule: Rule, since: datetime) -> None:
    """Say that the rule names nobody who may issue what another issuer issued."""
    free = [
        leaf
        for leaf in _leaves(rule, item)
        if leaf.limits.issuers is None and against(leaf, item, since) is None
    ]
    if free:
        reason = "The rule takes it from any issuer; that it counts is the final issuer's word."
        facts = {"issuer": item.issuer}
        one.say(Finding("stack.issuer_unnamed", Verdict.VALID, reason, facts))


def _leaves(rule: Rule, item: HistoryItem) -> list[Node]:
    """Return the nodes that ask for an achievement of a credential."""
    return [
        rule.nodes[index] for name in item.achievements for index in rule.leaves.get(name, ())
    ]
