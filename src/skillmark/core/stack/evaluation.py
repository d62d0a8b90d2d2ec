"""Holding a history against a rule: is it fulfilled, by which credentials, and what is missing?

One answer for one history, whatever its order. Under `credits` and `atLeast` a credential
counts once; parts that take one credential each share them out in the best way (`matching`),
parts that take several choose before or after them in the order of the document. `any` counts
one alternative: the first that is fulfilled, under `credits` the one with most credits.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from skillmark.core.jsonio import JsonObject, JsonValue
from skillmark.core.stack.history import HistoryItem
from skillmark.core.stack.judging import Choice, Judging
from skillmark.core.stack.rule import Rule
from skillmark.core.stack.standing import Reason


@dataclass(frozen=True, slots=True)
class NodeVerdict:
    """What became of one node.

    Attributes:
        id: the node's name.
        satisfied: it is fulfilled.
        have: how much there is of what it needs: parts, credits, or 1.
        need: how much it needs.
        counted: the ids of the credentials that count in it, sorted.
        reason: why, stable.
    """

    id: str
    satisfied: bool
    have: Decimal
    need: Decimal
    counted: tuple[str, ...]
    reason: Reason

    def to_json(self) -> JsonObject:
        """Return the verdict as an object; amounts as texts."""
        counted: list[JsonValue] = list(self.counted)
        return {
            "id": self.id,
            "satisfied": self.satisfied,
            "have": f"{self.have.normalize():f}",
            "need": f"{self.need.normalize():f}",
            "counted": counted,
            "reason": self.reason.value,
        }


@dataclass(frozen=True, slots=True)
class RuleVerdict:
    """What became of a rule.

    Attributes:
        satisfied: it is fulfilled.
        nodes: one for each node of the rule, in the order of `Rule.nodes`.
        counted: the ids of the credentials that count in the whole, sorted.
    """

    satisfied: bool
    nodes: tuple[NodeVerdict, ...]
    counted: tuple[str, ...]

    def node(self, name: str) -> NodeVerdict | None:
        """Return the verdict on the node of a name, or None."""
        return next((node for node in self.nodes if node.id == name), None)

    def to_json(self) -> JsonObject:
        """Return ``{satisfied, counted, nodes}``."""
        nodes: list[JsonValue] = [node.to_json() for node in self.nodes]
        counted: list[JsonValue] = list(self.counted)
        return {"satisfied": self.satisfied, "counted": counted, "nodes": nodes}


def evaluate(rule: Rule, history: Iterable[HistoryItem], at: datetime) -> RuleVerdict:
    """Return what becomes of a rule.

    Args:
        rule: the rule.
        history: the credentials of one learner, in any order; of several with one id the last.
        at: the moment to judge for, with a zone.

    Raises:
        ValueError: ``at`` has no zone.
    """
    items = {item.credential: item for item in history}
    return verdict_of(rule, Judging(rule, by_achievement(rule, items.values()), at).root())


def at_root(rule: Rule, history: Iterable[HistoryItem], at: datetime) -> NodeVerdict:
    """Return what becomes of the whole of a rule, without its parts; for whole populations.

    Raises:
        ValueError: ``at`` has no zone.
    """
    items = {item.credential: item for item in history}
    return _said(Judging(rule, by_achievement(rule, items.values()), at).root())


def satisfies(rule: Rule, history: Iterable[HistoryItem], at: datetime) -> bool:
    """Return whether a rule is fulfilled, without saying why; for whole populations.

    Raises:
        ValueError: ``at`` has no zone.
    """
    items = {item.credential: item for item in history}
    return Judging(rule, by_achievement(rule, items.values()), at).root().met


def by_achievement(
    rule: Rule, items: Iterable[HistoryItem]
) -> dict[str, dict[str, HistoryItem]]:
    """Return the credentials a rule asks for, by achievement and id."""
    found: dict[str, dict[str, HistoryItem]] = {}
    for item in items:
        for name in item.achievements:
            if name in rule.leaves:
                found.setdefault(name, {})[item.credential] = item
    return found


def verdict_of(rule: Rule, root: Choice) -> RuleVerdict:
    """Return a judgement in the form that is shown and kept."""
    found: dict[int, NodeVerdict] = {}
    queue = [root]
    for choice in queue:
        found[choice.node.index] = _said(choice)
        queue.extend(choice.parts)
    nodes = tuple(found[index] for index in range(len(rule.nodes)))
    return RuleVerdict(root.met, nodes, tuple(sorted(root.counted)))


def _said(choice: Choice) -> NodeVerdict:
    node = choice.node
    return NodeVerdict(
        node.id,
        choice.met,
        choice.have,
        node.need,
        tuple(sorted(choice.counted)),
        choice.reason,
    )
