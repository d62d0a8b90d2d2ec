"""T-ISO: every address, everybody who may knock, and own, foreign and missing objects.

`access_rules` names who passes where. They are held against the URL resolver and the REST
API, so that a new address without a rule turns this red. Whoever does not pass learns nothing: a
foreign object answers exactly like a missing one, and no word of the foreign tenant is in any answer.
"""

import json
import re
from typing import Final

import access_quizzes
import pytest
import url_map
from access_rules import EVERY_ROLE, NOTHING, OPERATIONS, RULES, Rule
from canaries import CANARIES, PERSONAL
from django.http import HttpResponse
from django.test import Client
from two_tenants import World, missing, undone

from skillmark.platform.orgs.models import Scope

pytestmark = pytest.mark.any_database

BODIES: Final = {
    "draft": {"name": "A name"},
    "achievements": {},
    "{uuid:programme_id}": {"title": "A title"},
    **access_quizzes.BODIES,
    "groups": {"name": "A group"},
    "revoke": {"reason": "A reason."},
    "suspend": {"reason": "A reason."},
    "lift": {"reason": ""},
    "address": {"address": "mark@right.example"},
    "schedule": {"issue_at": "2026-01-01T00:00:00Z"},
    "replace": {"recipient": {"name": "Marc Olsen", "email": "mark@learner.example"}},
}
PEOPLE: Final = (
    *sorted(EVERY_ROLE),
    "anonymous",
    "learner",
    "foreign owner",
    "suspended owner",
)
FEW: Final = ("owner", "issuer", "anonymous", "learner", "foreign owner")
KEYS: Final = (
    *[f"key {scope}" for scope in Scope.values],
    "full key",
    "revoked key",
    "expired key",
)
NO_ENTRY: Final = {"anonymous", "suspended owner"}
_ONCE: Final = re.compile(  # differs by request, or repeats the address that was asked for
    r'csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|href="[^"]*[?;]lang=[a-z]+"'
)

# What every provider has published, for everybody to read.
FOR_EVERYBODY: Final = {("GET", "api/v1/catalogue/programmes")}


def test_every_address_has_a_rule_and_every_rule_an_address() -> None:
    paths = {re.sub(r"\{uuid:(\w+)\}", r"<uuidstr:\1>", path) for _method, path in OPERATIONS}
    known = {route for route, _view in url_map.routes()}
    assert known - RULES.keys() - paths == set()
    assert (RULES.keys() | paths) - known == set()
    assert {(method, path) for method, path, _ in url_map.operations()} == set(OPERATIONS)


def test_every_console_view_declares_the_roles_of_its_rule() -> None:
    for route, view in url_map.routes():
        if RULES.get(route, NOTHING).door == "console":
            assert view.studio_roles == RULES[route].roles, route


@pytest.mark.parametrize("who", PEOPLE)
def test_addresses_open_to_whom_they_should(world: World, who: str) -> None:
    browser = world.browsers[who]
    for route, rule in RULES.items():
        for method in ("get", "post"):
            got = _ask(browser, method, route, world.own.ids)
            if got.status_code == 405:
                continue
            expected = _expected(rule, who)
            assert _answer(got) in expected, (who, method, route, got.status_code)


@pytest.mark.parametrize("who", FEW)
def test_a_foreign_tenant_answers_like_none(world: World, who: str) -> None:
    """Under its own address, and under ours with its objects."""
    browser, own, nothing = world.browsers[who], world.own.ids, missing()
    theirs = world.foreign.ids
    for route in _consoles():
        for method in ("get", "post"):
            if who != "foreign owner":
                there = _ask(browser, method, route, theirs)
                nowhere = _ask(browser, method, route, nothing)
                _same(there, nowhere, (who, method, route))
            if url_map.parameters(route) - {"slug", "number", "kind"}:
                slug = {"slug": own["slug"]}
                foreign = _ask(browser, method, route, theirs | slug)
                absent = _ask(browser, method, route, nothing | slug)
                _same(foreign, absent, (who, method, route, "foreign object"))
                if who in RULES[route].roles and foreign.status_code != 405:
                    assert foreign.status_code == 404, (who, method, route)


def _consoles() -> list[str]:
    return [route for route, rule in RULES.items() if rule.door == "console"]


@pytest.mark.parametrize("who", FEW)
def test_no_word_of_a_foreign_tenant_is_in_any_answer(world: World, who: str) -> None:
    if who == "foreign owner":
        pytest.skip("these are this person's own words")
    browser, slug = world.browsers[who], {"slug": world.own.ids["slug"]}
    for route, rule in RULES.items():
        if rule.door in {"demo", "link"}:
            continue
        words = PERSONAL if rule.door in {"public", "offer"} else CANARIES
        for values in (world.foreign.ids, world.foreign.ids | slug):
            _no_words(_ask(browser, "get", route, values), words, (who, route))


