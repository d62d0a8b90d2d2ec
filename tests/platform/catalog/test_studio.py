"""The console's pages: what each role sees, and the whole way from a blank form to published."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.test import Client

from skillmark.platform.catalog import selectors, services
from skillmark.platform.catalog.content import Content
from skillmark.platform.catalog.models import Achievement
from skillmark.platform.orgs.models import Role

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User

FORM = {
    "name": "Fire prevention",
    "description": "Prevents and fights small fires at work.",
    "achievement_type": "MicroCredential",
    "criteria_markdown": "Pass the **practical** test.",
    "outcomes": "Choose the right extinguisher\nRaise the alarm",
    "tags": "safety, fire",
    "workload_hours": "3",
    "language": "en",
    "validity_months": "24",
    "design_key": "shield",
    "design_colour": "#1f6f5c",
    "skill_target_name": ["Put out fires", ""],
    "skill_target_url": ["https://skills.example/1", ""],
    "skill_target_framework": ["ESCO", ""],
    "skill_target_code": ["S1", ""],
    "skill_target_type": ["", ""],
}


@pytest.fixture
def pages(organisation: "Organisation") -> str:
    return f"/studio/{organisation.slug}/achievements"


@pytest.fixture
def made(in_scope: "Organisation") -> Achievement:
    content = Content.parse(
        {"name": "First aid", "description": "Helps.", "criteria_markdown": "Show it."}
    )
    return services.create(in_scope, content, actor=None).achievement


def test_an_empty_list_says_what_to_do_next(studio: Client, pages: str) -> None:
    page = studio.get(pages).content.decode()
    assert "No achievements yet" in page
    assert f"{pages}/new" in page


def test_from_a_blank_form_to_the_public_page(
    studio: Client, pages: str, in_scope: object
) -> None:
    assert studio.get(f"{pages}/new").status_code == 200
    saved = studio.post(f"{pages}/new", FORM)
    assert saved.status_code == 302
    page = studio.get(saved["Location"]).content.decode()
    assert "Fire prevention" in page
    assert "<strong>practical</strong>" in page

    checks = studio.get(f"{saved['Location']}/publish").content.decode()
    assert "It says how it is earned" in checks
    done = studio.post(f"{saved['Location']}/publish", follow=True)
    assert "Version 1 is published." in done.content.decode()
    version = selectors.issuable().get()
    assert version.outcomes == ["Choose the right extinguisher", "Raise the alarm"]
    assert version.tags == ["safety", "fire"]
    assert [skill["target_code"] for skill in version.alignments] == ["S1"]
    assert version.published_by is not None
    assert Client().get(f"/a/{version.pk}").status_code == 200


def test_a_wrong_field_is_named_and_nothing_is_saved(
    studio: Client, pages: str, in_scope: object
) -> None:
    answer = studio.post(f"{pages}/new", FORM | {"name": "", "credits": "many"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Give it a name." in page
    assert "Write a number" in page
    assert "Pass the **practical** test." in page  # what was typed is still there
    assert not Achievement.objects.exists()


@pytest.mark.parametrize("step", ["preview", "add-skill"])
def test_a_look_at_the_preview_saves_nothing_and_scolds_nobody(
    studio: Client, pages: str, in_scope: object, step: str
) -> None:
    answer = studio.post(f"{pages}/new", FORM | {"name": "", "step": step})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Nothing is saved yet" not in page
    assert "has-error" not in page
    assert "data:image/svg+xml;base64," in page
    assert [one["target_code"] for one in answer.context["rows"].skills][:1] == ["S1"]
    assert not Achievement.objects.exists()


def test_a_preview_draws_whatever_is_typed(studio: Client, pages: str) -> None:
    odd = {"name": "<script>\u202e" * 200, "design_colour": "url(x)", "design_key": "nothing"}
    assert studio.post(f"{pages}/new", FORM | odd | {"step": "preview"}).status_code == 200


def test_a_draft_that_is_not_ready_stays_a_draft(
    studio: Client, pages: str, in_scope: "Organisation"
) -> None:
    bare = services.create(in_scope, Content.parse({"name": "Bare"}), actor=None)
    answer = studio.post(f"{pages}/{bare.achievement_id}/publish")
    assert answer.status_code == 422
    assert "Write what a person has to do or show." in answer.content.decode()
    bare.refresh_from_db()
    assert bare.state == "draft"


def test_edit_archive_restore_discard(
    studio: Client, pages: str, made: Achievement, in_scope: object
) -> None:
    here = f"{pages}/{made.pk}"
    services.publish(made, actor=None)
    assert "Version 2 stays a draft" in studio.get(f"{here}/edit").content.decode()
    studio.post(f"{here}/edit", FORM)
    page = studio.get(here).content.decode()
    assert "Version 1 is awarded until you publish this draft." in page
    assert "Changed:" in page
    assert "First aid" in studio.get(f"{here}/versions/1").content.decode()
    assert studio.get(f"{here}/versions/9").status_code == 404

    assert "is lost" in studio.get(f"{here}/discard").content.decode()
    studio.post(f"{here}/discard")
    assert selectors.draft(made) is None
    assert (
        "not awarded any more" in studio.post(f"{here}/archive", follow=True).content.decode()
    )
    studio.post(f"{here}/restore")
    made.refresh_from_db()
    assert made.state == "published"


def test_the_list_finds_sorts_and_pages(
    studio: Client, pages: str, in_scope: "Organisation"
) -> None:
    for number in range(27):
        content = Content.parse({"name": f"Course {number:02}"})
        services.create(in_scope, content, actor=None)
    first = studio.get(pages, {"sort": "name"}).content.decode()
    assert "Course 00" in first
    assert "Course 26" not in first
    assert "Course 26" in studio.get(pages, {"sort": "name", "page": 2}).content.decode()
    assert "Course 13" in studio.get(pages, {"q": "course 13"}).content.decode()
    assert "Nothing fits this search" in studio.get(pages, {"q": "zebra"}).content.decode()
    assert "Nothing fits" in studio.get(pages, {"state": "archived"}).content.decode()
    assert studio.get(pages, {"page": "x", "sort": "'", "state": "<"}).status_code == 200


def test_only_a_designer_changes_what_is_awarded(
    made: Achievement,
    pages: str,
    make_member: Callable[[Role], "User"],
    client_of: Callable[["User"], Client],
) -> None:
    here = f"{pages}/{made.pk}"
    for role, may in ((Role.DESIGNER, True), (Role.ISSUER, False)):
        browser = client_of(make_member(role))
        assert browser.get(here).status_code == 200
        assert (b"Edit the draft" in browser.get(here).content) is may
        for address in (f"{pages}/new", f"{here}/edit", f"{here}/publish", f"{here}/discard"):
            assert browser.get(address).status_code == (200 if may else 403)
        for act in ("archive", "restore"):
            assert browser.post(f"{here}/{act}").status_code == (302 if may else 403)


def test_strangers_see_nothing(
    made: Achievement,
    pages: str,
    other_organisation: "Organisation",
    client_of: Callable[["User"], Client],
    make_user: Callable[..., "User"],
) -> None:
    stranger = client_of(make_user())
    theirs = f"/studio/{other_organisation.slug}/achievements/{made.pk}"
    for address in (pages, f"{pages}/{made.pk}", theirs):
        assert stranger.get(address).status_code == 404
        assert Client().get(address).status_code == 302  # to the sign-in page


def test_a_foreign_and_a_missing_achievement_look_the_same(
    studio: Client, pages: str, other_organisation: "Organisation"
) -> None:
    from django_scopes import scope

    with scope(organisation=other_organisation.pk):
        foreign = services.create(
            other_organisation, Content.parse({"name": "Theirs"}), actor=None
        )
    for target in (foreign.achievement_id, uuid4()):
        assert studio.get(f"{pages}/{target}").status_code == 404
        assert studio.post(f"{pages}/{target}/archive").status_code == 404


def test_odd_letters_in_a_search_find_nothing(studio: Client, pages: str, made: object) -> None:
    for odd in ("\ud83d", "%", "'", "\u202e"):
        answer = studio.get(pages, {"q": odd.encode("utf-8", "surrogatepass")})
        assert answer.status_code == 200
