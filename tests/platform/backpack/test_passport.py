"""The skills passport: what adds up, what is held, and the skills that are proven now."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from pathway_samples import award, finals, leaf, look, publish_achievement, rule

from skillmark.platform.issuing.services import lifecycle

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User

type MakeUser = Callable[..., User]
type ClientOf = Callable[[User], Client]

MARK = "mark@learner.example"
LIFT = {
    "target_name": "lift heavy weights",
    "target_url": "https://skills.example/lift",
    "target_framework": "ESCO",
}
FIRE = {"target_name": "prevent fires", "target_url": "https://skills.example/fire"}


@pytest.fixture
def units(in_scope: "Organisation") -> list[Any]:
    return [
        publish_achievement(in_scope, "Safe lifting", alignments=[LIFT]),
        publish_achievement(in_scope, "Fire prevention", alignments=[FIRE, LIFT]),
    ]


@pytest.fixture
def pathway(in_scope: "Organisation", units: list[Any]) -> Any:
    from skillmark.platform.pathways.services import drafting

    final = publish_achievement(in_scope, "Safety certificate", alignments=[FIRE])
    content = drafting.Content(
        name="Workplace safety",
        summary="Two units, one certificate.",
        achievement=final.achievement,
        rule=rule({"all": [leaf(one) for one in units]}),
    )
    version = drafting.create(in_scope, content, actor=None)
    return drafting.publish(version.pathway, actor=None).pathway


@pytest.fixture
def mark(make_user: MakeUser, client_of: ClientOf) -> Client:
    return client_of(make_user(MARK, name="Mark Olsen"))


def _page(client: Client) -> str:
    answer = client.get("/backpack/passport")
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_passport_says_how_it_fills(mark: Client) -> None:
    assert "What you earn stands here by itself" in _page(mark)


def test_it_draws_the_stack_and_names_each_skill_with_its_proof(
    mark: Client, units: list[Any], pathway: Any
) -> None:
    first, second = (award(one, "Mark Olsen", MARK) for one in units)
    look()
    (final,) = finals(pathway)
    page = _page(mark)
    assert "3 credentials" in page
    assert "2 skills" in page
    assert 'class="stack-diagram"' in page
    assert "2 of 2" in page
    for one in (first, second, final):
        assert f'href="/c/{one.pk}"' in page
    skill = page.index("lift heavy weights")
    proofs = page[skill : page.index("</li>", skill)]
    assert proofs.count('href="/c/') == 2
    assert "ESCO" in proofs


def test_half_way_is_drawn_too_and_nothing_of_others_is(
    mark: Client, units: list[Any], pathway: Any
) -> None:
    assert pathway
    award(units[0], "Mark Olsen", MARK)
    award(units[1], "Ruth Abara", "ruth@learner.example")
    look()
    page = _page(mark)
    assert "1 of 2" in page
    assert "1 credential" in page
    assert "prevent fires" not in page
    assert "Ruth" not in page


def test_what_is_revoked_proves_no_skill(mark: Client, units: list[Any]) -> None:
    one = award(units[0], "Mark Olsen", MARK)
    lifecycle.revoke(one.pk, reason="Somebody else took the test.", actor=None)
    page = _page(mark)
    assert f'href="/c/{one.pk}"' in page
    assert "lift heavy weights" not in page


def test_strangers_are_asked_to_sign_in(client: Client) -> None:
    answer = client.get("/backpack/passport")
    assert answer.status_code == 302
    assert "/accounts/login" in answer["Location"]
