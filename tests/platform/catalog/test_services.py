"""The life of an achievement: what each act changes, and what none may change."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from django_scopes import scope
from django_scopes.exceptions import ScopeError

from skillmark.platform.catalog import selectors, services
from skillmark.platform.catalog.checks import NotReadyError
from skillmark.platform.catalog.content import Content
from skillmark.platform.catalog.errors import (
    ArchivedError,
    NothingToPublishError,
    VersionFrozenError,
)
from skillmark.platform.catalog.models import Achievement, AchievementVersion
from skillmark.platform.events.models import AuditEntry
from skillmark.platform.orgs.models import Organisation


def test_a_new_achievement_is_a_draft_with_a_short_name(draft: AchievementVersion) -> None:
    assert (draft.number, draft.state) == (1, "draft")
    assert draft.achievement.slug == "fire-prevention"
    assert draft.achievement.state == "draft"


def test_short_names_are_taken_once(in_harbour: Organisation, fire: Content) -> None:
    names = ["Fire prevention", "Fire Prevention!", "安全", "安全", "Feu & fumée"]
    made = [services.create(in_harbour, replace(fire, name=n), actor=None) for n in names]
    slugs = [version.achievement.slug for version in made]
    assert slugs == [
        "fire-prevention",
        "fire-prevention-2",
        "achievement",
        "achievement-2",
        "feu-fumee",
    ]


def test_publishing_freezes_the_content_and_the_colour(draft: AchievementVersion) -> None:
    version = services.publish(draft.achievement, actor=None)
    assert version.state == "published"
    assert version.published_at is not None
    assert version.design_colour == "#0b5394"  # the brand's, as it was on that day
    version.name = "Something else"
    with pytest.raises(VersionFrozenError):
        version.save()
    version.refresh_from_db()
    assert version.name == "Fire prevention"


@pytest.mark.parametrize(
    "field", ["description", "criteria_markdown", "outcomes", "alignments", "validity_months"]
)
def test_no_field_of_a_published_version_changes(draft: AchievementVersion, field: str) -> None:
    version = services.publish(draft.achievement, actor=None)
    setattr(version, field, {"outcomes": ["x"], "alignments": []}.get(field, 7))
    with pytest.raises(VersionFrozenError) as caught:
        version.save()
    assert caught.value.facts["field"] == field


def test_editing_what_is_published_makes_the_next_draft(
    draft: AchievementVersion, fire: Content
) -> None:
    achievement = draft.achievement
    first = services.publish(achievement, actor=None)
    second = services.edit(achievement, replace(fire, name="Fire safety"), actor=None)
    assert (second.number, second.state) == (2, "draft")
    third = services.edit(achievement, replace(fire, name="Fire safety 1"), actor=None)
    assert third.pk == second.pk  # one draft, however often it is saved
    assert selectors.published(achievement) == first

    services.publish(achievement, actor=None)
    first.refresh_from_db()
    assert (first.state, first.name) == ("archived", "Fire prevention")
    assert [v.state for v in selectors.versions(achievement)] == ["published", "archived"]
    achievement.refresh_from_db()
    assert achievement.name == "Fire safety 1"


def test_what_is_not_ready_is_not_published(in_harbour: Organisation) -> None:
    version = services.create(in_harbour, Content.parse({"name": "Bare"}), actor=None)
    with pytest.raises(NotReadyError) as caught:
        services.publish(version.achievement, actor=None)
    assert [f.field for f in caught.value.findings] == ["description", "criteria_markdown"]
    version.refresh_from_db()
    assert version.state == "draft"


def test_nothing_is_published_twice(draft: AchievementVersion) -> None:
    services.publish(draft.achievement, actor=None)
    with pytest.raises(NothingToPublishError):
        services.publish(draft.achievement, actor=None)


def test_archive_and_restore_are_a_way_there_and_back(
    draft: AchievementVersion, fire: Content
) -> None:
    achievement = draft.achievement
    version = services.publish(achievement, actor=None)
    services.archive(achievement, actor=None)
    services.archive(achievement, actor=None)  # a second time changes nothing
    version.refresh_from_db()
    assert version.state == "archived"
    assert not selectors.issuable().exists()
    with pytest.raises(ArchivedError):
        services.edit(achievement, fire, actor=None)
    with pytest.raises(ArchivedError):
        services.publish(achievement, actor=None)
    assert selectors.public_version(version.pk) == version  # its holders still find it

    assert services.restore(achievement, actor=None).state == "published"
    assert list(selectors.issuable()) == [version]


def test_a_discarded_draft_leaves_what_was_published(
    draft: AchievementVersion, fire: Content
) -> None:
    achievement = draft.achievement
    services.publish(achievement, actor=None)
    services.edit(achievement, replace(fire, name="No, not this"), actor=None)
    left = services.discard_draft(achievement, actor=None)
    assert left is not None
    assert left.name == "Fire prevention"
    assert len(selectors.versions(achievement)) == 1


def test_a_discarded_first_draft_leaves_nothing(draft: AchievementVersion) -> None:
    assert services.discard_draft(draft.achievement, actor=None) is None
    assert not Achievement.objects.exists()


def test_every_act_is_in_the_audit_trail(draft: AchievementVersion, fire: Content) -> None:
    achievement = draft.achievement
    services.edit(achievement, fire, actor=None)
    services.publish(achievement, actor=None)
    services.archive(achievement, actor=None)
    services.restore(achievement, actor=None)
    acts = AuditEntry.objects.filter(object_kind="achievement").order_by("sequence")
    assert list(acts.values_list("action", flat=True)) == [
        "achievement.created",
        "achievement.edited",
        "achievement.published",
        "achievement.archived",
        "achievement.restored",
    ]


def test_the_database_itself_keeps_one_draft(draft: AchievementVersion) -> None:
    twin = AchievementVersion(
        organisation_id=draft.organisation_id,
        achievement=draft.achievement,
        number=2,
        name="Twin",
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_a_draft_is_nobodys_but_its_organisations(
    draft: AchievementVersion, meridiana: Organisation
) -> None:
    with scope(organisation=meridiana.pk):
        assert selectors.achievement(draft.achievement_id) is None
        assert not selectors.achievements().exists()
    assert selectors.public_version(draft.pk) is None
    assert selectors.public_version(draft.achievement_id) is None


def test_without_a_scope_nothing_is_read(harbour: Organisation) -> None:
    with pytest.raises(ScopeError):
        list(selectors.achievements())


def test_the_public_address_shows_what_is_awarded_now(
    draft: AchievementVersion, fire: Content
) -> None:
    achievement = draft.achievement
    first = services.publish(achievement, actor=None)
    services.edit(achievement, fire, actor=None)
    assert selectors.public_version(achievement.pk) == first
    second = services.publish(achievement, actor=None)
    assert selectors.public_version(achievement.pk) == second
    assert selectors.public_version(first.pk) == first  # an old holder's link
    services.archive(achievement, actor=None)
    assert selectors.public_version(achievement.pk) == second


def test_searching_and_sorting(in_harbour: Organisation, fire: Content) -> None:
    for name, code in (("Fire prevention", "WS-3"), ("Heavy weights", "WS-4")):
        services.create(in_harbour, replace(fire, name=name, human_code=code), actor=None)

    def names(*, sort: str = "-updated_at", **wanted: str) -> list[str]:
        found = selectors.achievements(selectors.Filter(**wanted), sort=sort)  # type: ignore[arg-type]
        return [a.name for a in found]

    assert names(search="FIRE prev") == ["Fire prevention"]
    assert names(search="ws-4") == ["Heavy weights"]
    assert names(search="fire weights") == []
    assert names(state="published") == []
    assert len(names(state="no such state")) == 2
    assert len(names(kind="MicroCredential")) == 2
    assert names(kind="ext:") == []
    assert names(sort="name") == ["Fire prevention", "Heavy weights"]
    assert names(sort="-name") == ["Heavy weights", "Fire prevention"]
    assert names(sort="password") == ["Heavy weights", "Fire prevention"]  # newest first
