"""Shapes: the same shape and the same texts are the same document, and nothing else is."""

from typing import Any

import pytest
from canon_documents import credential
from hypothesis import given
from hypothesis import strategies as st

from skillmark.core.canon import shapes

keys = st.sampled_from(["a", "b", "type", "@context", "@type", "@language", "id"])
scalars = (
    st.none() | st.booleans() | st.integers(0, 2) | st.sampled_from([0.0, 1.0, "", "x", "{"])
)
documents = st.dictionaries(
    keys,
    st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
        max_leaves=8,
    ),
    max_size=4,
)


def exactly(value: Any) -> Any:
    """Return a value that tells 1, 1.0 and True, and the order of keys, apart."""
    if isinstance(value, dict):
        return [(key, exactly(item)) for key, item in value.items()]
    return (
        [exactly(item) for item in value] if isinstance(value, list) else (type(value), value)
    )


@given(documents)
def test_refilled_with_its_own_texts_a_document_is_itself(document: dict[str, Any]) -> None:
    _, texts = shapes.read(document)
    filled = shapes.refill(document, texts)
    assert exactly(filled) == exactly(document)
    assert filled is not document
    assert [holder[place] for holder, place in shapes.places(document)] == texts


@given(documents, documents)
def test_two_documents_with_one_shape_and_one_set_of_texts_are_one(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    if shapes.read(first) == shapes.read(second):
        # Values under shaping keys compare as JSON does; numbers there are refused anyway.
        assert first == second
        assert list(first) == list(second)


PAIRS: list[tuple[str, Any, Any]] = [
    ("order of keys", {"a": "x", "b": "y"}, {"b": "x", "a": "y"}),
    ("length of an array", {"a": ["x"]}, {"a": ["x", "y"]}),
    ("an array of one", {"a": "x"}, {"a": ["x"]}),
    ("a context", {"@context": ["x"]}, {"@context": ["y"]}),
    ("a context alone and in an array", {"@context": "x"}, {"@context": ["x"]}),
    ("a type", {"type": "x"}, {"type": "y"}),
    ("a type alone and in an array", {"type": "x"}, {"type": ["x"]}),
    ("a type alone and behind a number", {"type": "x"}, {"type": [0, "x"]}),
    ("a context alone and behind false", {"@context": "x"}, {"@context": [False, "x"]}),
    (
        "a language",
        {"a": {"@value": "x", "@language": "en"}},
        {"a": {"@value": "x", "@language": "de"}},
    ),
    ("a number", {"a": 1}, {"a": 2}),
    ("one and true", {"a": 1}, {"a": True}),
    ("one as a float", {"a": 1}, {"a": 1.0}),
    ("null and nothing", {"a": None}, {}),
    ("which member is the text", {"a": "x", "b": []}, {"a": [], "b": "x"}),
    ("where an object ends", {"a": {"b": "x"}, "c": "y"}, {"a": {"b": "x", "c": "y"}}),
]


@pytest.mark.parametrize(("first", "second"), [pytest.param(a, b, id=n) for n, a, b in PAIRS])
def test_the_shape_tells(first: dict[str, Any], second: dict[str, Any]) -> None:
    assert shapes.read(first)[0] != shapes.read(second)[0]


@pytest.mark.parametrize(
    "document",
    [
        pytest.param({"a": ("x",)}, id="a tuple"),
        pytest.param({"a": {1, 2}}, id="a set"),
        pytest.param({"a": ["x"] * shapes.MAX_TOKENS}, id="too many parts"),
        pytest.param({"a": type("Text", (str,), {})("x")}, id="a text of another class"),
    ],
)
def test_what_has_no_shape(document: dict[str, Any]) -> None:
    with pytest.raises(shapes.UnshapedError):
        shapes.read(document)


def test_a_deep_document_is_read_without_recursion() -> None:
    value: Any = "x"
    for _ in range(900):
        value = [value]
    assert shapes.read(credential(name=value))
