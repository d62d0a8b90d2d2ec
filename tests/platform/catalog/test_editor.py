"""The editor without JavaScript: rows by buttons, steps that save nothing, errors at their place."""

from typing import TYPE_CHECKING

import pytest
from django.test import Client

from skillmark.platform.catalog import selectors, services
from skillmark.platform.catalog.content import Content
from skillmark.platform.catalog.models import Achievement, AchievementVersion
from skillmark.platform.catalog.starts import STARTS

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation

RUBRIC = {
    "level_name": ["Not yet", "Reached"],
    "level_points": ["0", "2"],
    "criterion_id": ["", ""],
    "criterion_name": ["Compressions", "AED"],
    "criterion_description": ["", "Uses it safely"],
    "cell_id": ["", "", "", ""],
    "cell_description": ["Too shallow", "5 cm", "", "Within a minute"],
    "cell_name": ["", "", "", ""],
    "cell_points": ["", "", "", ""],
    "cell_absent": ["", "", "", ""],
}
FORM: dict[str, object] = {
    "name": "First aid",
    "achievement_type": "Certification",
    "language": "en",
    "design_key": "hallmark",
    "outcomes": ["Resuscitate", "Call for help"],
}


@pytest.fixture
def pages(organisation: "Organisation") -> str:
    return f"/studio/{organisation.slug}/achievements"


def saved(studio: Client, pages: str, **more: object) -> AchievementVersion:
    answer = studio.post(f"{pages}/new", FORM | more)
    assert answer.status_code == 302, answer.content.decode()[-4000:]
    return selectors.newest(Achievement.objects.order_by("-created_at")[0])


@pytest.mark.parametrize(
    ("step", "order"),
    [
        ("add-outcome", ["Resuscitate", "Call for help", ""]),
        ("remove-outcome-1", ["Call for help"]),
        ("up-outcome-2", ["Call for help", "Resuscitate"]),
        ("down-outcome-1", ["Call for help", "Resuscitate"]),
        ("up-outcome-1", ["Resuscitate", "Call for help"]),
        ("remove-outcome-9", ["Resuscitate", "Call for help"]),
        ("remove-nothing-1", ["Resuscitate", "Call for help"]),
    ],
)
def test_outcomes_are_added_removed_and_moved(
    studio: Client, pages: str, in_scope: object, step: str, order: list[str]
) -> None:
    page = studio.post(f"{pages}/new", FORM | {"step": step})
    assert page.status_code == 200
    assert page.context["outcome_rows"] == order
    assert not Achievement.objects.exists()


def test_a_pasted_list_becomes_rows(studio: Client, pages: str, in_scope: object) -> None:
    version = saved(studio, pages, outcomes="Resuscitate\nCall for help\n\nKeep calm")
    assert version.outcomes == ["Resuscitate", "Call for help", "Keep calm"]


def test_a_rubric_goes_from_the_table_and_back(
    studio: Client, pages: str, in_scope: object
) -> None:
    version = saved(studio, pages, **RUBRIC)
    assert [one["name"] for one in version.rubric] == ["Compressions", "AED"]
    assert version.rubric[0]["levels"] == [
        {"id": "l1", "name": "Not yet", "points": "0", "description": "Too shallow"},
        {"id": "l2", "name": "Reached", "points": "2", "description": "5 cm"},
    ]
    page = studio.get(f"{pages}/{version.achievement_id}/edit").content.decode()
    assert page.count('name="criterion_name"') == 2
    assert page.count('name="level_name"') == 2
    assert "Within a minute" in page


@pytest.mark.parametrize(
    ("step", "rows", "columns"),
    [
        ("add-criterion", 3, 2),
        ("add-level", 2, 3),
        ("remove-criterion-1", 1, 2),
        ("remove-level-2", 2, 1),
        ("up-criterion-2", 2, 2),
        ("remove-level-7", 2, 2),
    ],
)
def test_the_rubric_grows_and_shrinks(
    studio: Client, pages: str, step: str, rows: int, columns: int
) -> None:
    page = studio.post(f"{pages}/new", {**FORM, **RUBRIC, "step": step}).content.decode()
    assert page.count('name="criterion_name"') == rows
    assert page.count('name="level_name"') == columns
    assert page.count('name="cell_description"') == rows * columns


def test_a_first_criterion_brings_levels(studio: Client, pages: str) -> None:
    page = studio.post(f"{pages}/new", FORM | {"step": "add-criterion"}).content.decode()
    assert page.count('name="level_name"') == 3


def test_a_ragged_rubric_keeps_its_shape(
    studio: Client, pages: str, in_scope: "Organisation"
) -> None:
    ragged = [
        {"name": "A", "levels": [{"name": "No"}, {"name": "Yes", "points": "1"}]},
        {"name": "B", "levels": [{"name": "Nope"}]},
    ]
    content = Content.parse({"name": "Odd", "rubric": ragged})
    version = services.create(in_scope, content, actor=None)
    page = studio.get(f"{pages}/{version.achievement_id}/edit")
    grid = page.context["rows"].rubric
    assert grid.rows[1].cells[0].name == "Nope"
    assert grid.rows[1].cells[1].absent
    assert Content.parse({"name": "Odd", "rubric": grid.raw()}).rubric == content.rubric


