"""What a person holds, and nothing of anybody else."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from issued_credentials import issue, published

from skillmark.platform.issuing.services import lifecycle

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User

type MakeUser = Callable[..., User]
type ClientOf = Callable[[User], Client]


@pytest.fixture
def mark(make_user: MakeUser) -> "User":
    return make_user("mark@learner.example", name="Mark Olsen")


@pytest.fixture
def browser(mark: "User", client_of: ClientOf) -> Client:
    return client_of(mark)


def test_strangers_are_asked_to_sign_in(client: Client) -> None:
    for address in ("/backpack", "/backpack/credentials.zip"):
        answer = client.get(address)
        assert answer.status_code == 302
        assert "/accounts/login" in answer["Location"]


def test_an_empty_backpack_says_how_it_fills(browser: Client) -> None:
    page = browser.get("/backpack").content.decode()
    assert "Nothing here yet" in page
    assert "mark@learner.example" in page


def test_one_sees_ones_own_of_every_issuer_and_no_others(
    browser: Client, organisation: "Organisation", other_organisation: "Organisation"
) -> None:
    issue(published(organisation))
    issue(published(other_organisation, "Statistics"))
    issue(published(organisation, "Not yours"), "Eve", "eve@learner.example")
    page = browser.get("/backpack").content.decode()
    assert "Fire prevention" in page
    assert "Statistics" in page
    assert "Universitas Meridiana" in page
    assert "Not yours" not in page


def test_capitals_in_an_issuers_list_do_not_hide_what_one_holds(
    browser: Client, organisation: "Organisation"
) -> None:
    issue(published(organisation), email="Mark@Learner.Example")
    assert "Fire prevention" in browser.get("/backpack").content.decode()


def test_an_unproven_address_shows_nothing(
    make_user: MakeUser, client_of: ClientOf, organisation: "Organisation"
) -> None:
    issue(published(organisation))
    thief = client_of(make_user("mark@learner.example", verified=False))
    assert "Fire prevention" not in thief.get("/backpack").content.decode()


def test_a_second_proven_address_brings_its_own(
    browser: Client, mark: "User", organisation: "Organisation"
) -> None:
    from django.utils import timezone

    from skillmark.platform.people.services import note_identity

    issue(published(organisation), email="mark.old@work.example")
    assert "Fire prevention" not in browser.get("/backpack").content.decode()
    note_identity(mark, "mark.old@work.example", verified_at=timezone.now())
    assert "Fire prevention" in browser.get("/backpack").content.decode()


def test_states_search_and_sorting(
    browser: Client, organisation: "Organisation", in_scope: object
) -> None:
    issue(published(organisation, "First aid"))
    revoked = issue(published(organisation, "Forklift"))
    lifecycle.revoke(revoked.pk, reason="Awarded by mistake", actor=None)
    suspended = issue(published(organisation, "Crane"))
    lifecycle.suspend(suspended.pk, reason="Appeal", actor=None)

    def page(**query: str) -> str:
        return browser.get("/backpack", query).content.decode()

    assert all(name in page() for name in ("First aid", "Forklift", "Crane"))
    assert "Forklift" not in page(state="active")
    assert "First aid" in page(state="active")
    assert "Forklift" in page(state="revoked")
    assert "Crane" in page(state="suspended")
    assert "Crane" in page(q="crane harbour")
    assert "Nothing fits this search" in page(q="zebra")
    assert page(sort="nonsense", state="<script>", page="0")


def test_everything_goes_home_as_the_bytes_that_were_signed(
    browser: Client, organisation: "Organisation"
) -> None:
    one = issue(published(organisation))
    two = issue(published(organisation, "安全"), achieved_on=date(2026, 6, 1))
    answer = browser.get("/backpack/credentials.zip")
    assert answer["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as bundle:
        files = {name: bundle.read(name) for name in bundle.namelist()}
    assert "README.txt" in files
    assert {bytes(one.document), bytes(two.document)} <= set(files.values())
    assert all("/" not in name for name in files)
