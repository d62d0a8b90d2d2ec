"""A witness answers as C2SP tlog-witness says: each status for its reason, and no other."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from log_samples import LOG_KEY, ORIGIN, START, WITNESSES, head_of, key, reader_of, sign

from skillmark.core.log import (
    AddCheckpoint,
    Answer,
    Checkpoint,
    LogError,
    Note,
    WitnessIdentity,
    add_checkpoint,
    check_cosigned,
    read_answer,
    read_conflict,
)
from skillmark.core.log import note as notes
from skillmark.core.log.merkle import EMPTY_ROOT

ENTRIES = [b"entry %d" % number for number in range(40)]
READER = reader_of(ENTRIES)
SECRET = key("witness 1")
SELF = WitnessIdentity("witness1.example/w", SECRET, SECRET.public)
OLD = head_of(ENTRIES[:13])
REQUEST = AddCheckpoint(13, READER.consistency(OLD), sign(READER.checkpoint))


def ask(request: AddCheckpoint | bytes, known: Checkpoint | None = OLD) -> Answer:
    body = request if isinstance(request, bytes) else request.to_bytes()
    return add_checkpoint(
        body,
        logs={ORIGIN: [LOG_KEY]},
        known={ORIGIN: known} if known else {},
        witness=SELF,
        at=START,
    )


def refused(answer: Answer, status: int) -> None:
    assert answer.status == status
    assert answer.latest is None
    assert answer.note is None
    assert "\u2014".encode() not in answer.body


def test_a_checkpoint_that_grew_is_cosigned() -> None:
    answer = ask(REQUEST)
    assert answer.status == 200
    assert (answer.replaces, answer.latest) == (OLD, READER.checkpoint)
    note, found = read_answer(answer.body, REQUEST.note, [WITNESSES["w1"]])
    assert (found.name, found.time) == ("witness1.example/w", START)
    assert note == answer.note
    assert check_cosigned(note, WITNESSES["w1"]) == found


def test_the_first_checkpoint_needs_no_proof_and_the_same_one_neither() -> None:
    first = replace(REQUEST, old=0, path=())
    assert ask(first, None).status == 200
    again = replace(REQUEST, old=40, path=())
    assert ask(again, READER.checkpoint).status == 200
    empty = AddCheckpoint(0, (), sign(Checkpoint(ORIGIN, 0, EMPTY_ROOT)))
    assert ask(empty, None).status == 200


def test_signatures_of_others_are_ignored_and_not_kept() -> None:
    thief = key("thief")
    extra = notes.sign(REQUEST.note.text, "other.example", thief, thief.public)
    answer = ask(replace(REQUEST, note=REQUEST.note.with_signatures(extra)))
    assert answer.status == 200
    assert answer.note is not None
    assert [line.name for line in answer.note.signatures] == [ORIGIN, "witness1.example/w"]


GOOD = REQUEST.to_bytes()
MALFORMED = {
    "nothing": b"",
    "no old": GOOD.replace(b"old 13\n", b""),
    "old 013": GOOD.replace(b"old 13\n", b"old 013\n"),
    "Old": GOOD.replace(b"old 13\n", b"Old 13\n"),
    "two blanks": GOOD.replace(b"old 13\n", b"old  13\n"),
    "a hash cut": GOOD.replace(b"=\n", b"\n", 1),
    "no empty line": GOOD.replace(b"\n\n", b"\n", 1),
    "64 hashes": AddCheckpoint(13, REQUEST.path[:1] * 64, REQUEST.note).to_bytes(),
    "no signature": GOOD.rpartition(b"\n\n")[0] + b"\n\n",
    "no checkpoint": GOOD.replace(b"\n40\n", b"\n040\n"),
    "no ASCII": b"\xff" + GOOD,
    "too long": GOOD + b"x" * 300_000,
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED.keys())
def test_400_for_what_is_no_request(body: bytes) -> None:
    refused(ask(body), 400)


def test_400_when_the_old_size_is_the_larger_one() -> None:
    refused(ask(replace(REQUEST, old=41)), 400)


def test_403_without_a_good_signature_of_the_log() -> None:
    thief = key("thief")
    stolen = notes.sign(REQUEST.note.text, ORIGIN, thief, thief.public)
    refused(ask(replace(REQUEST, note=Note(REQUEST.note.text, (stolen,)))), 403)
    forged = notes.NoteSignature(ORIGIN, LOG_KEY.id, stolen.data)
    for lines in ((forged,), (*REQUEST.note.signatures, forged)):
        refused(ask(replace(REQUEST, note=Note(REQUEST.note.text, lines))), 403)


def test_404_for_a_log_it_does_not_know() -> None:
    other = replace(READER.checkpoint, origin="other.example/log")
    refused(ask(replace(REQUEST, note=Note(other.text, REQUEST.note.signatures))), 404)


@pytest.mark.parametrize("old", [0, 12, 14, 40])
def test_409_says_the_size_it_knows(old: int) -> None:
    answer = ask(replace(REQUEST, old=old))
    refused(answer, 409)
    assert (answer.media_type, answer.body) == ("text/x.tlog.size", b"13\n")
    assert read_conflict(answer.body) == 13
    fresh = ask(REQUEST, None)
    refused(fresh, 409)
    assert fresh.body == b"0\n"


def test_422_when_the_proof_does_not_hold() -> None:
    forked = Checkpoint(ORIGIN, 40, b"r" * 32)
    for request, known in (
        (replace(REQUEST, path=REQUEST.path[:-1]), OLD),
        (replace(REQUEST, path=()), OLD),
        (replace(REQUEST, path=(*REQUEST.path, bytes(32))), OLD),
        (replace(REQUEST, note=sign(forked)), OLD),
        (replace(REQUEST, old=0), None),
        (replace(REQUEST, old=40, path=(), note=sign(forked)), READER.checkpoint),
        (replace(REQUEST, old=40), READER.checkpoint),
    ):
        refused(ask(request, known), 422)
    wrong = sign(Checkpoint(ORIGIN, 1, b"r" * 32)).to_bytes().replace(b"\n1\n", b"\n0\n")
    refused(ask(b"old 0\n\n" + wrong, None), 422)


@given(st.integers(0, len(GOOD) - 1), st.integers(0, 7))
def test_no_flipped_bit_of_a_request_is_cosigned_as_something_else(
    place: int, bit: int
) -> None:
    changed = bytearray(GOOD)
    changed[place] ^= 1 << bit
    answer = ask(bytes(changed))
    assert answer.status in {400, 403, 404, 409, 422}


def test_an_answer_without_the_witness_is_refused() -> None:
    answer = ask(REQUEST)
    for body in (b"", b"\xff", b"no line\n", answer.body[:-1]):
        with pytest.raises(LogError) as caught:
            read_answer(body, REQUEST.note, [WITNESSES["w1"]])
        assert caught.value.code == "log.witness_answer"
    with pytest.raises(LogError):
        read_answer(answer.body, REQUEST.note, [WITNESSES["w2"]])
    with pytest.raises(LogError) as caught:
        read_answer(answer.body, sign(OLD), [WITNESSES["w1"]])
    assert caught.value.code == "log.note_signature"
    for body in (b"13", b"", b"013\n", b"13\n\n", b"\xff\n"):
        with pytest.raises(LogError):
            read_conflict(body)