def test_languages_are_added_and_kept(studio: Client, pages: str, in_scope: object) -> None:
    step = {"step": "add-language", "new_language": "de"}
    page = studio.post(f"{pages}/new", FORM | step)
    assert [one["language"] for one in page.context["languages"]] == ["de"]
    version = saved(
        studio,
        pages,
        translation_language="de",
        translation_name="Erste Hilfe",
        translation_description="",
        translation_criteria_markdown="",
        translation_outcomes="Wiederbeleben\nHilfe rufen",
    )
    assert version.translations["de"]["outcomes"] == ["Wiederbeleben", "Hilfe rufen"]


def test_a_kind_of_ones_own(studio: Client, pages: str, in_scope: object) -> None:
    version = saved(studio, pages, achievement_type="ext:", own_type="Toolbox talk")
    assert version.achievement_type == "ext:Toolbox-talk"
    page = studio.get(f"{pages}/{version.achievement_id}").content.decode()
    assert "Toolbox talk" in page
    assert "Toolbox talk" in studio.get(f"{pages}?kind=ext:").content.decode()
    odd = studio.post(f"{pages}/new", FORM | {"achievement_type": "ext:", "own_type": "Ä!"})
    assert odd.status_code == 422
    assert "letters, digits" in odd.content.decode()


def test_every_problem_stands_at_its_place_and_above(
    studio: Client, pages: str, in_scope: object
) -> None:
    wrong = {"name": "", "credits": "many", "inner_name": "CPR", "review_by": "soon"}
    page = studio.post(f"{pages}/new", {**FORM, **wrong, **RUBRIC, "level_name": ["", ""]})
    problems = {one["href"]: one["words"] for one in page.context["problems"]}
    assert set(problems) >= {"#id_name", "#id_credits", "#id_review_by"}
    body = page.content.decode()
    for anchor in problems:
        assert f'id="{anchor[1:]}"' in body
    named = studio.post(f"{pages}/new", FORM | wrong | {"name": "x", "review_by": ""})
    hrefs = [one["href"] for one in named.context["problems"]]
    assert hrefs == ["#id_credits", "#id_inner_months"]


@pytest.mark.parametrize("start", STARTS, ids=lambda start: start.key)
def test_a_start_fills_the_form_and_saves_nothing(
    studio: Client, pages: str, in_scope: object, start: object
) -> None:
    key = getattr(start, "key", "")
    page = studio.get(f"{pages}/new", {"start": key})
    assert page.context["form"]["achievement_type"].value()
    assert page.context["form"]["name"].value() == ""
    assert not Achievement.objects.exists()


def test_saving_can_go_on_and_enter_saves(studio: Client, pages: str, in_scope: object) -> None:
    page = studio.get(f"{pages}/new").content.decode()
    form = page[page.index('id="achievement-form"') :]
    assert form.index('value="save"') < form.index('value="up-outcome-1"')
    stay = studio.post(f"{pages}/new", FORM | {"step": "save-stay"})
    assert stay["Location"].endswith("/edit")


def test_a_copy_begins_as_a_draft_of_its_own(
    studio: Client, pages: str, in_scope: object
) -> None:
    version = saved(studio, pages, human_code="FA-1", **RUBRIC)
    answer = studio.post(f"{pages}/{version.achievement_id}/duplicate", follow=True)
    assert "Copy of First aid" in answer.content.decode()
    copy = selectors.newest(Achievement.objects.order_by("-created_at")[0])
    assert (copy.rubric, copy.human_code) == (version.rubric, "")


def test_many_are_archived_after_asking(studio: Client, pages: str, in_scope: object) -> None:
    ids = [str(saved(studio, pages, name=name).achievement_id) for name in ("One", "Two")]
    asked = studio.post(f"{pages}/archive", {"id": [*ids, "no id"]}).content.decode()
    assert "Archive 2 achievements?" in asked
    assert not Achievement.objects.filter(state="archived").exists()
    done = studio.post(f"{pages}/archive", {"id": ids, "step": "archive"}, follow=True)
    assert "2 achievements are archived." in done.content.decode()
    assert Achievement.objects.filter(state="archived").count() == 2


ODD = ["", "\x00", "\u202e", "9" * 5_000, "-1", "1e999", "<script>", "ext:", "[]", "{}", "٣"]
ROWS = [
    *("outcomes", "level_name", "level_points", "criterion_id", "criterion_name"),
    *("criterion_description", "cell_id", "cell_description", "cell_name", "cell_points"),
    *("cell_absent", "translation_language", "translation_name", "translation_outcomes"),
    *("skill_target_name", "skill_target_url", "skill_target_type", "new_language"),
]
STEPS = [
    "save",
    "preview",
    "add-level",
    "up-criterion-1",
    "remove-level-1",
    "add-language",
    "x-",
]


@pytest.mark.parametrize("odd", ODD, ids=[f"odd-{n}" for n in range(len(ODD))])
def test_odd_values_in_any_field_break_nothing(
    studio: Client, pages: str, in_scope: object, odd: str
) -> None:
    from skillmark.platform.catalog.forms import AchievementForm

    names = [*AchievementForm.base_fields, *ROWS]
    for step in STEPS:
        every = {name: [odd, odd, odd] for name in names}
        answer = studio.post(f"{pages}/new", {**every, "step": step})
        assert answer.status_code in {200, 302, 422}, step
    ragged = {**FORM, **RUBRIC, "cell_description": [odd], "criterion_name": [odd] * 30}
    assert studio.post(f"{pages}/new", ragged).status_code in {302, 422}
