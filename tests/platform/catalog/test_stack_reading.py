"""What a version says of its size is what a pathway rule reads from the signed credential."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from achievement_contents import WHOLE

from skillmark.core.badges.profile import Profile
from skillmark.core.issue.issuer import Award, build
from skillmark.core.issue.recipient import Recipient
from skillmark.core.stack import HistoryItem, item_of
from skillmark.platform.catalog import badge
from skillmark.platform.catalog.content import Content
from skillmark.platform.catalog.models import Achievement, AchievementVersion
from skillmark.platform.orgs.models import Organisation

NOW = datetime(2026, 5, 3, 12, tzinfo=UTC)
HARBOUR = Organisation(slug="harbour", name="Harbour Skills Training", country="IE")


def read(**changes: Any) -> tuple[AchievementVersion, HistoryItem]:
    raw = {**WHOLE, **changes}
    version = AchievementVersion(
        organisation=HARBOUR,
        achievement=Achievement(name=raw["name"]),
        number=3,
        **Content.parse(raw).to_row(),
    )
    award = Award(
        recipient=Recipient(name="Mark Olsen"),
        credential_id="https://harbour.example/c/1",
        salt="only-for-this-test",
        valid_from=NOW,
    )
    issuer = Profile(id="did:web:harbour.example", name="Harbour")
    return version, item_of(build(issuer, badge.achievement(version), award))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("unit", "amount"),
    [("ECTS", "5"), ("ECTS", "7.5"), ("Semester hours", "3"), ("NZQA", "0.5")],
)
def test_credits_hours_points_and_level(unit: str, amount: str) -> None:
    version, item = read(
        credits=amount, credit_unit=unit, workload_hours="137.5", cpd_points="4", eqf_level=6
    )
    assert item.credits == {
        unit.casefold(): Decimal(amount),
        "hours": Decimal("137.5"),
        "cpd": Decimal(4),
    }
    assert item.levels == {"eqf": 6}
    assert dict(item.achievements) == {
        badge.address(version): "3",
        badge.address(version).replace(str(version.pk), str(version.achievement_id)): "3",
    }


@pytest.mark.django_db
def test_what_is_not_said_does_not_count() -> None:
    _, item = read(
        credits=None, credit_unit="", workload_hours=None, cpd_points=None, eqf_level=None
    )
    assert (dict(item.credits), dict(item.levels)) == ({}, {})
