"""Writing the catalogue: draft, publish, archive.

Each function works inside the organisation scope its caller opened, in one transaction, and
leaves an audit entry. Whether the person may do it is the view's (or the API key's) question.
"""

from contextlib import suppress
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skillmark.core.encoding import latin
from skillmark.platform.catalog import checks, pictures, selectors
from skillmark.platform.catalog.content import Content
from skillmark.platform.catalog.errors import (
    ArchivedError,
    InReviewError,
    NothingToPublishError,
    ReviewNeededError,
)
from skillmark.platform.catalog.models import MAX_NAME, Achievement, AchievementVersion
from skillmark.platform.catalog.signals import version_published
from skillmark.platform.catalog.vocabulary import State
from skillmark.platform.events import services as events
from skillmark.platform.events.ids import uuid7
from skillmark.platform.orgs import policy
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
        record("achievement.created", achievement, None, version, actor)
    return version


def edit(achievement: Achievement, content: Content, *, actor: object) -> AchievementVersion:
    """Write `content` into the draft; a published achievement gets its next draft first.

    Returns:
        The draft. What is published stays as it is until the draft is published.

    Raises:
        ArchivedError: the achievement is archived.
        InReviewError: a second person looks at the draft now.
    """
    with transaction.atomic():
        achievement = locked(achievement)
        require_open(achievement)
        draft = selectors.draft(achievement)
        before = facts(draft)
        if draft is None:
            number = selectors.newest(achievement).number + 1
            draft = _new_draft(achievement, number, content, actor)
        else:
            for name, value in content.to_row().items():
                setattr(draft, name, value)
            draft.save()
        _follow(achievement, draft)
        record("achievement.edited", achievement, before, draft, actor)
    return draft


def publish(achievement: Achievement, *, actor: object) -> AchievementVersion:
    """Freeze the draft and award it from now on; the version before it is archived.

    Raises:
        ArchivedError: the achievement is archived.
        NothingToPublishError: there is no draft.
        InReviewError: a second person looks at it now.
        ReviewNeededError: the organisation wants a second person to publish.
        NotReadyError: a required check fails.
    """
    with transaction.atomic():
        achievement = locked(achievement)
        require_open(achievement)
        draft = selectors.draft(achievement)
        if draft is None:
            raise NothingToPublishError("There is no draft to publish.")
        if policy.of(achievement.organisation).review_definitions:
            raise ReviewNeededError("A second person publishes here: ask for a review.")
        release(achievement, draft, actor=actor)
    return draft


def release(achievement: Achievement, version: AchievementVersion, *, actor: object) -> None:
    """Publish `version`, a draft or one in review, in the caller's transaction.

    Raises:
        NotReadyError: a required check fails.
    """
    if missing := checks.blocking(version):
        raise checks.NotReadyError(missing)
    before = facts(version)
    _retire(selectors.published(achievement))
    version.design_key = pictures.design_of(version)
    version.design_colour = pictures.colour_of(version)
    version.state = State.PUBLISHED
    version.published_at = timezone.now()
    version.published_by = user_of(actor)
    version.save()
    achievement.state = State.PUBLISHED
    achievement.save()
    record("achievement.published", achievement, before, version, actor)
    version_published.send(AchievementVersion, version=version)


def archive(achievement: Achievement, *, actor: object) -> Achievement:
    """Stop awarding it. What people hold stays valid; the public page stays, and says so.

    Raises:
        InReviewError: a second person looks at its next version now.
    """
    with transaction.atomic():
        achievement = locked(achievement)
        if achievement.state != State.ARCHIVED:
            require_open(achievement)
            version = selectors.newest(achievement)
            before = facts(version)
            _retire(selectors.published(achievement))
            achievement.state = State.ARCHIVED
            achievement.save()
            record("achievement.archived", achievement, before, version, actor)
    return achievement


def restore(achievement: Achievement, *, actor: object) -> Achievement:
    """Bring an archived achievement back to where it was: awarded again, or a draft."""
    with transaction.atomic():
        achievement = locked(achievement)
        if achievement.state == State.ARCHIVED:
            was = [v for v in selectors.versions(achievement) if v.state == State.ARCHIVED]
            if was:
                was[0].state = State.PUBLISHED
                was[0].archived_at = None
                was[0].save()
            achievement.state = State.PUBLISHED if was else State.DRAFT
            achievement.save()
            version = selectors.newest(achievement)
            record("achievement.restored", achievement, None, version, actor)
    return achievement


def discard_draft(achievement: Achievement, *, actor: object) -> Achievement | None:
    """Throw the draft away.

    Returns:
        The achievement with its published version, or None when the draft was all there was
        and the achievement went with it.

    Raises:
        InReviewError: a second person looks at it now.
    """
    with transaction.atomic():
        achievement = locked(achievement)
        if selectors.in_review(achievement):
            raise InReviewError("It is in review. Withdraw the review to change it.")
        draft = selectors.draft(achievement)
        if draft is None:
            return achievement
        before = facts(draft)
        record("achievement.draft_discarded", achievement, before, None, actor)
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
    for _try in range(_SLUG_ATTEMPTS):
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
        created_by=user_of(actor),
        **content.to_row(),
    )
    return version


def _retire(version: AchievementVersion | None) -> None:
    if version is not None:
        version.state = State.ARCHIVED
        version.archived_at = timezone.now()
        version.save()


def duplicate(achievement: Achievement, *, actor: object) -> AchievementVersion:
    """Make a new achievement that says what this one's newest version says.

    Returns:
        Its first draft. The own code is left out: it names one achievement.
    """
    newest = selectors.newest(achievement)
    raw = {name: getattr(newest, name) for name in Content.__slots__}
    name = _("Copy of %(name)s") % {"name": newest.name}
    content = Content.parse(raw | {"name": name[:MAX_NAME], "human_code": ""})
    return create(achievement.organisation, content, actor=actor)


def require_open(achievement: Achievement) -> None:
    """Make sure that the achievement can change now.

    Raises:
        ArchivedError: it is archived.
        InReviewError: a second person looks at it.
    """
    if achievement.state == State.ARCHIVED:
        raise ArchivedError("This achievement is archived. Bring it back to change it.")
    if selectors.in_review(achievement):
        raise InReviewError("It is in review. Withdraw the review to change it.")


def locked(achievement: Achievement) -> Achievement:
    """Return the row as it is now, held until the transaction ends."""
    found: Achievement = (
        Achievement.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=achievement.pk)
    )
    return found


def _free_slug(name: str) -> str:
    wanted = latin.slug(name, longest=MAX_SLUG) or "achievement"
    taken = set(
        Achievement.objects.filter(slug__startswith=wanted).values_list("slug", flat=True)
    )
    candidates = (wanted if n == 1 else f"{wanted}-{n}" for n in range(1, len(taken) + 2))
    return next(slug for slug in candidates if slug not in taken)


def record(
    action: str,
    achievement: Achievement,
    before: dict[str, object] | None,
    version: AchievementVersion | None,
    actor: object,
) -> None:
    """Write what was done to an achievement into the audit trail."""
    events.record(
        organisation_id=achievement.organisation_id,
        actor=actor,
        action=action,
        object=achievement,
        before=before,
        after=facts(version),
        label=achievement.name,
    )


def user_of(actor: object) -> User | None:
    """Return the account that acts, none for an API key."""
    return actor if isinstance(actor, User) else None


def facts(version: AchievementVersion | None) -> dict[str, object] | None:
    """Return what the audit trail keeps of a version."""
    if version is None:
        return None
    return {name: getattr(version, name) for name in _RECORDED}
