"""Every address of the site: forged forms, headers, cookies, inline code, caching."""

import re
from typing import Final

import pytest
import url_map
from django.http import HttpResponse
from django.test import Client
from two_tenants import World, missing, undone

from skillmark.platform.events.models import AuditHead
from skillmark.platform.people.models import User

pytestmark = pytest.mark.any_database

WITHOUT_TOKEN: Final = {
    "verify",
    "claim/<str:token>",
    "claim/open/confirm/<str:token>",
    "unsubscribe/<str:token>",
    "mail/reports",
    "mail/reports/<slug:provider>",
    "lti/<uuid:platform_id>/login",
    "lti/<uuid:platform_id>/launch",
    "lti/register/<str:register_token>",
    "witness/did",
}  # argued in their views
API: Final = "api/v1/"
INLINE: Final = re.compile(
    r"<style|\sstyle=|\son\w+\s*=|javascript:|<script(?![^>]*\bsrc=)", re.IGNORECASE
)
ELSEWHERE: Final = re.compile(r'(\ssrc|\ssrcset|rel="stylesheet" href)="(https?:)?//')
MAIL_FRAMES: Final = (  # sandboxed, with a policy of their own
    "mailbox/<uuid:mail_id>/html",
    "studio/<slug:slug>/settings/mails/<slug:kind>/preview",
)
CACHEABLE: Final = (  # the same for everybody, whatever their session
    "status/<uuid:list_id>",
    "c/<uuid:credential_id>.json",
    "c/<uuid:credential_id>.png",
    "c/<uuid:credential_id>.svg",
    "a/<uuid:some_id>.json",
    "a/<uuid:some_id>.svg",
    "i/<slug:slug>/did.json",
    "i/<slug:slug>/logo.png",
)


def _get(browser: Client, route: str, values: dict[str, str]) -> HttpResponse:
    if route.startswith("join/"):
        values = values | {"token": values["invitation"]}
    cookies = browser.cookies.copy()
    with undone():
        got = browser.get(url_map.address(route, missing() | values))
    browser.cookies = cookies
    return got


def _all_routes() -> list[str]:
    return sorted({route for route, _view in url_map.routes()})


def test_no_form_counts_that_another_site_has_sent(world: World) -> None:
    """A forged form is refused on every address, changes nothing and writes no audit entry."""
    victim = Client(enforce_csrf_checks=True, raise_request_exception=False)
    victim.force_login(world.own.owner)
    before = _state()
    tried = 0
    for route in _all_routes():
        values = missing() | world.own.ids
        if route.startswith(API) or route in WITHOUT_TOKEN:
            continue
        for method in ("post", "put", "patch", "delete"):
            got = getattr(victim, method)(
                url_map.address(route, values), headers={"origin": "https://evil.example"}
            )
            assert got.status_code in {403, 405}, (route, method, got.status_code)
            tried += got.status_code == 403
    assert tried > 40
    assert _state() == before


def _state() -> tuple[object, ...]:
    heads = AuditHead.objects.order_by("pk").values_list("pk", "hash")
    users = User.objects.order_by("pk").values_list("pk", "password", "last_login")
    return (*heads, *users)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_claim_is_not_taken_from_another_site(world: World, site: str) -> None:
    secret = world.own.ids["open_confirm"]
    for path in (f"/claim/{world.own.ids['token']}", f"/claim/open/confirm/{secret}"):
        got = world.browsers["learner"].post(path, headers={"sec-fetch-site": site})
        assert got.status_code == 403, path


def test_the_session_opens_nothing_in_the_api(world: World) -> None:
    """No cookie counts there, which is why no token is asked for."""
    for method, path, operation in url_map.operations():
        if operation.auth_callbacks:
            url = "/" + re.sub(r"\{uuid:(\w+)\}", lambda found: world.own.ids[found[1]], path)
            got = world.browsers["owner"].generic(method, url, "{}", "application/json")
            assert got.status_code == 401, (method, path)


def test_every_answer_carries_the_headers(world: World) -> None:
    for who in ("anonymous", "owner"):
        for route in _all_routes():
            got = _get(world.browsers[who], route, world.own.ids)
            _has_headers(got, (who, route), framed=route in MAIL_FRAMES)
    for path in ("/no/such/page", "/static/no-such-file.css", "/studio/%00", "/c/not-a-uuid"):
        _has_headers(world.browsers["anonymous"].get(path), path)


