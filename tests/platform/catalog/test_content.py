"""What an achievement may say: named defects, and what comes out clean."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillmark.platform.catalog.content import Content, ContentError, is_web_address

SKILL = {"target_name": "Put out fires", "target_url": "https://skills.example/1"}

DEFECTS = {
    "no name": ({"name": ""}, "name"),
    "a name of spaces": ({"name": " \t\n "}, "name"),
    "a name of 201 characters": ({"name": "x" * 201}, "name"),
    "a name that is a list": ({"name": ["a"]}, "name"),
    "a name that is true": ({"name": True}, "name"),
    "a description of 1,001 characters": ({"description": "x" * 1001}, "description"),
    "an unknown kind": ({"achievement_type": "Medal"}, "achievement_type"),
    "41 outcomes": ({"outcomes": [f"do {n}" for n in range(41)]}, "outcomes"),
    "an outcome of 401 characters": ({"outcomes": ["x" * 401]}, "outcomes"),
    "outcomes as one text": ({"outcomes": "do this"}, "outcomes"),
    "21 tags": ({"tags": [f"t{n}" for n in range(21)]}, "tags"),
    "hours in words": ({"workload_hours": "three"}, "workload_hours"),
    "negative hours": ({"workload_hours": "-1"}, "workload_hours"),
    "hours that are no number": ({"workload_hours": "NaN"}, "workload_hours"),
    "endless credits": ({"credits": "Infinity"}, "credits"),
    "credits of 10 million": ({"credits": "1e7"}, "credits"),
    "no months at all": ({"validity_months": "0"}, "validity_months"),
    "half months": ({"validity_months": "1.5"}, "validity_months"),
    "months of many digits": ({"validity_months": "0000010000000"}, "validity_months"),
    "months in Arabic digits": ({"validity_months": "١٢"}, "validity_months"),
    "an unknown language": ({"language": "tlh"}, "language"),
    "a colour by name": ({"design_colour": "red"}, "design_colour"),
    "a colour with a style after it": ({"design_colour": "#123456;x"}, "design_colour"),
    "a skill without a name": ({"alignments": [SKILL | {"target_name": ""}]}, "alignments"),
    "a skill without an address": (
        {"alignments": [SKILL | {"target_url": ""}]},
        "alignments",
    ),
    "a skill that runs a script": (
        {"alignments": [SKILL | {"target_url": "javascript:alert(1)"}]},
        "alignments",
    ),
    "a skill of an unknown type": (
        {"alignments": [SKILL | {"target_type": "Thing"}]},
        "alignments",
    ),
    "a skill that is a text": ({"alignments": ["Put out fires"]}, "alignments"),
    "41 skills": (
        {"alignments": [SKILL | {"target_code": str(n)} for n in range(41)]},
        "alignments",
    ),
}


@pytest.mark.parametrize(("raw", "field"), DEFECTS.values(), ids=DEFECTS)
def test_a_defect_is_named_at_its_field(raw: dict[str, object], field: str) -> None:
    with pytest.raises(ContentError) as caught:
        Content.parse({"name": "Fire prevention"} | raw)
    assert list(caught.value.problems) == [field]


def test_every_problem_is_told_at_once() -> None:
    with pytest.raises(ContentError) as caught:
        Content.parse({"name": "", "credits": "many", "language": "xx"})
    assert set(caught.value.problems) == {"name", "credits", "language"}


def test_what_a_person_types_comes_out_clean() -> None:
    content = Content.parse(
        {
            "name": "  Cafe\u0301\u202e  basics\x00\n",
            "description": "One.\r\nTwo.\x07",
            "outcomes": ["Identify hazards", " ", "Identify  hazards"],
            "tags": ["safety", " fire ", "safety"],
            "workload_hours": "3,50",
            "validity_months": "12",
            "design_colour": "#1F6F5C",
            "alignments": [SKILL, SKILL, {"target_name": " ", "target_type": "CTDL"}],
            "organisation_id": "somebody else's",
            "state": "published",
        }
    )
    assert content.name == "Caf\u00e9 basics"
    assert content.description == "One.\nTwo."
    assert content.outcomes == ("Identify hazards",)
    assert content.tags == ("safety", "fire")
    assert content.workload_hours == Decimal("3.50")
    assert content.validity_months == 12
    assert content.design_colour == "#1f6f5c"
    assert [a.target_name for a in content.alignments] == ["Put out fires"]
    assert not hasattr(content, "state")


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(sorted(Content.__slots__)), ANYTHING))
def test_whatever_comes_is_read_or_refused_by_name(raw: dict[str, object]) -> None:
    problems: dict[str, str] = {}
    with suppress(ContentError):
        content = Content.parse(raw)
        assert Content.parse(content.to_row()) == content  # reading what was written
        return
    try:
        Content.parse(raw)
    except ContentError as error:
        problems = error.problems
    assert problems
    assert set(problems) <= set(Content.__slots__)


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("https://skills.example/1", True),
        ("http://skills.example", True),
        ("https://", False),
        ("https://a b", False),
        ("//skills.example", False),
        ("data:text/html,x", False),
        ("https://[::1", False),
        ("https://x.example/" + "a" * 2_000, False),
    ],
)
def test_only_web_addresses_are_addresses(address: str, good: bool) -> None:
    assert is_web_address(address) is good
