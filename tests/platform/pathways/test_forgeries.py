"""Every way to forge a stack of this site: refused for its own reason, on the site and offline.

The organisation's own key signs the forged finals here, as if somebody inside meant to deceive:
what is wrong with them, the bundle shows by itself.
"""

import copy
import json
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from command_line import skillmark
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from foreign_badges import COLLEGE, unsigned
from pathway_samples import award, finals, leaf, look, rule
from pytest_django.fixtures import Settings

from skillmark.core import jsonio
from skillmark.core.encoding import timestamp
from skillmark.core.stack.resources import CREDENTIAL, resource
from skillmark.platform.issuing.services import lifecycle
from skillmark.platform.pathways.services import drafting
from skillmark.platform.trust import documents, own, signing

if TYPE_CHECKING:
    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.pathways.models import Pathway

MARK = ("Mark Olsen", "mark@people.example")


@pytest.fixture(params=["did:key", "did:web"], autouse=True)
def site(request: pytest.FixtureRequest, settings: Settings) -> str:
    """A site of one's own machine, whose issuers are keys, or one on the web."""
    if request.param == "did:web":
        settings.SKILLMARK = settings.SKILLMARK.model_copy(
            update={"site_url": "https://skills.example"}
        )
    kind: str = request.param
    return kind


@pytest.fixture
def parts(
    site: str, pathway: "Pathway", units: list["AchievementVersion"]
) -> list["Credential"]:
    made = [award(unit, *MARK) for unit in units]
    look()
    return made


@pytest.fixture
def bundle(client: Client, pathway: "Pathway", parts: list["Credential"]) -> dict[str, Any]:
    (final,) = finals(pathway)
    found: dict[str, Any] = json.loads(client.get(f"/c/{final.pk}/stack.json").content)
    return found


def test_a_bundle_of_ours_is_plainly_valid_here(
    client: Client, bundle: dict[str, Any], site: str
) -> None:
    report = _on_the_site(client, bundle)
    assert report["verdict"] == "valid", report["findings"]
    assert "Proven" in _page(client, bundle)


def test_offline_the_keys_are_only_what_the_bundle_says(
    bundle: dict[str, Any], site: str, tmp_path: Path, in_scope: "Organisation"
) -> None:
    report = _offline(bundle, tmp_path)
    enclosed = "stack.keys_enclosed" in _codes(report)
    assert (report["verdict"], enclosed) == (
        ("valid_but", True) if site == "did:web" else ("valid", False)
    )
    if site == "did:web":
        document = tmp_path / "did.json"
        address = f"https://skills.example/i/{in_scope.slug}/did.json"
        document.write_bytes(own.document_at(address) or b"")
        report = _offline(bundle, tmp_path, "--did-document", document)
        assert report["verdict"] == "valid"


def test_a_swapped_constituent(
    client: Client,
    bundle: dict[str, Any],
    units: list["AchievementVersion"],
    tmp_path: Path,
) -> None:
    other = award(units[0], "Ana Silva", "ana@people.example")
    bundle["constituents"][0] = bytes(other.document).decode()
    _refused(client, bundle, tmp_path, "stack.constituent_unlisted")


def test_a_constituent_of_the_same_name_and_other_words(
    client: Client, bundle: dict[str, Any], tmp_path: Path
) -> None:
    forged = json.loads(bundle["constituents"][0])
    forged["credentialSubject"]["achievement"]["name"] = "Everything"
    bundle["constituents"][0] = json.dumps(forged)
    _refused(client, bundle, tmp_path, "stack.constituent_changed")


def test_another_version_of_the_rule(
    client: Client,
    pathway: "Pathway",
    bundle: dict[str, Any],
    units: list["AchievementVersion"],
    tmp_path: Path,
) -> None:
    drafting.set_rule(pathway, rule({"all": [leaf(units[0])]}), actor=None)
    drafting.publish(pathway, actor=None)
    path = f"/p/{pathway.slug}/rules/2.json"
    bundle["rule"] = json.loads(client.get(path).content)
    _refused(client, bundle, tmp_path, "stack.rule_differs")


