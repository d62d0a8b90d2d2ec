"""Who may have issued what counts: said in every published rule, filled in where it is known."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils import timezone
from pathway_samples import award, finals, leaf, look, publish_achievement, rule

from skillmark.platform.pathways import checks, rules, selectors
from skillmark.platform.pathways.errors import NotReadyError
from skillmark.platform.pathways.services import drafting, following
from skillmark.platform.trust import documents

if TYPE_CHECKING:
    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.pathways.models import Pathway
    from skillmark.platform.people.models import User

ELSEWHERE = {"achievement": {"id": "https://academy.example/a/1"}}


def did_of(organisation: "Organisation") -> str:
    identity = documents.current_identity(organisation)
    assert identity is not None
    return identity.did


def test_an_achievement_of_this_site_counts_from_its_own_issuer(
    in_scope: "Organisation", units: list["AchievementVersion"], pathway: "Pathway"
) -> None:
    version = selectors.published(pathway)
    assert version is not None
    read = rules.published_rule(version)
    assert all(
        node.limits.issuers == frozenset({did_of(in_scope)})
        for node in read.nodes
        if node.achievement
    )


def test_of_another_organisation_it_is_that_one(
    in_scope: "Organisation",
    other_organisation: "Organisation",
    make_pathway: Callable[..., "Pathway"],
) -> None:
    from skillmark.platform.orgs.access import organisation_scope

    with organisation_scope(other_organisation):
        theirs = publish_achievement(other_organisation, "Statistics")
    made = make_pathway({"all": [leaf(theirs)]}, publish=False)
    node = selectors.shown(made).rule["rule"]["all"][0]
    assert node["issuers"] == [did_of(other_organisation)]


@pytest.mark.parametrize(
    ("above", "said"),
    [
        ({"issuers": "any"}, None),
        ({"issuers": ["did:web:academy.example"]}, None),
        ({}, "any"),
        ({}, ["did:web:academy.example"]),
    ],
)
def test_what_is_said_stays_as_it_is(
    units: list["AchievementVersion"], above: dict[str, Any], said: Any
) -> None:
    part = leaf(units[0]) if said is None else leaf(units[0], issuers=said)
    document = rule({"all": [part], **above})
    assert rules.with_issuers(document) == document
    assert checks.warnings(document) == []


def test_one_issuer_for_all_names_nobody(
    in_scope: "Organisation", units: list["AchievementVersion"]
) -> None:
    document = rule({"all": [leaf(units[0])], "issuers": "same"})
    filled = rules.with_issuers(document)
    assert filled["rule"]["all"][0]["issuers"] == [did_of(in_scope)]  # type: ignore[index,call-overload]
    assert [one.code for one in checks.warnings(document)] == ["pathway.issuers_missing"]


@pytest.mark.parametrize("more", [{}, {"title": "IT"}])
def test_what_is_elsewhere_must_name_its_issuers_to_be_published(
    make_pathway: Callable[..., "Pathway"], more: dict[str, Any]
) -> None:
    made = make_pathway({"all": [{**ELSEWHERE, **more}]}, publish=False)
    with pytest.raises(NotReadyError) as caught:
        drafting.publish(made, actor=None)
    assert caught.value.facts["problem"] == "pathway.issuers_missing"
    drafting.set_rule(made, rule({"all": [{**ELSEWHERE, "issuers": "any"}]}), actor=None)
    drafting.publish(made, actor=None)


def test_the_editor_warns_at_the_part(
    make_pathway: Callable[..., "Pathway"],
    in_scope: "Organisation",
    user: "User",
    client_of: Callable[["User"], Client],
) -> None:
    made = make_pathway({"all": [ELSEWHERE]}, publish=False)
    browser = client_of(user)
    path = f"/studio/{in_scope.slug}/pathways/{made.pk}/rule"
    assert "anybody could make one up" in browser.get(path).content.decode()
    answer = browser.post(
        path,
        {
            "node": "/rule/all/0",
            "act": "save",
            "address": ELSEWHERE["achievement"]["id"],
            "any_issuer": "on",
        },
    )
    assert answer.status_code == 302, answer.content.decode()
    page = browser.get(path).content.decode()
    assert "anybody could make one up" not in page
    assert selectors.shown(made).rule["rule"]["all"][0]["issuers"] == "any"


def test_a_new_identifier_of_the_issuer_counts_within_a_minute(
    in_scope: "Organisation", pathway: "Pathway", units: list["AchievementVersion"]
) -> None:
    from skillmark.platform.trust import keys
    from skillmark.platform.trust.models import KeyPurpose

    before = [award(unit, "Mark Olsen", "mark@people.example") for unit in units[:2]]
    keys.rotate(in_scope, KeyPurpose.CREDENTIAL, actor=None)
    after = [award(unit, "Mark Olsen", "mark@people.example") for unit in units[2:]]
    assert len({_issuer(one) for one in (*before, *after)}) == 2
    look()
    assert finals(pathway) == []
    assert following.follow_identities(timezone.now()) == 1
    look()
    assert len(finals(pathway)) == 1
    assert following.follow_identities(timezone.now()) == 0
    version = selectors.published(pathway)
    assert version is not None
    assert version.number == 2


def test_somebodys_draft_is_not_published_for_them(
    in_scope: "Organisation", pathway: "Pathway"
) -> None:
    from skillmark.platform.trust import keys
    from skillmark.platform.trust.models import KeyPurpose

    drafting.open_draft(pathway)
    keys.rotate(in_scope, KeyPurpose.CREDENTIAL, actor=None)
    assert following.follow_identities(timezone.now()) == 0
    version = selectors.published(pathway)
    assert version is not None
    assert version.number == 1


def _issuer(credential: "Credential") -> str:
    found: str = json.loads(bytes(credential.document))["issuer"]["id"]
    return found


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"rule": None},
        {"rule": {"all": [None, 1, "x", {"achievement": 7}, {"achievement": {"id": []}}]}},
        {"rule": {"all": {"x": 1}, "issuers": [[]]}},
        {"rule": {"achievement": {"id": "https://a.example/1"}, "issuers": {"a": []}}},
    ],
)
def test_an_unfinished_rule_is_left_as_it_is(db: None, document: dict[str, Any]) -> None:
    assert rules.with_issuers(document) == document
    assert json.dumps(document)
