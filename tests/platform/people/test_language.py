"""The language of an account: kept for its mails, told to the next browser it signs in with."""

import pytest
from django.test import Client

from skillmark.platform.people.models import User
from skillmark.platform.people.services import create_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def ines() -> User:
    return create_account(
        email="ines@example.org",
        password="a long enough one",
        display_name="Ines",
        verified=True,
    )


def test_choosing_a_language_signed_in_keeps_it_with_the_account(ines: User) -> None:
    client = Client()
    client.force_login(ines)
    client.get("/verify?lang=es")
    ines.refresh_from_db()
    assert ines.language == "es"


def test_a_new_browser_speaks_the_account_s_language_after_signing_in(ines: User) -> None:
    User.objects.filter(pk=ines.pk).update(language="fr")
    client = Client()
    answer = client.post(
        "/accounts/login/", {"login": ines.email, "password": "a long enough one"}
    )
    assert answer.status_code == 302
    assert answer.cookies["skillmark-language"].value == "fr"
    assert b'<html lang="fr"' in client.get("/verify").content
