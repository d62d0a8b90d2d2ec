"""Programmes over the REST API, from a draft to the list of learners."""

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from issued_credentials import published

from skillmark.platform.orgs.access import organisation_scope

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(organisation: "Organisation", user: Any) -> Any:
    """Call the API with a key that may do everything about programmes."""
    from skillmark.platform.orgs.api_keys import create_api_key

    with organisation_scope(organisation):
        scopes = ["programmes:read", "programmes:write"]
        key = create_api_key(organisation, name="k", scopes=scopes, actor=user).text
    headers = {"authorization": f"Bearer {key}"}

    def run(method: str, path: str, body: Any = None, status: int = 200) -> Any:
        client = Client(headers=headers)
        kind = {"content_type": "application/json"}
        answer = getattr(client, method)(f"/api/v1/{path}", body, **(kind if body else {}))
        assert answer.status_code == status, answer.content
        return answer.json()

    return run


def test_a_programme_from_draft_to_learners(
    organisation: "Organisation", call: Any, make_user: Any, enrol: Any
) -> None:
    unit = published(organisation, "Identify hazards")
    made = call("post", "programmes", {"title": "Safety"}, 201)
    one = f"programmes/{made['id']}"
    assert made["state"] == "draft"
    refused = call("post", f"{one}/publish", {}, 422)
    assert refused["code"] == "programmes.not_ready"
    assert {error["where"] for error in refused["errors"]} == {
        "summary",
        "hours",
        "cost",
        "units",
    }
    facts = {"title": "Safety", "summary": "Short.", "hours": "3.5"}
    bad = call("put", one, facts | {"cost_minor": 100, "currency": "XXX"}, 422)
    assert bad["errors"] == [{"where": "currency", "message": "Choose a currency."}]
    call("put", one, facts | {"cost_minor": 12050, "currency": "EUR"})
    ids = {"units": [str(unit.pk)], "prerequisites": [str(unit.achievement_id)]}
    twice = call("put", f"{one}/achievements", ids, 422)
    assert [error["where"] for error in twice["errors"]] == ["prerequisites"]
    whole = call("put", f"{one}/achievements", {"units": [str(unit.pk)]})
    assert [item["name"] for item in whole["achievements"]] == ["Identify hazards"]
    assert call("post", f"{one}/publish", {})["state"] == "published"
    listed = Client().get("/api/v1/catalogue/programmes?search=hazards").json()
    assert [(item["id"], item["cost_minor"]) for item in listed["items"]] == [
        (made["id"], 12050)
    ]
    wrong = {"name": "Spring", "starts_on": "2027-05-03", "ends_on": "2027-05-01"}
    assert call("post", f"{one}/groups", wrong, 422)["code"] == "programmes.invalid"
    group = call("post", f"{one}/groups", {"name": "Spring", "capacity": 1}, 201)
    assert (group["phase"], group["taken"]) == ("open", 0)
    from skillmark.platform.programmes.models import Cohort

    cohort = Cohort.objects.with_scopes_disabled().get(pk=group["id"])
    enrol(cohort, make_user("mark@learner.example", name="Mark Olsen"))
    enrol(cohort, make_user("ida@learner.example", name="Ida Lindqvist"))
    people = call("get", f"groups/{group['id']}/learners")
    assert [(item["name"], item["state"]) for item in people["items"]] == [
        ("Mark Olsen", "enrolled"),
        ("Ida Lindqvist", "waitlisted"),
    ]
    narrowed = call("get", f"groups/{group['id']}/learners?state=waitlisted&search=ida")
    assert narrowed["total"] == 1
    assert call("get", f"{one}/groups")[0]["waiting"] == 1
    assert call("post", f"{one}/archive", {})["state"] == "archived"
    assert Client().get("/api/v1/catalogue/programmes").json()["total"] == 0
    assert call("post", f"{one}/groups", {"name": "Late"}, 409)["code"] == "programmes.state"
    assert call("get", "programmes?state=archived")["total"] == 1
