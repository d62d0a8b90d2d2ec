"""The memory of canonical bytes: nothing done twice, nothing taken for something else."""

from typing import Any

import pytest

from skillmark.core.canon.memory import MAX_REMEMBERED, Memory
from skillmark.core.jsonio import JsonObject, dumps


class Counting:
    """Writes a document as JSON and counts how often."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, document: JsonObject, hash_name: str = "sha256") -> bytes:
        self.count += 1
        return hash_name.encode() + dumps(document)


INNER: JsonObject = {"b": 1}
DOCUMENT: JsonObject = {"a": "x", "list": ["y", ["z"]], "inner": INNER}


@pytest.mark.parametrize(
    "again",
    [
        DOCUMENT,
        dict(DOCUMENT),
        {"a": str(b"x", "ascii"), "list": ["y", ["z"]], "inner": INNER},
    ],
)
def test_the_same_members_are_one_document(again: JsonObject) -> None:
    counting = Counting()
    memory = Memory(counting)
    assert memory(DOCUMENT) == memory(again)
    assert counting.count == 1


OTHERS: dict[str, Any] = {
    "another text": DOCUMENT | {"a": "y"},
    "another order": {"list": ["y", ["z"]], "a": "x", "inner": INNER},
    "one member more": DOCUMENT | {"c": "x"},
    "an equal object": DOCUMENT | {"inner": {"b": 1}},
    "a number for a text": DOCUMENT | {"a": 1},
    "a text for a list": DOCUMENT | {"list": "y"},
    "a longer list": DOCUMENT | {"list": ["y", ["z"], "z"]},
    "another entry": DOCUMENT | {"list": ["y", ["x"]]},
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
def test_anything_else_is_another_document(other: JsonObject) -> None:
    counting = Counting()
    memory = Memory(counting)
    memory(DOCUMENT)
    assert memory(other) == b"sha256" + dumps(other)
    assert counting.count == 2


def test_a_hash_of_its_own_has_bytes_of_its_own() -> None:
    memory = Memory(Counting())
    assert memory(DOCUMENT) != memory(DOCUMENT, "sha384")


def test_a_changed_member_is_seen() -> None:
    memory = Memory(Counting())
    document = dict(DOCUMENT)
    before = memory(document)
    document["a"] = "y"
    assert memory(document) != before


def test_what_is_forgotten_is_done_again() -> None:
    counting = Counting()
    memory = Memory(counting)
    memory(DOCUMENT)
    memory.forget()
    memory(DOCUMENT)
    assert counting.count == 2


def test_only_the_last_documents_are_remembered() -> None:
    counting = Counting()
    memory = Memory(counting)
    memory(DOCUMENT)
    for number in range(MAX_REMEMBERED):
        memory({"a": str(number)})
    memory(DOCUMENT)
    assert counting.count == MAX_REMEMBERED + 2
