"""What the signer's process does when asked: one function for each act on the wire."""

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from skillmark.core.errors import SkillmarkError
from skillmark.core.jsonio import JsonObject, JsonValue
from skillmark.platform.trust.models import KeyEncryption
from skillmark.platform.trust.signer import making, secrets
from skillmark.platform.trust.signer.desk import Desk
from skillmark.platform.trust.signer.errors import OrderError
from skillmark.platform.trust.signer.journal import Journal
from skillmark.platform.trust.signer.orders import (
    MAX_DOCUMENTS,
    Document,
    Order,
    Signed,
    error_to_json,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: a header, and frames after it."""

    header: JsonObject
    frames: Sequence[bytes] = ()


def following(header: JsonObject) -> int:
    """Return how many frames follow a header.

    Raises:
        OrderError: it names no act, or an impossible count.
    """
    if header.get("act") not in ACTS:
        raise OrderError("The signer knows no such act.", act=str(header.get("act"))[:40])
    count = header.get("count", 0)
    if isinstance(count, bool) or not isinstance(count, int) or not 0 <= count <= MAX_DOCUMENTS:
        raise OrderError("The count of frames is out of range.")
    return count


def sign(desk: Desk, header: JsonObject, frames: Sequence[bytes], asked_by: str) -> Answer:
    """Sign documents; see `Desk.sign`.

    Raises:
        SkillmarkError: the order as a whole is refused.
    """
    order, _count = Order.from_json(header)
    documents = [Document.read(frame) for frame in frames]
    results = desk.sign(order, documents, asked_by=asked_by)
    told: list[JsonValue] = [
        None if isinstance(one, Signed) else error_to_json(one) for one in results
    ]
    return Answer(
        {"ok": True, "results": told},
        [one.data for one in results if isinstance(one, Signed)],
    )


def make(desk: Desk, header: JsonObject, _frames: Sequence[bytes], _by: str) -> Answer:
    """Make, seal or end a key; see `making`.

    Raises:
        SkillmarkError: the order is refused.
    """
    made = _MAKING[str(header["act"])](desk.journal, header)
    return Answer({"ok": True, "results": [], "made": made})


def sign_secret(_desk: Desk, header: JsonObject, _frames: Sequence[bytes], _by: str) -> Answer:
    """Sign with the secret of a protocol; see `secrets.sign`.

    Raises:
        SkillmarkError: the order is refused.
    """
    row = making.secret_row(header).with_sealed(making.read_sealed(header))
    generation = header.get("encryption")
    data = header.get("data")
    try:
        raw = base64.b64decode(data if isinstance(data, str) else "-", validate=True)
    except ValueError:
        raise OrderError("What is to be signed cannot be read.") from None
    known = KeyEncryption.objects.filter(pk=generation if isinstance(generation, int) else 0)
    encryption = known.first()
    if encryption is None:
        raise OrderError("There is no such generation of keys.")
    row.encryption = encryption
    signature = secrets.sign(row, raw)
    return Answer(
        {
            "ok": True,
            "results": [],
            "made": {"signature": base64.b64encode(signature).decode()},
        }
    )


def ping(_desk: Desk, _header: JsonObject, _frames: Sequence[bytes], _by: str) -> Answer:
    """Say that the signer is there."""
    return Answer({"ok": True, "results": []})


def refusal(error: SkillmarkError) -> Answer:
    """Return the answer to an order that is refused as a whole."""
    return Answer({"ok": False, "error": error_to_json(error), "results": []})


type Act = Callable[[Desk, JsonObject, Sequence[bytes], str], Answer]
_MAKING: Final[Mapping[str, Callable[[Journal, JsonObject], JsonObject]]] = MappingProxyType(
    {
        "fresh_key": making.fresh_key,
        "seal_key": making.seal_key,
        "seal_secret": making.seal_secret,
        "shred_key": making.shred_key,
    }
)
ACTS: Final[Mapping[str, Act]] = MappingProxyType(
    {
        "sign": sign,
        "ping": ping,
        "sign_secret": sign_secret,
        **dict.fromkeys(_MAKING, make),
    }
)
