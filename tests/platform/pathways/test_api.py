"""Pathways over the REST API: draft, publish, people."""

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from pathway_samples import award, leaf, look, rule

from skillmark.platform.orgs import api_keys
from skillmark.platform.orgs.models import Policy, Scope

if TYPE_CHECKING:
    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User

ROOT = "/api/v1/pathways"


@pytest.fixture
def api(in_scope: "Organisation", user: "User") -> Any:
    key = api_keys.create_api_key(in_scope, name="tests", scopes=Scope.values, actor=user).text
    client = Client(headers={"Authorization": f"Bearer {key}"})

    def call(method: str, path: str = "", body: object = None) -> Any:
        send = getattr(client, method)
        if body is None:
            return send(f"{ROOT}{path}")
        return send(f"{ROOT}{path}", body, content_type="application/json")

    return call


def test_draft_publish_and_people(
    api: Any, units: list["AchievementVersion"], final: "AchievementVersion"
) -> None:
    body = {"name": "Safety", "rule": {"type": "PathwayRule", "version": 1}}
    made = api("post", body=body)
    assert made.status_code == 201, made.content
    pathway = made.json()
    assert pathway["newest"]["problems"][0]["code"] == "pathway.achievement_missing"
    refused = api("post", f"/{pathway['id']}/publish")
    assert (refused.status_code, refused.json()["code"]) == (422, "pathway.not_ready")
    body |= {
        "achievement_id": str(final.achievement_id),
        "rule": rule({"all": [leaf(units[0]), leaf(units[1])]}),
        "on_loss": "suspend",
    }
    assert api("put", f"/{pathway['id']}/draft", body).json()["newest"]["problems"] == []
    done = api("post", f"/{pathway['id']}/publish").json()
    assert done["state"] == "published"
    assert done["pathway"]["published"]["digest"].startswith("zQm")
    for unit in units[:2]:
        award(unit, "Mark Olsen", "mark@people.example")
    look()
    people = api("get", f"/{pathway['id']}/people?state=fulfilled").json()
    assert people["total"] == 1
    assert people["items"][0]["credential_id"]
    assert api("get", "?search=safe").json()["total"] == 1
    assert (
        api("post", f"/{pathway['id']}/publish").json()["code"] == "pathway.nothing_to_publish"
    )


def test_where_the_policy_asks_the_api_asks_too(
    api: Any,
    in_scope: "Organisation",
    units: list["AchievementVersion"],
    final: "AchievementVersion",
) -> None:
    Policy.objects.update_or_create(
        organisation=in_scope, defaults={"review_definitions": True}
    )
    body = {
        "name": "Safety",
        "achievement_id": str(final.achievement_id),
        "rule": rule({"all": [leaf(units[0])]}),
    }
    pathway = api("post", body=body).json()
    assert api("post", f"/{pathway['id']}/publish").json()["state"] == "review"
    again = api("post", f"/{pathway['id']}/publish")
    assert (again.status_code, again.json()["code"]) == (409, "pathway.state")
