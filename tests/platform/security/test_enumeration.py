"""T-ENUM by content: whoever is known and whoever is not get the same answer.

Each pair of requests differs in one fact only: whether the site knows the person, link or key.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings
from two_tenants import PASSWORD, World, undone

from skillmark.platform.issuing.models import ClaimLink
from skillmark.platform.orgs.models import Invitation
from skillmark.platform.people.models import User

KNOWN: Final = "owner@harbour.example"
UNKNOWN: Final = "nobody@harbour.example"
_ONCE: Final = re.compile(
    r'csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|value="[^"]*@[^"]*"|'
    r'href="[^"]*\?lang=|'  # the same page in another language names its own address
    r" data-posted|"  # the page says that it answers a form, whoever sent it
    f"{KNOWN}|{UNKNOWN}"
)
# Another value a request; ``expires`` another a second, so of that one only its presence counts.
_HEADERS: Final = {"x-request-id", "set-cookie", "content-length", "date"}


@pytest.fixture(autouse=True)
def _as_in_service(settings: Settings) -> Iterator[None]:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    cache.clear()
    yield
    cache.clear()


def _shown(answer: Any) -> tuple[Any, ...]:
    headers = {k.lower(): v for k, v in answer.headers.items() if k.lower() not in _HEADERS}
    headers |= {"expires": ""} if "expires" in headers else {}
    cookies = sorted(answer.cookies.keys())
    return answer.status_code, _ONCE.sub("", answer.text), headers, cookies


def _same(one: Any, other: Any) -> None:
    for left, right in zip(_shown(one), _shown(other), strict=True):
        assert left == right


@pytest.mark.parametrize("password", ["not the password", "", "x" * 5_000])
def test_sign_in(world: World, password: str) -> None:
    facts = [{"login": email, "password": password} for email in (KNOWN, UNKNOWN)]
    _same(*(Client().post("/accounts/login/", fact) for fact in facts))


def test_sign_in_to_a_suspended_account_needs_the_password_to_learn_so(world: World) -> None:
    suspended = User.objects.get(is_active=False)
    wrong = {"login": suspended.email, "password": "not the password"}
    answer = Client().post("/accounts/login/", wrong)
    nobody = Client().post("/accounts/login/", {**wrong, "login": UNKNOWN})
    assert answer.status_code == nobody.status_code == 200
    right = Client()
    right.post("/accounts/login/", {**wrong, "password": PASSWORD})
    assert right.get("/studio").status_code == 302
    assert "/accounts/login/" in right.get("/studio")["Location"]


def test_a_forgotten_password(world: World) -> None:
    answers = []
    for email in (KNOWN, UNKNOWN):
        browser = Client()
        answers.append(browser.post("/accounts/password/reset/", {"email": email}, follow=True))
    _same(*answers)


def test_sign_up(world: World) -> None:
    answers = []
    for email in (KNOWN, "brandnew@harbour.example"):
        facts = {"email": email, "password1": PASSWORD + " 9", "display_name": "Somebody"}
        with undone():
            answers.append(Client().post("/accounts/signup/", facts))
    assert answers[0].status_code == answers[1].status_code == 302
    assert answers[0]["Location"] == answers[1]["Location"]


def test_adding_the_address_of_another_account(world: World) -> None:
    answers = []
    for email in ("zorbwick@canary-foreign.example", "brandnew@harbour.example"):
        browser = world.browsers["learner"]
        with undone():
            facts = {"email": email, "action_add": ""}
            answers.append(browser.post("/accounts/email/", facts).status_code)
    assert answers[0] == answers[1]


def test_a_claim_link(world: World) -> None:
    """Unknown, malformed, expired and withdrawn links read the same."""
    link = ClaimLink.objects.with_scopes_disabled().filter(token_digest__isnull=False)
    paths = [f"/claim/{'A' * 43}", "/claim/x", "/claim/" + "x" * 2_000, "/claim/%F0%9F%98%80"]
    answers = [Client().get(path) for path in paths]
    own = f"/claim/{world.own.ids['token']}"
    for change in ({"withdrawn_at": timezone.now()}, {"expires_at": timezone.now()}):
        with undone():
            link.update(**change)
            answers += [Client().get(own), Client().post(own)]
    assert {answer.status_code for answer in answers} == {404}
    for answer in answers[1:]:
        _same(answers[0], answer)


def test_an_invitation(world: World) -> None:
    paths = [f"/join/{'A' * 43}", "/join/x", "/join/%00x"[:8]]
    answers = [Client().get(path) for path in paths]
    own = f"/join/{world.own.ids['invitation']}"
    for change in (
        {"withdrawn_at": timezone.now()},
        {"accepted_at": timezone.now()},
        {"expires_at": timezone.now()},
    ):
        with undone():
            Invitation.objects.with_scopes_disabled().update(**change)
            answers.append(Client().get(own))
    for answer in answers[1:]:
        _same(answers[0], answer)


def test_an_api_key(world: World) -> None:
    """Unknown, revoked, expired and malformed keys read the same, and so do all paths with them."""
    true = world.own.keys["full key"]
    bad = [
        world.own.keys["revoked key"],
        world.own.keys["expired key"],
        true[:-1],
        true + "x",
        true.upper(),
        true[:12] + "_" + "A" * 43,
        "smk_" + "x" * 5_000,
        "not even a key",
    ]
    for path in (
        "/api/v1/organisation",
        f"/api/v1/credentials/{world.own.ids['credential_id']}",
    ):
        answers = [
            Client().get(path, headers={"authorization": f"Bearer {key}"}) for key in bad
        ]
        assert {answer.status_code for answer in answers} == {401}
        for answer in answers[1:]:
            _same(answers[0], answer)


def test_an_invitation_does_not_tell_who_has_an_account(world: World) -> None:
    answers = []
    for email in ("zorbwick@canary-foreign.example", "brandnew@harbour.example"):
        with undone():
            invited = {"email": email, "role": "viewer"}
            page = world.browsers["owner"].post(
                "/studio/harbour/settings/members", invited, follow=True
            )
            answers.append(page.text.replace(email, "").replace(email[0].upper(), ""))
    words = [re.sub(r"[0-9a-f-]{36}|\W+", " ", _ONCE.sub("", answer)) for answer in answers]
    assert "is on its way" in words[0]
    assert "is on its way" in words[1]
    assert "Zorbwick Underhall" not in answers[0]
