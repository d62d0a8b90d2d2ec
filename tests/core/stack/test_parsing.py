"""The rule language: what is read, what is refused and where, and that the schema agrees."""

import copy
import json
from typing import Any

import jsonschema_rs
import pytest
from attacked_credentials import looks
from hypothesis import given
from stack_samples import HARBOUR, UNITS, leaf, rule_document, rule_of
from stack_strategies import RULES

from skillmark.core.jsonio import JsonError, dumps
from skillmark.core.stack import (
    Kind,
    RuleDocumentError,
    digest,
    load_rule,
    parse_rule,
    schema,
    schema_bytes,
)
from skillmark.core.stack.rule import MAX_DEPTH, MAX_NODES

A, B = UNITS[:2]
SCHEMA = jsonschema_rs.Draft202012Validator(schema(), validate_formats=True, offline=True)


def refused(document: Any) -> list[tuple[str, str]]:
    """Return code and place of everything that is wrong with a document."""
    with pytest.raises(RuleDocumentError) as caught:
        parse_rule(document)
    assert caught.value.to_json()["problems"]
    return [(problem.code, problem.path) for problem in caught.value.problems]


def nested(depth: int) -> Any:
    node: Any = leaf(A)
    for _ in range(depth - 1):
        node = {"all": [node]}
    return rule_document(node)


WHOLE: Any = rule_document(
    {
        "id": "certificate",
        "title": "Certificate",
        "all": [
            {"any": [leaf(A), {"achievement": {"id": B, "version": "2"}}]},
            {
                "atLeast": {"count": 2, "of": [leaf(one) for one in UNITS]},
                "issuers": "same",
                "level": {"framework": "EQF", "atLeast": 6},
            },
            {
                "credits": {"atLeast": "7.5", "unit": "ECTS", "of": [leaf(A, id="one")]},
                "earned": {"after": "2024-02-29", "before": "2026-12-31", "withinDays": 90},
                "issuers": [HARBOUR.did],
            },
        ],
    },
    **{"$schema": "https://skillmark.example/schema/pathway-rule-1.json"},
)


def test_a_rule_is_read_whole() -> None:
    rule = load_rule(dumps(WHOLE))
    assert [node.kind for node in rule.nodes] == [
        *(Kind.ALL, Kind.ANY, Kind.ACHIEVEMENT, Kind.ACHIEVEMENT, Kind.AT_LEAST),
        *([Kind.ACHIEVEMENT] * 4),
        *(Kind.CREDITS, Kind.ACHIEVEMENT),
    ]
    assert [node.index for node in rule.nodes] == list(range(11))
    assert rule.nodes[3].path == rule.nodes[3].id == "/rule/all/0/any/1"
    assert rule.above[10] == (9, 0)
    assert rule.leaves[A] == (2, 5, 10)
    assert (rule.root.end, rule.nodes[4].end) == (11, 9)
    assert (rule.root.title, rule.node("one"), rule.node("two")) == (
        "Certificate",
        rule.nodes[10],
        None,
    )
    limits = rule.nodes[10].limits
    assert limits.issuers == {HARBOUR.did}
    assert [one.within_days for one in limits.earned] == [90]
    assert [level.at_least for level in rule.nodes[5].limits.levels] == [6]


def test_the_digest_is_of_the_canonical_document() -> None:
    rule = parse_rule(WHOLE)
    turned = json.loads(json.dumps(WHOLE, sort_keys=True, indent=3))
    assert parse_rule(turned).digest == rule.digest == digest(rule.canonical)
    assert rule.digest.startswith("zQm")
    other = copy.deepcopy(WHOLE)
    other["rule"]["title"] = "certificate"
    assert parse_rule(other).digest != rule.digest


def test_a_known_digest() -> None:
    """``multihash`` sha2-256 of no bytes, as every other program writes it."""
    assert digest(b"") == "zQmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n"


def test_issuers_named_inside_each_other_are_those_named_twice() -> None:
    other = "did:web:north.example"
    inner = leaf(A, issuers=[other])
    rule = rule_of({"all": [inner, leaf(B)], "issuers": [HARBOUR.did]})
    assert [rule.nodes[at].limits.issuers for at in (1, 2)] == [frozenset(), {HARBOUR.did}]


