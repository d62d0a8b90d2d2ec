"""The fetcher against a real TLS server that misbehaves on the wire."""

import gzip
import socket
import ssl
import time
from collections.abc import Iterator
from typing import Any

import pytest
from tls_server import TlsServer, answer, tls_server

from skillmark.fetch import Fetched, Fetcher, FetchError
from skillmark.fetch.wire import system_resolver

JSON = ("application/json", "application/*+json")
PAGES: dict[str, Any] = {
    "/good": answer(b'{"a":1}'),
    "/did": answer(b"{}", Content_Type="application/did+json; charset=utf-8"),
    "/untyped": [b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{}"],
    "/html": answer(b"<html>", Content_Type="text/html"),
    "/301": answer(b"", status="301 Moved", Location="https://169.254.169.254/"),
    "/304": [b"HTTP/1.1 304 Not Modified\r\n\r\n"],
    "/404": answer(b"{}", status="404 Not Found"),
    "/410": answer(b"{}", status="410 Gone"),
    "/204": [b"HTTP/1.1 204 No Content\r\n\r\n"],
    "/500": answer(b"{}", status="500 Oops"),
    "/exact": answer(b"x" * 1000),
    "/large": answer(b"x" * 1001),
    "/liar": answer(b"{}", Content_Length="99999999999999999999999999"),
    "/endless": [
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n",
        *[b"x" * 800] * 9,
    ],
    "/chunked": [
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    ],
    "/short": [b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}"],
    "/gzip": answer(gzip.compress(b"{}"), Content_Encoding="gzip"),
    "/slow-start": [3.0],
    "/slow-head": [b"HTTP/1.1 200 OK\r\n", *[b"X-Pad: 1\r\n", 0.1] * 40],
    "/slow-body": [*answer(b"", Content_Length="100"), *[b"x", 0.1] * 40],
    "/nonsense": [b"SSH-2.0-OpenSSH_9.2\r\n\r\n"],
    "/huge-head": [b"HTTP/1.1 200 OK\r\n", b"X-Pad: " + b"x" * 200_000 + b"\r\n\r\n"],
    "/silent": [],
}
CODES = {
    "/untyped": "fetch.media_type",
    "/html": "fetch.media_type",
    "/301": "fetch.redirect",
    "/304": "fetch.redirect",
    "/404": "fetch.not_found",
    "/410": "fetch.gone",
    "/204": "fetch.status",
    "/500": "fetch.status",
    "/large": "fetch.too_large",
    "/liar": "fetch.protocol",
    "/endless": "fetch.too_large",
    "/short": "fetch.media_type",
    "/gzip": "fetch.content_encoding",
    "/slow-start": "fetch.timeout",
    "/slow-head": "fetch.timeout",
    "/slow-body": "fetch.timeout",
    "/nonsense": "fetch.protocol",
    "/huge-head": "fetch.protocol",
    "/silent": "fetch.protocol",
}


@pytest.fixture(scope="module")
def server() -> Iterator[TlsServer]:
    with tls_server(PAGES) as running:
        yield running


def fetcher(server: TlsServer, **options: Any) -> Fetcher:
    given: dict[str, Any] = {
        "allow_origins": [server.origin],
        "ssl_context": server.client_context,
        "resolver": lambda *_: ["127.0.0.1"],
        "timeout_s": 1.0,
    }
    return Fetcher(**(given | options))


@pytest.mark.parametrize("path", ["/good", "/chunked", "/did"])
def test_a_document_comes_as_its_bytes(server: TlsServer, path: str) -> None:
    fetched = fetcher(server).get(f"{server.origin}{path}", accept=JSON)
    assert fetched.url == f"{server.origin}{path}"
    assert fetched.body in {b'{"a":1}', b"{}"}
    assert fetched.media_type in {*JSON, "application/did+json"}


@pytest.mark.parametrize(("path", "code"), CODES.items())
def test_a_misbehaving_server_has_its_code(server: TlsServer, path: str, code: str) -> None:
    start = time.monotonic()
    with pytest.raises(FetchError) as caught:
        fetcher(server).get(f"{server.origin}{path}", max_bytes=1000, accept=JSON)
    assert caught.value.code == code
    assert time.monotonic() - start < 1.6  # given up after one; the server would take three


def test_the_cap_is_exact(server: TlsServer) -> None:
    fetched = fetcher(server).get(f"{server.origin}/exact", max_bytes=1000)
    assert len(fetched.body) == 1000


def test_a_cut_off_body_is_an_error(server: TlsServer) -> None:
    with pytest.raises(FetchError) as caught:
        fetcher(server).get(f"{server.origin}/short")
    assert caught.value.code == "fetch.protocol"


def test_any_media_type_comes_when_none_is_asked_for(server: TlsServer) -> None:
    assert fetcher(server).get(f"{server.origin}/untyped") == Fetched(
        b"{}", "", f"{server.origin}/untyped"
    )


def test_the_request_says_little(server: TlsServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere")
    server.requests.clear()
    fetcher(server).get(f"{server.origin}/good", accept=JSON)
    head = server.requests[-1].decode().lower()
    assert f"host: localhost:{server.port}" in head
    assert "accept: application/json, */*;q=0.1" in head
    for word in ("cookie", "authorization", "referer", "gzip"):
        assert word not in head


def test_the_name_of_the_certificate_is_checked() -> None:
    with tls_server(PAGES, name="other.example") as other, pytest.raises(FetchError) as caught:
        fetcher(other).get(f"{other.origin}/good")
    assert caught.value.code == "fetch.unreachable"


def test_an_unknown_authority_is_not_trusted(server: TlsServer) -> None:
    with pytest.raises(FetchError) as caught:
        fetcher(server, ssl_context=None).get(f"{server.origin}/good")
    assert caught.value.code == "fetch.unreachable"


@pytest.mark.parametrize(
    "addresses",
    [["127.0.0.1"], ["93.184.216.34", "127.0.0.1"], ["::ffff:127.0.0.1"], ["10.1.2.3"]],
)
def test_a_name_that_resolves_to_a_private_address_is_refused(addresses: list[str]) -> None:
    with pytest.raises(FetchError) as caught:
        Fetcher(resolver=lambda *_: addresses).get("https://rebind.example/")
    assert caught.value.code == "fetch.address_refused"


def test_a_name_is_resolved_once_so_that_it_cannot_rebind(server: TlsServer) -> None:
    asked: list[str] = []

    def resolver(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    fetcher(server, resolver=resolver).get(f"{server.origin}/good")
    assert asked == ["localhost"]


def test_the_next_address_is_tried_when_one_does_not_answer(server: TlsServer) -> None:
    two = fetcher(server, resolver=lambda *_: ["::1", "127.0.0.1"])
    assert two.get(f"{server.origin}/good").body == b'{"a":1}'


def test_no_address_answers(server: TlsServer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    origin = f"http://localhost:{port}"
    with pytest.raises(FetchError) as caught:
        fetcher(server, allow_origins=[origin]).get(f"{origin}/")
    assert caught.value.code == "fetch.unreachable"


def _no_such_name(host: str, port: int) -> list[str]:
    raise socket.gaierror


@pytest.mark.parametrize("resolver", [_no_such_name, lambda *_: []])
def test_a_name_without_address(resolver: Any) -> None:
    with pytest.raises(FetchError) as caught:
        Fetcher(resolver=resolver).get("https://nobody.example/")
    assert caught.value.code == "fetch.unresolved"


def test_a_slow_resolver_is_not_waited_for() -> None:
    def slow(host: str, port: int) -> list[str]:
        time.sleep(1)
        return ["93.184.216.34"]

    with pytest.raises(FetchError) as caught:
        Fetcher(resolver=slow, timeout_s=0.05).get("https://slow.example/")
    assert caught.value.code == "fetch.timeout"


def test_no_time_left_at_all() -> None:
    with pytest.raises(FetchError) as caught:
        Fetcher(resolver=lambda *_: ["1.1.1.1"], timeout_s=0).get("https://a.example/")
    assert caught.value.code == "fetch.timeout"


def test_the_system_knows_localhost() -> None:
    assert set(system_resolver("127.0.0.1", 443)) == {"127.0.0.1"}


def test_the_default_trusts_the_public_roots() -> None:
    context = Fetcher()._ssl_context
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
