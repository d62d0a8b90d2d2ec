"""Stacks: rules over credentials, and finals that anyone can re-check.

`parse_rule` reads a rule and `evaluate` holds a history against it; `LearnerState` does the
same event by event. `related_resources` are what a final credential carries of rule and
constituents, a `Bundle` holds them all in one file, and `replay` proves or refuses it without
input or output. Evaluating is pure values; nothing here fetches.
"""

from skillmark.core.stack.bundle import Bundle, read_bundle, write_bundle
from skillmark.core.stack.digests import digest
from skillmark.core.stack.engine import Engine, Event, LearnerState
from skillmark.core.stack.equivalences import (
    Decision,
    Decisions,
    parse_decisions,
    write_decisions,
)
from skillmark.core.stack.errors import (
    BundleError,
    EquivalencesDocumentError,
    HistoryError,
    ResourceError,
    RuleDocumentError,
    StackError,
)
from skillmark.core.stack.evaluation import (
    NodeVerdict,
    RuleVerdict,
    at_root,
    evaluate,
    satisfies,
)
from skillmark.core.stack.history import HistoryItem, Standing, item_of
from skillmark.core.stack.parsing import load_rule, parse_rule, schema, schema_bytes
from skillmark.core.stack.proof import StackPolicy, needs, replay
from skillmark.core.stack.report import Finding, Part, StackReport
from skillmark.core.stack.resources import related_resources
from skillmark.core.stack.rule import Kind, Node, Rule
from skillmark.core.stack.standing import Reason

__all__ = [
    "Bundle",
    "BundleError",
    "Decision",
    "Decisions",
    "Engine",
    "EquivalencesDocumentError",
    "Event",
    "Finding",
    "HistoryError",
    "HistoryItem",
    "Kind",
    "LearnerState",
    "Node",
    "NodeVerdict",
    "Part",
    "Reason",
    "ResourceError",
    "Rule",
    "RuleDocumentError",
    "RuleVerdict",
    "StackError",
    "StackPolicy",
    "StackReport",
    "Standing",
    "at_root",
    "digest",
    "evaluate",
    "item_of",
    "load_rule",
    "needs",
    "parse_decisions",
    "parse_rule",
    "read_bundle",
    "related_resources",
    "replay",
    "satisfies",
    "schema",
    "schema_bytes",
    "write_bundle",
    "write_decisions",
]
