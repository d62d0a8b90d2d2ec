"""RFC 8785: the published vectors, what is refused, and the law that equal values meet."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vector_table import record

from skillmark.core import jsonio
from skillmark.core.canon import jcs
from skillmark.core.canon.errors import (
    CanonError,
    DepthError,
    JcsError,
    NumberError,
    SurrogateError,
)

VECTORS = Path(__file__).parents[2] / "vectors" / "jcs-rfc8785"
CASES = sorted(path.name for path in (VECTORS / "input").iterdir())


@pytest.mark.parametrize("name", CASES)
def test_published_vector(name: str) -> None:
    value = json.loads((VECTORS / "input" / name).read_bytes())
    expected = bytes.fromhex((VECTORS / "outhex" / name).with_suffix(".txt").read_text())
    assert jcs.canonicalize(value) == expected
    assert jcs.canonicalize(jsonio.loads(expected)) == expected
    record("jcs-rfc8785", name, "pass")


def nested(levels: int, innermost: Any) -> Any:
    value = innermost
    for level in range(levels):
        value = {"a": value} if level % 2 else [value]
    return value


@pytest.mark.parametrize(
    ("value", "error"),
    [
        pytest.param(2**53, NumberError, id="beyond 2^53"),
        pytest.param(-(2**53), NumberError, id="beyond -2^53"),
        pytest.param([float("nan")], NumberError, id="NaN"),
        pytest.param({"a": float("inf")}, NumberError, id="infinity"),
        pytest.param("\ud800", SurrogateError, id="lone surrogate"),
        pytest.param({"\udfff": 1}, SurrogateError, id="lone surrogate in a key"),
        pytest.param({1: 2}, JcsError, id="a key that is no text"),
        pytest.param([object()], JcsError, id="no JSON value"),
        pytest.param(nested(65, 1), DepthError, id="65 levels"),
        pytest.param(nested(64, []), DepthError, id="65 levels, the last one empty"),
        pytest.param(nested(100_000, 1), DepthError, id="100,000 levels"),
    ],
)
def test_what_is_no_i_json_is_refused(value: Any, error: type[CanonError]) -> None:
    with pytest.raises(error) as caught:
        jcs.canonicalize(value)
    assert type(caught.value) is error


def test_64_levels_are_read() -> None:
    assert jcs.canonicalize(nested(64, 1)).count(b"[") == 32


def test_the_widest_integers_are_exact() -> None:
    assert jcs.canonicalize([2**53 - 1, 1 - 2**53]) == b"[9007199254740991,-9007199254740991]"


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(1 - 2**53, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner)
    ),
    max_leaves=20,
)


@given(values)
def test_the_bytes_read_back_as_the_value(value: Any) -> None:
    data = jcs.canonicalize(value)
    assert jcs.canonicalize(json.loads(data, parse_int=float)) == data
