"""Follows achievements: when a version is published, programmes that lead to it are found by it."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.catalog.vocabulary import State
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.programmes import indexing
from skillmark.platform.programmes.models import Programme


@receiver(post_save, sender=AchievementVersion)
def follow_version(instance: AchievementVersion, **_facts: Any) -> None:
    """Write anew what programmes with this achievement are found by."""
    if instance.state != State.PUBLISHED:
        return
    rows = Programme.objects.with_scopes_disabled().filter(
        units__achievement_id=instance.achievement_id
    )
    for programme in rows.select_related("organisation").distinct():
        with organisation_scope(programme.organisation):
            indexing.refresh(programme)
