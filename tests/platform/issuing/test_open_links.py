"""Open claim links: asked with a name and an address, proven by a mail, given once."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from skillmark.platform.issuing.errors import (
    CodeWordError,
    DomainError,
    OpenClaimError,
    OpenLinkError,
)

if TYPE_CHECKING:
    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.issuing.models import OpenLink
    from skillmark.platform.orgs.models import Organisation

type Make = Callable[..., OpenLink]

NOW = datetime.now(UTC)


@pytest.fixture
def make(in_scope: "Organisation", version: "AchievementVersion") -> Make:
    """Make open links."""
    from skillmark.platform.issuing.services import open_links

    def run(**terms: Any) -> "OpenLink":
        said = open_links.Terms(**{"name": "Course of May", **terms})
        return open_links.create_link(in_scope, version, said, actor=None)

    return run


@pytest.fixture
def ask(deliver: Callable[[], None]) -> Callable[..., str]:
    """Ask at a link, and return the secret of the mail."""
    from skillmark.platform.events.models import StoredMail
    from skillmark.platform.issuing.services import open_claims

    def run(link: "OpenLink", email: str = "ann@people.example", **said: str) -> str:
        before = StoredMail.objects.count()
        open_claims.ask(link, name=said.pop("name", "Ann One"), email=email, **said)
        deliver()
        proofs = StoredMail.objects.filter(text__contains="/claim/open/confirm/")
        mail = proofs.order_by("-pk").first()
        if StoredMail.objects.count() == before or mail is None:
            return ""
        found = re.search(r"/claim/open/confirm/([\w-]{43})", mail.text)
        return found.group(1) if found else ""

    return run


def test_asking_issues_nothing_and_the_mail_gives_it_once(
    make: Make, ask: Callable[..., str]
) -> None:
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.issuing.services import open_claims

    link = make(capacity=5)
    token = ask(link)
    assert not Credential.objects.exists()
    first = open_claims.confirm(token)
    second = open_claims.confirm(token)
    assert first.token
    assert second.token
    credential = Credential.objects.get()
    assert (credential.award.source, credential.award.recipient_name) == ("link", "Ann One")
    link.refresh_from_db()
    assert link.taken == 1


def test_the_same_address_again_gets_no_second_one(
    make: Make, ask: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.issuing.services import open_claims

    link = make()
    open_claims.confirm(ask(link))
    assert ask(link, email="ANN@people.example") == ""  # a mail has just left
    monkeypatch.setattr(open_claims, "AGAIN_AFTER", timedelta())
    again = ask(link, email="ANN@people.example", name="Somebody Else")
    open_claims.confirm(again)
    assert Credential.objects.get().award.recipient_name == "Ann One"
    link.refresh_from_db()
    assert link.taken == 1


def test_who_has_it_from_elsewhere_takes_no_place(
    make: Make, ask: Callable[..., str], issue: Callable[..., Any]
) -> None:
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.issuing.services import open_claims

    issue("Ann One", "ann@people.example")
    link = make(capacity=1)
    assert open_claims.confirm(ask(link)).token
    link.refresh_from_db()
    assert (link.taken, Credential.objects.count()) == (0, 1)


def test_the_last_place_goes_to_whoever_confirms_first(
    make: Make, ask: Callable[..., str]
) -> None:
    from skillmark.platform.issuing.services import open_claims

    link = make(capacity=1)
    slow, quick = ask(link, "slow@people.example"), ask(link, "quick@people.example")
    open_claims.confirm(quick)
    with pytest.raises(OpenClaimError) as caught:
        open_claims.confirm(slow)
    assert caught.value.facts["reason"] == "full"


BOUNDS = [
    ({"opens_at": NOW + timedelta(days=1)}, "early"),
    ({"closes_at": NOW - timedelta(minutes=1)}, "over"),
]


@pytest.mark.parametrize(("terms", "reason"), BOUNDS, ids=["early", "over"])
def test_outside_its_time_it_gives_nothing(
    make: Make, terms: dict[str, Any], reason: str
) -> None:
    from skillmark.platform.issuing.services import open_claims

    with pytest.raises(OpenClaimError) as caught:
        open_claims.ask(make(**terms), name="Ann", email="ann@people.example")
    assert caught.value.facts["reason"] == reason


def test_paused_and_closed_links_give_nothing(make: Make, ask: Callable[..., str]) -> None:
    from skillmark.platform.issuing.services import open_claims, open_links

    link = make()
    token = ask(link)
    open_links.pause_link(link.pk, actor=None)
    with pytest.raises(OpenClaimError):
        open_claims.confirm(token)
    open_links.resume_link(link.pk, actor=None)
    open_links.close_link(link.pk, actor=None)
    with pytest.raises(OpenClaimError):
        open_claims.confirm(token)
    with pytest.raises(OpenLinkError):
        open_links.resume_link(link.pk, actor=None)


def test_domain_and_code_word_are_asked_for(make: Make, ask: Callable[..., str]) -> None:
    link = make(domains=("university.example",), code_word="Lighthouse")
    with pytest.raises(CodeWordError):
        ask(link, "ann@university.example", code_word="light")
    with pytest.raises(DomainError):
        ask(link, "ann@evil-university.example", code_word="lighthouse")
    assert ask(link, "ann@cs.university.example", code_word=" LIGHTHOUSE ")


def test_with_approval_the_organiser_decides(make: Make, ask: Callable[..., str]) -> None:
    from skillmark.platform.issuing.models import Credential, Delivery, OpenClaim
    from skillmark.platform.issuing.services import open_claims

    link = make(needs_approval=True, capacity=2)
    for name in ("ann", "bo"):
        taken = open_claims.confirm(ask(link, f"{name}@people.example", name=name.title()))
        assert taken.token == ""
    assert not Credential.objects.exists()
    ann, bo = OpenClaim.objects.order_by("name")
    open_claims.allow(ann.pk, actor=None)
    open_claims.decline(bo.pk, actor=None)
    link.refresh_from_db()
    assert (link.taken, Credential.objects.count(), Delivery.objects.count()) == (1, 1, 1)
    with pytest.raises(OpenLinkError):
        open_claims.allow(bo.pk, actor=None)


def test_an_unlimited_link_needs_the_second_person_that_a_list_would(
    make: Make, in_scope: "Organisation", make_user: Callable[..., Any]
) -> None:
    from skillmark.platform.approvals import services as approvals
    from skillmark.platform.approvals.models import Approval
    from skillmark.platform.orgs.models import Policy

    Policy.objects.create(organisation=in_scope, approve_issuing_from=10)
    assert make(capacity=9).state == "open"
    link = make()
    assert link.state == "waiting"
    approvals.approve(Approval.objects.get().pk, by=make_user())
    link.refresh_from_db()
    assert link.state == "open"


def test_a_link_is_changed_but_never_below_what_is_taken(
    make: Make, ask: Callable[..., str]
) -> None:
    from skillmark.platform.issuing.services import open_claims, open_links

    link = make(capacity=2)
    open_claims.confirm(ask(link))
    terms = open_links.Terms(name="Other", capacity=1, code_word="x")
    assert open_links.change_link(link.pk, terms, actor=None).name == "Other"
    link.refresh_from_db()
    assert link.shown_state == "full"


def test_who_never_proves_the_address_is_forgotten(make: Make, ask: Callable[..., str]) -> None:
    from skillmark.platform.issuing.models import OpenClaim
    from skillmark.platform.issuing.services import open_claims

    ask(make())
    OpenClaim.objects.update(token_until=NOW - timedelta(days=15))
    open_claims.forget_unproven(NOW)
    assert not OpenClaim.objects.exists()


def test_the_whole_way_in_a_browser_without_scripts(
    make: Make, deliver: Callable[[], None]
) -> None:
    from skillmark.platform.events.models import StoredMail

    link = make(code_word="boat")
    browser = Client()
    address = f"/claim/open/{link.token}"
    assert "Fire prevention" in browser.get(address).text
    fields = {"name": "Ann One", "email": "ann@people.example"}
    wrong = browser.post(address, fields | {"code_word": "ship"})
    assert wrong.status_code == 422
    asked = browser.post(address, fields | {"code_word": "Boat"}, follow=True)
    assert "Look into your mailbox" in asked.text
    deliver()
    mail = StoredMail.objects.get()
    confirm = re.search(r"/claim/open/confirm/[\w-]{43}", mail.text).group()
    page = browser.get(confirm)
    assert page["Referrer-Policy"] == "no-referrer"
    assert "Get my credential" in page.text
    taken = browser.post(confirm, follow=True)
    assert "It is yours." in taken.text


def test_a_flood_of_asking_is_stopped(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    from skillmark.platform.backpack import open_links

    monkeypatch.setattr(open_links, "ASKS", 3)
    address = f"/claim/open/{make().token}"
    browser = Client()
    answers = [
        browser.post(address, {"name": "Ann", "email": f"a{number}@people.example"}).status_code
        for number in range(5)
    ]
    assert answers == [302, 302, 302, 429, 429]


def test_unknown_links_lead_nowhere(db: None) -> None:
    browser = Client()
    for token in ("x" * 43, "short", "é" * 43):
        assert browser.get(f"/claim/open/{token}").status_code == 410
        assert browser.get(f"/claim/open/confirm/{token}").status_code == 410


def test_the_console_shows_counts_codes_and_a_poster(
    make: Make, studio: Client, in_scope: "Organisation", ask: Callable[..., str]
) -> None:
    from skillmark.platform.issuing.services import open_claims

    link = make(capacity=30)
    open_claims.confirm(ask(link))
    home = f"/studio/{in_scope.slug}/links"
    assert "Course of May" in studio.get(home).text
    page = studio.get(f"{home}/{link.pk}").text
    assert "Ann One" in page
    assert "29" in page
    assert studio.get(f"{home}/{link.pk}/qr.svg").content.startswith(b"<?xml")
    assert studio.get(f"{home}/{link.pk}/qr.png").content.startswith(b"\x89PNG")
    assert link.token in studio.get(f"{home}/{link.pk}/print").text
    assert studio.post(f"{home}/{link.pk}/pause").status_code == 302
    link.refresh_from_db()
    assert link.state == "paused"


def test_a_link_is_made_by_a_form(
    version: "AchievementVersion", studio: Client, in_scope: "Organisation"
) -> None:
    from skillmark.platform.issuing.models import OpenLink

    address = f"/studio/{in_scope.slug}/issue/{version.pk}/link"
    assert studio.get(address).status_code == 200
    said = {"name": "Fair", "capacity": "50", "domains": "@uni.example, x", "zone": "UTC"}
    assert studio.post(address, said).status_code == 422
    day = (NOW + timedelta(days=3)).date().isoformat()
    said |= {"domains": "@uni.example", "closes_day": day, "zone": "Europe/Berlin"}
    assert studio.post(address, said).status_code == 302
    made = OpenLink.objects.get()
    assert (made.capacity, made.domains, made.time_zone) == (50, "uni.example", "Europe/Berlin")


def test_people_without_an_address_get_a_printed_link(
    in_scope: "Organisation",
    version: "AchievementVersion",
    studio: Client,
    preview: Callable[..., Any],
    run_batch: Callable[..., Any],
) -> None:
    from skillmark.platform.issuing.intake import How
    from skillmark.platform.issuing.models import Delivery

    batch = run_batch(preview(b"name,email\nAnn One,\n", how=How(without_email=True)))
    assert not Delivery.objects.exists()
    home = f"/studio/{in_scope.slug}/batches/{batch.pk}"
    assert "Print the links" in studio.get(home).text
    sheet = studio.post(f"{home}/links").text
    path = re.search(r"/claim/[\w-]{43}", sheet).group()
    browser = Client()
    assert "Take my credential" in browser.get(path).text
    again = studio.post(f"{home}/links").text
    assert path not in again
    assert browser.get(path).status_code == 404  # the old paper is worth nothing
