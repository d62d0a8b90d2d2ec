"""did:webvh: witnesses approve a version of this log, each once, and enough of them."""

import json
from collections.abc import Callable

import pytest
from webvh_samples import NOW, begun, did_of, entries, hours, key, rule, witnessed

from skillmark.core import jsonio
from skillmark.core.did.errors import DidError
from skillmark.core.did.webvh import Change, Terms, update, verify
from skillmark.core.did.webvh.witnesses import approve

LOG = begun()
WITNESSED = begun(Terms(witness=rule(2, "witness 1", "witness 2", "witness 3")))
OTHER = begun(Terms(witness=rule(1, "witness 1"), ttl_s=5))


def stacked() -> bytes:
    """Return a file in which one witness approves twice, by two proofs of two times."""
    one = json.loads(witnessed(WITNESSED, "witness 1"))
    version_id = one[0]["versionId"]
    again = approve(version_id, key("witness 1"), at=hours(9))
    return jsonio.dumps([*one, {"versionId": version_id, "proof": [again]}])


def replayed() -> bytes:
    """Return proofs for another log, under this log's version."""
    proofs = json.loads(witnessed(OTHER, "witness 1", "witness 2"))[0]["proof"]
    return jsonio.dumps([{"versionId": entries(WITNESSED)[0]["versionId"], "proof": proofs}])


def to_come() -> bytes:
    later = update(WITNESSED, key("update 1"), at=hours(1), change=Change(ttl_s=9))
    return witnessed(later, "witness 1", "witness 2")


FILES: dict[str, tuple[str, Callable[[], bytes | None]]] = {
    "no file": ("webvh.witness_file_missing", lambda: None),
    "no list": ("webvh.witness_file_malformed", lambda: b"{}"),
    "no JSON": ("webvh.witness_file_malformed", lambda: b"["),
    "too large": ("webvh.witness_file_malformed", lambda: b" " * 1_048_577 + b"[]"),
    "another member": ("webvh.witness_file_malformed", lambda: b'[{"versionId":"1-a"}]'),
    "a proof that is no list": (
        "webvh.witness_file_malformed",
        lambda: b'[{"versionId":"1-a","proof":{}}]',
    ),
    "a proof that is no object": (
        "webvh.witness_file_malformed",
        lambda: b'[{"versionId":"1-a","proof":[1]}]',
    ),
    "nobody": ("webvh.unwitnessed", lambda: b"[]"),
    "one of two": ("webvh.unwitnessed", lambda: witnessed(WITNESSED, "witness 1")),
    "one of two, twice": ("webvh.unwitnessed", stacked),
    "somebody else": ("webvh.unwitnessed", lambda: witnessed(WITNESSED, "witness 1", "thief")),
    "proofs for another log": (
        "webvh.unwitnessed",
        lambda: witnessed(OTHER, "witness 1", "witness 2"),
    ),
    "proofs for another log under this version": ("webvh.unwitnessed", replayed),
    "proofs for a version to come": ("webvh.unwitnessed", to_come),
}


@pytest.mark.parametrize(("code", "make"), FILES.values(), ids=FILES.keys())
def test_too_few_witnesses_are_refused(code: str, make: Callable[[], bytes | None]) -> None:
    with pytest.raises(DidError) as refused:
        verify(did_of(WITNESSED), WITNESSED, make(), at=NOW)
    assert refused.value.code == code


def test_enough_witnesses_are_taken_whatever_else_is_in_the_file() -> None:
    good = json.loads(witnessed(WITNESSED, "witness 3", "witness 1"))
    noise = [*json.loads(to_come()), *json.loads(stacked()), *json.loads(replayed())]
    file = jsonio.dumps([*noise, *good])
    assert verify(did_of(WITNESSED), WITNESSED, file, at=NOW).wants_witnesses


def test_a_later_approval_speaks_for_the_versions_before() -> None:
    log = update(WITNESSED, key("update 1"), at=hours(1), change=Change(ttl_s=9))
    file = witnessed(log, "witness 1", "witness 2")
    assert len(verify(did_of(log), log, file, at=NOW).versions) == 2
    early = witnessed(log, "witness 1", "witness 2", version=0)
    with pytest.raises(DidError) as refused:
        verify(did_of(log), log, early, at=NOW)
    assert refused.value.code == "webvh.unwitnessed"
    assert refused.value.facts["number"] == 2


def test_the_order_of_the_file_says_nothing() -> None:
    log = update(WITNESSED, key("update 1"), at=hours(1), change=Change(ttl_s=9))
    late = json.loads(witnessed(log, "witness 1", "witness 2"))
    early = json.loads(witnessed(log, "witness 1", "witness 2", version=0))
    for file in (late + early, early + late):
        assert len(verify(did_of(log), log, jsonio.dumps(file), at=NOW).versions) == 2


def test_the_first_rule_about_witnesses_holds_at_once_and_its_end_is_witnessed() -> None:
    log = update(LOG, key("update 1"), at=hours(1), change=Change(witness=rule(1, "witness 1")))
    with pytest.raises(DidError) as refused:
        verify(did_of(log), log, b"[]", at=NOW)
    assert refused.value.facts["number"] == 2
    ended = update(log, key("update 1"), at=hours(2), change=Change(witness=rule(0)))
    with pytest.raises(DidError) as refused:
        verify(did_of(ended), ended, witnessed(log, "witness 1"), at=NOW)
    assert refused.value.facts["number"] == 3
    free = update(ended, key("update 1"), at=hours(3), change=Change(ttl_s=9))
    assert verify(did_of(free), free, witnessed(ended, "witness 1"), at=NOW)


def test_a_new_rule_holds_from_the_next_version_on() -> None:
    first = begun(Terms(witness=rule(1, "witness 1")))
    second = update(
        first, key("update 1"), at=hours(1), change=Change(witness=rule(1, "witness 2"))
    )
    third = update(second, key("update 1"), at=hours(2), change=Change(ttl_s=9))
    both = json.loads(witnessed(second, "witness 1")) + json.loads(
        witnessed(third, "witness 2")
    )
    assert verify(did_of(third), third, jsonio.dumps(both), at=NOW)
    with pytest.raises(DidError):
        verify(did_of(third), third, witnessed(third, "witness 2"), at=NOW)
