"""Requests that no browser sends (V-W 117, 118, 121, 122, 126): refused, ignored, never an error 500."""

import io
import json
import re
from collections.abc import Callable, Iterator
from typing import Any, Final
from wsgiref.util import setup_testing_defaults

import pytest
import url_map
from access_rules import RULES
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from pytest_django.fixtures import Settings
from two_tenants import PASSWORD, World, undone

from skillmark.platform.events import middleware, outbox
from skillmark.platform.events.models import StoredMail
from skillmark.platform.issuing.models import Award, Credential
from skillmark.platform.orgs.models import Membership, Organisation
from skillmark.platform.people.models import User

CHARSETS: Final = (
    "hex", "idna", "rot13", "zlib", "undefined", "unicode_escape", "raw_unicode_escape", "utf-7",
    "utf-16", "punycode", "latin-1", "bogus", "utf-8-sig",
)  # fmt: skip
ODD: Final = (
    "-1", "0", "9e99", "9" * 400, "9" * 5000, "NaN", "%ED%A0%80", "%FF%FE", "'", "%22%3E%3Csvg",
    "[]", "%E2%80%AE", "x" * 3000, "%25", "%", "%D9%A3", "%0d%0aSet-Cookie:x=1", "__class__",
)  # fmt: skip
PARAMETERS: Final = (
    "page", "q", "sort", "state", "actor", "action", "rows", "achievement", "way", "check", "next",
)  # fmt: skip
FIELDS: Final = (
    "name", "email", "website", "country", "description", "brand_colour", "role", "scopes", "life",
    "reason", "send_mail", "again", "identifier", "achieved_on", "valid_until", "grade",
    "evidence_url", "narrative", "not_before", "criteria_markdown", "outcomes", "tags", "credits",
    "workload_hours", "national_level", "validity_months", "course_start", "design_key", "design_colour",
    "achievement_type", "language", "skill_target_name", "skill_target_url", "text", "recipient",
    "keep", "login", "password", "password1", "password2", "oldpassword", "display_name", "next",
    "code", "action_add", "action_remove", "remember",
)  # fmt: skip
ELSEWHERE: Final = (
    "https://evil.example/", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example",
    "https:evil.example", "http://testserver@evil.example", "http://testserver.evil.example",
    "javascript:alert(1)", "data:text/html,x", " //evil.example", "\t//evil.example",
    "/%09/evil.example", "http:///evil.example", "https://localhost:6666/",
)  # fmt: skip


@pytest.fixture
def raw(db: None) -> Iterator[Callable[..., str]]:
    """Ask the WSGI application itself, as the server does."""
    from skillmark.platform.wsgi import application

    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)

    def ask(path: str = "/", method: str = "GET", query: str = "", **environ: str) -> str:
        full: dict[str, Any] = {"HTTP_HOST": "127.0.0.1", "wsgi.input": io.BytesIO()}
        full |= {"PATH_INFO": path, "REQUEST_METHOD": method, "QUERY_STRING": query, **environ}
        setup_testing_defaults(full)
        said: list[str] = []
        list(application(full, lambda status, _headers: said.append(status)))
        return said[0][:3]

    yield ask
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("path", ["/", "/verify", "/api/v1/credentials", "/no/such/page"])
def test_a_codec_of_the_clients_choice_is_refused(
    raw: Callable[..., str], charset: str, path: str
) -> None:
    for kind in (
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=b",
    ):
        told = raw(path, query="q=%5Cud800", CONTENT_TYPE=f"{kind}; charset={charset}")
        assert told == "400", kind


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", '"utf-8"', "us-ascii"])
def test_utf_8_is_not(raw: Callable[..., str], charset: str) -> None:
    assert raw(CONTENT_TYPE=f"text/plain; charset={charset}") == "200"


