"""Accounts: sign up, sign in, prove an address, reset a password; and nothing given away."""

import re
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from skillmark.platform.events.models import StoredMail
from skillmark.platform.people import selectors, services
from skillmark.platform.people.models import EmailIdentity, Person, User

PASSWORD = "a long enough password"


def _sign_up(client: Client, email: str = "mark@people.example", **more: str) -> HttpResponse:
    facts = {"email": email, "password1": PASSWORD, "display_name": "Mark Olsen", **more}
    return client.post("/accounts/signup/", facts)


def _link(recipient: str, part: str) -> str:
    mail = StoredMail.objects.filter(recipient=recipient, text__contains=part).latest(
        "received_at"
    )
    found = re.search(rf"http://\S+?({re.escape(part)}\S+)", mail.text)
    assert found
    return found[1]


def test_sign_up_makes_account_person_and_unproven_identity(
    client: Client, db: None, deliver: Callable[[], None]
) -> None:
    assert _sign_up(client)["Location"] == "/studio"
    user = User.objects.get()
    assert (user.email, user.display_name) == ("mark@people.example", "Mark Olsen")
    assert selectors.person_of(user) == Person.objects.get(display_name="Mark Olsen")
    assert selectors.verified_emails(user) == frozenset()
    deliver()
    link = _link("mark@people.example", "/accounts/confirm-email/")
    client.post(link)
    assert selectors.verified_emails(user) == {"mark@people.example"}
    assert selectors.person_by_email("MARK@people.example") == selectors.person_of(user)


def test_where_proof_is_mandatory_nobody_enters_without(
    client: Client, db: None, settings: Settings, deliver: Callable[[], None]
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    _sign_up(client)
    assert client.get("/studio").status_code == 302
    assert "login" in client.get("/studio")["Location"]
    deliver()
    client.post(_link("mark@people.example", "/accounts/confirm-email/"))
    client.post("/accounts/login/", {"login": "mark@people.example", "password": PASSWORD})
    assert client.get("/studio")["Location"] == "/studio/new"


@pytest.mark.parametrize(
    "password", ["short", "password12345", "mark@people.example", "1234567890"]
)
def test_a_weak_password_is_refused(client: Client, db: None, password: str) -> None:
    answer = _sign_up(client, password1=password)
    assert answer.status_code == 200
    assert not User.objects.exists()


def test_signing_up_twice_gives_nothing_away(
    client: Client, db: None, settings: Settings, deliver: Callable[[], None]
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    first = _sign_up(client)
    second = _sign_up(Client(), "Mark@People.example")
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert User.objects.count() == 1
    deliver()
    assert StoredMail.objects.filter(recipient__iexact="mark@people.example").count() == 2


def test_sign_in_and_out(client: Client, make_user: Callable[..., User]) -> None:
    user = make_user("mark@people.example")
    answer = client.post(
        "/accounts/login/", {"login": "Mark@People.Example", "password": PASSWORD}
    )
    assert answer["Location"] == "/studio"
    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.get("/accounts/logout/").status_code == 200  # asks; a link must not sign out
    assert client.session.get("_auth_user_id")
    client.post("/accounts/logout/")
    assert "_auth_user_id" not in client.session


def test_a_wrong_password_and_an_unknown_account_read_the_same(
    make_user: Callable[..., User],
) -> None:
    make_user("mark@people.example")
    answers = [
        Client().post("/accounts/login/", {"login": email, "password": "wrong password"})
        for email in ("mark@people.example", "nobody@people.example")
    ]
    texts = [re.sub(r'value="[^"]*"', "", answer.text) for answer in answers]
    assert answers[0].status_code == answers[1].status_code == 200
    assert texts[0] == texts[1]


def test_reset_reads_the_same_and_mails_the_known_only(
    make_user: Callable[..., User], deliver: Callable[[], None]
) -> None:
    make_user("mark@people.example")
    answers = [
        Client().post("/accounts/password/reset/", {"email": email})
        for email in ("mark@people.example", "nobody@people.example")
    ]
    assert answers[0]["Location"] == answers[1]["Location"]
    deliver()
    assert set(StoredMail.objects.values_list("recipient", flat=True)) == {
        "mark@people.example"
    }


def test_a_password_is_reset_once_by_the_mailed_link(
    client: Client, make_user: Callable[..., User], deliver: Callable[[], None]
) -> None:
    user = make_user("mark@people.example")
    client.post("/accounts/password/reset/", {"email": user.email})
    deliver()
    link = _link(user.email, "/accounts/password/reset/key/")
    form = client.get(link, follow=True)
    new = "another long password"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    user.refresh_from_db()
    assert user.check_password(new)
    again = Client().get(link, follow=True)
    assert "password1" not in again.text


def test_guessing_is_slowed_down(make_user: Callable[..., User], settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/5m/key"}
    make_user("mark@people.example")
    cache.clear()
    client = Client()
    for _ in range(4):
        answer = client.post(
            "/accounts/login/", {"login": "mark@people.example", "password": "wrong password"}
        )
    right = client.post(
        "/accounts/login/", {"login": "mark@people.example", "password": PASSWORD}
    )
    assert "Too many" in answer.text
    assert "_auth_user_id" not in client.session
    assert right.status_code == 200
    cache.clear()


def test_a_second_address_counts_once_proven_and_not_after_removal(
    client: Client, make_user: Callable[..., User], deliver: Callable[[], None]
) -> None:
    user = make_user("mark@people.example")
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    asked = client.post("/accounts/email/", {"action_add": "", "email": "mark@work.example"})
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/accounts/email/", {"action_add": "", "email": "mark@work.example"})
    assert selectors.verified_emails(user) == {"mark@people.example"}
    deliver()
    client.post(_link("mark@work.example", "/accounts/confirm-email/"))
    assert selectors.verified_emails(user) == {"mark@people.example", "mark@work.example"}
    client.post("/accounts/email/", {"action_remove": "", "email": "mark@work.example"})
    assert selectors.verified_emails(user) == {"mark@people.example"}


def test_two_factor_pages_are_there(client: Client, make_user: Callable[..., User]) -> None:
    user = make_user("mark@people.example")
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert client.get("/accounts/2fa/").status_code == 200
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200


def test_a_proof_moves_an_address(make_user: Callable[..., User]) -> None:
    first, second = make_user("a@people.example"), make_user("b@people.example")
    services.note_identity(second, "A@people.example", verified_at=timezone.now())
    assert selectors.verified_emails(first) == frozenset()
    assert selectors.verified_emails(second) == {"a@people.example", "b@people.example"}


def test_two_people_never_hold_one_proven_address(make_user: Callable[..., User]) -> None:
    first, second = make_user(), make_user()
    for user in (first, second):
        services.ensure_person(user)
    now = timezone.now()
    shared = "shared@people.example"
    EmailIdentity.objects.create(person=first.person, email=shared, verified_at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        EmailIdentity.objects.create(person=second.person, email=shared, verified_at=now)


def test_an_account_made_by_us_is_like_one_signed_up(make_user: Callable[..., User]) -> None:
    user = make_user("Mark@People.example", verified=False)
    assert user.email == "mark@people.example"
    assert not EmailAddress.objects.get(user=user).verified
    assert selectors.verified_emails(user) == frozenset()
    assert User.objects.get_by_natural_key("MARK@people.example") == user
