"""The one hardened fetcher: https GET of one small document, or one small exchange with a service.

No redirects, no cookies, no proxies, no environment, no compression, no connection reuse. The
host is resolved once, every address is checked, and the connection goes to that address. It
knows nothing of credentials: `skillmark.fetch.collect` says what to get.
"""

import re
import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, Protocol

import certifi
import httpcore

from skillmark.fetch.address import Address, parse
from skillmark.fetch.errors import (
    ConnectError,
    ContentEncodingError,
    DeadlineError,
    GoneError,
    MediaTypeError,
    NotFoundError,
    ProtocolError,
    RedirectError,
    StatusError,
    TooLargeError,
)
from skillmark.fetch.wire import Deadline, Resolver, Wire, system_resolver

MAX_BYTES: Final = 5_242_880
TIMEOUT_S: Final = 5.0
USER_AGENT: Final = "skillmark"

_ORIGIN = re.compile(r"https?://(?:[a-z0-9.\-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?")


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document that was fetched: its bytes, its media type in lower case, its address."""

    body: bytes
    media_type: str
    url: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service answered: 2xx, its body, and its ``Link`` header as it came (RFC 8288)."""

    status: int
    body: bytes
    media_type: str
    link: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Call:
    """What a service is sent.

    Attributes:
        method: ``GET`` or ``POST``.
        body: bytes of a ``POST``.
        media_type: of the body.
        bearer: an access token (RFC 6750); never shown.
        accept: the media type that is asked for; any may come.
        also: further statuses that are an answer and no error.
    """

    method: str = "GET"
    body: bytes = b""
    media_type: str = ""
    bearer: str = ""
    accept: str = "*/*"
    also: tuple[int, ...] = ()


class Source(Protocol):
    """Anything documents can be got from: the fetcher, or one that knows some itself."""

    def get(
        self, url: str, *, max_bytes: int = MAX_BYTES, accept: tuple[str, ...] = ()
    ) -> Fetched:
        """Return the document at an address, or raise `FetchError`."""
        ...


