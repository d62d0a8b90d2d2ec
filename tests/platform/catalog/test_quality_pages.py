"""The quality panel beside the form, the page of a definition, and the choice of profiles."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from skillmark.platform.catalog import services
from skillmark.platform.catalog.content import Content
from skillmark.platform.catalog.models import Achievement
from skillmark.platform.catalog.quality import definitions as quality
from skillmark.platform.orgs.models import Role

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User

HTMX = {"HX-Request": "true"}


@pytest.fixture
def pages(organisation: "Organisation") -> str:
    return f"/studio/{organisation.slug}/achievements"


@pytest.fixture
def made(in_scope: "Organisation") -> Achievement:
    content = Content.parse(
        {"name": "First aid", "description": "Helps.", "criteria_markdown": "Show it."}
    )
    return services.create(in_scope, content, actor=None).achievement


def value(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return found[1]


def test_the_panel_judges_the_form_as_it_is_drawn(studio: Client, pages: str) -> None:
    page = studio.get(f"{pages}/new").content.decode()
    assert 'id="quality"' in page
    assert f'hx-post="{pages}/new/quality"' in page
    assert "of 8 required" in page
    assert 'href="#outcomes"' in page


def test_every_link_of_the_panel_leads_somewhere(studio: Client, pages: str) -> None:
    every = {"profiles": ["eu", "trusted", "cmf", "nmf", "nzqa"]}
    studio.post(f"{pages}/quality", every)
    page = studio.get(f"{pages}/new").content.decode()
    targets = set(re.findall(r'href="#([a-z_]+)"', page.split('id="quality"')[1]))
    assert len(targets) > 20
    missing = {target for target in targets if f'id="{target}"' not in page}
    assert missing == set()


def test_only_what_changed_is_sent_and_said(studio: Client, pages: str) -> None:
    page = studio.get(f"{pages}/new").content.decode()
    seen, said = value(page, "quality_seen"), value(page, "quality_said")
    form = {"name": "", "quality_seen": seen, "quality_said": said}
    assert studio.post(f"{pages}/new/quality", form, headers=HTMX).status_code == 204
    form["name"] = "Fire prevention"
    answer = studio.post(f"{pages}/new/quality", form, headers=HTMX).content.decode()
    assert 'id="quality-said" role="status" hx-swap-oob="innerHTML"' in answer
    for part in ("scores", "required", "advised"):
        assert f'id="quality-{part}" hx-swap-oob="true"' in answer
    assert "<html" not in answer
    seen, said = value(answer, "quality_seen"), value(answer, "quality_said")
    form |= {"quality_seen": seen, "quality_said": said, "grading": "Passed or not."}
    again = studio.post(f"{pages}/new/quality", form, headers=HTMX).content.decode()
    assert "quality-scores" in again
    assert 'id="quality-said"' not in again


def test_a_saved_draft_has_a_page_without_javascript(
    studio: Client, pages: str, made: Achievement
) -> None:
    page = studio.get(f"{pages}/{made.pk}/quality").content.decode()
    assert "Quality of “First aid”" in page
    assert "EU standard elements" in page
    assert f"{pages}/{made.pk}/edit#id_participation" in page
    assert "Annex I, mandatory elements" in page
    assert "TrustEd class: Recognition" in page
    assert "No assessment is stated." in page


def test_an_unsaved_form_has_a_page_without_javascript(
    studio: Client, pages: str, made: Achievement
) -> None:
    sent = {"name": "Second aid", "assessment_types": "practical"}
    for address in (f"{pages}/{made.pk}/quality", f"{pages}/new/quality"):
        page = studio.post(address, sent).content.decode()
        assert "Quality of “Second aid”" in page
        assert "nothing is saved" in page
        assert "TrustEd class: Application" in page
        assert "(Practical assessment)" in page
    made.refresh_from_db()
    assert made.name == "First aid"


def test_profiles_are_chosen(studio: Client, pages: str, in_scope: "Organisation") -> None:
    page = studio.get(f"{pages}/quality").content.decode()
    assert page.count('type="checkbox"') >= 5
    assert len(re.findall(r"id_profiles_\d+\" checked", page)) == 2
    answer = studio.post(f"{pages}/quality", {"profiles": ["nzqa"]})
    assert answer.status_code == 302
    assert [profile.key for profile in quality.aims(in_scope)] == ["nzqa"]
    assert studio.post(f"{pages}/quality", {"profiles": ["xx"]}).status_code == 422
    studio.post(f"{pages}/quality", {})
    assert 'id="quality"' not in studio.get(f"{pages}/new").content.decode()


def test_without_a_profile_the_page_says_what_to_do(
    studio: Client, pages: str, made: Achievement, in_scope: "Organisation"
) -> None:
    quality.choose_aims(in_scope, [], actor=None)
    page = studio.get(f"{pages}/{made.pk}/quality").content.decode()
    assert "No quality profile is chosen" in page
    assert f'href="{pages}/quality"' in page


def test_a_viewer_reads_and_is_led_nowhere(
    client_of: Callable[["User"], Client],
    make_member: Callable[[Role], "User"],
    pages: str,
    made: Achievement,
) -> None:
    viewer = client_of(make_member(Role.VIEWER))
    page = viewer.get(f"{pages}/{made.pk}/quality").content.decode()
    assert "Annex I" in page
    assert "/edit#" not in page
    assert viewer.get(f"{pages}/quality").status_code == 403
    assert viewer.post(f"{pages}/new/quality").status_code == 403


def test_a_foreign_achievement_is_not_found(
    studio: Client, pages: str, other_organisation: "Organisation"
) -> None:
    from skillmark.platform.orgs.access import organisation_scope

    with organisation_scope(other_organisation):
        foreign = services.create(
            other_organisation, Content.parse({"name": "Theirs"}), actor=None
        ).achievement
    assert studio.get(f"{pages}/{foreign.pk}/quality").status_code == 404
