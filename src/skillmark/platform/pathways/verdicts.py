"""A verdict as it was kept in a row, read again."""

from decimal import Decimal
from typing import Any

from skillmark.core.stack import NodeVerdict, Reason, Rule, RuleVerdict


def read(rule: Rule, kept: dict[str, Any]) -> RuleVerdict | None:
    """Return a kept verdict; None for one on another rule, or none at all."""
    nodes = kept.get("nodes") or []
    if [node.get("id") for node in nodes] != [node.id for node in rule.nodes]:
        return None
    return RuleVerdict(
        bool(kept.get("satisfied")),
        tuple(
            NodeVerdict(
                node["id"],
                bool(node["satisfied"]),
                Decimal(node["have"]),
                Decimal(node["need"]),
                tuple(node["counted"]),
                Reason(node["reason"]),
            )
            for node in nodes
        ),
        tuple(kept.get("counted") or ()),
    )
