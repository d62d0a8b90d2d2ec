"""Asking the signer's process: one connection a thread, and the same order again when it breaks.

An order carries an id of its own, so asking again after a broken connection gives the same bytes
and is written in the journal once.
"""

import socket
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from skillmark.core import jsonio
from skillmark.core.errors import SkillmarkError
from skillmark.core.jsonio import JsonObject
from skillmark.platform.trust.signer.errors import (
    FrameError,
    SignerFailedError,
    SignerUnreachableError,
)
from skillmark.platform.trust.signer.orders import (
    Document,
    Order,
    Result,
    Signed,
    error_from_json,
)
from skillmark.platform.trust.signer.wire import MAX_FRAME, MAX_HEADER, Closed, Wire, header

SCHEME: Final = "unix:"
PATIENCE_S: Final = 10.0  # for a signer that is being started again
ANSWER_S: Final = 120.0  # for an order to be signed
PAUSE_S: Final = 0.1
_places: Final = threading.local()


def sign(address: str, order: Order, documents: Sequence[Document]) -> list[Result]:
    """Put an order to the signer's process; see `Desk.sign`.

    Raises:
        SignerUnreachableError: it does not answer.
        SkillmarkError: it refuses the order.
    """
    head, frames = ask(
        address, order.to_json(len(documents)), [document.data for document in documents]
    )
    told = head.get("results")
    if not isinstance(told, list) or len(told) != len(documents):
        raise SignerFailedError("The signer's answer does not fit the order.")
    signed = iter(frames)
    return [error_from_json(one) if one is not None else Signed(next(signed)) for one in told]


def ask(
    address: str,
    order: JsonObject,
    frames: Sequence[bytes] = (),
    *,
    patience_s: float | None = None,
) -> tuple[JsonObject, list[bytes]]:
    """Send an order and return the answer's header and frames.

    Args:
        address: ``unix:`` and a path.
        order: the header.
        frames: what follows it.
        patience_s: how long to try when the signer does not answer; `PATIENCE_S` if not given.

    Raises:
        SignerUnreachableError: it does not.
        SkillmarkError: what it says.
    """
    raw = jsonio.dumps(order)
    end = time.monotonic() + (PATIENCE_S if patience_s is None else patience_s)
    while True:
        try:
            return _answer(_wire(address), raw, frames)
        except (OSError, Closed, FrameError) as error:
            _forget()
            if time.monotonic() >= end:
                raise SignerUnreachableError(
                    "The signer does not answer; nothing was signed.", cause=str(error)[:100]
                ) from None
            time.sleep(PAUSE_S)


def _answer(wire: Wire, raw: bytes, frames: Sequence[bytes]) -> tuple[JsonObject, list[bytes]]:
    with suppress(BrokenPipeError):  # it may have said why before it hung up
        wire.send(raw, *frames)
    head = header(wire.receive(MAX_HEADER, within_s=ANSWER_S))
    if head.get("ok") is not True:
        error = error_from_json(head.get("error"))
        if isinstance(error, FrameError):
            _forget()
            raise SignerFailedError("The signer could not read the order.", cause=error.message)
        raise error
    told = head.get("results")
    count = sum(one is None for one in told) if isinstance(told, list) else 0
    return head, [wire.receive(MAX_FRAME, within_s=ANSWER_S) for _ in range(count)]


def _wire(address: str) -> Wire:
    known: tuple[str, Wire] | None = getattr(_places, "wire", None)
    if known is not None and known[0] == address:
        return known[1]
    _forget()
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.settimeout(ANSWER_S)
        connection.connect(address.removeprefix(SCHEME))
    except OSError:
        connection.close()
        raise
    wire = Wire(connection)
    _places.wire = (address, wire)
    return wire


def _forget() -> None:
    known: tuple[str, Wire] | None = getattr(_places, "wire", None)
    if known is not None:
        known[1].close()
        _places.wire = None


def is_there(address: str) -> bool:
    """Say whether a signer answers, without waiting for one."""
    try:
        ask(address, {"act": "ping", "count": 0}, patience_s=0)
    except SkillmarkError:
        return False
    return True
