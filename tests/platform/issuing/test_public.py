"""The public record: page, data and picture of one credential, for whoever has its address."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.test import Client

from skillmark.core import bake

if TYPE_CHECKING:
    from skillmark.platform.issuing.models import Credential

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
MAX_PAGE = 60_000  # bytes


def html(client: Client, credential: "Credential") -> str:
    response = client.get(f"/c/{credential.pk}", headers={"Accept": BROWSER})
    assert response.status_code == 200
    assert response["Content-Type"] == "text/html; charset=utf-8"
    return response.content.decode()


def test_the_page_says_who_what_and_whether_it_counts(
    client: Client, credential: "Credential"
) -> None:
    page = html(client, credential)
    for said in (
        "Fire prevention",
        "Mark Olsen",
        "Harbour Skills Training",
        "not revoked as of just now",
        "Put out <em>three</em> fires.",
        "Choose the right extinguisher",
        "15 checks, made just now",
        'content="noindex"',
        'property="og:image"',
        "skillmark verify http://127.0.0.1:8000/c/",
        f'/c/{credential.pk}.png" download',
    ):
        assert said in page, said
    assert len(page.encode()) <= MAX_PAGE
    assert "mark@people.example" not in page


def test_the_page_sets_no_cookie_and_asks_nobody_else(
    client: Client, credential: "Credential"
) -> None:
    response = client.get(f"/c/{credential.pk}")
    assert not response.cookies
    assert response["Cache-Control"] == "no-cache"
    assert response["X-Robots-Tag"] == "noindex"
    page = response.content.decode()
    for tag in (
        'src="http',
        '<link rel="stylesheet" href="http',
        " style=",
        "<style",
        "onclick",
    ):
        assert tag not in page, tag


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/vc", "application/vc"),
        ("application/ld+json", "application/ld+json"),
        ("application/json", "application/json"),
        ("image/png", "image/png"),
        ("image/svg+xml", "image/svg+xml"),
        ("image/*", "image/png"),
        ("*/*", "text/html; charset=utf-8"),
        ("application/pdf", "text/html; charset=utf-8"),
    ],
)
def test_each_client_gets_the_form_it_prefers(
    client: Client, credential: "Credential", accept: str, kind: str
) -> None:
    response = client.get(f"/c/{credential.pk}", headers={"Accept": accept})
    assert response["Content-Type"] == kind
    assert "Accept" in response["Vary"]


def test_the_data_are_the_very_bytes(client: Client, credential: "Credential") -> None:
    response = client.get(f"/c/{credential.pk}.json")
    assert response.content == bytes(credential.document)
    assert response["ETag"] == f'"{credential.digest}"'
    assert response["Access-Control-Allow-Origin"] == "*"
    again = client.get(f"/c/{credential.pk}.json", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("suffix", ["png", "svg"])
def test_the_pictures_carry_the_very_bytes(
    client: Client, credential: "Credential", suffix: str
) -> None:
    response = client.get(f"/c/{credential.pk}.{suffix}")
    assert bake.extract(response.content) == bytes(credential.document)


def test_a_change_of_state_shows_at_once(client: Client, credential: "Credential") -> None:
    from skillmark.platform.issuing import services

    assert "verdict-valid" in html(client, credential)
    services.suspend(credential.pk, reason="Appeal pending", actor=None)
    page = html(client, credential)
    assert "verdict-suspended" in page
    assert "Appeal pending" in page
    services.lift(credential.pk, actor=None)
    assert "verdict-valid" in html(client, credential)
    services.revoke(credential.pk, reason="Cheated <script>", actor=None)
    page = html(client, credential)
    assert "verdict-revoked" in page
    assert "Cheated &lt;script&gt;" in page


def test_an_expired_credential_says_so(
    client: Client, issue: Callable[..., "Credential"], monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.utils import timezone

    now = timezone.now()
    made = issue(valid_until=now.date().isoformat())
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=3))
    page = html(client, made)
    assert "verdict-expired" in page
    assert "It was valid until" in page


def test_a_tampered_row_is_never_shown_as_valid(
    client: Client, credential: "Credential", monkeypatch: pytest.MonkeyPatch
) -> None:
    from skillmark.platform.issuing import checking
    from skillmark.platform.issuing.views import public

    real = public.selectors.public_credential

    def tampered(credential_id: object) -> "Credential":
        found = real(credential_id)
        found.document = bytes(found.document).replace(b"Mark Olsen", b"Mark Olson")
        return found

    monkeypatch.setattr(public.selectors, "public_credential", tampered)
    assert checking is public.checking
    page = html(client, credential)
    assert "verdict-invalid" in page


def test_a_list_that_is_gone_means_could_not_tell(
    client: Client, credential: "Credential", monkeypatch: pytest.MonkeyPatch
) -> None:
    from skillmark.platform.trust import own

    real = own.document_at
    monkeypatch.setattr(
        own, "document_at", lambda url: None if "/status/" in url else real(url)
    )
    assert "verdict-unknown" in html(client, credential)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("O'Brien & <Sons>", id="markup"),
        pytest.param("فاطمة الزهراء", id="right to left"),
        pytest.param("李伟", id="Chinese"),
    ],
)
def test_any_name_is_shown_inert(
    client: Client, issue: Callable[..., "Credential"], name: str
) -> None:
    from django.utils.html import escape

    page = html(client, issue(name, "someone@people.example"))
    assert f"<strong><bdi>{escape(name)}</bdi></strong>" in page


def test_nothing_is_there_for_an_unknown_address(client: Client, db: None) -> None:
    for address in (uuid4(), f"{uuid4()}.json", f"{uuid4()}.png", "1", "../etc"):
        assert client.get(f"/c/{address}").status_code == 404
    assert client.post(f"/c/{uuid4()}").status_code == 405
