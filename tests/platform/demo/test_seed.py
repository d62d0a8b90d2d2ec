"""The demo holds what the tour promises: every state, real signatures, seven planted errors."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from skillmark.platform.demo import bulk, people, seed
from skillmark.platform.events import audit
from skillmark.platform.issuing.models import BatchRow, Credential, RowState
from skillmark.platform.issuing.services import batches
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.verifying import checking

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@pytest.fixture
def harbour(db: None, tmp_path: Path) -> Organisation:
    return seed.seed(NOW, tmp_path)


def test_there_is_a_credential_in_every_state(harbour: Organisation) -> None:
    with organisation_scope(harbour):
        states = Counter(row.shown_state for row in Credential.objects.all())
    assert states.keys() == {"active", "expired", "revoked", "suspended"}
    assert states["active"] > 30


def test_each_credential_gets_the_verdict_of_its_state(harbour: Organisation) -> None:
    wanted = {
        "active": "valid",
        "expired": "valid_but",
        "suspended": "valid_but",
        "revoked": "invalid",
    }
    with organisation_scope(harbour):
        one_each = {row.shown_state: bytes(row.document) for row in Credential.objects.all()}
    for state, document in one_each.items():
        verdict = checking.check(document, at=datetime.now(UTC)).report.verdict
        assert verdict.value == wanted[state], state


def test_seeding_again_changes_nothing(harbour: Organisation, tmp_path: Path) -> None:
    with organisation_scope(harbour):
        before = list(Credential.objects.values_list("digest", flat=True))
    assert seed.seed(NOW, tmp_path) == harbour
    with organisation_scope(harbour):
        assert list(Credential.objects.values_list("digest", flat=True)) == before


def test_the_audit_trail_of_the_demo_holds(harbour: Organisation) -> None:
    assert audit.verify(harbour.pk).intact


def test_the_file_has_exactly_the_planted_errors(harbour: Organisation, tmp_path: Path) -> None:
    from skillmark.platform.catalog.models import AchievementVersion

    data = (tmp_path / "bulk_1000.csv").read_bytes()
    with organisation_scope(harbour):
        version = AchievementVersion.objects.get(name="Workplace Safety Foundations")
        batch = batches.preview_batch(
            harbour, version, data, filename="bulk_1000.csv", actor=None
        )
        wrong = BatchRow.objects.filter(batch=batch, state=RowState.PROBLEM)
        assert {row.line for row in wrong} == set(bulk.PLANTED)
        assert (batch.total, batch.ready) == (bulk.ROWS, bulk.ROWS - len(bulk.PLANTED))


def test_every_learner_of_the_demo_is_told_apart() -> None:
    addresses = [one.email for one in people.LEARNERS if one.email]
    assert len(addresses) == len(set(addresses))