@pytest.mark.parametrize(
    "kind",
    [
        "x" * 20_000,
        "a/b; x*=hex''00; y",
        "a/b; charset*=zz'en'x",
        "\xff\xfe",
        ";;;",
        "a/b;\n c",
    ],
)
def test_an_unreadable_content_type_is_answered(raw: Callable[..., str], kind: str) -> None:
    assert raw(CONTENT_TYPE=kind) in {"200", "400"}


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "FOO", "get\n"])
def test_methods_nobody_has_are_refused(raw: Callable[..., str], method: str) -> None:
    for path in ("/", "/api/v1/docs", "/api/v1/credentials", "/verify"):
        assert raw(path, method) == "405"


@pytest.mark.parametrize("length", [str(middleware.MAX_BODY + 1), "9" * 30])
def test_a_huge_body_is_refused_before_it_is_read(raw: Callable[..., str], length: str) -> None:
    form = "multipart/form-data; boundary=b"
    for path in ("/", "/accounts/login/", "/api/v1/batches", "/studio/x/settings"):
        cookie = "skillmark-csrf=" + "a" * 32
        told = raw(path, "POST", CONTENT_LENGTH=length, CONTENT_TYPE=form, HTTP_COOKIE=cookie)
        assert told == "413"


def test_nul_is_refused_in_addresses(world: World) -> None:
    for path in ("/studio/harbour/credentials?q=%00", "/mailbox?q=a%00b", "/verify?x%00=1"):
        assert world.browsers["owner"].get(path).status_code == 400
    got = Client().get("/api/v1/credentials?search=%00")
    assert (got.status_code, got.json()["code"]) == (400, "api.nul")


def test_odd_parameters_break_no_page(world: World) -> None:
    pages = [
        url_map.address(route, world.own.ids)
        for route, _view in url_map.routes()
        if url_map.parameters(route) <= {"slug", "batch_id"}
        and not route.startswith("accounts/^")
    ]
    assert len(pages) > 40
    for page in sorted(set(pages)):
        with undone():
            for value in ODD:
                query = "&".join(f"{name}={value}" for name in PARAMETERS)
                got = world.browsers["owner"].get(f"{page}?{query}")
                assert got.status_code < 500, (page, value)
                if page.startswith("/accounts/logout"):
                    break


@pytest.mark.parametrize(
    "value",
    ["a%00b", "%ED%A0%80", "%FF", "%F4%90%80%80", "9" * 5_000, "0001-01-01", "%E2%80%AE", ""],
    ids=[
        "NUL",
        "surrogate",
        "no UTF-8",
        "past Unicode",
        "digits",
        "first day",
        "override",
        "empty",
    ],
)
def test_odd_values_break_no_form(world: World, value: str) -> None:
    """Every field that any form has, at every address that takes one."""
    body = "&".join(f"{name}={value}" for name in FIELDS)
    steps = ("", "&step=save", "&step=check", "&step=issue")
    for route, rule in sorted(RULES.items()):
        if rule.door in {"console", "account", "link", "public", "entrance"}:
            path = url_map.address(route, world.own.ids)
            browser = world.browsers["owner"]
            cookies = browser.cookies.copy()
            for step in steps if "achievements" in route or "issue" in route else steps[:1]:
                with undone():
                    kind = "application/x-www-form-urlencoded"
                    got = browser.post(path, body + step, content_type=kind)
                browser.cookies = cookies
                assert got.status_code < 500, (path, step)


@pytest.mark.parametrize(
    "moment",
    ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2026-05-03T00:00:00", "x"],
)
def test_a_cursor_outside_the_calendar_is_refused(world: World, moment: str) -> None:
    from skillmark.core.encoding import base64url

    cursor = base64url.encode(f"{moment}|{world.own.ids['credential_id']}".encode())
    got = _api(world, "GET", f"/credentials?cursor={cursor}")
    assert got.status_code in {400, 422}


