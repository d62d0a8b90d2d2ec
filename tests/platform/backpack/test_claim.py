"""Taking a credential by its link: no account, once, and in plain words when it cannot be."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from issued_credentials import claim_token, issue, published

from skillmark.platform.issuing.models import ClaimLink
from skillmark.platform.issuing.services import claims, lifecycle

if TYPE_CHECKING:
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User


@pytest.fixture
def credential(organisation: "Organisation") -> "Credential":
    return issue(published(organisation))


@pytest.fixture
def token(credential: "Credential") -> str:
    return claim_token(credential)


def link_of(credential: "Credential") -> ClaimLink:
    return ClaimLink.objects.with_scopes_disabled().get(credential=credential)


def test_a_link_shows_the_credential_and_changes_nothing(
    client: Client, credential: "Credential", token: str
) -> None:
    answer = client.get(f"/claim/{token}")
    page = answer.content.decode()
    assert answer.status_code == 200
    for words in ("Fire prevention", "Mark Olsen", "3 May 2026", "Take my credential"):
        assert words in page
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"]
    assert link_of(credential).claimed_at is None


def test_it_is_taken_without_an_account_and_stays_taken(
    client: Client, credential: "Credential", token: str
) -> None:
    page = client.post(f"/claim/{token}", follow=True).content.decode()
    assert "It is yours." in page
    assert f"/c/{credential.pk}.png" in page
    assert "Make an account" in page
    first = link_of(credential).claimed_at
    client.post(f"/claim/{token}")
    assert link_of(credential).claimed_at == first
    credential.refresh_from_db()
    assert credential.claimed_at == first


def test_a_browser_that_hides_its_origin_can_take_it(token: str) -> None:
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post(
        f"/claim/{token}", headers={"origin": "null", "sec-fetch-site": "same-origin"}
    )
    assert answer.status_code == 302
    assert not answer.cookies


def test_another_site_cannot_take_it_for_somebody(
    credential: "Credential", token: str, studio: Client
) -> None:
    answer = studio.post(f"/claim/{token}", headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert link_of(credential).claimed_at is None


def test_whoever_proves_the_address_has_it_in_the_backpack(
    credential: "Credential",
    token: str,
    make_user: Callable[..., "User"],
    client_of: Callable[["User"], Client],
) -> None:
    browser = client_of(make_user("mark@learner.example"))
    browser.post(f"/claim/{token}")
    assert "in your backpack" in browser.get(f"/claim/{token}").content.decode()
    assert link_of(credential).claimed_by is not None


def test_somebody_else_who_is_signed_in_does_not_get_it_unasked(
    credential: "Credential", token: str, studio: Client
) -> None:
    page = studio.post(f"/claim/{token}", follow=True).content.decode()
    assert "It is yours." in page
    assert "this was sent to <strong>" in page
    assert link_of(credential).claimed_by is None
    assert "Fire prevention" not in studio.get("/backpack").content.decode()


def test_another_account_can_keep_what_its_link_gives(
    credential: "Credential",
    token: str,
    make_user: Callable[..., "User"],
    client_of: Callable[["User"], Client],
) -> None:
    Client().post(f"/claim/{token}")  # first without an account
    browser = client_of(make_user("mark.private@mail.example"))
    assert "Keep it in my backpack" in browser.get(f"/claim/{token}").content.decode()
    browser.post(f"/claim/{token}", {"keep": "1"})
    assert "Fire prevention" in browser.get("/backpack").content.decode()
    third = client_of(make_user("eve@mail.example"))
    assert "taken with another account" in third.get(f"/claim/{token}").content.decode()
    assert third.post(f"/claim/{token}", {"keep": "1"}).status_code == 404
    assert "Fire prevention" not in third.get("/backpack").content.decode()


BAD = ["x", "x" * 43, "{{7*7}}", "x" * 2_000]


@pytest.mark.django_db
@pytest.mark.parametrize("token", BAD)
def test_an_unknown_link_says_what_to_do(client: Client, token: str) -> None:
    for answer in (client.get(f"/claim/{token}"), client.post(f"/claim/{token}")):
        assert answer.status_code == 404
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "Open the newest mail" in answer.content.decode()


@pytest.mark.parametrize("why", ["expired", "withdrawn"])
def test_a_link_that_is_over_looks_like_one_that_never_was(
    client: Client, credential: "Credential", token: str, why: str
) -> None:
    if why == "withdrawn":
        claims.withdraw(credential)
    else:
        past = timezone.now() - timedelta(days=1)
        ClaimLink.objects.with_scopes_disabled().update(expires_at=past)
    answer = client.get(f"/claim/{token}")
    assert answer.status_code == 404
    assert "Mark Olsen" not in answer.content.decode()


def test_a_revoked_credential_says_so_and_why(
    client: Client, credential: "Credential", token: str, in_scope: "Organisation"
) -> None:
    lifecycle.revoke(credential.pk, reason="Awarded by mistake", actor=None)
    page = client.get(f"/claim/{token}").content.decode()
    assert "Revoked" in page
    assert "Awarded by mistake" in page


@pytest.mark.django_db(transaction=True)
def test_used_many_times_at_once_it_is_taken_once(organisation: "Organisation") -> None:
    credential = issue(published(organisation))
    token = claim_token(credential)
    barrier = threading.Barrier(6)
    statuses: list[int] = []

    def take() -> None:
        try:
            barrier.wait()
            statuses.append(Client().post(f"/claim/{token}").status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=take) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    from skillmark.platform.events.models import AuditEntry

    taken = AuditEntry.objects.with_scopes_disabled().filter(action="credential.claimed")
    assert statuses == [302] * 6  # who presses the button twice is not told off
    assert taken.count() == 1
