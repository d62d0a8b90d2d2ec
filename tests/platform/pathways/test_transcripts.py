"""The record of learning of a final: published form, signed, everything in it, verified here."""

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pathway_samples import award, finals, look

from skillmark.core.badges import schema
from skillmark.platform.issuing.services import lifecycle
from skillmark.platform.pathways.models import Transcript

if TYPE_CHECKING:
    from collections.abc import Callable

    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.pathways.models import Pathway
    from skillmark.platform.people.models import User

MARK = ("Mark Olsen", "mark@people.example")


@pytest.fixture
def parts(pathway: "Pathway", units: list["AchievementVersion"]) -> list["Credential"]:
    made = [award(unit, *MARK) for unit in units]
    look()
    return made


def fetched(client: Client, final: "Credential") -> Any:
    answer = client.get(f"/c/{final.pk}/transcript.json")
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)


def test_it_wraps_the_final_and_all_that_earned_it(
    client: Client, pathway: "Pathway", parts: list["Credential"]
) -> None:
    (made,) = finals(pathway)
    document = fetched(client, made)
    assert schema.clr_problems(document, several_statuses=True) == ()
    # By the letter of the published schema there is one difference, see docs/divergences.md.
    assert {one.path.rpartition("/")[2] for one in schema.clr_problems(document)} == {
        "credentialStatus"
    }
    assert document["type"] == ["VerifiableCredential", "ClrCredential"]
    subject = document["credentialSubject"]
    wrapped = [json.loads(bytes(one.document)) for one in (made, *parts)]
    inside = subject["verifiableCredential"]
    assert inside[0] == wrapped[0]
    assert sorted(map(json.dumps, inside)) == sorted(map(json.dumps, wrapped))
    assert {one["associationType"] for one in subject["association"]} == {"isChildOf"}
    assert len(subject["association"]) == 4
    assert subject["identifier"] == wrapped[0]["credentialSubject"]["identifier"]


def test_it_is_signed_once_and_verifies(
    client: Client, pathway: "Pathway", parts: list["Credential"]
) -> None:
    (made,) = finals(pathway)
    first = fetched(client, made)
    assert fetched(client, made) == first
    assert Transcript.objects.count() == 1
    report = _verified(client, first)
    assert report["verdict"] == "valid", [
        one for one in report["checks"] if one["outcome"] != "passed"
    ]


def test_a_changed_constituent_in_it_is_found(
    client: Client, pathway: "Pathway", parts: list["Credential"]
) -> None:
    (made,) = finals(pathway)
    document = fetched(client, made)
    inside = document["credentialSubject"]["verifiableCredential"][1]
    inside["credentialSubject"]["achievement"]["name"] = "Everything"
    assert _verified(client, document)["verdict"] == "invalid"


def test_nothing_but_a_final_has_one(
    client: Client, pathway: "Pathway", parts: list["Credential"]
) -> None:
    assert client.get(f"/c/{parts[0].pk}/transcript.json").status_code == 404


def test_it_is_offered_where_the_final_is(
    client: Client,
    pathway: "Pathway",
    parts: list["Credential"],
    make_user: "Callable[..., User]",
    client_of: "Callable[[User], Client]",
) -> None:
    (made,) = finals(pathway)
    path = f"/c/{made.pk}/transcript.json"
    assert path in client.get(f"/c/{made.pk}").content.decode()
    mark = make_user(MARK[1], name=MARK[0])
    page = client_of(mark).get("/backpack").content.decode()
    assert page.count("/transcript.json") == 1
    assert path in page


def test_a_revoked_constituent_keeps_its_own_status_in_it(
    client: Client, pathway: "Pathway", parts: list["Credential"]
) -> None:
    (made,) = finals(pathway)
    lifecycle.revoke(parts[0].pk, reason="A mistake.", actor=None)
    inside = fetched(client, made)["credentialSubject"]["verifiableCredential"]
    assert all("credentialStatus" in one for one in inside)


def _verified(client: Client, document: Any) -> Any:
    file = SimpleUploadedFile("transcript.json", json.dumps(document).encode())
    return client.post("/api/v1/verify", {"file": file}).json()
