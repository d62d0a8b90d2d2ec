"""T-MUT: a credential that was changed after signing is never valid, and one that was not is.

The victim is a credential as we issue it, with its DID document and its signed status lists at
hand. ``proven`` (the signature holds) is asked for as strictly as the verdict: whatever a
report calls proven states the same as what was signed.
"""

import json
import random
from typing import Any

import pytest
from attacked_credentials import (
    FUZZING,
    SUITES,
    alike,
    changes,
    document,
    evidence,
    file_of,
    issued,
    list_url,
    look,
    looks,
    same,
    status_list,
)
from hypothesis import given
from hypothesis import strategies as st
from mangling import mangled
from mutations import CHANGES, mutants

from skillmark.core import bake, jsonio
from skillmark.core.canon.compiled import ShapeCache
from skillmark.core.errors import SkillmarkError
from skillmark.core.verify import Report, Verdict

KINDS = ("json", "png", "svg")
SEEN = ShapeCache()


def hold(report: Report, changed: Any, suite: str) -> None:
    """Check the law for one changed credential, given as an object."""
    original = document(suite)
    if report.summary.proven:
        assert alike(original, changed), changes(original, changed)
    if report.verdict is Verdict.VALID:
        assert same(original, changed), changes(original, changed)


@pytest.mark.parametrize("suite", SUITES)
@pytest.mark.parametrize("kind", KINDS)
def test_unchanged_it_is_valid(kind: str, suite: str) -> None:
    assert look(file_of(kind, suite)).verdict is Verdict.VALID


@pytest.mark.parametrize("suite", SUITES)
@pytest.mark.parametrize("change", CHANGES)
def test_changed_in_a_way_a_forger_would_try(change: str, suite: str) -> None:
    @looks(25, share=20)
    @given(mutants(suite, change))
    def law(changed: Any) -> None:
        report = look(changed)
        hold(report, changed, suite)
        assert look(changed, canonicalize=SEEN.canonicalize) == report

    law()


@pytest.mark.parametrize("suite", SUITES)
@looks(80, share=4)
@given(data=st.data())
def test_any_part_of_it_replaced(suite: str, data: st.DataObject) -> None:
    changed = data.draw(mangled(document(suite)))
    hold(look(jsonio.dumps(changed)), changed, suite)


def hold_bytes(data: bytes, suite: str) -> None:
    """Check the law for a changed file: what is in it is read here once more."""
    report = look(data)
    if report.verdict is Verdict.VALID or report.summary.proven:
        carried = data if bake.sniff(data) is bake.Kind.JSON else bake.extract(data)
        hold(report, json.loads(carried), suite)


