"""Skills over the API: open to everybody, reasons told, own words with a key."""

import json
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from skills_samples import FIRES

from skillmark.platform.orgs import api_keys
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.models import Scope
from skillmark.platform.skills import services

if TYPE_CHECKING:
    from conftest import MakeFramework
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User


def test_a_sentence_finds_skills_with_reasons(
    client: Client, make_framework: "MakeFramework"
) -> None:
    make_framework()
    got = client.get("/api/v1/skills", {"q": "put out fires zzyzx", "limit": 1}).json()
    (item,) = got["items"]
    assert (item["url"], item["framework"], item["name_confirmed"]) == (FIRES.uri, "esco", True)
    assert item["reasons"][0] == {
        "place": "label",
        "text": "extinguish fires",
        "typed": ["fires"],
        "met": ["fires"],
        "how": ["word"],
    }
    assert got["unknown"] == ["zzyzx"]


def test_frameworks_tell_licence_and_attribution(
    client: Client, make_framework: "MakeFramework"
) -> None:
    framework = make_framework()
    framework.licence, framework.attribution = "CC BY 4.0", "By them."
    framework.save()
    (one,) = client.get("/api/v1/skills/frameworks").json()
    assert (one["key"], one["licence"], one["attribution"], one["skills"]) == (
        "esco",
        "CC BY 4.0",
        "By them.",
        3,
    )


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 51}, {"q": "x" * 2001}])
@pytest.mark.django_db
def test_limits_are_kept(client: Client, query: dict[str, str | int]) -> None:
    assert client.get("/api/v1/skills", query).status_code == 422


def test_own_frameworks_are_not_in_public_answers(
    client: Client, organisation: "Organisation", user: "User"
) -> None:
    with organisation_scope(organisation):
        services.add_own(organisation, "Tie a bowline", actor=user)
    assert client.get("/api/v1/skills", {"q": "bowline"}).json()["items"] == []
    assert client.get("/api/v1/skills/frameworks").json() == []


def test_a_key_adds_a_skill_once(
    client: Client, organisation: "Organisation", user: "User"
) -> None:
    with organisation_scope(organisation):
        key = api_keys.create_api_key(
            organisation, name="k", scopes=[Scope.ACHIEVEMENTS_WRITE], actor=user
        )
    body = json.dumps({"name": "Tie a bowline", "description": "A loop."})
    made = [
        client.post(
            "/api/v1/skills",
            body,
            content_type="application/json",
            headers={"authorization": f"Bearer {key.text}"},
        )
        for _attempt in range(2)
    ]
    assert [one.status_code for one in made] == [200, 200]
    assert made[0].json() == made[1].json()
    assert Client().get(made[0].json()["url"].partition("8000")[2] or "/").status_code == 200