class Fetcher:
    """Fetches small documents from the public internet, and only from there."""

    def __init__(
        self,
        *,
        timeout_s: float = TIMEOUT_S,
        allow_origins: Iterable[str] = (),
        resolver: Resolver = system_resolver,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        """Set the limits.

        Args:
            timeout_s: seconds for the whole exchange: name, connection, TLS and document.
            allow_origins: origins whose scheme, port and addresses are taken as they are,
                for development: ``http://127.0.0.1:8000``.
            resolver: host and port to IP addresses.
            ssl_context: whom to trust; the Mozilla roots unless told otherwise.

        Raises:
            ValueError: an origin is not scheme, host and port alone.
        """
        self._timeout_s = timeout_s
        self._allowed = frozenset(allow_origins)
        self._resolver = resolver
        self._ssl_context = ssl_context or ssl.create_default_context(cafile=certifi.where())
        for origin in self._allowed:
            if not _ORIGIN.fullmatch(origin):
                raise ValueError(f"{origin!r} is not an origin such as http://127.0.0.1:8000")

    def get(
        self, url: str, *, max_bytes: int = MAX_BYTES, accept: tuple[str, ...] = ()
    ) -> Fetched:
        """Return the document at an address.

        Args:
            url: https, a public host name, port 443, no fragment.
            max_bytes: a longer body is an error, noticed while it streams.
            accept: media types that may come, ``application/*+json`` for a family; any when
                empty.

        Raises:
            FetchError: one of its children says why there is no document.
        """
        address = parse(url, allow_origins=self._allowed)
        deadline = Deadline(self._timeout_s)
        wire = Wire(
            resolver=self._resolver,
            deadline=deadline,
            trusted=address.trusted,
        )
        with _errors_named(address), self._pool(wire) as pool:
            request = httpcore.Request("GET", _url(address), headers=_headers(address, accept))
            response = pool.handle_request(request)
            try:
                _check_status(response, address)
                media_type = _media_type(response, accept)
                body = _read(response, max_bytes)
            finally:
                response.close()
        return Fetched(body, media_type, url)

    def call(self, url: str, call: Call, *, max_bytes: int = MAX_BYTES) -> Answer:
        """Return what a service answers, hardened as `get` is.

        Args:
            url: https, a public host name, port 443, no fragment.
            call: method, body, token.
            max_bytes: a longer answer is an error, noticed while it streams.

        Raises:
            FetchError: one of its children says why there is no answer.
        """
        address = parse(url, allow_origins=self._allowed)
        wire = Wire(
            resolver=self._resolver,
            deadline=Deadline(self._timeout_s),
            trusted=address.trusted,
        )
        with _errors_named(address), self._pool(wire) as pool:
            request = httpcore.Request(
                call.method,
                _url(address),
                headers=_call_headers(address, call),
                content=call.body,
            )
            response = pool.handle_request(request)
            try:
                if not 200 <= response.status < 300 and response.status not in call.also:  # noqa: PLR2004
                    _check_status(response, address)
                media_type = _media_type(response, ())
                body = _read(response, max_bytes)
            finally:
                response.close()
        return Answer(response.status, body, media_type, _raw_header(response, b"link"))

    def _pool(self, wire: Wire) -> httpcore.ConnectionPool:
        return httpcore.ConnectionPool(
            ssl_context=self._ssl_context,
            max_connections=1,
            max_keepalive_connections=0,
            http1=True,
            http2=False,
            retries=0,
            network_backend=wire,
        )


def _url(address: Address) -> httpcore.URL:
    """Return the parts as they were checked, so that nobody parses the URL again."""
    return httpcore.URL(
        scheme=address.scheme.encode("ascii"),
        host=address.host.encode("ascii"),
        port=address.port,
        target=address.target.encode("ascii"),
    )


def _headers(address: Address, accept: tuple[str, ...]) -> list[tuple[bytes, bytes]]:
    return [
        (b"Host", address.authority.encode("ascii")),
        (b"User-Agent", USER_AGENT.encode("ascii")),
        (b"Accept", _accept_header(accept).encode("ascii")),
        (b"Accept-Encoding", b"identity"),
        (b"Connection", b"close"),
    ]


def _call_headers(address: Address, call: Call) -> list[tuple[bytes, bytes]]:
    """Return the headers of a call; letters that no header takes are refused by the connection."""
    headers = [pair for pair in _headers(address, ()) if pair[0] != b"Accept"]
    headers.append((b"Accept", call.accept.encode("ascii")))
    if call.method == "POST":
        headers += [
            (b"Content-Type", call.media_type.encode("ascii")),
            (b"Content-Length", str(len(call.body)).encode("ascii")),
        ]
    if call.bearer:
        headers.append((b"Authorization", b"Bearer " + call.bearer.encode("ascii", "replace")))
    return headers


def _accept_header(accept: tuple[str, ...]) -> str:
    plain = [kind for kind in accept if "*" not in kind]
    return ", ".join([*plain, "*/*;q=0.1"])


def _header(response: httpcore.Response, name: bytes) -> str:
    """Return a header's values joined as one, in lower case."""
    return _raw_header(response, name).lower()


def _raw_header(response: httpcore.Response, name: bytes) -> str:
    """Return a header's values joined as one, as they came."""
    values = [value for key, value in response.headers if key.lower() == name]
    return b",".join(values).decode("latin-1").strip()


def _check_status(response: httpcore.Response, address: Address) -> None:
    status = response.status
    if 300 <= status < 400:  # noqa: PLR2004
        raise RedirectError("The server points elsewhere.", status=status, host=address.host)
    if status == 404:  # noqa: PLR2004
        raise NotFoundError("The server has no such document.", status=status)
    if status == 410:  # noqa: PLR2004
        raise GoneError("The server took the document away for good.", status=status)
    if status != 200:  # noqa: PLR2004
        raise StatusError("The server refused the document.", status=status)


def _media_type(response: httpcore.Response, accept: tuple[str, ...]) -> str:
    if _header(response, b"content-encoding") not in {"", "identity"}:
        raise ContentEncodingError("The document came compressed.")
    media_type = _header(response, b"content-type").partition(";")[0].strip()
    if accept and not any(_matches(media_type, pattern) for pattern in accept):
        raise MediaTypeError("The document is of another kind.", media_type=media_type)
    return media_type


def _matches(media_type: str, pattern: str) -> bool:
    start, star, end = pattern.partition("*")
    if not star:
        return media_type == pattern
    return media_type.startswith(start) and media_type.endswith(end)


def _read(response: httpcore.Response, max_bytes: int) -> bytes:
    """Return the body, stopping at the first byte too many."""
    said = _header(response, b"content-length")
    if said.isdecimal() and int(said[:18]) > max_bytes:
        raise TooLargeError("The document is too large.", max_bytes=max_bytes)
    body = bytearray()
    for chunk in response.iter_stream():
        body += chunk
        if len(body) > max_bytes:
            raise TooLargeError("The document is too large.", max_bytes=max_bytes)
    return bytes(body)


@contextmanager
def _errors_named(address: Address) -> Iterator[None]:
    """Turn what the connection raises into our own errors."""
    try:
        yield
    except httpcore.TimeoutException as error:
        raise DeadlineError("The server took too long to answer.", host=address.host) from error
    except (httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
        raise ProtocolError("The server answered nonsense.", host=address.host) from error
    except (httpcore.NetworkError, OSError) as error:
        raise ConnectError("The server cannot be reached.", host=address.host) from error