@pytest.mark.parametrize("who", ["foreign owner", "learner"])
def test_public_records_hold_no_address(world: World, who: str) -> None:
    public = [route for route, rule in RULES.items() if rule.door == "public"]
    for route in public:
        for headers in ({}, {"accept": "application/json"}, {"accept": "image/svg+xml"}):
            got = _ask(world.browsers[who], "get", route, world.foreign.ids, headers)
            _no_words(got, PERSONAL, (who, route))


@pytest.mark.parametrize("route", [r for r, rule in RULES.items() if rule.door == "demo"])
def test_what_is_for_the_demo_is_not_there_in_service(
    world: World, settings: pytest.FixtureRequest, route: str
) -> None:
    settings.SKILLMARK = settings.SKILLMARK.model_copy(update={"demo": False})
    assert _ask(world.browsers["owner"], "get", route, missing()).status_code == 404


@pytest.mark.parametrize("kind", [*KEYS, "no key", "foreign key"])
def test_a_key_opens_what_its_scopes_say_and_of_its_own_tenant(world: World, kind: str) -> None:
    text = (
        world.foreign.keys["full key"]
        if kind == "foreign key"
        else world.own.keys.get(kind, "")
    )
    for (method, path), scope in OPERATIONS.items():
        for ids in (world.own.ids, world.foreign.ids, missing()):
            mine = ids is (world.foreign.ids if kind == "foreign key" else world.own.ids)
            got = _call(method, path, ids, text)
            where = (kind, method, path, got.status_code)
            if scope is None:
                assert got.status_code in {200, 422}, where
            elif kind in {"no key", "revoked key", "expired key"}:
                assert got.status_code == 401, where
            elif scope and kind not in {"full key", "foreign key", f"key {scope}"}:
                assert got.status_code == 403, where
            elif "{" in path and not mine:
                assert got.status_code == 404, where
            else:
                assert got.status_code in {200, 201, 202, 409, 415, 422}, where
            if kind != "foreign key" and (method, path) not in FOR_EVERYBODY:
                _no_words(got, CANARIES, where)


@pytest.mark.parametrize("kind", KEYS)
def test_a_foreign_object_of_the_api_answers_like_a_missing_one(
    world: World, kind: str
) -> None:
    for method, path in OPERATIONS:
        foreign = _call(method, path, world.foreign.ids, world.own.keys[kind])
        absent = _call(method, path, missing(), world.own.keys[kind])
        if "{" in path:
            _same(foreign, absent, (kind, method, path))


def _expected(rule: Rule, who: str) -> set[str]:
    if rule.door in {"console", "account", "offer"} and who in NO_ENTRY:
        return {"login"}
    if rule.door == "console" and who not in EVERY_ROLE:
        return {"missing"}
    if rule.door == "console":
        return {"passes"} if who in rule.roles else {"forbidden"}
    return {
        "nothing": {"missing"},
        "demo": {"passes", "missing"},
        "proof": {"passes", "missing"},
        "entrance": {"passes", "login"},
        # The account app may ask for the password again, or for a second factor to be set up.
        "account": {"passes", "login", "forbidden", "missing"},
        "offer": {"passes"},
    }.get(rule.door, {"passes"})


def _answer(got: HttpResponse) -> str:
    status = got.status_code
    assert status < 500, got
    if status == 302 and "/login/" in got["Location"]:
        return "login"
    names = {401: "unknown", 403: "forbidden", 404: "missing"}
    return names.get(status, "passes")


def _ask(
    browser: Client,
    method: str,
    route: str,
    values: dict[str, str],
    headers: dict[str, str] | None = None,
) -> HttpResponse:
    """Return the answer; whatever it changed is undone."""
    if route.startswith("join/"):
        values = values | {"token": values.get("invitation", values["token"])}
    if route.startswith("unsubscribe/"):
        values = values | {"token": values.get("unsubscribe", values["token"])}
    if route.startswith("claim/open/"):
        kind = "open_confirm" if "confirm" in route else "open_token"
        values = values | {"token": values.get(kind, values["token"])}
    values = missing() | values
    cookies = browser.cookies.copy()
    with undone():
        got = getattr(browser, method)(url_map.address(route, values), headers=headers or {})
    browser.cookies = cookies
    return got


def _call(method: str, path: str, ids: dict[str, str], key: str) -> HttpResponse:
    url = "/" + re.sub(r"\{uuid:(\w+)\}", lambda found: ids[found[1]], path)
    headers = {"authorization": f"Bearer {key}"} if key else {}
    body = BODIES.get(path.rpartition("/")[2], {})
    with undone():
        return Client(raise_request_exception=False).generic(
            method,
            url,
            "" if method == "GET" else json.dumps(body),
            content_type="application/json",
            headers=headers,
        )


def _same(one: HttpResponse, other: HttpResponse, where: object) -> None:
    assert one.status_code == other.status_code, where
    if one.status_code >= 400:
        assert _ONCE.sub("", one.text) == _ONCE.sub("", other.text), where
        assert one.headers.keys() == other.headers.keys(), where


def _no_words(got: HttpResponse, words: tuple[str, ...], where: object) -> None:
    body = got.getvalue().decode("utf-8", "replace")
    assert [word for word in words if word.lower() in body.lower()] == [], where
