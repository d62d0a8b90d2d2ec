"""How many credentials each version has: what the catalogue asks and issuing answers."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.test import Client

if TYPE_CHECKING:
    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.issuing.models import Credential

HOME = "/studio/harbour-skills-training"


def test_versions_say_how_many_hold_them(
    studio: Client,
    publish: Callable[..., "AchievementVersion"],
    version: "AchievementVersion",
    issue: Callable[..., "Credential"],
) -> None:
    from skillmark.platform.catalog import holders

    other = publish("Lifting")
    for name in ("Mark Olsen", "Dee Carrow"):
        issue(name)
    counted = holders.of([version.pk, other.pk])
    assert counted == {version.pk: 2, other.pk: 0}

    path = f"{HOME}/achievements/{version.achievement_id}"
    cells = studio.get(f"{path}/versions").content.decode()
    assert '<td class="numeric" data-label="Credentials">2</td>' in cells
    archive = studio.get(f"{path}/archive").content.decode()
    assert "2 credentials were issued." in archive
