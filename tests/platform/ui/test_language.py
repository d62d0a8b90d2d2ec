"""The language of a page: chosen by a link, remembered for who chose, right to left where due."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
COOKIE = "skillmark-language"


def test_the_browser_is_answered_in_the_language_it_asks_for_without_a_cookie() -> None:
    page = Client().get("/verify", headers={"accept-language": "de, en;q=0.5"})
    assert page.headers["Content-Language"] == "de"
    assert b'<html lang="de" dir="ltr"' in page.content
    assert not page.cookies


def test_a_link_chooses_the_language_and_the_choice_stays() -> None:
    client = Client()
    page = client.get("/verify?lang=ar")
    assert b'<html lang="ar" dir="rtl"' in page.content
    assert page.cookies[COOKIE].value == "ar"
    assert page.cookies[COOKIE]["httponly"]
    assert b'<html lang="ar" dir="rtl"' in client.get("/").content


@pytest.mark.parametrize("wrong", ["xx", "", "de%0d%0aset-cookie:a=b", "../de", "DE", "de-AT"])
def test_what_is_not_offered_changes_nothing(wrong: str) -> None:
    page = Client().get(f"/verify?lang={wrong}")
    assert page.status_code == 200
    assert b'<html lang="en"' in page.content
    assert not page.cookies


def test_the_menu_keeps_the_other_parameters() -> None:
    page = Client().get("/verify?source=%3Cb%3E&lang=fr")
    assert b'href="/verify?source=%3Cb%3E&amp;lang=de"' in page.content


def test_a_page_in_a_chosen_language_is_not_given_to_others() -> None:
    page = Client().get("/verify")
    assert {"Accept-Language", "Cookie"} <= set(page.headers["Vary"].split(", "))
