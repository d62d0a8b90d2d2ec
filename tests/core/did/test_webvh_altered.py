"""did:webvh: whatever is changed, left out, added or moved in a log, it is refused."""

import copy
import random
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from webvh_samples import (
    NOW,
    begun,
    did_of,
    document_of,
    entries,
    hours,
    key,
    lines,
    public,
    rule,
    witnessed,
)

from skillmark.core.did.errors import DidError
from skillmark.core.did.webvh import Change, Terms, key_history, read_log, update, verify
from skillmark.core.jsonio import JsonObject, JsonValue

type Path = tuple[str | int, ...]


def grown() -> bytes:
    """Return a log of three entries with promised keys, witnesses and a rotation."""
    terms = Terms(
        next_keys=(public("update 2"),),
        witness=rule(1, "witness 1", "witness 2"),
        watchers=("https://watcher.example",),
        portable=True,
        ttl_s=60,
    )
    log = begun(terms)
    document = document_of(log)
    method = f"{did_of(log)}#{public('issuing 1').to_multikey()}"
    document = key_history.rotated(document, method, public("issuing 2"), at=hours(1))
    change = Change(next_keys=(public("update 3"),))
    log = update(log, key("update 2"), at=hours(1), document=document, change=change)
    return update(log, key("update 3"), at=hours(2), change=Change(next_keys=(), stays=True))


LOG = grown()
DID = did_of(LOG)
FILE = witnessed(LOG, "witness 2")
VALUES = entries(LOG)


def paths(value: JsonValue, here: Path = ()) -> Iterator[Path]:
    """Yield the way to every member of a value, however deep."""
    items = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for name, item in items:
        yield (*here, name)
        yield from paths(item, (*here, name))


WAYS = [(number, way) for number, entry in enumerate(VALUES) for way in paths(entry)]


def parent(entry: JsonObject, way: Path) -> dict[str | int, JsonValue]:
    """Return what holds the member at the end of a way; a list is indexed like an object."""
    holder: JsonValue = entry
    for name in way[:-1]:
        holder = holder[name]  # type: ignore[index,call-overload]
    return holder  # type: ignore[return-value]


def is_taken(log: bytes) -> bool:
    try:
        verify(DID, log, FILE, at=NOW)
    except DidError:
        return False
    return True


def test_the_log_is_good_before_it_is_altered() -> None:
    assert is_taken(LOG)
    assert lines(VALUES) == LOG
    assert len(WAYS) > 100


@pytest.mark.parametrize("number", range(len(VALUES)))
def test_no_member_can_be_left_out(number: int) -> None:
    for _, way in (pair for pair in WAYS if pair[0] == number):
        values = copy.deepcopy(VALUES)
        del parent(values[number], way)[way[-1]]
        assert not is_taken(lines(values)), way


@pytest.mark.parametrize("number", range(len(VALUES)))
@pytest.mark.parametrize("other", [None, True, 0, "", [], {}, "did:key:z6Mk"], ids=repr)
def test_no_member_can_be_another(number: int, other: JsonValue) -> None:
    for _, way in (pair for pair in WAYS if pair[0] == number):
        values = copy.deepcopy(VALUES)
        holder = parent(values[number], way)
        if holder[way[-1]] == other and type(holder[way[-1]]) is type(other):
            continue
        holder[way[-1]] = other
        assert not is_taken(lines(values)), way


@pytest.mark.parametrize("number", range(len(VALUES)))
def test_no_object_takes_one_member_more(number: int) -> None:
    for way in [(), *(way for entry, way in WAYS if entry == number)]:
        values = copy.deepcopy(VALUES)
        target: JsonValue = values[number]
        for name in way:
            target = target[name]  # type: ignore[index,call-overload]
        if isinstance(target, dict):
            target["more"] = 1
        elif isinstance(target, list):
            target.append("more")
        else:
            continue
        assert not is_taken(lines(values)), way


def test_no_entry_can_be_left_out_or_moved_but_the_last() -> None:
    whole = LOG.splitlines(keepends=True)
    assert not is_taken(b"".join(whole[1:]))
    assert not is_taken(whole[0] + whole[2])
    assert not is_taken(whole[1] + whole[0] + whole[2])
    assert not is_taken(b"".join([*whole, whole[2]]))
    short = b"".join(whole[:2])
    assert len(read_log(short, at=NOW).versions) == 2
    assert not is_taken(short), "its witness approved a version that is not there"


def test_the_proof_of_one_entry_is_none_of_another() -> None:
    for one in range(3):
        for other in range(3):
            if one != other:
                values = copy.deepcopy(VALUES)
                values[one]["proof"] = VALUES[other]["proof"]
                assert not is_taken(lines(values))


def test_no_bit_can_be_flipped() -> None:
    # Every byte of the log, one bit each, chosen by the byte's own place: all bits of all
    # bytes would say the same eight times as slowly.
    choice = random.Random(7)  # noqa: S311 - the same bits on every run
    for place in range(len(LOG) - 1):
        spoilt = bytearray(LOG)
        spoilt[place] ^= 1 << choice.randrange(8)
        assert not is_taken(bytes(spoilt)), place


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_text_can_take_the_place_of_another(data: st.DataObject) -> None:
    number, way = data.draw(st.sampled_from(WAYS))
    values = copy.deepcopy(VALUES)
    holder = parent(values[number], way)
    new = data.draw(st.text(max_size=20) | st.integers(-9, 9_999) | st.booleans())
    if holder[way[-1]] == new and type(holder[way[-1]]) is type(new):
        return
    holder[way[-1]] = new
    assert not is_taken(lines(values))


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_noise_is_refused_and_never_an_accident(noise: bytes) -> None:
    assert not is_taken(noise)
    assert not is_taken(LOG + noise) or noise in {b"", b"\n"}


def test_no_byte_of_the_witness_file_can_be_changed_for_a_good_one() -> None:
    for place in range(len(FILE)):
        spoilt = bytearray(FILE)
        spoilt[place] ^= 1 << place % 7
        with pytest.raises(DidError):
            verify(DID, LOG, bytes(spoilt), at=NOW)
