"""The picker's buttons without JavaScript: each does its work on the rows of the form."""

from typing import TYPE_CHECKING

import pytest
from django.http import QueryDict
from skills_samples import FIRES, GEAR

from skillmark.platform.skills import picker, selectors
from skillmark.platform.skills.models import Skill

if TYPE_CHECKING:
    from conftest import MakeFramework
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User


def data(**fields: str | list[str]) -> QueryDict:
    sent = QueryDict(mutable=True)
    for name, value in fields.items():
        sent.setlist(name, value if isinstance(value, list) else [value])
    return sent


class Form:
    """A form with the picker inside."""

    def __init__(self, organisation: "Organisation", user: "User") -> None:
        self.organisation, self.user = organisation, user
        self.rows: list[dict[str, str]] = []

    def press(self, **fields: str | list[str]) -> picker.Picker:
        return picker.answer(data(**fields), self.rows, self.organisation, actor=self.user)


@pytest.fixture
def form(make_framework: "MakeFramework", in_scope: "Organisation", user: "User") -> Form:
    make_framework()
    return Form(in_scope, user)


def test_nothing_is_asked_when_the_page_opens(form: Form) -> None:
    assert form.press().options is None


def test_search_take_and_search_again(form: Form) -> None:
    shown = form.press(step=picker.FIND, skill_query="put out fires")
    assert shown.options
    first = shown.options[0]
    assert (first.row["target_url"], first.chosen) == (FIRES.uri, False)
    again = form.press(step=f"{picker.TAKE}{first.id}", skill_query="put out fires")
    assert form.rows == [first.row]
    assert again.options
    assert again.options[0].chosen
    form.press(step=f"{picker.TAKE}{first.id}")
    assert form.rows == [first.row]


def test_what_is_kept_of_a_skill(form: Form) -> None:
    skill = Skill.objects.get(uri=FIRES.uri)
    assert selectors.alignment(skill) == {
        "target_name": "extinguish fires",
        "target_url": FIRES.uri,
        "target_framework": "ESCO",
        "target_code": "",
        "target_type": "ceasn:Competency",
    }


def test_suggestions_from_title_and_outcomes(form: Form) -> None:
    shown = form.press(
        step=picker.SUGGEST, name="Fire safety", outcomes=["Extinguish fires", "Wear gear"]
    )
    assert shown.options
    assert {one.row["target_url"] for one in shown.options} >= {FIRES.uri, GEAR.uri}


def test_own_words_are_kept(form: Form) -> None:
    shown = form.press(step=picker.KEEP, skill_query="Tie a bowline")
    assert not shown.failed
    assert [one["target_name"] for one in form.rows] == ["Tie a bowline"]
    assert selectors.known(form.rows[0]["target_url"])


@pytest.mark.parametrize(
    "fields",
    [
        {"step": picker.FIND, "skill_query": " "},
        {"step": picker.SUGGEST},
        {"step": picker.TAKE + "nothing"},
        {"step": picker.TAKE + "00000000-0000-0000-0000-000000000000"},
        {"step": picker.KEEP, "skill_query": ""},
        {"step": picker.KEEP, "skill_query": "x" * 500},
    ],
)
def test_what_cannot_be_done_says_so_and_changes_nothing(
    form: Form, fields: dict[str, str]
) -> None:
    shown = form.press(**fields)
    assert shown.failed
    assert shown.message
    assert form.rows == []


def test_an_empty_row_gives_way(form: Form) -> None:
    form.rows.append(dict.fromkeys(picker.PARTS, ""))
    skill = Skill.objects.get(uri=FIRES.uri)
    form.press(step=f"{picker.TAKE}{skill.pk}")
    assert [one["target_url"] for one in form.rows] == [FIRES.uri]


def test_a_foreign_skill_cannot_be_taken(
    form: Form, other_organisation: "Organisation", user: "User"
) -> None:
    from skillmark.platform.orgs.access import organisation_scope
    from skillmark.platform.skills import services

    with organisation_scope(other_organisation):
        foreign = services.add_own(other_organisation, "Their secret", actor=user)
    assert form.press(step=f"{picker.TAKE}{foreign.pk}").failed
