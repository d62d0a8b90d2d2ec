"""From “I want to become …” to programmes, with the reason; and what keeps the index right."""

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from issued_credentials import published

from skillmark.platform.orgs.access import organisation_scope

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.programmes.models import Programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def skilled(organisation: "Organisation", make_programme: Any) -> "Programme":
    """A programme whose unit points to a skill of a framework; its words say nothing of it."""
    from skillmark.platform.catalog import services
    from skillmark.platform.catalog.content import Content
    from skillmark.platform.programmes.services import offers
    from skillmark.platform.skills import selectors
    from skillmark.platform.skills import services as skills

    with organisation_scope(organisation):
        skill = skills.add_own(organisation, "juggle burning torches", actor=None)
        skill.framework.organisation = None  # everybody may search it
        skill.framework.save()
        content = Content.parse(
            {
                "name": "Unit seven",
                "description": "Seven.",
                "criteria_markdown": "Pass.",
                "alignments": [selectors.alignment(skill)],
            }
        )
        draft = services.create(organisation, content, actor=None)
        unit = services.publish(draft.achievement, actor=None)
    made: Programme = make_programme(title="Seventh", units=(), goals=[], final="Last")
    with organisation_scope(organisation):
        offers.set_achievements(
            made.pk, units=[unit.pk], final=None, prerequisites=[], actor=None
        )
    return made


def _found(goal: str) -> list[tuple[str, tuple[str, ...]]]:
    from skillmark.platform.programmes import goals

    return [(match.programme.title, match.reasons) for match in goals.leading_to(goal)]


def test_a_named_goal_comes_before_a_word_that_happens_to_stand_there(
    make_programme: Any, other_organisation: "Organisation"
) -> None:
    make_programme(title="Right one", goals=["Safety officer"])
    make_programme(
        of=other_organisation,
        title="Told in passing",
        summary="For every officer of safety.",
        goals=[],
        units=("Else",),
        final="",
    )
    make_programme(
        of=other_organisation, title="Apart", goals=["Baker"], units=("Bread",), final=""
    )
    found = _found("I want to become a safety officer")
    assert [title for title, _reasons in found] == ["Right one", "Told in passing"]
    assert found[0][1] == ("It prepares for: Safety officer.",)
    page = Client().get("/programmes?goal=safety+officer").content.decode()
    assert page.index("Right one") < page.index("Told in passing")
    assert "Apart" not in page
    assert "It prepares for: Safety officer." in page


@pytest.mark.parametrize("goal", ["", "  ", "\u202e", "zzzqqq", "…"])
def test_a_goal_that_says_nothing_finds_nothing(programme: "Programme", goal: str) -> None:
    assert _found(goal) == []
    assert Client().get("/programmes", {"goal": goal}).status_code == 200


def test_a_skill_leads_there_too(skilled: "Programme") -> None:
    found = _found("juggle burning torches")
    assert [title for title, _reasons in found] == ["Seventh"]
    assert "It teaches: juggle burning torches." in found[0][1]


def test_a_new_version_of_an_achievement_is_found_by_its_new_words(
    organisation: "Organisation", programme: "Programme"
) -> None:
    from skillmark.platform.catalog import services
    from skillmark.platform.catalog.content import Content
    from skillmark.platform.programmes import catalogue
    from skillmark.platform.programmes.catalogue import Wanted

    def hits(words: str) -> int:
        return catalogue.offered(Wanted(search=words)).count()

    assert (hits("fire prevention"), hits("blaze control")) == (1, 0)
    with organisation_scope(organisation):
        unit = programme.units.select_related("achievement").get(
            achievement__name="Fire prevention"
        )
        content = Content.parse(
            {
                "name": "Bläze control",
                "description": "Stops fires.",
                "criteria_markdown": "Pass.",
            }
        )
        services.edit(unit.achievement, content, actor=None)
        assert hits("blaze control") == 0
        services.publish(unit.achievement, actor=None)
    assert (hits("fire prevention"), hits("BLAZE control")) == (0, 1)


def test_others_that_lead_to_ones_achievements_are_shown_to_who_awards_them(
    organisation: "Organisation",
    other_organisation: "Organisation",
    make_programme: Any,
    studio: Client,
) -> None:
    from skillmark.platform.programmes.services import offers

    mine = published(organisation, "Ours alone")
    theirs = make_programme(
        of=other_organisation, title="Their way", units=("X",), final="", draft=True
    )
    with organisation_scope(other_organisation):
        offers.set_achievements(
            theirs.pk, units=[mine.pk], final=None, prerequisites=[], actor=None
        )
    page = studio.get(f"/studio/{organisation.slug}/programmes").content.decode()
    assert "Their way" in page
    assert "Universitas Meridiana" in page


def test_a_card_says_what_learners_get_and_when(
    make_programme: Any, make_cohort: Any, today: Any
) -> None:
    from skillmark.platform.programmes import catalogue

    made = make_programme()
    make_cohort(made, starts_on=None, ends_on=None)
    later = make_cohort(made)
    card = catalogue.cards([catalogue.public_programme(made.pk)])[0]
    assert (card.units, card.final, card.gives_units) == (2, True, True)
    assert (card.starts_on, card.open_now) == (later.starts_on, True)
