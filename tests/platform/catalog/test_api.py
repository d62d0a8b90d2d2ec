"""Definitions by program: all that they say, the draft written anew, a second person asked."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from skillmark.platform.approvals import services as approvals
from skillmark.platform.orgs import api_keys
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.models import Policy, Scope

if TYPE_CHECKING:
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User

type Call = Callable[..., Any]
BODY: dict[str, Any] = {
    "name": "First aid",
    "description": "Helps until help comes.",
    "criteria_markdown": "Pass the practical test.",
    "outcomes": ["Resuscitate"],
    "rubric": [
        {
            "name": "Compressions",
            "levels": [{"name": "Not yet"}, {"name": "Reached", "points": "2"}],
        }
    ],
    "assessment_types": ["practical"],
    "participation": "presential",
    "supervision": "supervised_onsite_id",
    "eqf_level": 3,
    "credits": 0.5,
    "credit_unit": "ECTS",
    "cpd_points": 2,
    "validity_months": 36,
    "renewal_days": 60,
    "inner_months": 12,
    "inner_name": "CPR",
    "translations": {"de": {"name": "Erste Hilfe"}},
}


@pytest.fixture
def call(organisation: "Organisation", user: "User") -> Call:
    """Send one request as a program with every right to achievements."""
    scopes = [Scope.ACHIEVEMENTS_READ.value, Scope.ACHIEVEMENTS_WRITE.value]
    with organisation_scope(organisation):
        made = api_keys.create_api_key(organisation, name="Sync", scopes=scopes, actor=user)

    def send(method: str, path: str, body: object = None, *, status: int = 200) -> Any:
        answer = Client().generic(
            method,
            f"/api/v1{path}",
            json.dumps(body) if body is not None else "",
            content_type="application/json",
            headers={"authorization": f"Bearer {made.text}"},
        )
        assert answer.status_code == status, answer.content.decode()
        return json.loads(answer.content)

    return send


def test_what_is_written_is_read_and_the_draft_is_written_anew(call: Call) -> None:
    made = call("POST", "/achievements", BODY, status=201)
    newest = made["newest"]
    for name in set(BODY) - {"rubric", "translations"}:
        assert newest[name] == BODY[name], name
    assert newest["validity"] == "months"
    assert newest["rubric"][0]["levels"][1] == {
        "id": "l2", "name": "Reached", "description": "", "points": "2",
    }  # fmt: skip
    assert newest["translations"]["de"]["name"] == "Erste Hilfe"
    here = f"/achievements/{made['id']}"
    call("POST", f"{here}/publish")
    second = call("PUT", f"{here}/draft", BODY | {"name": "First aid at work"})
    again = call("PUT", f"{here}/draft", BODY | {"name": "First aid at work"})
    assert (second["newest"]["number"], again["newest"]["number"]) == (2, 2)
    assert again["published"]["name"] == "First aid"
    assert call("GET", here) == again


def test_the_list_is_narrowed_by_kind_and_by_day(call: Call) -> None:
    one = call("POST", "/achievements", BODY, status=201)
    call("POST", "/achievements", BODY | {"achievement_type": "ext:Toolbox"}, status=201)
    assert call("GET", "/achievements?achievement_type=ext:")["total"] == 1
    kept = call("POST", f"/achievements/{one['id']}/keep", {"review_by": "2027-01-31"})
    assert kept["review_by"] == "2027-01-31"
    assert call("GET", "/achievements?due_by=2027-02-01")["total"] == 1
    assert call("GET", "/achievements?due_by=2027-01-01")["total"] == 0
    usual = call("POST", f"/achievements/{one['id']}/keep", {})
    assert usual["review_by"] is not None


def test_a_program_asks_and_a_second_person_decides(
    call: Call, organisation: "Organisation", make_user: Callable[..., "User"]
) -> None:
    with organisation_scope(organisation):
        Policy.objects.create(organisation=organisation, review_definitions=True)
    here = f"/achievements/{call('POST', '/achievements', BODY, status=201)['id']}"
    refused = call("POST", f"{here}/publish", status=409)
    assert refused["code"] == "catalog.review_needed"
    asked = call("POST", f"{here}/ask-review", status=202)
    assert asked["title"] == "Publish version 1 of “First aid”"
    assert call("PUT", f"{here}/draft", BODY, status=409)["code"] == "catalog.in_review"
    assert call("GET", here)["state"] == "review"
    with organisation_scope(organisation):
        approvals.approve(asked["id"], by=make_user())
    assert call("GET", here)["published"]["number"] == 1


def test_archiving_and_bringing_back_can_be_repeated(call: Call) -> None:
    here = f"/achievements/{call('POST', '/achievements', BODY, status=201)['id']}"
    call("POST", f"{here}/publish")
    for act, state in (("archive", "archived"), ("restore", "published")):
        for _again in range(2):
            assert call("POST", f"{here}/{act}")["state"] == state


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"participation": "telepathic"}, "participation"),
        ({"validity": "fixed"}, "validity_until"),
        ({"rubric": [{"name": "", "levels": [{"name": "x"}], "description": "y"}]}, "rubric"),
        ({"translations": {"en": {"name": "x"}}}, "translations"),
        ({"achievement_type": "ext:no spaces"}, "achievement_type"),
    ],
)
def test_what_cannot_be_kept_is_named(call: Call, wrong: dict[str, Any], field: str) -> None:
    answer = call("POST", "/achievements", BODY | wrong, status=422)
    assert answer["code"] == "catalog.content_invalid"
    assert field in json.dumps(answer)
