"""No part of a bundle can be changed and the stack stay as good as it was."""

import copy
import json
from typing import Any

from attacked_credentials import at, looks, places
from hypothesis import given
from hypothesis import strategies as st
from stack_samples import AT, Stack, knowing

from skillmark.core import jsonio
from skillmark.core.canon.compiled import ShapeCache
from skillmark.core.stack import BundleError, read_bundle, replay
from skillmark.core.verify import Verdict

GOOD: Any = Stack().bundle().to_json()
POLICY = knowing()
SHAPES = ShapeCache()


def verdict(document: Any) -> Verdict | None:
    """Return the verdict on a bundle; None when it is none."""
    try:
        bundle = read_bundle(jsonio.dumps(document))
    except BundleError:
        return None
    return replay(bundle, at=AT, policy=POLICY, canonicalize=SHAPES.canonicalize).verdict


def test_the_victim_is_good() -> None:
    assert verdict(GOOD) is Verdict.VALID


@looks(60)
@given(st.integers(-1, 3), st.data())
def test_another_letter_in_a_credential(number: int, data: Any) -> None:
    changed = copy.deepcopy(GOOD)
    text = changed["final"] if number < 0 else changed["constituents"][number]
    place = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.characters(min_codepoint=33, max_codepoint=126))
    touched = f"{text[:place]}{letter}{text[place + 1 :]}"
    if number < 0:
        changed["final"] = touched
    else:
        changed["constituents"][number] = touched
    if touched != text:
        assert verdict(changed) is not Verdict.VALID


RULE_PLACES = list(places(GOOD["rule"]))


@looks(60)
@given(st.sampled_from(RULE_PLACES), st.sampled_from([None, "x", 0, [], {}, "delete"]))
def test_another_rule(path: tuple[Any, ...], value: Any) -> None:
    changed = copy.deepcopy(GOOD)
    owner = at(changed["rule"], path[:-1])
    before = json.dumps(owner[path[-1]])
    if value == "delete":
        del owner[path[-1]]
    else:
        owner[path[-1]] = value
    if value == "delete" or json.dumps(value) != before:
        assert verdict(changed) is Verdict.INVALID


@looks(40)
@given(st.sampled_from(sorted(GOOD["status"])), st.data())
def test_another_status_list(url: str, data: Any) -> None:
    changed = copy.deepcopy(GOOD)
    found = changed["status"][url]
    path = data.draw(st.sampled_from(list(places(found))))
    del at(found, path[:-1])[path[-1]]
    assert verdict(changed) is not Verdict.VALID


@looks(20)
@given(st.permutations(range(4)), st.lists(st.integers(0, 3), max_size=2))
def test_the_order_of_constituents_and_repeating_them_change_nothing(
    order: list[int], again: list[int]
) -> None:
    changed = copy.deepcopy(GOOD)
    changed["constituents"] = [GOOD["constituents"][place] for place in [*order, *again]]
    assert verdict(changed) is Verdict.VALID
