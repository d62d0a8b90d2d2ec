"""A bundle on the verify page: each constituent named with its state, each forgery refused."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pathway_samples import award, finals, look

from skillmark.platform.issuing.services import lifecycle

if TYPE_CHECKING:
    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.pathways.models import Pathway

MARK = ("Mark Olsen", "mark@people.example")


@pytest.fixture
def constituents(pathway: "Pathway", units: list["AchievementVersion"]) -> list["Credential"]:
    made = [award(unit, *MARK) for unit in units]
    look()
    return made


@pytest.fixture
def bundle(
    client: Client, pathway: "Pathway", constituents: list["Credential"]
) -> dict[str, Any]:
    (final,) = finals(pathway)
    found: dict[str, Any] = json.loads(client.get(f"/c/{final.pk}/stack.json").content)
    return found


def dropped(client: Client, bundle: dict[str, Any]) -> str:
    """Return the page that answers to a bundle dropped on it."""
    file = SimpleUploadedFile("stack.json", json.dumps(bundle).encode())
    answer = client.post("/verify", {"file": file})
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def judged(client: Client, bundle: dict[str, Any]) -> dict[str, Any]:
    """Return the report of the REST API."""
    answer = client.post(
        "/api/v1/verify-stack", json.dumps(bundle), content_type="application/json"
    )
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def test_a_good_stack_is_proven_and_every_unit_named(
    client: Client, bundle: dict[str, Any], units: list["AchievementVersion"]
) -> None:
    page = dropped(client, bundle)
    assert "Proven" in page
    assert all(unit.name in page for unit in units)
    report = judged(client, bundle)
    assert report["rule"]["satisfied"]
    assert [part["counted"] for part in report["constituents"]] == [True] * 4
    assert report["verdict"] in {"valid", "valid_but"}


@pytest.mark.parametrize("defect", ["tampered", "swapped", "missing", "rule", "final"])
def test_forgeries_are_refused(
    client: Client,
    bundle: dict[str, Any],
    units: list["AchievementVersion"],
    defect: str,
) -> None:
    expected = {
        "tampered": "stack.constituent_",
        "swapped": "stack.constituent_",
        "missing": "stack.constituent_missing",
        "rule": "stack.rule_differs",
        "final": "stack.final_forged",
    }
    if defect == "tampered":
        bundle["constituents"][0] = bundle["constituents"][0].replace("Mark", "Marc")
    elif defect == "swapped":
        other = award(units[0], "Ana Silva", "ana@people.example")
        bundle["constituents"][0] = bytes(other.document).decode()
    elif defect == "missing":
        del bundle["constituents"][1]
    elif defect == "rule":
        bundle["rule"]["rule"]["all"] = bundle["rule"]["rule"]["all"][:2]
    else:
        bundle["final"] = bundle["final"].replace("Mark", "Marc")
    report = judged(client, bundle)
    codes = [one["code"] for one in report["findings"]]
    for part in (report["final"], *report["constituents"]):
        codes += [one["code"] for one in part["findings"]]
    lacking = defect == "missing"  # it may be as it should: nobody can tell
    assert report["verdict"] == ("unknown" if lacking else "invalid")
    assert any(code.startswith(expected[defect]) for code in codes), codes
    assert ("Could not tell" if lacking else "Not proven") in dropped(client, bundle)


def test_a_unit_revoked_since_is_named(
    client: Client,
    bundle: dict[str, Any],
    constituents: list["Credential"],
) -> None:
    lifecycle.revoke(constituents[1].pk, reason="Somebody else sat the test.", actor=None)
    report = judged(client, bundle)
    revoked = [
        part
        for part in report["constituents"]
        if any(one["code"] == "stack.constituent_revoked" for one in part["findings"])
    ]
    assert [part["url"] for part in revoked] == [
        part["url"] for part in report["constituents"] if str(constituents[1].pk) in part["url"]
    ]
    assert report["verdict"] == "invalid"
    assert "was revoked by its issuer" in dropped(client, bundle)


def test_what_only_says_it_is_a_bundle_gets_a_plain_answer(
    client: Client, make_user: Callable[..., object]
) -> None:
    del make_user
    file = SimpleUploadedFile("stack.json", b'{"type": "SkillmarkStackBundle"}')
    answer = client.post("/verify", {"file": file})
    assert answer.status_code == 422
    sent = client.post("/api/v1/verify-stack", b"{}", content_type="application/json")
    assert sent.status_code == 422
    assert sent.json()["code"] == "stack.bundle"