# What is wrong, and where; "schema" tells that the published schema refuses it as well.
WRONG: dict[str, tuple[Any, list[tuple[str, str]], bool]] = {
    "no rule": ({"type": "PathwayRule", "version": 1}, [("missing", "/rule")], True),
    "other type": (rule_document(leaf(A), type="Rule"), [("constant", "/type")], True),
    "other version": (rule_document(leaf(A), version=2), [("constant", "/version")], True),
    "version is true": (rule_document(leaf(A), version=True), [("constant", "/version")], True),
    "unknown member": (rule_document(leaf(A), name="x"), [("unknown_member", "/name")], True),
    "rule is a list": (rule_document([]), [("object", "/rule")], True),
    "no kind": (rule_document({}), [("kind", "/rule")], True),
    "two kinds": (rule_document({"all": [leaf(A)], **leaf(B)}), [("kind", "/rule")], True),
    "unknown kind": (
        rule_document({"some": [leaf(A)]}),
        [("kind", "/rule"), ("unknown_member", "/rule/some")],
        True,
    ),
    "all of nothing": (rule_document({"all": []}), [("list", "/rule/all")], True),
    "all is no list": (rule_document({"any": leaf(A)}), [("list", "/rule/any")], True),
    "a part is a text": (rule_document({"all": ["a"]}), [("object", "/rule/all/0")], True),
    "achievement is a text": (
        rule_document({"achievement": A}),
        [("object", "/rule/achievement")],
        True,
    ),
    "achievement without id": (
        rule_document({"achievement": {}}),
        [("missing", "/rule/achievement/id")],
        True,
    ),
    "id is no IRI": (
        rule_document(leaf("unit 1")),
        [("form", "/rule/achievement/id")],
        True,
    ),
    "empty version": (
        rule_document({"achievement": {"id": A, "version": " "}}),
        [("text", "/rule/achievement/version")],
        True,
    ),
    "member of achievement": (
        rule_document({"achievement": {"id": A, "name": "x"}}),
        [("unknown_member", "/rule/achievement/name")],
        True,
    ),
    "no count": (
        rule_document({"atLeast": {"of": [leaf(A)]}}),
        [("missing", "/rule/atLeast/count")],
        True,
    ),
    "count of nothing": (
        rule_document({"atLeast": {"count": 0, "of": [leaf(A)]}}),
        [("number", "/rule/atLeast/count")],
        True,
    ),
    "count is true": (
        rule_document({"atLeast": {"count": True, "of": [leaf(A)]}}),
        [("number", "/rule/atLeast/count")],
        True,
    ),
    "more than there are": (
        rule_document({"atLeast": {"count": 2, "of": [leaf(A)]}}),
        [("count", "/rule/atLeast/count")],
        False,
    ),
    "atLeast is a number": (rule_document({"atLeast": 2}), [("object", "/rule/atLeast")], True),
    "credits as a number": (
        rule_document({"credits": {"atLeast": 15, "unit": "ECTS", "of": [leaf(A)]}}),
        [("amount", "/rule/credits/atLeast")],
        True,
    ),
    "no credits at all": (
        rule_document({"credits": {"atLeast": "0", "unit": "ECTS", "of": [leaf(A)]}}),
        [("amount", "/rule/credits/atLeast")],
        True,
    ),
    "a second spelling": (
        rule_document({"credits": {"atLeast": "15.0", "unit": "ECTS", "of": [leaf(A)]}}),
        [("amount", "/rule/credits/atLeast")],
        True,
    ),
    "no unit": (
        rule_document({"credits": {"atLeast": "1", "of": [leaf(A)]}}),
        [("missing", "/rule/credits/unit")],
        True,
    ),
    "odd unit": (
        rule_document({"credits": {"atLeast": "1", "unit": "€", "of": [leaf(A)]}}),
        [("form", "/rule/credits/unit")],
        True,
    ),
    "level without number": (
        rule_document(leaf(A, level={"framework": "EQF"})),
        [("missing", "/rule/level/atLeast")],
        True,
    ),
    "level too high": (
        rule_document(leaf(A, level={"framework": "EQF", "atLeast": 21})),
        [("number", "/rule/level/atLeast")],
        True,
    ),
    "level without framework": (
        rule_document(leaf(A, level={"atLeast": 3})),
        [("missing", "/rule/level/framework")],
        True,
    ),
    "level is a number": (rule_document(leaf(A, level=6)), [("object", "/rule/level")], True),
    "earned at no time": (rule_document(leaf(A, earned={})), [("empty", "/rule/earned")], True),
    "no such day": (
        rule_document(leaf(A, earned={"after": "2025-02-29"})),
        [("day", "/rule/earned/after")],
        True,
    ),
    "a day in short": (
        rule_document(leaf(A, earned={"after": "20250228"})),
        [("day", "/rule/earned/after")],
        True,
    ),
    "ends before it begins": (
        rule_document(leaf(A, earned={"after": "2025-02-28", "before": "2025-02-27"})),
        [("order", "/rule/earned/before")],
        False,
    ),
    "within no days": (
        rule_document(leaf(A, earned={"withinDays": 0})),
        [("number", "/rule/earned/withinDays")],
        True,
    ),
    "issuers by name": (
        rule_document(leaf(A, issuers="Harbour")),
        [("issuers", "/rule/issuers")],
        True,
    ),
    "no issuer": (rule_document(leaf(A, issuers=[])), [("list", "/rule/issuers")], True),
    "an issuer by name": (
        rule_document(leaf(A, issuers=[HARBOUR.did, "Harbour"])),
        [("form", "/rule/issuers/1")],
        True,
    ),
    "an issuer twice": (
        rule_document(leaf(A, issuers=[HARBOUR.did, HARBOUR.did])),
        [("duplicate_issuer", "/rule/issuers/1")],
        True,
    ),
    "odd name": (rule_document(leaf(A, id="Unit 1")), [("form", "/rule/id")], True),
    "a name twice": (
        rule_document({"id": "a", "all": [leaf(A, id="a")]}),
        [("duplicate_id", "/rule/all/0/id")],
        False,
    ),
    "long title": (rule_document(leaf(A, title="x" * 201)), [("text", "/rule/title")], True),
    "too deep": (nested(MAX_DEPTH + 1), [("depth", "/rule" + "/all/0" * MAX_DEPTH)], False),
    "too many": (
        rule_document(
            {"all": [{"all": [leaf(A) for _ in range(100)]}, {"all": [leaf(A)] * 100}]}
        ),
        [("nodes", "/rule/all/1/all/97")],
        False,
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_with_its_place(name: str) -> None:
    document, wanted, by_schema = WRONG[name]
    assert refused(document) == [(f"rule.{code}", path) for code, path in wanted]
    assert SCHEMA.is_valid(document) is not by_schema


def test_everything_wrong_is_said_at_once_up_to_a_limit() -> None:
    document = rule_document({"all": [{} for _ in range(150)]})
    assert len(refused(document)) == 100


def test_the_error_says_how_much_more_there_is() -> None:
    with pytest.raises(RuleDocumentError, match=r"/type: .* \(1 more\)"):
        parse_rule({"type": "x", "version": 2, "rule": leaf(A)})
    with pytest.raises(RuleDocumentError, match="the document: "):
        raise RuleDocumentError((parse_problem(),))


def parse_problem() -> Any:
    from skillmark.core.badges.problem import Problem

    return Problem("rule.kind", "", "No kind.")


def test_the_limits_themselves_are_allowed() -> None:
    assert len(parse_rule(nested(MAX_DEPTH)).nodes) == MAX_DEPTH
    wide = rule_document({"all": [leaf(A) for _ in range(MAX_NODES - 1)]})
    assert len(parse_rule(wide).nodes) == MAX_NODES


def test_bytes_are_read_strictly() -> None:
    with pytest.raises(JsonError):
        load_rule(b'{"type": "PathwayRule", "type": "PathwayRule"}')


@looks(100)
@given(RULES)
def test_whatever_is_read_is_valid_by_the_schema(document: Any) -> None:
    parse_rule(document)
    assert SCHEMA.is_valid(document)


def test_the_schema_is_served_as_it_is_in_the_package() -> None:
    assert json.loads(schema_bytes()) == schema()
    assert SCHEMA.is_valid(WHOLE)
