"""Calls of services: a body and a token go out, hardened as a document comes in."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from skillmark.fetch import Call, Fetcher, FetchError


class _Service(ThreadingHTTPServer):
    status = 200
    got: tuple[str, dict[str, str], bytes] = ("", {}, b"")


class _Answers(BaseHTTPRequestHandler):
    server: _Service

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.got = (self.command, dict(self.headers.items()), body)
        self.send_response(self.server.status)
        self.send_header("Content-Type", "Application/JSON; charset=utf-8")
        self.send_header("Link", '</Next?Page=2>; rel="next"')
        self.send_header("Location", "http://127.0.0.1:9/")
        self.end_headers()
        self.wfile.write(b"{}" * 10 if self.server.status != 204 else b"")

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Say nothing."""


@pytest.fixture
def service() -> Iterator[_Service]:
    server = _Service(("127.0.0.1", 0), _Answers)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def _origin(service: _Service) -> str:
    return f"http://127.0.0.1:{service.server_port}"


@pytest.fixture
def fetcher(service: _Service) -> Fetcher:
    return Fetcher(allow_origins=[_origin(service)])


def test_a_body_and_a_token_go_out(service: _Service, fetcher: Fetcher) -> None:
    call = Call("POST", b"a=b", "application/x-www-form-urlencoded", "t0ken", "text/plain")
    answer = fetcher.call(f"{_origin(service)}/x?y=z", call)
    method, headers, body = service.got
    assert (method, body) == ("POST", b"a=b")
    assert headers["Authorization"] == "Bearer t0ken"
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert headers["Accept"] == "text/plain"
    assert "Cookie" not in headers
    assert (answer.status, answer.media_type) == (200, "application/json")
    assert answer.link == '</Next?Page=2>; rel="next"'  # addresses keep their letters
    assert "t0ken" not in repr(call)


def test_no_token_unless_given(service: _Service, fetcher: Fetcher) -> None:
    fetcher.call(_origin(service), Call())
    assert "Authorization" not in service.got[1]


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (301, "fetch.redirect"),
        (307, "fetch.redirect"),
        (401, "fetch.status"),
        (404, "fetch.not_found"),
        (500, "fetch.status"),
    ],
)
def test_what_is_no_success(
    service: _Service, fetcher: Fetcher, status: int, code: str
) -> None:
    service.status = status
    with pytest.raises(FetchError) as caught:
        fetcher.call(_origin(service), Call())
    assert (caught.value.code, caught.value.facts["status"]) == (code, status)


def test_an_answer_without_a_body(service: _Service, fetcher: Fetcher) -> None:
    service.status = 204
    assert fetcher.call(_origin(service), Call("POST")).body == b""


def test_an_answer_that_is_too_large(service: _Service, fetcher: Fetcher) -> None:
    with pytest.raises(FetchError) as caught:
        fetcher.call(_origin(service), Call(), max_bytes=19)
    assert caught.value.code == "fetch.too_large"


@pytest.mark.parametrize("bearer", ["a\r\nX-Evil: 1", "a\nb", "a\0b"])
def test_a_token_cannot_write_headers(service: _Service, fetcher: Fetcher, bearer: str) -> None:
    with pytest.raises(FetchError) as caught:
        fetcher.call(_origin(service), Call(bearer=bearer))
    assert caught.value.code == "fetch.protocol"
    assert service.got[0] == ""


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/", "https://127.0.0.1/", "https://metadata.internal/"]
)
def test_where_no_document_comes_from_no_call_goes(fetcher: Fetcher, url: str) -> None:
    with pytest.raises(FetchError) as caught:
        fetcher.call(url, Call("POST", b"x"))
    assert caught.value.code.endswith("_refused")