@pytest.mark.parametrize("target", ELSEWHERE)
def test_sign_in_leads_nowhere_else(world: World, target: str) -> None:
    """V-W 117: an open redirect in ``next``."""
    facts = {"login": world.own.owner.email, "password": PASSWORD, "next": target}
    for path in ("/accounts/login/", "/accounts/logout/"):
        got = world.browsers["anonymous"].post(path, facts)
        with undone():
            assert got.status_code in {200, 302}
            if got.status_code == 302:
                assert re.match(r"/(?![/\\])", got["Location"]), got["Location"]
    assert "evil.example" not in Client().get("/accounts/login/", {"next": target}).get(
        "Location", ""
    )


def test_sign_in_leads_back_to_a_page_of_ours(world: World) -> None:
    facts = {
        "login": world.own.owner.email,
        "password": PASSWORD,
        "next": "/studio/harbour/audit",
    }
    assert Client().post("/accounts/login/", facts)["Location"] == "/studio/harbour/audit"


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "127.0.0.1:6666"},
        {"host": "localhost"},
        {"x-forwarded-host": "evil.example"},
        {"x-forwarded-host": "evil.example", "x-forwarded-proto": "gopher"},
        {"forwarded": "host=evil.example"},
    ],
)
def test_mails_lead_to_the_configured_address_only(
    world: World, headers: dict[str, str], settings: Settings
) -> None:
    """V-W 118: the ``Host`` header in account mails."""
    world.browsers["anonymous"].post(
        "/accounts/password/reset/", {"email": world.own.owner.email}, headers=headers
    )
    Client().post(
        "/accounts/signup/",
        {"email": "new@people.example", "password1": PASSWORD, "display_name": "New"},
        headers=headers,
    )
    outbox.dispatch_all()
    mails = StoredMail.objects.filter(
        recipient__in=[world.own.owner.email, "new@people.example"]
    )
    assert mails.count() >= 2
    for mail in mails:
        found = re.findall(r"https?://[^/\s\"<]+", mail.text + mail.html)
        hosts = {host.rstrip(".") for host in found} - {"http://www.w3.org"}  # a namespace
        assert hosts == {settings.SKILLMARK.site_url}, mail.text
        assert "evil" not in mail.text + mail.html + mail.subject
        assert "6666" not in mail.text + mail.html


def test_another_port_is_no_new_chance_to_guess(world: World, settings: Settings) -> None:
    """Failed sign-ins count for the account, whatever the ``Host`` header says."""
    from django.core.cache import cache

    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/5m/key"}
    wrong = {"login": world.own.owner.email, "password": "not the password"}
    for port in range(1, 5):
        got = Client().post("/accounts/login/", wrong, headers={"host": f"127.0.0.1:{port}"})
    right = Client().post("/accounts/login/", {**wrong, "password": PASSWORD})
    cache.clear()
    assert right.status_code == 200, "the account must be locked for a while"
    assert "too many" in (got.text + right.text).lower()


def test_a_key_in_the_address_is_refused(world: World) -> None:
    """V-W 122."""
    for name in ("api_key", "key", "access_token", "x"):
        path = f"/api/v1/credentials?{name}={world.own.keys['full key']}"
        for headers in ({}, {"authorization": f"Bearer {world.own.keys['full key']}"}):
            got = Client().get(path, headers=headers)
            assert (got.status_code, got.json()["code"]) == (400, "orgs.key_in_query")
            assert world.own.keys["full key"] not in got.text


def test_an_idempotency_key_is_for_one_body(world: World) -> None:
    """V-W 126."""
    body = {
        "achievement": "fire-prevention",
        "recipient": {"name": "A B", "email": "ab@x.example"},
    }
    first = _api(world, "POST", "/credentials", body, {"idempotency-key": "k1"})
    again = _api(world, "POST", "/credentials", body, {"idempotency-key": "k1"})
    body["recipient"] = {"name": "C D", "email": "cd@x.example"}
    other = _api(world, "POST", "/credentials", body, {"idempotency-key": "k1"})
    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 422)
    assert first.json() == again.json()
    assert other.json()["code"] == "idempotency.key_reused"


