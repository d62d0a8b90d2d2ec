"""Exports over the REST API and by command."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from blockcerts_samples import KEY_NAME, batch_of, configured, deployed, key, open_site, settle
from command_line import skillmark
from django.test import Client

if TYPE_CHECKING:
    from pytest_django import Settings

    from skillmark.platform.blockcerts.models import BlockcertsExport
    from skillmark.platform.issuing.models import Batch
    from skillmark.platform.orgs.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(
    in_scope: "Organisation", settings: "Settings", monkeypatch: pytest.MonkeyPatch
) -> "Batch":
    return batch_of(open_site(in_scope), 2)


@pytest.fixture(autouse=True)
def _network(db: None, settings: "Settings", monkeypatch: pytest.MonkeyPatch) -> None:
    deployed()
    monkeypatch.setenv(KEY_NAME, key())
    settings.SKILLMARK = settings.SKILLMARK.model_copy(update=configured())


@pytest.fixture
def api(in_scope: "Organisation") -> Client:
    from skillmark.platform.orgs import api_keys
    from skillmark.platform.orgs.models import Scope

    made = api_keys.create_api_key(in_scope, name="test", scopes=Scope.values, actor=None)
    return Client(headers={"Authorization": f"Bearer {made.text}"})


def run(export: "BlockcertsExport") -> None:
    from skillmark.platform.jobs import runner

    assert export.job_id is not None
    runner.run_to_end(export.job_id)
    export.refresh_from_db()


def test_over_the_api(batch: "Batch", api: Client) -> None:
    from skillmark.platform.blockcerts import services
    from skillmark.platform.blockcerts.models import BlockcertsExport

    address = f"/api/v1/batches/{batch.pk}/blockcerts"
    refused = api.post(address)
    assert (refused.status_code, refused.json()["code"]) == (422, "blockcerts.off")
    services.switch(batch.organisation, on=True, actor=None)
    assert api.get(address).json() == {"exports": [], "left": 2}
    headers = {"Idempotency-Key": "one"}
    made = api.post(address, headers=headers)
    assert (made.status_code, made.json()["state"]) == (201, "preparing")
    assert api.post(address, headers=headers).json() == made.json()
    run(BlockcertsExport.objects.get())
    (said,) = api.get(address).json()["exports"]
    assert (said["state"], said["credentials"], len(said["root"])) == ("pending", 2, 64)
    again = api.post(address)
    assert (again.status_code, again.json()["code"]) == (422, "blockcerts.nothing")
    nowhere = "/api/v1/batches/0198a000-0000-7000-8000-000000000009/blockcerts"
    assert api.get(nowhere).status_code == 404


def test_by_command(batch: "Batch", tmp_path: Path) -> None:
    from skillmark.platform.blockcerts.models import BlockcertsExport

    slug, number = batch.organisation.slug, str(batch.pk)
    words = ("anchor", "blockcerts")
    assert skillmark(*words, "export", slug, number).exit_code == 2
    assert skillmark(*words, "on", slug).exit_code == 0
    assert "Nothing of this batch" in skillmark(*words, "status", slug, number).stdout
    done = skillmark(*words, "export", slug, number)
    export = BlockcertsExport.objects.get()
    assert done.stdout.strip() == str(export.pk)
    run(export)
    assert skillmark(*words, "write", slug, number, tmp_path).exit_code == 2
    settle(export)
    said = json.loads(skillmark(*words, "status", slug, number, "--json").stdout)
    assert [one["state"] for one in said["exports"]] == ["final"]
    assert skillmark(*words, "write", slug, number, tmp_path).exit_code == 0
    assert len(list(tmp_path.glob("*.json"))) == 2
    assert skillmark(*words, "off", slug).exit_code == 0
    assert skillmark(*words, "on", "nobody").exit_code == 2
