"""The signer's process: listens on a Unix socket and puts what comes to the desk.

Who may ask is a matter of accounts: the kernel says which account is at the other end. Each
connection has a thread and a database connection of its own; places and times are bounded, so a
caller that sends nonsense, or nothing, costs one place for a moment.
"""

import os
import socket
import stat
import struct
import threading
import traceback
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import structlog
from django.db import close_old_connections, connections

from skillmark.core import jsonio
from skillmark.core.errors import SkillmarkError
from skillmark.core.jsonio import JsonObject
from skillmark.platform.trust.signer import acts
from skillmark.platform.trust.signer.acts import Answer
from skillmark.platform.trust.signer.desk import Desk
from skillmark.platform.trust.signer.errors import (
    FrameError,
    OrderError,
    PeerError,
    SignerFailedError,
)
from skillmark.platform.trust.signer.orders import MAX_ORDER_BYTES
from skillmark.platform.trust.signer.wire import MAX_FRAME, MAX_HEADER, Closed, Wire, header

log = structlog.get_logger("skillmark.signer")

MAX_CONNECTIONS: Final = 64
BACKLOG: Final = 128
FRAME_S: Final = 10.0  # for a frame to arrive
IDLE_S: Final = 600.0  # between two orders
ANSWER_S: Final = 30.0  # for the caller to read its answer
LOOK_S: Final = 0.5
SOCKET_MODE: Final = 0o666  # who may ask is decided by the account, not by the file
_CREDENTIALS: Final = struct.Struct("3i")


@dataclass(frozen=True, slots=True)
class Peer:
    """Who is at the other end, as the kernel says."""

    process: int
    account: int

    @classmethod
    def of(cls, connection: socket.socket) -> "Peer":
        """Return who opened a connection."""
        raw = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
        process, account, _group = _CREDENTIALS.unpack(raw)
        return cls(process, account)

    def __str__(self) -> str:
        return f"account {self.account}, process {self.process}"


class Server:
    """Answers orders until told to stop."""

    def __init__(
        self, path: Path, accounts: Collection[int], desk: Desk, *, frame_s: float = FRAME_S
    ) -> None:
        """Prepare.

        Args:
            path: where the socket stands.
            accounts: numbers of the accounts that may ask.
            desk: takes the orders.
            frame_s: seconds within which a frame has to arrive.
        """
        self._path = path
        self._accounts = frozenset(accounts)
        self._desk = desk
        self._frame_s = frame_s
        self._places = threading.BoundedSemaphore(MAX_CONNECTIONS)
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()

    def listen(self) -> socket.socket:
        """Return the listening socket; one that a dead process left behind is removed.

        Raises:
            OSError: another signer listens there, or the path cannot be used.
        """
        _clear(self._path)
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listening.bind(str(self._path))
        self._path.chmod(SOCKET_MODE)
        listening.listen(BACKLOG)
        listening.settimeout(LOOK_S)
        return listening

    def serve(self, listening: socket.socket, stop: threading.Event) -> None:
        """Answer until `stop` is set, then let what is at work end."""
        try:
            while not stop.is_set():
                try:
                    connection, _address = listening.accept()
                except TimeoutError:
                    continue
                self._take(connection)
        finally:
            listening.close()
            self._path.unlink(missing_ok=True)
            self._wait()

    def _take(self, connection: socket.socket) -> None:
        if not self._places.acquire(blocking=False):
            connection.close()
            log.warning("signer is full")
            return
        with self._lock:
            self._open.add(connection)
        threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _wait(self) -> None:
        """Close what waits for orders; orders at work are answered first."""
        with self._lock:
            for connection in self._open:
                connection.shutdown(socket.SHUT_RD)
        for _ in range(MAX_CONNECTIONS):
            self._places.acquire(timeout=ANSWER_S)

    def _answer(self, connection: socket.socket) -> None:
        wire = Wire(connection)
        try:
            connection.settimeout(ANSWER_S)
            peer = Peer.of(connection)
            if peer.account not in self._accounts:
                log.warning("signer asked by another account", account=peer.account)
                _send(wire, acts.refusal(PeerError("This account may not ask the signer.")))
                return
            while self._answer_one(wire, str(peer)):
                pass
        except (OSError, Closed):
            return
        finally:
            with self._lock:
                self._open.discard(connection)
            wire.close()
            connections.close_all()
            self._places.release()

    def _answer_one(self, wire: Wire, asked_by: str) -> bool:
        """Answer one order; False when the connection cannot go on."""
        try:
            raw = wire.receive(MAX_HEADER, within_s=self._frame_s, wait_s=IDLE_S)
            head = header(raw)
            frames = self._frames(wire, acts.following(head))
        except (FrameError, OrderError) as error:
            log.warning("signer got no order", code=error.code)
            _send(wire, acts.refusal(error))
            return False
        _send(wire, self._act(head, frames, asked_by))
        return True

    def _frames(self, wire: Wire, count: int) -> list[bytes]:
        frames: list[bytes] = []
        total = 0
        for _ in range(count):
            frames.append(wire.receive(MAX_FRAME, within_s=self._frame_s))
            total += len(frames[-1])
            if total > MAX_ORDER_BYTES:
                raise OrderError("The documents of the order are too large.")
        return frames

    def _act(self, head: JsonObject, frames: list[bytes], asked_by: str) -> Answer:
        close_old_connections()
        try:
            return acts.ACTS[str(head["act"])](self._desk, head, frames, asked_by)
        except SkillmarkError as error:
            log.warning("signer refused", code=error.code)
            return acts.refusal(error)
        except Exception as error:  # noqa: BLE001 - whatever it is, the next order is answered
            # Without the traceback: what stands in its frames is nobody else's business.
            last = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{Path(last.filename).name}:{last.lineno}"
            log.error("signer failed", error=type(error).__name__, where=where)  # noqa: TRY400
            return acts.refusal(SignerFailedError("The signer failed; nothing was signed."))


def _send(wire: Wire, answer: Answer) -> None:
    wire.send(jsonio.dumps(answer.header), *answer.frames)


def _clear(path: Path) -> None:
    """Remove a socket that nobody listens on any more; anything else stays and is refused."""
    if not path.exists() or not stat.S_ISSOCK(path.stat().st_mode):
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(str(path))
        except ConnectionRefusedError:
            path.unlink(missing_ok=True)
            return
    raise FileExistsError(f"another signer listens on {path}")


def own_account() -> int:
    """Return the number of this process's account."""
    return os.geteuid()
