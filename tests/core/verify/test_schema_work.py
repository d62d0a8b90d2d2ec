"""Schemas from outside cannot keep the verifier busy: their work is counted before it is done."""

import time
from typing import Any

import pytest
from signed_credentials import AT, TestIssuer, badge

from skillmark.core.badges.schema import published_problems
from skillmark.core.jsonio import dumps
from skillmark.core.verify import Outcome, Verdict, judge, schema_work
from skillmark.core.verify.schema_work import SchemaWorkError

ISSUER = TestIssuer.by_key()
URL = "https://harbour.example/schema.json"
DOCUMENT: Any = badge(ISSUER)


def doubled(levels: int, keyword: str = "allOf") -> dict[str, Any]:
    """Return a schema that looks at each value two to the power of so many times."""
    parts: dict[str, Any] = {
        f"d{level}": {keyword: [{"$ref": f"#/$defs/d{level + 1}"}] * 2}
        for level in range(levels)
    }
    return {"$defs": {**parts, f"d{levels}": {"type": "object"}}, "$ref": "#/$defs/d0"}


def nested(levels: int) -> dict[str, Any]:
    schema: dict[str, Any] = {}
    for _ in range(levels):
        schema = {"not": schema}
    return schema


REFUSED: dict[str, Any] = {
    "two to the power of sixty": doubled(60),
    "the same by another keyword": doubled(60, "oneOf"),
    "refers to itself": {"$ref": "#"},
    "two that refer to each other": {
        "$defs": {"a": {"not": {"$ref": "#/$defs/b"}}, "b": {"anyOf": [{"$ref": "#/$defs/a"}]}},
        "$ref": "#/$defs/a",
    },
    "again for every member, from many sides": {
        "anyOf": [
            *[{"additionalProperties": {"$ref": "#"}}, {"items": {"$ref": "#"}}] * 20,
            {"patternProperties": {".": {"$ref": "#"}}},
            {"dependentSchemas": {"id": {"additionalProperties": {"$ref": "#"}}}},
        ]
    },
    "unevaluated inside unevaluated": {
        "unevaluatedProperties": {"$ref": "#"},
        "allOf": [doubled(12)["$defs"]["d12"], {"unevaluatedProperties": {"$ref": "#"}}] * 9,
    },
    "very deep": nested(300),
    "known only while validating": {"$dynamicRef": "#a"},
    "known only while validating, older": {"$recursiveRef": "#"},
    "another schema": {"$ref": "https://evil.example/schema.json"},
    "an anchor": {"$ref": "#name"},
    "no text": {"$ref": 7},
    "a part that is not there": {"$ref": "#/$defs/none"},
    "a part of a list that is not there": {"allOf": [{}], "$ref": "#/allOf/1"},
    "a part of a text": {"title": "x", "$ref": "#/title/0"},
    "a schema of another name inside": {"properties": {"id": {"$id": "https://a.example/"}}},
}


@pytest.mark.parametrize("schema", REFUSED.values(), ids=REFUSED.keys())
def test_refused_before_it_is_used(schema: Any) -> None:
    started = time.process_time()
    with pytest.raises(SchemaWorkError):
        schema_work.check(schema, DOCUMENT)
    signed = ISSUER.sign(badge(ISSUER, credentialSchema=[{"id": URL, "type": "JsonSchema"}]))
    report = judge(signed, {URL: dumps(schema)}, at=AT)
    assert time.process_time() - started < 2
    check = report.checks_named("schema")[-1]
    assert (check.outcome, check.code) == (Outcome.NOT_RUN, "schema.unusable")
    assert report.verdict is Verdict.VALID_BUT


TAKEN: dict[str, Any] = {
    "nothing": {},
    "required members": {"type": "object", "required": ["issuer"]},
    "parts of its own": {
        "$defs": {"text/one": {"type": "string"}, "any": True},
        "properties": {
            "id": {"$ref": "#/$defs/text~1one"},
            "name": {"$ref": "#/%24defs/any"},
        },
    },
    "by its own name": {"$id": "https://a.example/s", "$ref": "https://a.example/s#/$defs/a"}
    | {"$defs": {"a": {"type": "object"}}},
    "itself, further in": {"properties": {"issuer": {"$ref": "#"}, "source": {"$ref": "#"}}},
    "a part of a list": {"allOf": [{"type": "object"}], "anyOf": [{"$ref": "#/allOf/0"}]},
    "each entry of a list": {
        "properties": {"type": {"prefixItems": [True], "items": {"type": "string"}}}
    },
    "members of what has none": {"properties": {"type": {"items": {"properties": {"x": {}}}}}},
    "older lists": {"$schema": "http://json-schema.org/draft-07/schema#"}
    | {"properties": {"type": {"items": [{}, {}], "additionalItems": {}}}},
    "dependencies": {"dependencies": {"id": ["issuer"], "name": {"required": ["issuer"]}}},
}


@pytest.mark.parametrize("schema", TAKEN.values(), ids=TAKEN.keys())
def test_taken(schema: Any) -> None:
    schema_work.check(schema, DOCUMENT)
    signed = ISSUER.sign(badge(ISSUER, credentialSchema=[{"id": URL, "type": "JsonSchema"}]))
    report = judge(signed, {URL: dumps(schema)}, at=AT)
    assert report.checks_named("schema")[-1].code == "schema.followed"


def test_the_same_work_for_the_same_pair_is_counted_and_done_once() -> None:
    many = DOCUMENT | {"evidence": [{"id": f"urn:uuid:{number}"} for number in range(2_000)]}
    schema_work.check({"additionalProperties": {"items": doubled(5)["$defs"]["d5"]}}, many)


@pytest.mark.parametrize("parts", [[{"maxProperties": 1}] * 30, [True] * 30])
def test_a_schema_of_too_many_steps_is_refused(parts: Any) -> None:
    many = {"x": [{"y": number} for number in range(10_000)]}
    with pytest.raises(SchemaWorkError):
        schema_work.check({"additionalProperties": {"items": {"allOf": parts}}}, many)


def test_a_pattern_that_searches_for_ever_is_refused() -> None:
    slow = {"properties": {"id": {"pattern": "^(?=(a+)+$)(a|aa)+\\1?b$"}}}
    signed = ISSUER.sign(badge(ISSUER, credentialSchema=[{"id": URL, "type": "JsonSchema"}]))
    report = judge(signed, {URL: dumps(slow)}, at=AT)
    assert report.checks_named("schema")[-1].code == "schema.unusable"
    assert published_problems(signed, several_statuses=True) == ()