def test_a_final_that_was_dated_back(
    client: Client, bundle: dict[str, Any], in_scope: "Organisation", tmp_path: Path
) -> None:
    earlier = timestamp.encode(timezone.now() - timedelta(hours=3))
    bundle["final"] = _signed_anew(bundle["final"], in_scope, validFrom=earlier)
    _refused(client, bundle, tmp_path, "stack.back_dated")


def test_a_constituent_that_was_revoked(
    client: Client,
    pathway: "Pathway",
    parts: list["Credential"],
    tmp_path: Path,
) -> None:
    (final,) = finals(pathway)
    lifecycle.revoke(parts[1].pk, reason="Somebody else sat the test.", actor=None)
    fresh = json.loads(client.get(f"/c/{final.pk}/stack.json").content)
    _refused(client, fresh, tmp_path, "stack.constituent_revoked")


def test_another_issuer_of_the_same_name(
    client: Client,
    bundle: dict[str, Any],
    in_scope: "Organisation",
    units: list["AchievementVersion"],
    tmp_path: Path,
) -> None:
    """A final that names a credential which somebody else made, with every name as ours."""
    achievement = leaf(units[0])["achievement"]["id"]
    document = unsigned(COLLEGE, achievement=achievement, email=MARK[1], title=units[0].name)
    document["issuer"]["name"] = in_scope.name
    now = timestamp.encode(timezone.now() - timedelta(minutes=5))
    forged = jsonio.dumps(COLLEGE.sign({**document, "validFrom": now}))
    place, old = _constituent(bundle, units[0])
    final = json.loads(bundle["final"])
    entries = [
        one for one in final["relatedResource"] if not one["id"].startswith(old["id"])
    ] + [resource(document["id"], forged, CREDENTIAL)]
    bundle["constituents"][place] = forged.decode()
    bundle["final"] = _signed_anew(bundle["final"], in_scope, relatedResource=entries)
    _refused(client, bundle, tmp_path, "stack.constituent_issuer")


def test_a_final_with_other_words(
    client: Client, bundle: dict[str, Any], tmp_path: Path
) -> None:
    bundle["final"] = bundle["final"].replace("Mark", "Marc")
    _refused(client, bundle, tmp_path, "stack.final_forged")


def _refused(client: Client, bundle: dict[str, Any], folder: Path, code: str) -> None:
    """Make sure that the site, the page and the program without a network say why."""
    for report in (_on_the_site(client, bundle), _offline(bundle, folder)):
        assert report["verdict"] == "invalid", report
        assert code in _codes(report), sorted(_codes(report))
    assert "Not proven" in _page(client, bundle)


def _codes(report: dict[str, Any]) -> set[str]:
    places = [report, report["final"], *report["constituents"]]
    return {finding["code"] for place in places for finding in place["findings"]}


def _on_the_site(client: Client, bundle: dict[str, Any]) -> dict[str, Any]:
    answer = client.post(
        "/api/v1/verify-stack", json.dumps(bundle), content_type="application/json"
    )
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def _page(client: Client, bundle: dict[str, Any]) -> str:
    file = SimpleUploadedFile("stack.json", json.dumps(bundle).encode())
    answer = client.post("/verify", {"file": file})
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def _offline(bundle: dict[str, Any], folder: Path, *more: str | Path) -> dict[str, Any]:
    file = folder / "stack.json"
    file.write_text(json.dumps(bundle), encoding="utf-8")
    result = skillmark("verify", "--stack", "--json", *more, file)
    found: dict[str, Any] = json.loads(result.output)
    return found


def _signed_anew(final: str, organisation: "Organisation", **changes: Any) -> str:
    """Return a final with other words, signed by the organisation's own key."""
    document = {**copy.deepcopy(json.loads(final)), **changes}
    document.pop("proof")
    identity = documents.current_identity(organisation)
    assert identity is not None
    return signing.sign_credential(organisation, document).decode()


def _constituent(
    bundle: dict[str, Any], unit: "AchievementVersion"
) -> tuple[int, dict[str, Any]]:
    """Return where in the bundle the credential of a unit is, and it."""
    for place, text in enumerate(bundle["constituents"]):
        document = json.loads(text)
        if document["credentialSubject"]["achievement"]["name"] == unit.name:
            return place, document
    raise AssertionError(unit.name)