def bits(data: bytes, step: int) -> Any:
    """Yield the file with one bit changed: every bit, or every so many'th byte one of them."""
    for position in range(0, len(data), step):
        for bit in range(8) if step == 1 else [position // step % 8]:
            changed = bytearray(data)
            changed[position] ^= 1 << bit
            yield bytes(changed)


@pytest.mark.parametrize(("kind", "step"), [("json", 23), ("png", 41), ("svg", 97)])
def test_one_bit_changed_anywhere(kind: str, step: int) -> None:
    fuzzing = 3 if kind == "svg" else 1  # most of the drawing is free to change, so it is slow
    for changed in bits(file_of(kind), fuzzing if FUZZING else step):
        hold_bytes(changed, SUITES[0])


@pytest.mark.parametrize("suite", SUITES)
def test_one_bit_changed_in_the_proof(suite: str) -> None:
    data = issued(suite)
    start = data.index(b'"proof"')
    for tail in bits(data[start:], 1 if FUZZING else 5):
        hold_bytes(data[:start] + tail, suite)


@pytest.mark.parametrize("kind", KINDS)
@looks(60, share=8)
@given(
    position=st.floats(0, 1),
    taken=st.integers(0, 4),
    put=st.binary(max_size=3)
    | st.sampled_from([b'"', b",", b"}", b"\\u0000", b" ", b"\xcc\x81"]),
)
def test_bytes_put_in_and_taken_out(kind: str, position: float, taken: int, put: bytes) -> None:
    data = file_of(kind)
    place = int(position * len(data))
    hold_bytes(data[:place] + put + data[place + taken :], SUITES[0])


@pytest.mark.parametrize("kind", KINDS)
@looks(40, share=100)
@given(end=st.floats(0, 1), more=st.binary(max_size=40))
def test_cut_off_or_continued(kind: str, end: float, more: bytes) -> None:
    data = file_of(kind)
    hold_bytes(data[: int(end * len(data))] + more, SUITES[0])
    hold_bytes(data + more, SUITES[0])


def respelt(value: Any, shuffler: random.Random) -> str:
    """Write JSON in another of its spellings: order, white space, escapes, numbers."""
    blank = shuffler.choice(["", " ", "\n\t", "\r\n"])
    if isinstance(value, dict):
        keys = list(value)
        shuffler.shuffle(keys)
        inside = (
            f"{text(key, shuffler)}{blank}:{respelt(value[key], shuffler)}" for key in keys
        )
        return "{" + blank + f",{blank}".join(inside) + "}" + blank
    if isinstance(value, list):
        return f"[{blank}{f'{blank},'.join(respelt(item, shuffler) for item in value)}{blank}]"
    if isinstance(value, str):
        return text(value, shuffler)
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    hundredths = f"{value * 100:.0f}"  # none of the numbers we issue is finer
    return shuffler.choice([json.dumps(value), f"{hundredths}e-2", f"{hundredths}.00E-02"])


def text(value: str, shuffler: random.Random) -> str:
    """Write a text with some of its letters escaped."""
    written = json.dumps(value, ensure_ascii=shuffler.random() < 0.5)[1:-1]
    if "\\" not in written:
        written = "".join(
            f"\\u{ord(one):04x}" if ord(one) < 0x10000 and shuffler.random() < 0.1 else one
            for one in written
        )
    return f'"{written.replace("/", shuffler.choice(["/", chr(92) + "/"]))}"'


@pytest.mark.parametrize("suite", SUITES)
@looks(30, share=20)
@given(seed=st.integers(0, 2**32))
def test_written_in_another_spelling_it_is_still_valid(suite: str, seed: int) -> None:
    spelt = respelt(document(suite), random.Random(seed))  # noqa: S311 - a test's choice
    assert json.loads(spelt) == document(suite)
    assert look(spelt.encode()).verdict is Verdict.VALID


EQUAL: dict[str, Any] = {
    "entries of a set in another order": lambda d: d["credentialStatus"].reverse(),
    "words of a set in another order": lambda d: d["credentialSubject"]["achievement"][
        "tag"
    ].reverse(),
    "types in another order": lambda d: d["type"].reverse(),
    "a type alone": lambda d: d["issuer"].update(type="Profile"),
    "a set of nothing": lambda d: d["credentialSubject"].update(role=[]),
    "null": lambda d: d["credentialSubject"].update(role=None),
    "a set of one proof": lambda d: d.update(proof=[d["proof"]]),
    "one status entry twice": lambda d: d["credentialStatus"].append(d["credentialStatus"][0]),
    "a text as a value object": lambda d: d["issuer"].update(
        name={"@value": d["issuer"]["name"]}
    ),
    "an id as an object": lambda d: d["evidence"].__setitem__(0, dict(d["evidence"][0])),
}


@pytest.mark.parametrize("change", EQUAL.values(), ids=EQUAL.keys())
def test_what_rdf_cannot_tell_apart_is_still_proven(change: Any) -> None:
    changed = document()
    change(changed)
    report = look(changed)
    assert same(document(), changed)
    assert report.summary.proven
    assert report.verdict in {Verdict.VALID, Verdict.VALID_BUT}


@pytest.mark.parametrize("suite", SUITES)
def test_proofs_of_two_credentials_exchanged(suite: str) -> None:
    one, other = document(suite, 1), document(suite, 2)
    one["proof"], other["proof"] = other["proof"], one["proof"]
    for changed in (one, other):
        report = look(changed)
        assert (report.verdict, report.summary.proven) == (Verdict.INVALID, False)


@looks(60, share=8)
@given(data=st.data())
def test_a_changed_status_list_never_makes_valid(data: st.DataObject) -> None:
    """The credential is revoked: nothing but the list as it was signed may speak of it."""
    revoked = issued(SUITES[0], 3, 7)
    url = list_url("revocation")
    original = status_list("revocation")
    changed = data.draw(mangled(original) | mangled(json.loads(issued())))
    report = look(revoked, evidence={**evidence(), url: jsonio.dumps(changed)})
    assert report.verdict in {Verdict.INVALID, Verdict.UNKNOWN}


@looks(60, share=8)
@given(data=st.data())
def test_a_changed_status_list_says_nothing(data: st.DataObject) -> None:
    changed = data.draw(mangled(status_list("revocation")))
    report = look(
        issued(), evidence={**evidence(), list_url("revocation"): jsonio.dumps(changed)}
    )
    if report.verdict is Verdict.VALID:
        assert same(status_list("revocation"), changed)


def test_one_bit_of_the_evidence_changed() -> None:
    """Whatever becomes of the evidence, there is a report, and a revoked credential stays so."""
    revoked = issued(SUITES[0], 3, 7)
    for url, data in evidence().items():
        assert isinstance(data, bytes)
        for changed in bits(data, 1 if FUZZING else 29):
            report = look(revoked, evidence={**evidence(), url: changed})
            assert report.verdict in {Verdict.INVALID, Verdict.UNKNOWN}


def test_the_equality_of_these_tests_tells_things_apart() -> None:
    first = document()
    for path, value in [
        (("name",), "Other"),
        (("issuer", "geo"), {}),
        (("credentialSubject", "achievement", "creditsAvailable"), "1.50"),
    ]:
        changed = document()
        place = changed
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value
        assert not alike(first, changed)
    assert issubclass(jsonio.JsonError, SkillmarkError)
