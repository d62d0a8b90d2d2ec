"""T-ISO: every address, everybody who may knock, and own, foreign and missing objects.

`RULES` and `OPERATIONS` name who passes where. They are held against the URL resolver and the REST
API, so that a new address without a rule turns this red. Whoever does not pass learns nothing: a
foreign object answers exactly like a missing one, and no word of the foreign tenant is in any answer.
"""

import json
import re
from dataclasses import dataclass
from typing import Final

import pytest
import url_map
from django.http import HttpResponse
from django.test import Client
from two_tenants import CANARIES, PERSONAL, World, missing, undone

from skillmark.platform.orgs.models import Role, Scope

EVERY_ROLE: Final = frozenset(role.value for role in Role)
OWNER: Final = frozenset({"owner"})
ISSUERS: Final = frozenset({"owner", "issuer"})
DESIGNERS: Final = frozenset({"owner", "designer"})


@dataclass(frozen=True, slots=True)
class Rule:
    """Who passes.

    Attributes:
        door: ``public``, ``link`` (whoever holds the secret in it), ``account`` (whoever is signed
            in), ``entrance`` (whoever is not), ``proof`` (a key from a mail, here a wrong one), ``console``, ``demo``, ``nothing``.
        roles: of the console only.
    """

    door: str
    roles: frozenset[str] = frozenset()


PUBLIC: Final = Rule("public")
LINK: Final = Rule("link")
ACCOUNT: Final = Rule("account")
ENTRANCE: Final = Rule("entrance")
PROOF: Final = Rule("proof")
DEMO: Final = Rule("demo")
NOTHING: Final = Rule("nothing")
MEMBER: Final = Rule("console", EVERY_ROLE)
FOR_OWNER: Final = Rule("console", OWNER)
FOR_ISSUER: Final = Rule("console", ISSUERS)
FOR_DESIGNER: Final = Rule("console", DESIGNERS)

_S: Final = "studio/<slug:slug>"
_ACHIEVEMENT: Final = f"{_S}/achievements/<uuid:achievement_id>"
_BATCH: Final = f"{_S}/batches/<uuid:batch_id>"
_CREDENTIAL: Final = f"{_S}/credentials/<uuid:credential_id>"
_JOB: Final = f"{_S}/jobs/<uuid:job_id>"
_ISSUE: Final = f"{_S}/issue/<uuid:version_id>"
_RESET: Final = "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$"

