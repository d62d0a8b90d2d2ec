"""Two demos of the same moment hold the same: only keys, ids and secrets differ."""

from datetime import datetime
from pathlib import Path
from typing import Any

import emptied_tables
import pytest
from django.db import transaction
from seeded_demo import Demo

from skillmark.platform.approvals.models import Approval
from skillmark.platform.demo import seed
from skillmark.platform.events.models import AuditEntry
from skillmark.platform.issuing.models import Batch, Credential, Delivery, OpenClaim

FACTS = {
    Credential: (
        "organisation__slug", "achievement_version__human_code", "achievement_version__number",
        "award__recipient_name", "award__recipient_email", "award__fields", "state", "reason",
        "inner_until",
    ),
    Batch: ("organisation__slug", "filename", "state", "total", "ready", "issue_at"),
    Delivery: ("organisation__slug", "kind", "address", "state", "words"),
    OpenClaim: ("link__name", "name", "email", "state"),
    Approval: ("organisation__slug", "kind", "title", "state", "asked_by__email"),
    AuditEntry: ("sequence", "action", "object_kind"),
}  # fmt: skip


@pytest.mark.any_database
def test_the_same_moment_makes_the_same_demo(demo: Demo, tmp_path: Path) -> None:
    first = _held()
    with transaction.atomic():
        emptied_tables.empty(but="skills_")  # the frameworks came before the demo
        second = _made(demo.now, tmp_path)
        transaction.set_rollback(True)
    assert first == second
    assert len(first["Credential"]) > 150


def _made(now: datetime, files: Path) -> dict[str, list[str]]:
    """Seed a demo where there is none, and return what it holds."""
    assert not Credential.objects.with_scopes_disabled().exists()
    seed.seed(now, files)
    return _held()


def _held() -> dict[str, list[str]]:
    return {model.__name__: _facts(model, names) for model, names in FACTS.items()}


def _facts(model: Any, names: tuple[str, ...]) -> list[str]:
    rows = model.objects.with_scopes_disabled().values_list(*names)
    return sorted(str(row) for row in rows)
