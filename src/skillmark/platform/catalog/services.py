"""Writing the catalogue: draft, publish, archive.

Each function works inside the organisation scope its caller opened, in one transaction, and
leaves an audit entry. Whether the person may do it is the view's (or the API key's) question.
"""

from contextlib import suppress
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from skillmark.core.encoding import latin
from skillmark.platform.catalog import checks, pictures, selectors
from skillmark.platform.catalog.content import Content
from skillmark.platform.catalog.errors import ArchivedError, NothingToPublishError
from skillmark.platform.catalog.models import Achievement, AchievementVersion
from skillmark.platform.catalog.vocabulary import State
from skillmark.platform.events import services as events
from skillmark.platform.events.ids import uuid7
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.people.models import User

MAX_SLUG: Final = 60  # characters, before a number is added
_SLUG_ATTEMPTS: Final = 3

_RECORDED: Final = ("number", "name", "state")


def create(
    organisation: Organisation, content: Content, *, actor: object
) -> AchievementVersion:
    """Make a new achievement with its first draft.

    Returns:
        Version 1, a draft.
    """
    with transaction.atomic():
        achievement = _new_achievement(organisation, content)
        version = _new_draft(achievement, 1, content, actor)
        _record("achievement.created", achievement, None, version, actor)
    return version


def edit(achievement: Achievement, content: Content, *, actor: object) -> AchievementVersion:
    """Write `content` into the draft; a published achievement gets its next draft first.

    Returns:
        The draft. What is published stays as it is until the draft is published.

    Raises:
        ArchivedError: the achievement is archived.
    """
    with transaction.atomic():
        achievement = _locked(achievement)
        if achievement.state == State.ARCHIVED:
            raise ArchivedError("This achievement is archived. Bring it back to change it.")
        draft = selectors.draft(achievement)
        before = _facts(draft)
        if draft is None:
            number = selectors.newest(achievement).number + 1
            draft = _new_draft(achievement, number, content, actor)
        else:
            for name, value in content.to_row().items():
                setattr(draft, name, value)
            draft.save()
        _follow(achievement, draft)
        _record("achievement.edited", achievement, before, draft, actor)
    return draft


def publish(achievement: Achievement, *, actor: object) -> AchievementVersion:
    """Freeze the draft and award it from now on; the version before it is archived.

    Raises:
        ArchivedError: the achievement is archived.
        NothingToPublishError: there is no draft.
        NotReadyError: a required check fails.
    """
    with transaction.atomic():
        achievement = _locked(achievement)
        if achievement.state == State.ARCHIVED:
            raise ArchivedError("This achievement is archived. Bring it back to publish it.")
        draft = selectors.draft(achievement)
        if draft is None:
            raise NothingToPublishError("There is no draft to publish.")
        if missing := checks.blocking(draft):
            raise checks.NotReadyError(missing)
        before = _facts(draft)
        _retire(selectors.published(achievement))
        draft.state = State.PUBLISHED
        draft.published_at = timezone.now()
        draft.published_by = _user(actor)
        draft.design_key = pictures.design_of(draft)
        draft.design_colour = pictures.colour_of(draft)
        draft.save()
        achievement.state = State.PUBLISHED
        achievement.save()
        _record("achievement.published", achievement, before, draft, actor)
    return draft


def archive(achievement: Achievement, *, actor: object) -> Achievement:
    """Stop awarding it. What people hold stays valid; the public page stays, and says so."""
    with transaction.atomic():
        achievement = _locked(achievement)
        if achievement.state != State.ARCHIVED:
            version = selectors.newest(achievement)
            before = _facts(version)
            _retire(selectors.published(achievement))
            achievement.state = State.ARCHIVED
            achievement.save()
            _record("achievement.archived", achievement, before, version, actor)
    return achievement


def restore(achievement: Achievement, *, actor: object) -> Achievement:
    """Bring an archived achievement back to where it was: awarded again, or a draft."""
    with transaction.atomic():
        achievement = _locked(achievement)
        if achievement.state == State.ARCHIVED:
            was = [v for v in selectors.versions(achievement) if v.state == State.ARCHIVED]
            if was:
                was[0].state = State.PUBLISHED
                was[0].archived_at = None
                was[0].save()
            achievement.state = State.PUBLISHED if was else State.DRAFT
            achievement.save()
            version = selectors.newest(achievement)
            _record("achievement.restored", achievement, None, version, actor)
    return achievement


def discard_draft(achievement: Achievement, *, actor: object) -> Achievement | None:
    """Throw the draft away.

    Returns:
        The achievement with its published version, or None when the draft was all there was
        and the achievement went with it.
    """
    with transaction.atomic():
        achievement = _locked(achievement)
        draft = selectors.draft(achievement)
        if draft is None:
            return achievement
        before = _facts(draft)
        _record("achievement.draft_discarded", achievement, before, None, actor)
        draft.delete()
        if not selectors.versions(achievement):
            achievement.delete()
            return None
        _follow(achievement, selectors.newest(achievement))
    return achievement


def _new_achievement(organisation: Organisation, content: Content) -> Achievement:
    """Return a row with a slug of its own, though others may be making theirs right now."""
    made = Achievement(
        organisation=organisation,
        name=content.name,
        achievement_type=content.achievement_type,
        human_code=content.human_code,
    )
    for _attempt in range(_SLUG_ATTEMPTS):
        with suppress(IntegrityError), transaction.atomic():
            made.slug = _free_slug(content.name)
            made.save(force_insert=True)
            return made
    made.slug = f"{_free_slug(content.name)}-{uuid7().hex[-8:]}"
    made.save(force_insert=True)
    return made


def _follow(achievement: Achievement, newest: AchievementVersion) -> None:
    """Let lists show what the newest version says."""
    achievement.name = newest.name
    achievement.achievement_type = newest.achievement_type
    achievement.human_code = newest.human_code
    achievement.save()


def _new_draft(
    achievement: Achievement, number: int, content: Content, actor: object
) -> AchievementVersion:
    version: AchievementVersion = AchievementVersion.objects.create(
        organisation_id=achievement.organisation_id,
        achievement=achievement,
        number=number,
        created_by=_user(actor),
        **content.to_row(),
    )
    return version


def _retire(version: AchievementVersion | None) -> None:
    if version is not None:
        version.state = State.ARCHIVED
        version.archived_at = timezone.now()
        version.save()


def _locked(achievement: Achievement) -> Achievement:
    found: Achievement = Achievement.objects.select_for_update().get(pk=achievement.pk)
    return found


def _free_slug(name: str) -> str:
    wanted = latin.slug(name, longest=MAX_SLUG) or "achievement"
    taken = set(
        Achievement.objects.filter(slug__startswith=wanted).values_list("slug", flat=True)
    )
    candidates = (wanted if n == 1 else f"{wanted}-{n}" for n in range(1, len(taken) + 2))
    return next(slug for slug in candidates if slug not in taken)


def _record(
    action: str,
    achievement: Achievement,
    before: dict[str, object] | None,
    version: AchievementVersion | None,
    actor: object,
) -> None:
    events.record(
        organisation_id=achievement.organisation_id,
        actor=actor,
        action=action,
        object=achievement,
        before=before,
        after=_facts(version),
        label=achievement.name,
    )


def _user(actor: object) -> User | None:
    return actor if isinstance(actor, User) else None


def _facts(version: AchievementVersion | None) -> dict[str, object] | None:
    if version is None:
        return None
    return {name: getattr(version, name) for name in _RECORDED}
