"""The reference page of the rule language says what is so."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from stack_samples import rule_document

from skillmark.core.stack import Reason, parse_decisions, parse_rule, parts, report
from skillmark.core.stack.rule import Kind

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "reference" / "pathway-rules.md").read_text(encoding="utf-8")
EXAMPLES = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)]
SOURCES = Path(report.__file__).parent


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: next(iter(example)))
def test_every_example_is_read(example: Any) -> None:
    if example.get("type") == "RecognitionDecisions":
        assert parse_decisions(example).decisions
    elif "type" in example:
        assert parse_rule(example).nodes
    else:
        assert parse_rule(rule_document(example)).nodes


def test_every_kind_of_node_has_an_example() -> None:
    nodes = [example for example in EXAMPLES if "type" not in example]
    assert {kind for node in nodes for kind in Kind if kind in node} == set(Kind)


def test_every_reason_and_every_code_is_explained() -> None:
    told = set(re.findall(r"`((?:stack|rule)\.[a-z_]+)`", PAGE))
    written = {
        code
        for path in SOURCES.glob("*.py")
        for code in re.findall(r'Finding\(\s*"(stack\.[a-z_]+)"', path.read_text("utf-8"))
    }
    for_constituents = {f"stack.constituent_{kind}" for kind, _ in parts._REFUSED.values()}
    made = {f"stack.final_{kind}" for kind in parts._SAID[parts.FINAL]}
    assert {reason.value for reason in Reason} <= told
    assert written | for_constituents | made <= told
