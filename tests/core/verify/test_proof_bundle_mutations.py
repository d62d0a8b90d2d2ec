"""Whatever is done to a bundle: it gets an answer, and never "valid" for what was changed."""

import copy
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest
from bundle_samples import AT, WEB, WEBVH, World, world
from hypothesis import given, settings
from hypothesis import strategies as st

from skillmark.core import jsonio
from skillmark.core.verify import Report, Verdict, judge, read_bundle
from skillmark.core.verify.errors import ProofBundleError

WORLDS = {
    "did:webvh": world(WEBVH, list_in_log=True),
    "did:web": world(WEB, list_in_log=True),
}
OUTSIDE = jsonio.load_object(WORLDS["did:web"].bundle.to_bytes())


@dataclass(frozen=True)
class Whole:
    """A bundle all of whose members count under a policy, but for some that say nothing there."""

    made: World
    asking: dict[str, Any]
    silent: tuple[tuple[Any, ...], ...]

    @property
    def document(self) -> Any:
        return jsonio.load_object(self.made.bundle.to_bytes())

    def look(self, document: Any) -> Report:
        data = json.dumps(document).encode()
        return judge(data, {}, at=AT, policy=self.made.asking(**self.asking))

    def is_silent(self, path: tuple[Any, ...]) -> bool:
        return any(path[: len(one)] == one for one in self.silent)


WHOLES = {
    # The registry knows the issuer, so papers are not needed; the page names the history.
    "did:web": Whole(
        WORLDS["did:web"],
        {},
        (
            ("rights",),
            ("did", WEB, "service"),
            ("did", WEB, "@context"),
        ),
    ),
    # The log vouches for the issuer, so papers are.
    "did:webvh": Whole(WORLDS["did:webvh"], {"issuers": None}, ()),
}


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every leaf."""
    if isinstance(value, dict | list) and value:
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for name, inner in items:
            yield from places(inner, (*path, name))
    else:
        yield path


def changed(outside: Any, path: tuple[Any, ...], value: Any) -> Any:
    document = copy.deepcopy(outside)
    holder: Any = document
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    return document


def at(outside: Any, path: tuple[Any, ...]) -> Any:
    found: Any = outside
    for step in path:
        found = found[step]
    return found


def other(value: Any) -> Any:
    """Return another value of the same kind: one letter in the middle is another."""
    if isinstance(value, bool) or value is None:
        return "x"
    if isinstance(value, int):
        return value + 1
    if isinstance(value, list | dict):
        return ["x"]
    middle = next(
        (here for here in range(len(value) // 2, len(value)) if value[here].isalnum()),
        len(value) - 1,
    )
    letter = "a" if value[middle] != "a" else "b"
    return value[:middle] + letter + value[middle + 1 :]


LEAVES = [(name, path) for name, whole in WHOLES.items() for path in places(whole.document)]
NAMES = ["/".join(map(str, (name, *path)))[:80] for name, path in LEAVES]


@pytest.mark.parametrize("whole", WHOLES.values(), ids=WHOLES.keys())
def test_nothing_is_wrong_before_something_is_changed(whole: Whole) -> None:
    assert whole.look(whole.document).verdict is Verdict.VALID


@pytest.mark.parametrize(("name", "path"), LEAVES, ids=NAMES)
def test_no_field_can_be_changed(name: str, path: tuple[Any, ...]) -> None:
    whole = WHOLES[name]
    report = whole.look(changed(whole.document, path, other(at(whole.document, path))))
    assert whole.is_silent(path) or report.verdict is not Verdict.VALID


@pytest.mark.parametrize(("name", "path"), LEAVES, ids=NAMES)
def test_no_field_can_be_of_another_kind(name: str, path: tuple[Any, ...]) -> None:
    whole = WHOLES[name]
    for value in (None, "", [], {}, 0, "x" * 50):
        report = whole.look(changed(whole.document, path, value))
        same = at(whole.document, path) == value
        assert same or whole.is_silent(path) or report.verdict is not Verdict.VALID


@pytest.mark.parametrize("whole", WHOLES.values(), ids=WHOLES.keys())
def test_no_member_can_be_left_out(whole: Whole) -> None:
    for name in whole.document.keys() - {"statusLog"}:  # for lists whose keys nobody knows
        rest = {key: value for key, value in whole.document.items() if key != name}
        report = whole.look(rest)
        assert whole.is_silent((name,)) or report.verdict is not Verdict.VALID, name


TEXTS = [
    (name, path)
    for name, path in LEAVES
    if isinstance(at(WHOLES[name].document, path), str)
    and len(at(WHOLES[name].document, path)) > 20
]


@settings(max_examples=max(300, settings().max_examples))
@given(st.sampled_from(TEXTS), st.integers(0, 10**6), st.characters())
def test_one_letter_anywhere_never_makes_it_valid(
    leaf: tuple[str, tuple[Any, ...]], place: int, letter: str
) -> None:
    name, path = leaf
    whole = WHOLES[name]
    text = at(whole.document, path)
    here = place % len(text)
    report = whole.look(changed(whole.document, path, text[:here] + letter + text[here + 1 :]))
    assert report.to_json()
    if report.verdict is Verdict.VALID:
        assert text[here] == letter or whole.is_silent(path)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=max(300, settings().max_examples))
@given(st.sampled_from([*LEAVES, *(("did:web", (name,)) for name in OUTSIDE)]), json_values)
def test_any_bundle_gets_an_answer(leaf: tuple[str, tuple[Any, ...]], value: Any) -> None:
    whole = WHOLES[leaf[0]]
    document = changed(whole.document, leaf[1], value)
    assert whole.look(document).to_json()
    with suppress(ProofBundleError):  # and no other error
        read_bundle(json.dumps(document).encode())


@settings(max_examples=max(200, settings().max_examples))
@given(st.binary(max_size=200))
def test_any_bytes_that_name_a_bundle_get_an_answer(data: bytes) -> None:
    text = data + b'"SkillmarkProofBundle"'
    assert judge(text, {}, at=AT).verdict is Verdict.INVALID
    with pytest.raises(ProofBundleError):
        read_bundle(text)
