"""Four eyes on a definition: asking a second person to publish, and what their decision does.

The request itself is an approval of kind ``catalog.version``; here stands what happens to the
version. While it waits, its content stands still.
"""

from typing import Final
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy, gettext_noop

from skillmark.platform.approvals import registry
from skillmark.platform.approvals import selectors as asked
from skillmark.platform.approvals import services as approvals
from skillmark.platform.approvals.models import Approval
from skillmark.platform.catalog import checks, selectors, services
from skillmark.platform.catalog.errors import NothingToPublishError
from skillmark.platform.catalog.models import Achievement, AchievementVersion
from skillmark.platform.catalog.vocabulary import State

KIND: Final = "catalog.version"
_WAITING_WORDS: Final = 120  # characters of a name in the request's title


def ask(achievement: Achievement, *, actor: object) -> Approval:
    """Put the draft before a second person; until they decide it does not change.

    Raises:
        ArchivedError: the achievement is archived.
        InReviewError: somebody asked before.
        NothingToPublishError: there is no draft.
        NotReadyError: a required check fails; nobody is asked to read what cannot be published.
    """
    with transaction.atomic():
        achievement = services.locked(achievement)
        services.require_open(achievement)
        draft = selectors.draft(achievement)
        if draft is None:
            raise NothingToPublishError("There is no draft to review.")
        if missing := checks.blocking(draft):
            raise checks.NotReadyError(missing)
        before = services.facts(draft)
        _move(achievement, draft, State.REVIEW)
        request = approvals.ask(
            KIND,
            organisation=achievement.organisation,
            subject_id=draft.pk,
            title=gettext_noop("Publish version %(number)d of “%(name)s”")
            % {"number": draft.number, "name": draft.name[:_WAITING_WORDS]},
            href=reverse(
                "catalog:review", args=[achievement.organisation.slug, achievement.pk]
            ),
            actor=actor,
        )
        services.record("achievement.review_asked", achievement, before, draft, actor)
    return request


def waiting(version: AchievementVersion) -> Approval | None:
    """Return the request that waits for a decision."""
    return asked.waiting_of(KIND, version.pk)


def declined(version: AchievementVersion) -> Approval | None:
    """Return the request that was declined, if the draft was not put forward again."""
    return asked.declined_of(KIND, version.pk)


def _approved(request: Approval, by: object) -> None:
    """Publish what was put forward."""
    version, achievement = _held(request.subject_id)
    services.release(achievement, version, actor=by)


def _declined(request: Approval, by: object) -> None:
    """Give the draft back to those who write it."""
    version, achievement = _held(request.subject_id)
    before = services.facts(version)
    _move(achievement, version, State.DRAFT)
    services.record("achievement.review_ended", achievement, before, version, by)


def _held(version_id: UUID) -> tuple[AchievementVersion, Achievement]:
    version = AchievementVersion.objects.select_related("achievement").get(
        pk=version_id, state=State.REVIEW
    )
    return version, services.locked(version.achievement)


def _move(achievement: Achievement, version: AchievementVersion, state: State) -> None:
    version.state = state
    version.save()
    if achievement.state != State.PUBLISHED:
        achievement.state = state
    achievement.save()


def register() -> None:
    """Let definitions wait for a second person."""
    kind = registry.Kind(gettext_lazy("Achievements to publish"), _approved, _declined)
    registry.register(KIND, kind)
