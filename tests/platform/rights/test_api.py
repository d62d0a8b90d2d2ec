"""Rights over the REST API: both sides read, the owner ends, and issuing is refused by code."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from skillmark.platform.orgs import api_keys
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.models import Scope
from skillmark.platform.rights.models import Grant

if TYPE_CHECKING:
    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.people.models import User

type MakeGrant = Callable[..., Grant]


@pytest.fixture
def call(user: "User", kestrel_owner: "User") -> Callable[..., Any]:
    def send(method: str, path: str, organisation: "Organisation", body: Any = None) -> Any:
        with organisation_scope(organisation):
            key = api_keys.create_api_key(
                organisation, name="Program", scopes=Scope.values, actor=user
            )
        return Client().generic(
            method,
            f"/api/v1/{path}",
            "" if body is None else json.dumps(body),
            content_type="application/json",
            headers={"authorization": f"Bearer {key.text}"},
        )

    return send


def test_both_sides_see_a_grant_and_nobody_else(
    call: Callable[..., Any],
    organisation: "Organisation",
    other_organisation: "Organisation",
    kestrel: "Organisation",
    grant: MakeGrant,
) -> None:
    held = grant()
    given = call("GET", "grants?side=given", kestrel).json()["items"]
    received = call("GET", "grants?side=received", organisation).json()["items"]
    assert [one["id"] for one in given] == [one["id"] for one in received] == [str(held.pk)]
    assert given[0]["state"] == "active"
    assert call("GET", "grants?side=received", kestrel).json()["items"] == []
    assert call("GET", f"grants/{held.pk}", other_organisation).status_code == 404


def test_only_the_owner_ends_it_and_then_nothing_is_issued(
    call: Callable[..., Any],
    organisation: "Organisation",
    kestrel: "Organisation",
    forklift: "AchievementVersion",
    grant: MakeGrant,
) -> None:
    award = {
        "achievement": str(forklift.achievement_id),
        "recipient": {"name": "Wim Kuipers", "email": "wim@learner.example"},
    }
    assert call("POST", "credentials", organisation, award).status_code == 422
    held = grant()
    assert call("POST", "credentials", organisation, award).status_code == 201
    why = {"reason": "Over."}
    assert call("POST", f"grants/{held.pk}/revoke", organisation, why).status_code == 404
    ended = call("POST", f"grants/{held.pk}/revoke", kestrel, why)
    assert (ended.status_code, ended.json()["state"]) == (200, "revoked")
    again = call("POST", f"grants/{held.pk}/revoke", kestrel, why)
    assert (again.status_code, again.json()["code"]) == (409, "rights.decided")
    award["recipient"]["email"] = "tess@learner.example"  # type: ignore[index]
    assert call("POST", "credentials", organisation, award).status_code == 422


def test_endorsements_are_listed_from_both_sides(
    call: Callable[..., Any],
    organisation: "Organisation",
    other_organisation: "Organisation",
    endorse: Callable[..., Any],
) -> None:
    found = endorse()
    for side, of in (("given", other_organisation), ("received", organisation)):
        (one,) = call("GET", f"endorsements?side={side}", of).json()["items"]
        assert (one["id"], one["state"]) == (str(found.pk), "given")
