"""Exports for the Blockcerts tools: off unless wanted, one root a batch, copies that hold."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from blockcerts_samples import (
    KEY_NAME,
    TX,
    batch_of,
    configured,
    deployed,
    exported,
    key,
    open_site,
    settle,
)
from django.test import Client

from skillmark.core import canon
from skillmark.core.anchor import Standing
from skillmark.core.anchor import merkle_proof_2019 as mp

if TYPE_CHECKING:
    from issued_on_site import Site
    from pytest_django import Settings

    from skillmark.platform.issuing.models import Batch
    from skillmark.platform.orgs.models import Organisation, Role
    from skillmark.platform.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _network(db: None, settings: "Settings", monkeypatch: pytest.MonkeyPatch) -> None:
    deployed()
    monkeypatch.setenv(KEY_NAME, key())
    settings.SKILLMARK = settings.SKILLMARK.model_copy(update=configured())


@pytest.fixture
def site(in_scope: "Organisation") -> "Site":
    return open_site(in_scope)


@pytest.fixture
def batch(site: "Site") -> "Batch":
    return batch_of(site, 3)


def copies(batch: "Batch") -> list[dict[str, Any]]:
    from skillmark.platform.blockcerts import selectors
    from skillmark.platform.blockcerts.models import BlockcertsLeaf

    found = [selectors.file_of(leaf.credential_id) for leaf in BlockcertsLeaf.objects.all()]
    return [json.loads(one) for one in found if one is not None]


def test_it_is_off_unless_somebody_wants_it(batch: "Batch", studio: Client) -> None:
    from skillmark.platform.blockcerts import identity, services
    from skillmark.platform.blockcerts.errors import ExportOffError

    with pytest.raises(ExportOffError):
        services.begin(batch, actor=None)
    slug = batch.organisation.slug
    page = studio.get(f"/studio/{slug}/batches/{batch.pk}")
    assert "Blockcerts" not in page.content.decode()
    assert identity.profile(batch.organisation) is None
    assert studio.get(f"/i/{slug}/blockcerts.json").status_code == 404
    assert studio.get(f"/i/{slug}/blockcerts-withdrawn.json").status_code == 404


def test_copies_come_when_the_transaction_is_final(batch: "Batch") -> None:
    from skillmark.platform.blockcerts import selectors
    from skillmark.platform.blockcerts.errors import NotFinalError

    export = exported(batch)
    assert export.anchor is not None
    assert (export.total, export.anchor.size, export.anchor.kind) == (3, 16, "blockcerts")
    first = export.leaves.first()
    assert first is not None
    with pytest.raises(NotFinalError):
        selectors.file_of(first.credential_id)
    settle(export)
    found = copies(batch)
    assert len({one["id"] for one in found}) == 3
    for one in found:
        value = mp.ProofValue.parse(one["proof"]["proofValue"])
        assert len(value.path) == 4
        known = mp.Transactions(
            {
                str(value.anchors[0]): mp.Transaction(
                    bytes.fromhex(export.anchor.root), "0x0", datetime(2026, 11, 22, tzinfo=UTC)
                )
            }
        )
        verdict = mp.check(one, one["proof"], canonicalize=canon.canonicalize, trusted=known)
        assert verdict.standing is Standing.PROVEN
        assert str(value.anchors[0]) == f"blink:eth:sepolia:{TX}"


def test_a_copy_says_the_same_and_leads_nowhere(batch: "Batch") -> None:
    from skillmark.platform.issuing.models import Credential

    settle(exported(batch))
    originals = {
        bytes(row.document): json.loads(bytes(row.document)) for row in Credential.objects.all()
    }
    subjects = [one["credentialSubject"] for one in originals.values()]
    for copy in copies(batch):
        assert copy["credentialSubject"] in subjects
        assert copy["id"].startswith("urn:uuid:")
        assert not {"credentialStatus", "credentialSchema"} & copy.keys()


def test_the_identifier_names_the_account_and_lets_it_sign_nothing(batch: "Batch") -> None:
    from skillmark.platform.anchors import keys
    from skillmark.platform.trust import documents

    exported(batch)
    found = documents.current_identity(batch.organisation)
    assert found is not None
    document: Any = documents.did_document(found)
    (method,) = [one for one in document["verificationMethod"] if "#blockcerts-" in one["id"]]
    address = keys.load(f"env:{KEY_NAME}").address
    assert mp.address_of(method) == address.lower()
    assert method["id"] not in document["assertionMethod"]
    assert document["service"][0]["type"] == "IssuerProfile"


def test_withdrawn_copies_are_listed_by_names_that_lead_nowhere(
    batch: "Batch", client: Client
) -> None:
    from skillmark.platform.blockcerts.models import BlockcertsLeaf
    from skillmark.platform.issuing.models import Credential

    settle(exported(batch))
    slug = batch.organisation.slug
    profile = json.loads(client.get(f"/i/{slug}/blockcerts.json").content)
    assert profile["revocationList"].endswith(f"/i/{slug}/blockcerts-withdrawn.json")
    address = f"/i/{slug}/blockcerts-withdrawn.json"
    assert json.loads(client.get(address).content)["revokedAssertions"] == []
    row = Credential.objects.order_by("pk").first()
    assert row is not None
    Credential.objects.filter(pk=row.pk).update(state="revoked")
    listed = json.loads(client.get(address).content)["revokedAssertions"]
    leaf = BlockcertsLeaf.objects.get(credential=row)
    assert [one["id"] for one in listed] == [f"urn:uuid:{leaf.pk}"]
    assert str(row.pk) not in json.dumps(listed)


def test_a_batch_is_exported_once_and_what_is_added_later_on_its_own(
    batch: "Batch", site: "Site"
) -> None:
    from skillmark.platform.blockcerts import services
    from skillmark.platform.blockcerts.errors import NothingToExportError

    exported(batch)
    with pytest.raises(NothingToExportError):
        services.begin(batch, actor=None)


def test_a_second_run_of_the_job_changes_nothing(batch: "Batch") -> None:
    from skillmark.platform.anchors.models import Anchor
    from skillmark.platform.jobs import registry

    export = exported(batch)
    assert export.job is not None
    registry.find("blockcerts.export").finish(export.job)
    assert Anchor.objects.filter(kind="blockcerts").count() == 1


def test_two_exports_of_the_same_people_share_no_root(site: "Site") -> None:
    first, second = exported(batch_of(site, 2)), None
    other = open_site_again(site)
    second = exported(batch_of(other, 2))
    assert first.anchor is not None
    assert second.anchor is not None
    assert first.anchor.root != second.anchor.root


def open_site_again(site: "Site") -> "Site":
    from issued_on_site import Site as Sites

    return Sites.open(site.organisation, "Fire prevention, part two")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"anchor_chain_id": 31337}, "blockcerts.network_unknown"),
        ({"anchor_chain_id": 0}, "blockcerts.no_network"),
        ({"anchor_key": ""}, "blockcerts.no_network"),
        ({"anchor_key": "env:NOWHERE"}, "anchors.key"),
    ],
)
def test_where_it_cannot_work_it_cannot_be_switched_on(
    batch: "Batch", settings: "Settings", studio: Client, change: dict[str, Any], code: str
) -> None:
    from skillmark.core.errors import SkillmarkError
    from skillmark.platform.blockcerts import services

    settings.SKILLMARK = settings.SKILLMARK.model_copy(update=change)
    with pytest.raises(SkillmarkError) as caught:
        services.switch(batch.organisation, on=True, actor=None)
    assert caught.value.code == code
    page = studio.get(f"/studio/{batch.organisation.slug}/settings/blockcerts")
    assert "It cannot be switched on here." in page.content.decode()


def test_without_a_contract_it_cannot_be_switched_on(batch: "Batch") -> None:
    from skillmark.platform.anchors.models import Contract
    from skillmark.platform.blockcerts import services
    from skillmark.platform.blockcerts.errors import NoNetworkError

    Contract.objects.all().delete()
    with pytest.raises(NoNetworkError, match="contract"):
        services.switch(batch.organisation, on=True, actor=None)


def test_without_a_web_identifier_it_cannot_be_switched_on(
    make_organisation: Callable[..., "Organisation"], settings: "Settings"
) -> None:
    from skillmark.platform.blockcerts import services
    from skillmark.platform.blockcerts.errors import IdentifierError
    from skillmark.platform.orgs.access import organisation_scope

    change = {"site_url": "http://127.0.0.1:8000"}
    settings.SKILLMARK = settings.SKILLMARK.model_copy(update=change)
    organisation = make_organisation("Kestrel Logistics")
    with organisation_scope(organisation), pytest.raises(IdentifierError):
        services.switch(organisation, on=True, actor=None)


def test_a_copy_of_bytes_that_changed_is_not_handed_out(batch: "Batch") -> None:
    from skillmark.platform.blockcerts import selectors
    from skillmark.platform.blockcerts.errors import CopyChangedError
    from skillmark.platform.blockcerts.models import BlockcertsLeaf

    settle(exported(batch))
    leaf = BlockcertsLeaf.objects.first()
    assert leaf is not None
    BlockcertsLeaf.objects.filter(pk=leaf.pk).update(target=bytes(32))
    with pytest.raises(CopyChangedError):
        selectors.file_of(leaf.credential_id)


def test_the_pages_from_the_switch_to_the_files(batch: "Batch", studio: Client) -> None:
    from skillmark.platform.blockcerts.models import BlockcertsExport
    from skillmark.platform.jobs import runner

    slug = batch.organisation.slug
    settings_page = f"/studio/{slug}/settings/blockcerts"
    assert "Switch on" in studio.get(settings_page).content.decode()
    answer = studio.post(settings_page, {"on": "yes"}, follow=True)
    assert "Switched on." in answer.content.decode()
    page = f"/studio/{slug}/batches/{batch.pk}"
    assert f"{page}/blockcerts" in studio.get(page).content.decode()
    assert "3 credentials get a copy" in studio.get(f"{page}/blockcerts").content.decode()
    shown = studio.post(f"{page}/blockcerts/begin", follow=True).content.decode()
    assert "Being prepared" in shown
    assert "hx-get" in shown
    export = BlockcertsExport.objects.get()
    assert export.job_id is not None
    runner.run_to_end(export.job_id)
    assert "Waiting for a block" in studio.get(f"{page}/blockcerts").content.decode()
    archive = f"{page}/blockcerts/{export.pk}.zip"
    assert studio.get(archive).status_code == 404
    export.refresh_from_db()
    settle(export)
    shown = studio.get(f"{page}/blockcerts").content.decode()
    assert TX in shown
    assert archive in shown
    data = b"".join(studio.get(archive).streaming_content)  # type: ignore[attr-defined]
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert len(packed.namelist()) == 3
        one = json.loads(packed.read(packed.namelist()[0]))
    assert one["proof"]["cryptosuite"] == "merkle-proof-2019"
    public = Client().get(f"/c/{packed.namelist()[0].removesuffix('.json')}/blockcerts.json")
    assert json.loads(public.content) == one
    off = studio.post(settings_page, {"on": "no"}, follow=True)
    assert "Switched off." in off.content.decode()
    assert Client().get(f"/i/{slug}/blockcerts.json").status_code == 200


def test_nobody_but_an_owner_turns_the_switch(
    batch: "Batch",
    make_member: Callable[["Role"], "User"],
    client_of: Callable[["User"], Client],
) -> None:
    from skillmark.platform.orgs.models import Role

    page = f"/studio/{batch.organisation.slug}/settings/blockcerts"
    assert client_of(make_member(Role.ISSUER)).post(page, {"on": "yes"}).status_code == 403


def test_a_credential_that_was_never_exported_has_no_copy(
    batch: "Batch", client: Client
) -> None:
    from skillmark.platform.issuing.models import Credential

    row = Credential.objects.first()
    assert row is not None
    assert client.get(f"/c/{row.pk}/blockcerts.json").status_code == 404
