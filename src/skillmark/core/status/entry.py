"""The ``credentialStatus`` entry of a credential: where its status stands, §2.1.

§ refers to the W3C Recommendation Bitstring Status List 1.0 of 2025-05-15.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from skillmark.core.jsonio import JsonObject, JsonValue
from skillmark.core.status.errors import StatusEntryError

TYPE: Final = "BitstringStatusListEntry"
REVOCATION: Final = "revocation"
SUSPENSION: Final = "suspension"
MAX_SIZE: Final = 8  # bits of one entry

_INDEX: Final = re.compile(r"0|[1-9][0-9]{0,14}", re.ASCII)


@dataclass(frozen=True, slots=True)
class StatusEntry:
    """Where the status of a credential can be read.

    Attributes:
        list_url: the address and the id of the list.
        index: the place in the list, from 0.
        purpose: what a value other than 0 means.
        size: bits of one value.
        messages: what each value means, for lists of more than one bit.
        reference: addresses that explain the values.
        id: the entry's own name, or None.
    """

    list_url: str
    index: int
    purpose: str
    size: int = 1
    messages: tuple[tuple[int, str], ...] = ()
    reference: tuple[str, ...] = ()
    id: str | None = None

    def message(self, value: int) -> str | None:
        """Return what ``value`` means by the entry's own words, or None."""
        return dict(self.messages).get(value)


def build(
    *, status_list_credential: str, index: int, purpose: str, entry_id: str | None = None
) -> JsonObject:
    """Return an entry that points to one bit.

    Args:
        status_list_credential: the address of the list.
        index: the place in the list, from 0.
        purpose: `REVOCATION` or `SUSPENSION`.
        entry_id: the entry's name; the address with the index after ``#`` when None.

    Raises:
        StatusEntryError: a negative index.
    """
    if index < 0:
        raise StatusEntryError("The index is negative.", index=index)
    return {
        "id": entry_id or f"{status_list_credential}#{index}",
        "type": TYPE,
        "statusPurpose": purpose,
        "statusListIndex": str(index),
        "statusListCredential": status_list_credential,
    }


def parse(entry: JsonObject) -> StatusEntry:
    """Read one ``credentialStatus`` entry of the type `TYPE`.

    Raises:
        StatusEntryError: another type, or a member is missing or malformed.
    """
    if entry.get("type") not in (TYPE, [TYPE]):
        raise StatusEntryError(f"The status entry is no {TYPE}.")
    index = _text(entry, "statusListIndex")
    if not _INDEX.fullmatch(index):
        raise StatusEntryError(
            "The index of the status entry is no number in its plain spelling.",
            index=ascii(index)[1:-1][:40],
        )
    size = _size(entry)
    return StatusEntry(
        list_url=_text(entry, "statusListCredential"),
        index=int(index),
        purpose=_text(entry, "statusPurpose"),
        size=size,
        messages=_messages(entry, size),
        reference=_references(entry),
        id=_text(entry, "id") if "id" in entry else None,
    )


def _text(entry: JsonObject, name: str) -> str:
    value = entry.get(name)
    if not isinstance(value, str) or not value:
        raise StatusEntryError(f"The status entry has no “{name}”.", member=name)
    return value


def _size(entry: JsonObject) -> int:
    value = entry.get("statusSize", 1)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MAX_SIZE:
        raise StatusEntryError(f"The statusSize is no number from 1 to {MAX_SIZE}.")
    return value


def _messages(entry: JsonObject, size: int) -> tuple[tuple[int, str], ...]:
    """§2.1: one message for each value, and none missing when there is more than one bit."""
    value = entry.get("statusMessage", [])
    messages = tuple(_message(item) for item in _items(value))
    if not messages and size == 1:
        return ()
    if sorted(number for number, _ in messages) != list(range(1 << size)):
        raise StatusEntryError("The status messages do not name each value once.")
    return messages


def _message(item: JsonValue) -> tuple[int, str]:
    if isinstance(item, dict):
        status, words = item.get("status"), item.get("message")
        known = isinstance(status, str) and re.fullmatch(r"0x[0-9a-fA-F]{1,2}", status)
        if known and isinstance(words, str):
            return int(str(status), 16), words
    raise StatusEntryError("A status message is malformed.")


def _references(entry: JsonObject) -> tuple[str, ...]:
    values = _items(entry.get("statusReference", []))
    texts = tuple(value for value in values if isinstance(value, str))
    if len(texts) != len(values):
        raise StatusEntryError("The statusReference is no address.")
    return texts


def _items(value: JsonValue) -> Sequence[JsonValue]:
    return value if isinstance(value, list) else [value]
