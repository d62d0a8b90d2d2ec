"""Signing up on the way to somewhere: straight on to an organisation, an invitation, a claim."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from skillmark.platform.events.models import StoredMail
from skillmark.platform.orgs import services
from skillmark.platform.orgs.models import Organisation, Role
from skillmark.platform.people import prefill
from skillmark.platform.people.models import User

FACTS = {"password1": "a long enough password", "display_name": "Ida Invited"}


def _confirm(client: Client, email: str) -> str:
    mail = StoredMail.objects.filter(recipient=email, text__contains="confirm-email").latest(
        "received_at"
    )
    found = re.search(r"http://\S+?(/accounts/confirm-email/\S+)", mail.text)
    assert found
    return str(client.post(found[1])["Location"])


@pytest.fixture
def invited(organisation: Organisation, user: User) -> str:
    _invitation, token = services.invite(
        organisation, email="ida@people.example", role=Role.ISSUER, actor=user
    )
    return f"/join/{token}"


def test_a_newcomer_goes_straight_on_to_an_organisation(
    client: Client, db: None, settings: Settings, deliver: Callable[[], None]
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    client.post("/accounts/signup/", {"email": "new@people.example", **FACTS})
    deliver()
    there = client.get(_confirm(client, "new@people.example"))
    assert there["Location"] == "/studio/new"
    page = client.get(there["Location"]).text
    assert "Create an organisation" in page
    assert "I only want to see what I was awarded" in page


def test_the_mail_signs_nobody_in_elsewhere(
    client: Client, db: None, settings: Settings, deliver: Callable[[], None]
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    client.post("/accounts/signup/", {"email": "new@people.example", **FACTS})
    deliver()
    elsewhere = Client()
    assert "/login/" in _confirm(elsewhere, "new@people.example")
    assert "_auth_user_id" not in elsewhere.session


def test_an_invitation_fills_the_address_in_and_is_come_back_to(
    client: Client, invited: str, settings: Settings, deliver: Callable[[], None]
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    form = client.get("/accounts/signup/", {"next": invited}).text
    assert 'value="ida@people.example"' in form
    client.post("/accounts/signup/", {"email": "ida@people.example", "next": invited, **FACTS})
    deliver()
    assert _confirm(client, "ida@people.example") == invited
    assert "Accept the invitation" in client.get(invited).text


def test_an_address_that_was_filled_in_still_has_to_be_proven(
    client: Client, invited: str, settings: Settings
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    client.post("/accounts/signup/", {"email": "ida@people.example", "next": invited, **FACTS})
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "path",
    ["", "/", "/join/wrong", "/studio", "//evil.example/join/x", "javascript:x", "/x" * 99],
)
def test_other_ways_know_no_address(db: None, path: str) -> None:
    assert prefill.email_for(path) == ""
