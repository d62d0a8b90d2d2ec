"""The home page, the stories, the account pages and the page of errors."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client
from pytest_django.fixtures import Settings

ACCOUNT_PAGES = ["login", "signup", "password/reset", "password/reset/done", "confirm-email"]


def test_the_home_page_sets_no_cookie(client: Client) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert not answer.cookies
    assert b"<h1" in answer.content


def test_the_home_page_shows_every_design(client: Client) -> None:
    html = client.get("/").content.decode()
    assert len(set(re.findall(r"badges/([a-z]+)[^\"]*\.svg", html))) == 8


@pytest.mark.django_db
@pytest.mark.parametrize("page", ACCOUNT_PAGES)
def test_account_pages_stand_in_our_frame(client: Client, page: str) -> None:
    html = client.get(f"/accounts/{page}/").content.decode()
    assert 'class="plain"' in html
    assert html.count("<h1") == 1
    assert "skillmark" in html


@pytest.mark.parametrize("demo", [True, False])
def test_the_stories_are_for_development_and_demo(
    client: Client, settings: Settings, *, demo: bool
) -> None:
    settings.SKILLMARK = settings.SKILLMARK.model_copy(update={"demo": demo})
    assert client.get("/ui").status_code == (200 if demo else 404)


@pytest.mark.parametrize(
    ("query", "sign"),
    [
        ("theme=dark", 'data-theme="dark"'),
        ("dir=rtl", 'dir="rtl"'),
        ("width=320", "stories-narrow"),
        ('theme="><script>', "<!doctype html>"),
    ],
)
def test_the_stories_in_each_view(
    client: Client, settings: Settings, query: str, sign: str
) -> None:
    settings.SKILLMARK = settings.SKILLMARK.model_copy(update={"demo": True})
    html = client.get("/ui?" + query).content.decode()
    assert sign in html
    assert '"><script>' not in html


@pytest.mark.parametrize("status", [400, 403, 404, 410, 413, 500])
def test_an_error_page_needs_no_request(status: int) -> None:
    html = render_to_string(
        "ui/error.html",
        {
            "status": status,
            "title": "There is nothing here",
            "message": "The address is wrong, or what was here is gone.",
            "next_step": "Look again.",
            "code": "http.not_found",
        },
    )
    assert f"Error {status}" in html
    assert "http.not_found" in html


def test_the_old_icon_address_leads_to_the_icon(client: Client) -> None:
    answer = client.get("/favicon.ico")
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(".png")
