"""Sharing in one click, counted for the issuer without watching anybody."""

import struct
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone
from django_scopes import scope, scopes_disabled

if TYPE_CHECKING:
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User

pytestmark = pytest.mark.django_db
PERSON = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}


def _counts() -> dict[tuple[str, str], int]:
    from skillmark.platform.sharing.models import Tally

    with scopes_disabled():
        return {(row.deed, row.channel): row.count for row in Tally.objects.all()}


def test_the_page_offers_every_way_and_asks_no_other_site(credential: "Credential") -> None:
    page = Client().get(f"/c/{credential.pk}").content.decode()
    for way in ("profile", "linkedin", "x", "facebook"):
        assert f'href="/c/{credential.pk}/share/{way}"' in page
    assert "mailto:?subject=" in page
    assert f"/c/{credential.pk}/card.png" in page


def test_a_click_is_counted_and_leads_on(credential: "Credential") -> None:
    answer = Client().get(f"/c/{credential.pk}/share/profile", headers=PERSON)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("https://www.linkedin.com/profile/add?")
    assert _counts() == {("shared", "profile"): 1}
    assert not answer.cookies


def test_visits_are_counted_by_where_they_came_from(credential: "Credential") -> None:
    client = Client()
    for _ in range(3):
        client.get(f"/c/{credential.pk}?via=profile", headers=PERSON)
    page = client.get(f"/c/{credential.pk}", headers=PERSON | {"referer": "https://t.co/abc"})
    client.get(f"/c/{credential.pk}", headers={"user-agent": "LinkedInBot/1.0"})
    assert _counts() == {("visited", "profile"): 3, ("visited", "x"): 1}
    assert not page.cookies


@pytest.mark.parametrize("way", ["direct", "email", "other", "myspace", "javascript:alert(1)"])
def test_there_is_no_way_to_anywhere_else(credential: "Credential", way: str) -> None:
    assert Client().get(f"/c/{credential.pk}/share/{way}").status_code == 404


def test_what_was_revoked_is_not_offered(credential: "Credential") -> None:
    from skillmark.platform.issuing import services

    with scope(organisation=credential.organisation_id):
        services.revoke(credential.pk, reason="Issued by mistake.", actor=None)
    assert Client().get(f"/c/{credential.pk}/share/x").status_code == 404
    assert "/share/" not in Client().get(f"/c/{credential.pk}").content.decode()


def test_the_card_has_the_size_other_sites_ask_for(credential: "Credential") -> None:
    answer = Client().get(f"/c/{credential.pk}/card.png")
    assert answer.headers["Content-Type"] == "image/png"
    assert struct.unpack(">II", answer.content[16:24]) == (1_200, 630)


def test_the_studio_shows_what_was_counted(
    credential: "Credential", user: "User", organisation: "Organisation"
) -> None:
    Client().get(f"/c/{credential.pk}?via=profile", headers=PERSON)
    Client().get(f"/c/{credential.pk}/share/x", headers=PERSON)
    client = Client()
    client.force_login(user)
    page = client.get(f"/studio/{organisation.slug}/sharing?days=90").content.decode()
    assert "LinkedIn profile" in page
    assert credential.achievement_version.name in page
    rows = client.get(f"/studio/{organisation.slug}/sharing/days.csv").content.decode()
    assert f"{timezone.now().date().isoformat()},1,1" in rows


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("4711", "4711"),
        ("https://www.linkedin.com/company/4711/admin/dashboard/", "4711"),
        ("", ""),
    ],
)
def test_an_owner_names_the_page_at_linkedin(
    credential: "Credential", user: "User", organisation: "Organisation", given: str, kept: str
) -> None:
    client = Client()
    client.force_login(user)
    client.post(f"/studio/{organisation.slug}/sharing/linkedin", {"number": given})
    location = client.get(f"/c/{credential.pk}/share/profile").headers["Location"]
    assert (f"organizationId={kept}&" in location) == bool(kept)


@pytest.mark.parametrize("wrong", ["harbour", "12ab", "٤٧١١", "4711\r\nx: y", "9" * 21])
def test_what_is_no_number_is_refused(organisation: "Organisation", wrong: str) -> None:
    from skillmark.platform.sharing import services

    with (
        scope(organisation=organisation.pk),
        pytest.raises(services.LinkedInNumberError),
    ):
        services.set_linkedin_number(organisation, wrong, actor=None)
