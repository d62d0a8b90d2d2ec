"""Strict JSON: a table of named defects, and the law that what is written is read back."""

import json
import math
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillmark.core import jsonio
from skillmark.core.jsonio import JsonError, JsonValue

DEFECTS = {
    "duplicate key": (b'{"issuer": 1, "issuer": 2}', "json.duplicate_key"),
    "duplicate key, one escaped": (rb'{"issuer": 1, "\u0069ssuer": 2}', "json.duplicate_key"),
    "duplicate key, nested": (b'[{"a": {"b": 1, "b": 1}}]', "json.duplicate_key"),
    "NaN": (b'{"a": NaN}', "json.not_finite"),
    "Infinity": (b"[Infinity]", "json.not_finite"),
    "minus Infinity": (b"[-Infinity]", "json.not_finite"),
    "a real beyond doubles": (b"[1e400]", "json.not_finite"),
    "a negative real beyond doubles": (b"[-1e400]", "json.not_finite"),
    "2^53": (b"[9007199254740992]", "json.number_range"),
    "2^53 + 1": (b"[9007199254740993]", "json.number_range"),
    "-(2^53)": (b"[-9007199254740992]", "json.number_range"),
    "an integer of 18 digits": (b"[100000000000000000]", "json.number_range"),
    "an integer of 4,301 digits": (b"[" + b"9" * 4_301 + b"]", "json.number_range"),
    "a lone high surrogate": (rb'["\ud83d"]', "json.surrogate"),
    "a lone low surrogate": (rb'["a\uDE00b"]', "json.surrogate"),
    "a lone surrogate in a key": (rb'{"\ud800": 1}', "json.surrogate"),
    "surrogates in the wrong order": (rb'["\ude00\ud83d"]', "json.surrogate"),
    "a surrogate in the bytes": (b'["\xed\xa0\x80"]', "json.not_utf8"),
    "a byte order mark": (b"\xef\xbb\xbf{}", "json.bom"),
    "UTF-16": ('{"a": 1}'.encode("utf-16"), "json.not_utf8"),
    "Latin-1": ('{"a": "é"}'.encode("latin-1"), "json.not_utf8"),
    "an overlong slash": (b'["\xc0\xaf"]', "json.not_utf8"),
    "65 arrays deep": (b"[" * 65 + b"]" * 65, "json.depth"),
    "65 objects deep": (b'{"a":' * 65 + b"1" + b"}" * 65, "json.depth"),
    "10,000 deep and cut off": (b"[" * 10_000, "json.depth"),
    "deep behind a bracket in a string": (
        b'["]]]]", ' + b"[" * 64 + b"]" * 64 + b"]",
        "json.depth",
    ),
    "deep behind an escaped quote": (b'["\\"]]", ' + b"[" * 64 + b"]" * 65, "json.depth"),
    "garbage behind": (b"{} x", "json.trailing"),
    "a second document": (b"{}{}", "json.trailing"),
    "a zero byte behind": (b"{}\x00", "json.trailing"),
    "white space of another alphabet behind": ("{}\u00a0".encode(), "json.trailing"),
    "nothing": (b"", "json.syntax"),
    "white space only": (b" \n", "json.syntax"),
    "single quotes": (b"{'a': 1}", "json.syntax"),
    "a comma too many": (b"[1,]", "json.syntax"),
    "a comment": (b"[1] // one", "json.trailing"),
    "a control character in a string": (b'["a\nb"]', "json.syntax"),
    "an unknown escape": (rb'["\x"]', "json.syntax"),
    "a leading zero": (b"[01]", "json.syntax"),
    "a leading plus": (b"[+1]", "json.syntax"),
    "an unterminated string": (b'["' + b"[" * 80, "json.syntax"),
    "foreign digits": ("[\u0661]".encode(), "json.syntax"),
}


@pytest.mark.parametrize(("data", "code"), DEFECTS.values(), ids=DEFECTS.keys())
def test_each_defect_has_its_code(data: bytes, code: str) -> None:
    with pytest.raises(JsonError) as refused:
        jsonio.loads(data)
    assert refused.value.code == code
    assert refused.value.to_json()["code"] == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("\ufeff{}", "json.bom"),
        ('["\ud83d"]', "json.surrogate"),
        ('{"a": 1, "a": 1}', "json.duplicate_key"),
        ("[1] 2", "json.trailing"),
    ],
)
def test_text_is_read_as_strictly_as_bytes(text: str, code: str) -> None:
    with pytest.raises(JsonError) as refused:
        jsonio.loads(text)
    assert refused.value.code == code