RULES: Final[dict[str, Rule]] = {
    "": PUBLIC,
    "healthz": PUBLIC,
    "favicon.ico": PUBLIC,
    "verify": PUBLIC,
    "designs/<slug:key>.svg": PUBLIC,
    "i/<slug:slug>": PUBLIC,
    "i/<slug:slug>/logo.png": PUBLIC,
    "i/<slug:slug>/did.json": PUBLIC,
    "status/<uuid:list_id>": PUBLIC,
    **{f"a/<uuid:some_id>{end}": PUBLIC for end in ("", ".json", ".svg", ".png")},
    **{f"c/<uuid:credential_id>{end}": PUBLIC for end in ("", ".json", ".svg", ".png")},
    "api/v1/openapi.json": PUBLIC,
    "api/v1/docs": PUBLIC,
    "api/v1/": NOTHING,
    "api/v1/^.*$": NOTHING,
    "claim/<str:token>": LINK,
    "join/<str:token>": LINK,
    "join/<str:token>/accept": ACCOUNT,
    "backpack": ACCOUNT,
    "backpack/credentials.zip": ACCOUNT,
    "studio": ACCOUNT,
    "studio/new": ACCOUNT,
    "ui": DEMO,
    "mailbox": DEMO,
    "mailbox/<uuid:mail_id>": DEMO,
    "mailbox/<uuid:mail_id>/html": DEMO,
    "mailbox/<uuid:mail_id>.eml": DEMO,
    **{
        f"accounts/{name}/": ENTRANCE
        for name in ("login", "signup", "password/reset", "password/reset/done", "inactive")
    },
    **{f"accounts/{name}/": ENTRANCE for name in ("confirm-email", "password/reset/key/done")},
    "accounts/login/code/confirm/": ENTRANCE,
    "accounts/^confirm-email/(?P<key>[-:\\w]+)/$": PROOF,
    _RESET: PROOF,
    "accounts/logout/": ENTRANCE,
    "accounts/2fa/authenticate/": ENTRANCE,
    **{
        f"accounts/{name}/": ACCOUNT
        for name in (
            "reauthenticate",
            "email",
            "password/change",
            "password/set",
            "2fa",
            "2fa/reauthenticate",
            "2fa/totp/activate",
            "2fa/totp/deactivate",
            "2fa/recovery-codes",
            "2fa/recovery-codes/generate",
            "2fa/recovery-codes/download",
        )
    },
    f"{_S}/": MEMBER,
    f"{_S}/audit": MEMBER,
    f"{_S}/settings": FOR_OWNER,
    f"{_S}/settings/members": FOR_OWNER,
    f"{_S}/settings/members/<uuid:membership_id>/role": FOR_OWNER,
    f"{_S}/settings/members/<uuid:membership_id>/remove": FOR_OWNER,
    f"{_S}/settings/invitations/<uuid:invitation_id>/withdraw": FOR_OWNER,
    f"{_S}/settings/keys": FOR_OWNER,
    f"{_S}/settings/keys/<uuid:key_id>/revoke": FOR_OWNER,
    f"{_S}/jobs": MEMBER,
    _JOB: MEMBER,
    f"{_JOB}/progress": MEMBER,
    f"{_JOB}/cancel": FOR_ISSUER,
    f"{_JOB}/resume": FOR_ISSUER,
    f"{_S}/achievements": MEMBER,
    f"{_S}/achievements/new": FOR_DESIGNER,
    _ACHIEVEMENT: MEMBER,
    f"{_ACHIEVEMENT}/versions/<int:number>": MEMBER,
    **{
        f"{_ACHIEVEMENT}/{act}": FOR_DESIGNER
        for act in ("edit", "publish", "archive", "restore", "discard")
    },
    f"{_S}/issue": FOR_ISSUER,
    _ISSUE: FOR_ISSUER,
    f"{_ISSUE}/person": FOR_ISSUER,
    f"{_ISSUE}/recipients.csv": FOR_ISSUER,
    f"{_S}/batches": MEMBER,
    _BATCH: MEMBER,
    f"{_BATCH}/progress": MEMBER,
    **{
        f"{_BATCH}/{act}": FOR_ISSUER
        for act in ("start", "cancel", "resume", "discard", "to-mend.csv")
    },
    f"{_S}/credentials": MEMBER,
    _CREDENTIAL: MEMBER,
    **{f"{_CREDENTIAL}/{act}": FOR_ISSUER for act in ("revoke", "suspend", "lift", "resend")},
}

_ONE: Final = "api/v1/credentials/{uuid:credential_id}"
OPERATIONS: Final[dict[tuple[str, str], str | None]] = {
    ("GET", "api/v1/organisation"): "",  # any key that is good
    ("GET", "api/v1/achievements"): Scope.ACHIEVEMENTS_READ,
    ("POST", "api/v1/achievements"): Scope.ACHIEVEMENTS_WRITE,
    ("GET", "api/v1/achievements/{uuid:achievement_id}"): Scope.ACHIEVEMENTS_READ,
    ("POST", "api/v1/achievements/{uuid:achievement_id}/publish"): Scope.ACHIEVEMENTS_WRITE,
    ("GET", "api/v1/credentials"): Scope.CREDENTIALS_READ,
    ("POST", "api/v1/credentials"): Scope.CREDENTIALS_ISSUE,
    ("GET", _ONE): Scope.CREDENTIALS_READ,
    ("POST", f"{_ONE}/revoke"): Scope.CREDENTIALS_REVOKE,
    ("POST", f"{_ONE}/suspend"): Scope.CREDENTIALS_REVOKE,
    ("POST", f"{_ONE}/lift"): Scope.CREDENTIALS_REVOKE,
    ("POST", "api/v1/batches"): Scope.CREDENTIALS_ISSUE,
    ("GET", "api/v1/batches/{uuid:batch_id}"): Scope.CREDENTIALS_READ,
    ("POST", "api/v1/verify"): None,  # open to everybody
}
BODIES: Final = {
    "revoke": {"reason": "A reason."},
    "suspend": {"reason": "A reason."},
    "lift": {"reason": ""},
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
_ONCE: Final = re.compile(r'csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"')


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
            if url_map.parameters(route) - {"slug", "number"}:
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
        words = PERSONAL if rule.door == "public" else CANARIES
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
                assert got.status_code == 200, where
            elif kind in {"no key", "revoked key", "expired key"}:
                assert got.status_code == 401, where
            elif scope and kind not in {"full key", "foreign key", f"key {scope}"}:
                assert got.status_code == 403, where
            elif "{" in path and not mine:
                assert got.status_code == 404, where
            else:
                assert got.status_code in {200, 201, 202, 409, 415, 422}, where
            if kind != "foreign key":
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
    if rule.door in {"console", "account"} and who in NO_ENTRY:
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