def test_fields_nobody_asked_for_change_nothing_through_the_api(world: World) -> None:
    """V-W 121."""
    foreign = str(world.foreign.organisation.pk)
    extra = {
        "organisation": foreign, "organisation_id": foreign, "tenant_id": foreign, "id": foreign,
        "state": "revoked", "status": "published", "role": "owner", "issued_at": "2001-01-01",
        "salt": "0", "document": "x", "source": "form", "created_by": "user:x",
    }  # fmt: skip
    recipient = {"name": "A B", "email": "mass@x.example", **extra}
    body = {
        "achievement": "fire-prevention",
        "recipient": recipient,
        "send_mail": False,
        **extra,
    }
    got = _api(world, "POST", "/credentials", body)
    assert got.status_code in {201, 422}
    made = Credential.objects.with_scopes_disabled().get(
        award__recipient_email="mass@x.example"
    )
    assert made.organisation_id == world.own.organisation.pk
    assert (made.state, made.award.source, made.issued_at.year > 2020) == (
        "active",
        "api",
        True,
    )
    assert str(made.pk) != foreign
    drafted = _api(world, "POST", "/achievements", {"name": "Mass", **extra})
    assert (drafted.status_code, drafted.json()["state"]) == (201, "draft")
    assert not Award.objects.with_scopes_disabled().filter(
        organisation=world.foreign.organisation, recipient_email="mass@x.example"
    )


def test_fields_nobody_asked_for_change_nothing_through_forms(world: World) -> None:
    """V-W 121."""
    owner, organisation = world.browsers["owner"], world.own.organisation
    facts = {
        "name": "Harbour Skills Training", "brand_colour": "#14532d", "slug": "canaryfjord",
        "id": str(world.foreign.organisation.pk), "domain": "evil.example",
        "domain_proven_at": "2020-01-01", "created_at": "2001-01-01",
    }  # fmt: skip
    assert owner.post("/studio/harbour/settings", facts).status_code == 302
    kept = Organisation.objects.get(pk=organisation.pk)
    assert (kept.slug, kept.domain, kept.created_at) == (
        "harbour", None, organisation.created_at,
    )  # fmt: skip
    signup = {
        "email": "mass@people.example", "password1": PASSWORD, "display_name": "M",
        "is_staff": "1", "is_superuser": "1", "is_active": "0", "role": "owner",
    }  # fmt: skip
    Client().post("/accounts/signup/", signup)
    made = User.objects.get(email="mass@people.example")
    assert (made.is_staff, made.is_superuser, made.is_active) == (False, False, True)
    member = Membership.objects.with_scopes_disabled().get(
        user=world.own.owner, organisation=organisation
    )
    change = f"/studio/harbour/settings/members/{member.pk}/role"
    owner.post(
        change, {"role": "superuser", "organisation": str(world.foreign.organisation.pk)}
    )
    member.refresh_from_db()
    assert (member.role, member.organisation_id) == ("owner", organisation.pk)


def test_a_designer_does_not_issue_by_way_of_a_job(world: World) -> None:
    """CVE-2025-67856's class: the same act behind two doors needs one role."""
    for act in ("cancel", "resume"):
        path = f"/studio/harbour/jobs/{world.own.ids['job_id']}/{act}"
        assert world.browsers["designer"].post(path).status_code == 403


def _api(
    world: World,
    method: str,
    path: str,
    body: Any = None,
    headers: dict[str, str] | None = None,
) -> Any:
    return Client(raise_request_exception=False).generic(
        method,
        f"/api/v1{path}",
        json.dumps(body) if body is not None else "",
        content_type="application/json",
        headers={"authorization": f"Bearer {world.own.keys['full key']}", **(headers or {})},
    )
