"""Frames on the signer's socket: a length of four bytes, then so many bytes; nothing else.

A frame has to arrive whole within a time, so that nobody holds a place by sending a byte a minute.
The first frame of an order or an answer is a header in strict JSON that says how many follow.
"""

import select
import socket
import time
from typing import Final

from skillmark.core import jsonio
from skillmark.core.errors import SkillmarkError
from skillmark.core.jsonio import JsonObject
from skillmark.platform.trust.signer.errors import FrameError

LENGTH_BYTES: Final = 4
MAX_HEADER: Final = 256 * 1024  # bytes; an answer names an error for each document
MAX_FRAME: Final = 2 * 1024 * 1024  # bytes of one document, signed
_READ: Final = 256 * 1024


class Closed(Exception):  # noqa: N818 - no error: the other side has said all
    """The other side closed the connection between two frames."""


class Wire:
    """One connection, frame by frame."""

    def __init__(self, connection: socket.socket) -> None:
        """Take over a connected stream socket."""
        self._socket = connection
        self._buffer = bytearray()
        self._poll = select.poll()  # select(2) refuses descriptors from 1,024 on
        self._poll.register(connection, select.POLLIN)

    def __del__(self) -> None:  # a thread that ends leaves its connection behind
        self._socket.close()

    def close(self) -> None:
        """Close the connection."""
        self._socket.close()

    def send(self, *frames: bytes) -> None:
        """Send frames.

        Raises:
            OSError: the connection is gone, or the other side reads nothing.
        """
        parts = [part for one in frames for part in (len(one).to_bytes(LENGTH_BYTES), one)]
        self._socket.sendall(b"".join(parts))

    def receive(self, limit: int, *, within_s: float, wait_s: float | None = None) -> bytes:
        """Return the next frame.

        Args:
            limit: the most bytes it may have.
            within_s: how long it may take to come, once it has begun.
            wait_s: how long to wait for it to begin; `within_s` if not given.

        Raises:
            Closed: there is none: the connection was closed before it.
            FrameError: it is too long, cut off, or too slow.
            OSError: the connection broke.
        """
        if not self._buffer:
            self._fill(time.monotonic() + (within_s if wait_s is None else wait_s), begun=False)
        end = time.monotonic() + within_s
        length = int.from_bytes(self._take(LENGTH_BYTES, end))
        if length > limit:
            raise FrameError("A frame is longer than any we take.", length=length, limit=limit)
        return self._take(length, end)

    def _take(self, size: int, end: float) -> bytes:
        while len(self._buffer) < size:
            self._fill(end, begun=True)
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken

    def _fill(self, end: float, *, begun: bool) -> None:
        left = end - time.monotonic()
        if left <= 0 or not self._poll.poll(left * 1000):
            raise FrameError("A frame did not come in time.")
        data = self._socket.recv(_READ)
        if not data:
            if begun:
                raise FrameError("A frame is cut off.")
            raise Closed
        self._buffer += data


def header(data: bytes) -> JsonObject:
    """Read a header strictly.

    Raises:
        FrameError: it is no strict JSON object.
    """
    try:
        return jsonio.load_object(data, max_bytes=MAX_HEADER)
    except SkillmarkError as error:
        raise FrameError("A header is no strict JSON.", cause=error.code) from None
