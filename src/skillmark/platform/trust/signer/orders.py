"""What a caller asks of the signer, and what it gets: values, with one spelling on the wire."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, Self
from uuid import UUID

from skillmark.core import jsonio
from skillmark.core.encoding import timestamp
from skillmark.core.errors import SkillmarkError
from skillmark.core.jsonio import JsonObject, JsonValue
from skillmark.platform.trust.models import KeyPurpose
from skillmark.platform.trust.signer.errors import OrderError, SignerFailedError

MAX_DOCUMENTS: Final = 1_000  # of one order
MAX_ORDER_BYTES: Final = 64 * 1024 * 1024  # documents of one order together
_MEMBERS: Final = frozenset(
    {"act", "intent", "organisation", "key", "task", "created", "approval", "count"}
)


class Task(StrEnum):
    """What is signed; each task has its own rules."""

    CREDENTIAL = "credential"
    RECORD = "record"
    STATEMENT = "statement"
    STATUS_LIST = "status_list"
    LOG_ENTRY = "log_entry"

    @property
    def purpose(self) -> KeyPurpose:
        """The purpose that a key must have."""
        if self in {Task.CREDENTIAL, Task.RECORD, Task.STATEMENT}:
            return KeyPurpose.CREDENTIAL
        return KeyPurpose.LOG if self is Task.LOG_ENTRY else KeyPurpose.STATUS


@dataclass(frozen=True, slots=True)
class Order:
    """One order: the documents go with it, see `Document`.

    Attributes:
        intent: its id, the caller's choice; the same id again gives the same bytes.
        organisation: whose key signs.
        key: which one.
        task: what is signed.
        created: the time in the proofs, whole seconds.
        approval: a second person's yes, where one is needed.
    """

    intent: UUID
    organisation: UUID
    key: UUID
    task: Task
    created: datetime
    approval: UUID | None = None

    def to_json(self, count: int) -> JsonObject:
        """Return the header of the order on the wire."""
        return {
            "act": "sign",
            "intent": str(self.intent),
            "organisation": str(self.organisation),
            "key": str(self.key),
            "task": self.task.value,
            "created": timestamp.encode(self.created),
            "approval": str(self.approval) if self.approval else None,
            "count": count,
        }

    @classmethod
    def from_json(cls, value: JsonObject) -> tuple[Self, int]:
        """Read a header; returns the order and how many documents follow.

        Raises:
            OrderError: a member is missing, unknown or malformed.
        """
        if value.keys() != _MEMBERS or value["act"] != "sign":
            raise OrderError("An order to sign has other members.")
        count = value["count"]
        if isinstance(count, bool) or not isinstance(count, int):
            raise OrderError("The count is no number.")
        if not 1 <= count <= MAX_DOCUMENTS:
            raise OrderError("An order has 1 to 1,000 documents.", count=count)
        approval = value["approval"]
        try:
            task = Task(str(value["task"]))
            created = timestamp.decode(str(value["created"]))
        except (ValueError, SkillmarkError):
            raise OrderError("Task or time of the order cannot be read.") from None
        order = cls(
            intent=read_id(value["intent"]),
            organisation=read_id(value["organisation"]),
            key=read_id(value["key"]),
            task=task,
            created=created,
            approval=None if approval is None else read_id(approval),
        )
        return order, count


def read_id(value: JsonValue) -> UUID:
    """Return an id in its one spelling.

    Raises:
        OrderError: it is none.
    """
    try:
        found = UUID(value) if isinstance(value, str) else None
    except ValueError:
        found = None
    if found is None or str(found) != value:
        raise OrderError("An id of the order is none.")
    return found


@dataclass(frozen=True, slots=True)
class Document:
    """An unsigned document: its value, and its bytes as they were sent."""

    value: JsonObject
    data: bytes

    @classmethod
    def of(cls, value: JsonObject) -> Self:
        """Return a document that was made in this process.

        Raises:
            JsonError: it cannot be written as strict JSON.
        """
        return cls(value, jsonio.dumps(value))

    @classmethod
    def read(cls, data: bytes) -> Self:
        """Read a document strictly.

        Raises:
            JsonError: the bytes are no strict JSON object.
        """
        return cls(jsonio.load_object(data), data)


def order_digest(order: Order, documents: Sequence[Document]) -> str:
    """Return what makes an order the same order: task, key and documents, not its time."""
    head = jsonio.dumps(
        {
            "organisation": str(order.organisation),
            "key": str(order.key),
            "task": order.task.value,
            "count": len(documents),
        }
    )
    found = hashlib.sha256(head)
    for document in documents:
        found.update(len(document.data).to_bytes(8) + document.data)
    return found.hexdigest()


class Signed:
    """A signed document: the exact bytes to store and hand out, and what they say."""

    __slots__ = ("_document", "data")

    def __init__(self, data: bytes, document: JsonObject | None = None) -> None:
        """Take the bytes, and their value where it is known."""
        self.data = data
        self._document = document

    @property
    def document(self) -> JsonObject:
        """The bytes as a value."""
        if self._document is None:
            self._document = jsonio.load_object(self.data, max_bytes=2 * jsonio.MAX_BYTES)
        return self._document

    def __repr__(self) -> str:
        return f"Signed({len(self.data)} bytes)"


type Result = Signed | SkillmarkError
"""What came of one document: signed, or why not."""


def error_to_json(error: SkillmarkError) -> JsonObject:
    """Return an error as it goes over the wire."""
    facts: JsonObject = dict(error.facts)
    return {"code": error.code, "message": error.message, "facts": facts}


def error_from_json(value: JsonValue) -> SkillmarkError:
    """Return the error that the signer named, of the class that its code belongs to."""
    if not isinstance(value, dict):
        return SignerFailedError("The signer's answer cannot be read.")
    code, message, facts = value.get("code"), value.get("message"), value.get("facts")
    kind = _classes().get(str(code), SignerFailedError)
    error = kind.__new__(kind)
    plain = {
        name: fact
        for name, fact in (facts.items() if isinstance(facts, dict) else ())
        if isinstance(fact, str | int | float | bool | None)
    }
    SkillmarkError.__init__(error, str(message), **plain)
    return error


def renamed(order: Order, created: datetime) -> Order:
    """Return the order with the time that its first writing had."""
    return replace(order, created=created)


def _classes() -> dict[str, type[SkillmarkError]]:
    """Return every class of error by its code; those without one of their own are left out."""
    found: dict[str, type[SkillmarkError]] = {}
    queue: list[type[SkillmarkError]] = [SkillmarkError]
    while queue:
        kind = queue.pop()
        if "code" in kind.__dict__:
            found.setdefault(kind.code, kind)
        queue.extend(kind.__subclasses__())
    return found
