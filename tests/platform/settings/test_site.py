"""The site as a whole: headers, cookies, error pages, health, logs."""

import io
import json
import logging
import logging.config
import re
from collections.abc import Callable, Iterator

import pytest
import structlog
from django.conf import settings as django_settings
from django.core.signing import BadSignature
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from skillmark.core.errors import SkillmarkError
from skillmark.platform import urls as site_urls
from skillmark.platform.events import problems
from skillmark.platform.people.models import User
from skillmark.platform.settings.logs import configure, logging_config

CANARY = "canary.person@people.example"


class SampleError(SkillmarkError):
    """A domain error that a view lets through."""

    code = "orgs.last_owner"


def _raises(error: Exception) -> Callable[[HttpRequest], HttpResponse]:
    def view(_request: HttpRequest) -> HttpResponse:
        raise error

    return view


handler400 = site_urls.handler400
handler403 = site_urls.handler403
handler404 = site_urls.handler404
handler500 = site_urls.handler500
urlpatterns = [
    *site_urls.urlpatterns,
    path("test/domain", _raises(SampleError("There must be an owner.", owners=1))),
    path("api/test/domain", _raises(SampleError("There must be an owner.", owners=1))),
    path("test/bug/<str:secret>", lambda _request, secret: _raises(KeyError(secret))(_request)),
    path("test/signature", _raises(BadSignature("x"))),
]

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
PAGES = ["/", "/healthz", "/nothing-here", "/accounts/login/", "/mailbox", "/verify"]


@pytest.mark.parametrize("page", PAGES)
def test_every_answer_carries_the_headers(client: Client, db: None, page: str) -> None:
    answer = client.get(page)
    assert {name: answer[name] for name in HEADERS} == HEADERS
    assert answer["Referrer-Policy"] in {"same-origin", "no-referrer"}
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"https?:|\*", policy)
    assert "camera=(self)" in answer["Permissions-Policy"]


@pytest.mark.parametrize("page", ["/", "/healthz", "/nothing-here", "/mailbox", "/verify"])
def test_reading_sets_no_cookie(client: Client, db: None, page: str) -> None:
    assert not client.get(page).cookies


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_inline(client: Client, db: None, page: str) -> None:
    text = client.get(page).text
    assert not re.search(r"<style|\sstyle=|\son\w+=\"|javascript:", text)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))


def test_health(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}

    def unreachable(*_: object) -> None:
        raise DatabaseError

    with monkeypatch.context() as broken:
        broken.setattr(connection, "cursor", unreachable)
        assert client.get("/healthz").status_code == 503


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("page", "status", "title"),
    [
        ("/nothing-here", 404, "There is nothing at this address"),
        ("/test/domain", 409, "The organisation does not allow that"),
        ("/test/bug/x", 500, "Something broke on our side"),
    ],
)
def test_error_pages_say_what_and_what_next(
    db: None, page: str, status: int, title: str
) -> None:
    answer = Client(raise_request_exception=False).get(page)
    assert answer.status_code == status
    assert title in answer.text
    assert "<h1" in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("headers", [{}, {"Accept": "application/problem+json"}])
def test_programs_get_a_problem_document(db: None, headers: dict[str, str]) -> None:
    page = "/test/domain" if headers else "/api/test/domain"
    answer = Client().get(page, headers=headers)
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "urn:skillmark:problem:orgs.last_owner",
        "title": "The organisation does not allow that",
        "status": 409,
        "detail": "There must be an owner.",
        "code": "orgs.last_owner",
        "next_step": "Correct the input and send it again.",
        "facts": {"owners": 1},
    }


def test_a_form_from_elsewhere_is_refused_in_plain_words(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "x"})
    assert answer.status_code == 403
    assert "The form has expired" in answer.text


def test_an_unknown_host_is_refused(client: Client, db: None) -> None:
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400


def test_every_row_of_the_table_is_whole() -> None:
    for code, row in problems.TABLE.items():
        assert 400 <= row.status < 600, code
        assert str(row.title), code


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("json.duplicate_key", 400),
        ("json.size", 413),
        ("orgs.key_invalid", 401),
        ("orgs.scope_missing", 403),
        ("trust.vault_sealed", 503),
        ("a.code.nobody.knows", 422),
    ],
)
def test_a_code_finds_its_longest_beginning(code: str, status: int) -> None:
    assert problems.row_of(code).status == status


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What is logged, as it is in service."""
    stream = io.StringIO()
    config = logging_config("json")
    config["handlers"]["stderr"]["stream"] = stream
    structlog.reset_defaults()
    configure(config)
    yield stream
    structlog.reset_defaults()
    configure(django_settings.LOGGING)


@pytest.mark.urls(__name__)
def test_logs_are_json_and_name_nobody(
    lines: io.StringIO, make_user: Callable[..., User], db: None
) -> None:
    make_user(CANARY, name="Canary Person")
    client = Client(raise_request_exception=False)
    client.get(f"/mailbox?q={CANARY}")
    client.get(f"/join/{CANARY}")
    client.get(f"/test/bug/{CANARY}")
    client.post("/accounts/login/", {"login": CANARY, "password": "canary password"})
    logging.getLogger("anything").error("a library says so")
    written = lines.getvalue()
    records = [json.loads(line) for line in written.splitlines()]
    assert {record["level"] for record in records} >= {"info", "error"}
    assert any(record.get("route") == "join/<str:token>" for record in records)
    assert any("KeyError at" in str(record.get("exception")) for record in records)
    assert "canary" not in written.lower()
    assert "127.0.0.1" not in written


def test_a_request_has_an_id(client: Client, db: None) -> None:
    first, second = client.get("/healthz"), client.get("/healthz")
    assert first["X-Request-Id"] != second["X-Request-Id"]


def test_a_view_keeps_its_own_headers() -> None:
    from skillmark.platform.settings.middleware import HeadersMiddleware

    own = HttpResponse(headers={"Cross-Origin-Resource-Policy": "cross-origin"})
    answer = HeadersMiddleware(lambda _request: own)(RequestFactory().get("/"))
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