def _has_headers(got: HttpResponse, where: object, *, framed: bool = False) -> None:
    policy = got["Content-Security-Policy"]
    assert "default-src 'none'" in policy, where
    assert "base-uri 'none'" in policy, where
    assert got["X-Content-Type-Options"] == "nosniff", where
    assert got["Cross-Origin-Opener-Policy"] == "same-origin", where
    assert got["Referrer-Policy"] in {"same-origin", "no-referrer"}, where
    assert "geolocation=()" in got["Permissions-Policy"], where
    if framed and got.status_code == 200:
        assert "sandbox" in policy, where
    else:
        assert got["X-Frame-Options"] == "DENY", where
        assert "frame-ancestors 'none'" in policy, where
        assert not re.search(r"unsafe|https?:|\*", policy), where


def test_reading_as_nobody_leaves_no_cookie(world: World) -> None:
    forms = ("accounts/", "join/")  # these answer with a form, which needs one
    for route in _all_routes():
        if not route.startswith(forms):
            got = _get(Client(), route, world.own.ids)
            assert not got.cookies, route


def test_cookies_are_closed_to_scripts_and_other_sites(world: World) -> None:
    got = Client().post(
        "/accounts/login/",
        {"login": world.own.owner.email, "password": "a long enough password"},
    )
    assert len(got.cookies) >= 1
    for cookie in (*got.cookies.values(), *Client().get("/accounts/login/").cookies.values()):
        assert cookie["httponly"], cookie.key
        assert cookie["samesite"] == "Lax", cookie.key
        assert not cookie["domain"], cookie.key
        assert cookie["path"] == "/", cookie.key


def test_no_page_holds_inline_code(world: World) -> None:
    seen = 0
    for who in ("anonymous", "learner", "owner"):
        for route in _all_routes():
            got = _get(world.browsers[who], route, world.own.ids)
            if got["Content-Type"].startswith("text/html") and route not in MAIL_FRAMES:
                found = INLINE.search(got.text)
                assert not found, (who, route, found)
                assert not ELSEWHERE.search(got.text), (who, route)
                seen += 1
    assert seen > 100


def test_what_is_public_may_be_kept_by_caches(world: World) -> None:
    for route in CACHEABLE:
        got = _get(Client(), route, world.own.ids)
        assert "public" in got["Cache-Control"], route
        assert "max-age=" in got["Cache-Control"], route
        assert "Cookie" not in got.get("Vary", ""), route
    for route in ("status/<uuid:list_id>", "c/<uuid:credential_id>.json"):
        path = url_map.address(route, world.own.ids)
        tag = Client().get(path)["ETag"]
        assert Client().get(path, headers={"if-none-match": tag}).status_code == 304


@pytest.mark.parametrize("route", ["a/<uuid:some_id>", "i/<slug:slug>"])
def test_public_pages_are_the_same_for_everybody(world: World, route: str) -> None:
    """They may be kept by caches, so nothing of a session may be on them."""
    pages = [_get(browser, route, world.own.ids) for browser in world.browsers.values()]
    assert "public" in pages[0]["Cache-Control"]
    assert len({page.text for page in pages}) == 1


def test_a_revocation_is_never_hidden_by_a_cache(world: World) -> None:
    assert (
        _get(Client(), "c/<uuid:credential_id>", world.own.ids)["Cache-Control"] == "no-cache"
    )
    got = _get(Client(), "status/<uuid:list_id>", world.own.ids)
    assert int(re.search(r"max-age=(\d+)", got["Cache-Control"])[1]) <= 300


@pytest.mark.parametrize("route", ["claim/<str:token>", "join/<str:token>", "verify"])
def test_pages_with_a_secret_are_neither_kept_nor_told_on(world: World, route: str) -> None:
    got = _get(Client(), route, world.own.ids)
    assert "no-store" in got["Cache-Control"]
    # With no referrer at all a browser could not send the form of the invitation.
    wanted = "same-origin" if route.startswith("join") else "no-referrer"
    assert got["Referrer-Policy"] == wanted


def test_a_console_page_is_not_kept_for_the_next_person(world: World) -> None:
    for route in _all_routes():
        if route.startswith(("studio", "backpack")):
            got = _get(world.browsers["owner"], route, world.own.ids)
            assert "public" not in got.get("Cache-Control", ""), route