@pytest.mark.parametrize("data", [b'"' + b"x" * 99 + b'"', "x" * 101, '"' + "é" * 50 + '"'])
def test_size_is_counted_in_bytes(data: bytes | str) -> None:
    with pytest.raises(JsonError) as refused:
        jsonio.loads(data, max_bytes=100)
    assert refused.value.code == "json.size"


def test_a_document_of_exactly_the_limits_is_read() -> None:
    assert jsonio.loads(b'"' + b"x" * 98 + b'"', max_bytes=100) == "x" * 98
    deep = jsonio.loads(b"[" * 64 + b"]" * 64)
    assert isinstance(deep, list)
    assert jsonio.loads(b"[[]]" + b" " * 9, max_depth=2) == [[]]
    wide = b"[" + b",".join([b"[]"] * 500) + b"]"
    assert jsonio.loads(wide, max_depth=2) == [[]] * 500


def test_the_safe_integers_are_read_exactly() -> None:
    limit = 2**53 - 1
    assert jsonio.loads(f"[{limit}, -{limit}, -0, 0]") == [limit, -limit, 0, 0]


def test_one_and_one_point_zero_are_equal() -> None:
    assert jsonio.loads(b"[1.0, 1e2]") == [1, 100]


def test_a_surrogate_pair_is_a_character() -> None:
    assert jsonio.loads(rb'["\ud83d\ude00"]') == ["\U0001f600"]


def test_an_escaped_backslash_before_u_is_no_surrogate() -> None:
    assert jsonio.loads(rb'["\\ud800"]') == ["\\ud800"]


def test_names_of_other_languages_objects_are_ordinary_keys() -> None:
    value = jsonio.load_object(b'{"__proto__": 1, "constructor": 2}')
    assert value == {"__proto__": 1, "constructor": 2}


def test_depth_is_refused_before_it_costs_anything() -> None:
    data = b'{"a":' * 10_000 + b"1" + b"}" * 10_000
    fastest = math.inf
    for _ in range(5):
        start = time.process_time()
        with pytest.raises(JsonError):
            jsonio.loads(data)
        fastest = min(fastest, time.process_time() - start)
    assert fastest < 0.005


def test_a_limit_beyond_reason_is_still_an_error_of_ours() -> None:
    with pytest.raises(JsonError) as refused:
        jsonio.loads(b"[" * 500_000 + b"]" * 500_000, max_depth=500_000)
    assert refused.value.code == "json.depth"


@pytest.mark.parametrize("data", [b"[]", b'"text"', b"1", b"null"])
def test_an_object_is_wanted(data: bytes) -> None:
    with pytest.raises(JsonError) as refused:
        jsonio.load_object(data)
    assert refused.value.code == "json.not_object"


def test_keys_keep_their_order() -> None:
    assert jsonio.dumps(jsonio.loads(b'{"b": 1, "a": "\xc3\xa9"}')) == b'{"b":1,"a":"\xc3\xa9"}'


def _circle() -> JsonValue:
    circle: list[JsonValue] = []
    circle.append(circle)
    return circle


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ([math.nan], "json.not_finite"),
        ([math.inf], "json.not_finite"),
        (["\ud800"], "json.surrogate"),
        (_circle(), "json.depth"),
    ],
    ids=["NaN", "infinity", "surrogate", "circle"],
)
def test_what_cannot_be_read_is_not_written(value: JsonValue, code: str) -> None:
    with pytest.raises(JsonError) as refused:
        jsonio.dumps(value)
    assert refused.value.code == code


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(VALUES)
def test_what_is_written_is_read_back(value: JsonValue) -> None:
    assert jsonio.loads(jsonio.dumps(value)) == value


@given(st.binary() | st.text().map(str.encode))
def test_only_our_errors_come_out(data: bytes) -> None:
    with suppress(JsonError):
        jsonio.loads(data)


@given(st.text(alphabet='{}[]":,0123456789.eE-+ \\utnfalsrd\n'))
def test_what_is_accepted_means_the_same_to_everybody(text: str) -> None:
    with suppress(JsonError):
        assert jsonio.loads(text) == json.loads(text)
