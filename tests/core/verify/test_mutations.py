"""T-MUT: whatever is done to a signed credential, it is refused or says the same as before.

The oracle is independent of the verifier: a credential that is still valid has the same
canonical statements as the original, its proof included. Nothing may raise, whatever the input.
"""

import copy
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from signed_credentials import AT, TestIssuer, badge

from skillmark.core.canon import canonicalize
from skillmark.core.canon.errors import CanonError
from skillmark.core.jsonio import dumps
from skillmark.core.verify import Verdict, judge

ISSUER = TestIssuer.by_key()
ORIGINAL = ISSUER.sign(badge(ISSUER))
DATA = dumps(ORIGINAL)
STATEMENTS = canonicalize(ORIGINAL)

MANY = max(600, settings().max_examples)
SOME = max(300, settings().max_examples)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3)
    ),
    max_leaves=6,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of everything inside a value."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for name, inner in items:
        yield (*path, name)
        if isinstance(inner, dict | list):
            yield from places(inner, (*path, name))


PLACES = list(places(ORIGINAL))
NAMES = sorted({step for path in PLACES for step in path if isinstance(step, str)})


def at_place(document: Any, path: tuple[Any, ...]) -> tuple[Any, Any]:
    """Return what holds the value at a path, and the last step."""
    for step in path[:-1]:
        document = document[step]
    return document, path[-1]


def replaced(path: tuple[Any, ...], value: Any) -> Any:
    document = copy.deepcopy(ORIGINAL)
    holder, step = at_place(document, path)
    holder[step] = value
    return document


def removed(path: tuple[Any, ...]) -> Any:
    document = copy.deepcopy(ORIGINAL)
    holder, step = at_place(document, path)
    del holder[step]
    return document


def added(path: tuple[Any, ...], name: str, value: Any) -> Any:
    document = copy.deepcopy(ORIGINAL)
    holder, _ = at_place(document, path)
    if isinstance(holder, dict):
        holder[name] = value
    else:
        holder.append(value)
    return document


def taken_from(path: tuple[Any, ...], other: tuple[Any, ...]) -> Any:
    """Return the original with a part of itself put elsewhere."""
    holder, step = at_place(ORIGINAL, other)
    return replaced(path, copy.deepcopy(holder[step]))


spots = st.sampled_from(PLACES)
mutations = st.one_of(
    st.builds(replaced, spots, json_values),
    st.builds(removed, spots),
    st.builds(added, spots, st.sampled_from(NAMES) | st.text(max_size=12), json_values),
    st.builds(taken_from, spots, spots),
    st.builds(lambda path: replaced(path, [at_place(ORIGINAL, path)[0][path[-1]]]), spots),
)


def means_the_same(document: Any) -> bool:
    try:
        return canonicalize(document) == STATEMENTS
    except CanonError:
        return False


def test_the_original_is_valid() -> None:
    assert judge(DATA, {}, at=AT).verdict is Verdict.VALID


@settings(max_examples=MANY)
@given(mutations)
def test_a_changed_document_is_refused_or_means_the_same(document: Any) -> None:
    report = judge(document, {}, at=AT)
    assert report.to_json()
    if report.verdict in {Verdict.VALID, Verdict.VALID_BUT}:
        assert means_the_same(document)


@settings(max_examples=MANY)
@given(st.integers(0, len(DATA) - 1), st.integers(1, 255))
def test_a_flipped_bit_is_refused(place: int, bits: int) -> None:
    data = DATA[:place] + bytes([DATA[place] ^ bits]) + DATA[place + 1 :]
    assert judge(data, {}, at=AT).verdict in {Verdict.INVALID, Verdict.UNKNOWN}


@settings(max_examples=SOME)
@given(
    st.binary(max_size=200)
    | json_values.map(lambda value: repr(value).encode("utf-8", "replace"))
)
def test_any_bytes_get_an_answer(data: bytes) -> None:
    assert judge(data, {}, at=AT).verdict is Verdict.INVALID


@settings(max_examples=SOME)
@given(st.dictionaries(st.sampled_from(NAMES), json_values))
def test_any_object_gets_an_answer(document: Any) -> None:
    assert judge(document, {}, at=AT).verdict in {Verdict.INVALID, Verdict.UNKNOWN}
