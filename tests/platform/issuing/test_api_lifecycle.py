"""Renewing, correcting and changing many over the API: scopes, keys, the fuse, foreign ids."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.test import Client

if TYPE_CHECKING:
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.orgs.models import Organisation

type Issue = Callable[..., Credential]
ISSUE, READ, REVOKE = "credentials:issue", "credentials:read", "credentials:revoke"
MARK = {"name": "Marc Olsen", "email": "mark@people.example"}


@pytest.fixture
def call(in_scope: "Organisation") -> Callable[..., Any]:
    """Call the API with a key of some scopes."""
    from skillmark.platform.orgs import api_keys

    def run(path: str, body: Any = None, *scopes: str, **headers: str) -> Any:
        named = list(scopes or (ISSUE, READ, REVOKE))
        issued = api_keys.create_api_key(in_scope, name="test", scopes=named, actor=None)
        sent = {"authorization": f"Bearer {issued.text}", **headers}
        client = Client(raise_request_exception=False)
        if body is None:
            return client.get(f"/api/v1{path}", headers=sent)
        return client.post(
            f"/api/v1{path}",
            json.dumps(body),
            content_type="application/json",
            headers=sent,
        )

    return run


def test_renewing_is_done_once(call: Callable[..., Any], credential: "Credential") -> None:
    path = f"/credentials/{credential.pk}/renew"
    first, again = call(path, {}), call(path, {"grade": "Merit"})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    assert first.json()["renews"] == str(credential.pk)


def test_correcting_is_done_once(call: Callable[..., Any], credential: "Credential") -> None:
    path = f"/credentials/{credential.pk}/replace"
    first, again = call(path, {"recipient": MARK}), call(path, {"recipient": MARK})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["replaces"] == str(credential.pk)
    other = call(path, {"recipient": {**MARK, "name": "Mary Olsen"}})
    assert (other.status_code, other.json()["code"]) == (409, "credential.replaced")
    assert call(f"/credentials/{credential.pk}").json()["state"] == "superseded"


def test_the_same_key_gives_the_same_answer(
    call: Callable[..., Any], credential: "Credential"
) -> None:
    path = f"/credentials/{credential.pk}/replace"
    key = {"idempotency-key": "one"}
    first = call(path, {"recipient": MARK}, **key)
    again = call(path, {"recipient": MARK}, **key)
    assert (again.status_code, again.json()) == (201, first.json())
    assert again["Idempotency-Replayed"] == "true"


@pytest.mark.parametrize(
    ("path", "body", "scopes"),
    [
        ("renew", {}, (READ, REVOKE)),
        ("replace", {"recipient": MARK}, (ISSUE,)),
        ("replace", {"recipient": MARK}, (REVOKE,)),
    ],
)
def test_scopes_are_asked_for(
    call: Callable[..., Any], credential: "Credential", path: str, body: Any, scopes: Any
) -> None:
    refused = call(f"/credentials/{credential.pk}/{path}", body, *scopes)
    assert (refused.status_code, refused.json()["code"]) == (403, "orgs.scope_missing")


def test_many_are_changed_in_the_background(call: Callable[..., Any], issue: Issue) -> None:
    from skillmark.platform.issuing.models import BulkChange
    from skillmark.platform.jobs import runner

    rows = [issue(f"Person{number} X") for number in range(3)]
    ids = [str(row.pk) for row in rows]
    body = {"action": "suspend", "ids": [*ids, str(uuid4())], "reason": "A leak"}
    key = {"idempotency-key": "bulk"}
    asked = call("/changes", body, **key)
    assert asked.status_code == 202
    assert (asked.json()["state"], asked.json()["chosen"]) == ("started", 3)
    assert call("/changes", body, **key).json()["id"] == asked.json()["id"]
    runner.run_to_end(BulkChange.objects.get().job_id)
    told = call(f"/changes/{asked.json()['id']}").json()
    assert (told["state"], told["changed"], told["failed"]) == ("done", 3, 0)


def test_a_filter_chooses_and_an_empty_one_does_not(
    call: Callable[..., Any], issue: Issue
) -> None:
    for number in range(3):
        issue(f"Person{number} X")
    issue("Somebody Else")
    chosen = call("/renewals", {"filter": {"search": "person"}})
    assert (chosen.status_code, chosen.json()["chosen"]) == (202, 3)
    for body in ({"filter": {}}, {}, {"ids": [str(uuid4())], "filter": {"search": "x"}}):
        assert call("/renewals", body).status_code == 422


def test_the_fuse_holds_for_programs_too(call: Callable[..., Any], issue: Issue) -> None:
    rows = [issue(f"Person{number} X") for number in range(12)]
    many = call(
        "/changes",
        {"action": "revoke", "ids": [str(row.pk) for row in rows], "reason": "A leak"},
    )
    assert (many.status_code, many.json()["state"]) == (202, "waiting")
    codes = [
        call(f"/credentials/{row.pk}/suspend", {"reason": "x"}).status_code for row in rows
    ]
    assert codes == [200] * 10 + [202] * 2
    waiting = call(f"/credentials/{rows[11].pk}/suspend", {"reason": "x"}).json()
    assert waiting["state"] == "waiting"
    assert call(f"/credentials/{rows[11].pk}").json()["state"] == "active"


def test_another_tenants_ids_are_nothing_here(
    call: Callable[..., Any], credential: "Credential", other_organisation: "Organisation"
) -> None:
    from issued_credentials import issue as issue_for
    from issued_credentials import published

    theirs = issue_for(published(other_organisation))
    for path, body in (("renew", {}), ("replace", {"recipient": MARK})):
        assert call(f"/credentials/{theirs.pk}/{path}", body).status_code == 404
    refused = call("/changes", {"action": "revoke", "ids": [str(theirs.pk)], "reason": "x"})
    assert refused.json()["code"] == "bulk.nothing_chosen"
    mixed = call(
        "/changes",
        {"action": "revoke", "ids": [str(theirs.pk), str(credential.pk)], "reason": "x"},
    )
    assert mixed.json()["chosen"] == 1
    assert call(f"/changes/{uuid4()}").status_code == 404
