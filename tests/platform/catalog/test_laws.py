"""Laws of definitions: reading what was written, freezing, and comparing with oneself."""

from copy import deepcopy
from typing import Any

import pytest
from achievement_contents import CONTENTS
from hypothesis import HealthCheck, given, settings

from skillmark.core.jsonio import dumps
from skillmark.platform.catalog import badge, diff, keeping, services
from skillmark.platform.catalog.content import Content
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.orgs.models import Organisation

HARBOUR = Organisation(slug="harbour", name="Harbour Skills Training")


@given(CONTENTS)
def test_reading_what_was_written_gives_the_same_content(raw: dict[str, Any]) -> None:
    content = Content.parse(raw)
    assert Content.parse(content.to_row()) == content
    assert Content.parse(raw).to_row() == content.to_row()


@given(CONTENTS)
def test_a_version_does_not_differ_from_itself(raw: dict[str, Any]) -> None:
    row = Content.parse(raw).to_row()
    one = AchievementVersion(organisation=HARBOUR, **row)
    same = AchievementVersion(organisation=HARBOUR, **deepcopy(row))
    assert diff.compare(one, same) == ()
    assert diff.changed(one, same) == ()


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=CONTENTS, later=CONTENTS)
def test_no_service_changes_a_published_version(
    in_harbour: Organisation, raw: dict[str, Any], later: dict[str, Any]
) -> None:
    ready = {**raw, "description": "What it is.", "criteria_markdown": "Show it."}
    ready.pop("validity_until", None)
    achievement = services.create(in_harbour, Content.parse(ready), actor=None).achievement
    version = services.publish(achievement, actor=None)
    signed = dumps(badge.achievement(version).to_json())
    before = _content(version)
    services.edit(achievement, Content.parse(later), actor=None)
    services.discard_draft(achievement, actor=None)
    keeping.set_review_by(achievement, keeping.next_look(version.created_at.date()), actor=None)
    services.duplicate(achievement, actor=None)
    services.archive(achievement, actor=None)
    services.restore(achievement, actor=None)
    services.edit(achievement, Content.parse({**ready, "name": "Next"}), actor=None)
    services.publish(achievement, actor=None)
    version.refresh_from_db()
    assert _content(version) == before
    assert dumps(badge.achievement(version).to_json()) == signed


def _content(version: AchievementVersion) -> dict[str, object]:
    version.refresh_from_db()
    return {name: getattr(version, name) for name in Content.__slots__}
