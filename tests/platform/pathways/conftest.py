"""Four units and what they add up to, in an organisation."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from pathway_samples import UNITS, leaf, publish_achievement, rule

if TYPE_CHECKING:
    from skillmark.platform.catalog.models import AchievementVersion
    from skillmark.platform.orgs.models import Organisation
    from skillmark.platform.pathways.models import Pathway


@pytest.fixture
def units(in_scope: "Organisation") -> list["AchievementVersion"]:
    return [publish_achievement(in_scope, name) for name in UNITS]


@pytest.fixture
def final(in_scope: "Organisation") -> "AchievementVersion":
    return publish_achievement(in_scope, "Workplace safety foundations")


@pytest.fixture
def make_pathway(
    in_scope: "Organisation",
    units: list["AchievementVersion"],
    final: "AchievementVersion",
) -> Callable[..., "Pathway"]:
    """Make a pathway, published unless it is said otherwise; all four units by default."""
    from skillmark.platform.pathways.services import drafting

    def make(
        node: dict[str, Any] | None = None, *, publish: bool = True, **more: Any
    ) -> "Pathway":
        node = node or {"all": [leaf(unit) for unit in units]}
        content = drafting.Content(
            **{
                "name": "Workplace safety",
                "summary": "Four short courses, one certificate.",
                "achievement": final.achievement,
                "rule": rule(node),
                **more,
            }
        )
        version = drafting.create(in_scope, content, actor=None)
        if publish:
            drafting.publish(version.pathway, actor=None)
        version.pathway.refresh_from_db()
        return version.pathway

    return make


@pytest.fixture
def pathway(make_pathway: Callable[..., "Pathway"]) -> "Pathway":
    return make_pathway()
