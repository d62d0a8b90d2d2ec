"""The connection itself: resolve once, check, connect to exactly that address, keep time.

One `Wire` serves one exchange. It is an httpcore network backend, so the TLS host name stays
the name of the URL while the socket goes to the checked address, and every read and write is
bounded by what is left of the total time.
"""

import contextlib
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from typing import Final

import httpcore

from skillmark.fetch.address import check_ip
from skillmark.fetch.errors import ConnectError, DeadlineError, ResolveError

type Resolver = Callable[[str, int], Iterable[str]]

MAX_ADDRESSES: Final = 4  # of one name that are tried


def system_resolver(host: str, port: int) -> tuple[str, ...]:
    """Return the IP addresses of a host, as the operating system knows them.

    Raises:
        OSError: the name has none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


class Deadline:
    """The moment by which everything must be done."""

    __slots__ = ("_end", "_seconds")

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left, more than zero.

        Raises:
            DeadlineError: none are left.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise DeadlineError(
                "The server took too long to answer.", seconds=round(self._seconds, 3)
            )
        return left


def resolve(host: str, port: int, resolver: Resolver, deadline: Deadline) -> tuple[str, ...]:
    """Return the addresses of a host within the deadline.

    Raises:
        ResolveError: there are none.
        DeadlineError: the resolver did not answer in time.
    """
    answers: queue.SimpleQueue[tuple[str, ...] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(tuple(resolver(host, port)))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=ask, name="skillmark-resolve", daemon=True).start()
    try:
        answer = answers.get(timeout=deadline.left())
    except queue.Empty:
        raise DeadlineError(
            "The name of the server was not resolved in time.", host=host
        ) from None
    if isinstance(answer, Exception) or not answer:
        raise ResolveError("The host name has no address.", host=host)
    return answer


class Wire(httpcore.NetworkBackend):
    """Connects to checked addresses only, within the deadline."""

    def __init__(self, *, resolver: Resolver, deadline: Deadline, trusted: bool) -> None:
        """Prepare one exchange.

        Args:
            resolver: name and port to addresses.
            deadline: of the whole exchange.
            trusted: the origin was allowed by name, so its addresses are not checked.
        """
        self._resolver = resolver
        self._deadline = deadline
        self._trusted = trusted
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 (the deadline rules)
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Open a connection to an address of the host that was checked.

        Raises:
            FetchError: no address, one that is not public, or none that answers.
        """
        found = resolve(host, port, self._resolver, self._deadline)[:MAX_ADDRESSES]
        if not self._trusted:
            found = tuple(str(check_ip(text)) for text in found)
        for address in found:
            with contextlib.suppress(httpcore.ConnectError, httpcore.ConnectTimeout):
                stream = self._sockets.connect_tcp(
                    address, port, self._deadline.left(), local_address, socket_options
                )
                return _TimedStream(stream, self._deadline)
        raise ConnectError("The server cannot be reached.", host=host)


class _TimedStream(httpcore.NetworkStream):
    """A stream whose every step is bounded by what is left of the total time."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        return self._stream.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left())
        return _TimedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)
