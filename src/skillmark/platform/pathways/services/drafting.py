"""Writing pathways: create, edit, publish, archive, discard.

A published version never changes: editing makes the next draft. Publishing tells nobody; it puts
everybody whom the rule may concern into the queue, so that finals follow for what was earned
before.
"""

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skillmark.core.encoding import latin
from skillmark.core.jsonio import JsonObject
from skillmark.platform.catalog.models import Achievement
from skillmark.platform.catalog.text import line
from skillmark.platform.catalog.vocabulary import State
from skillmark.platform.events import services as events
from skillmark.platform.events.ids import uuid7
from skillmark.platform.issuing.models import Award, ClaimLink
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.pathways import addresses, checks, rules, selectors
from skillmark.platform.pathways.errors import (
    NothingToPublishError,
    NotReadyError,
    PathwayStateError,
)
from skillmark.platform.pathways.models import (
    Cause,
    Learner,
    OnLoss,
    Pathway,
    PathwayVersion,
    RuleLeaf,
)
from skillmark.platform.pathways.models.pathways import MAX_NAME, MAX_SUMMARY
from skillmark.platform.pathways.services import marking, queue
from skillmark.platform.people.models import User
from skillmark.platform.transparency import services as transparency

MAX_SLUG: Final = 60  # characters, before a number is added
_TRIES: Final = 3
_CONTENT: Final = ("name", "summary", "achievement_id", "rule", "on_loss")


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a version says.

    Attributes:
        name: as people know the pathway.
        summary: what it leads to.
        achievement: what is awarded, or None while nobody knows.
        rule: the document, perhaps unfinished.
        on_loss: what becomes of the final when a credential is lost.
    """

    name: str
    summary: str = ""
    achievement: Achievement | None = None
    rule: JsonObject | None = None
    on_loss: str = OnLoss.KEEP

    def to_row(self) -> dict[str, Any]:
        """Return the columns of a version; without a rule, the one that is there stays."""
        row: dict[str, Any] = {
            "name": line(self.name)[:MAX_NAME],
            "summary": self.summary.strip()[:MAX_SUMMARY],
            "achievement": self.achievement,
            "on_loss": self.on_loss,
        }
        return row if self.rule is None else {**row, "rule": rules.with_issuers(self.rule)}


def create(organisation: Organisation, content: Content, *, actor: object) -> PathwayVersion:
    """Make a pathway with its first draft."""
    with transaction.atomic():
        made = _new(organisation, content)
        row = {"rule": rules.EMPTY, **content.to_row()}
        version: PathwayVersion = PathwayVersion.objects.create(
            organisation=organisation, pathway=made, number=1, **row
        )
        record("pathway.created", made, None, version, actor)
    return version


def edit(pathway: Pathway, content: Content, *, actor: object) -> PathwayVersion:
    """Write the draft; what is published gets its next draft first, and stays as it is.

    Raises:
        PathwayStateError: it is archived, or a second person looks at the draft now.
    """
    with transaction.atomic():
        pathway = locked(pathway)
        version = open_draft(pathway)
        before = facts(version)
        for name, value in content.to_row().items():
            setattr(version, name, value)
        version.save()
        pathway.name = version.name
        pathway.save()
        record("pathway.edited", pathway, before, version, actor)
    return version


def set_rule(pathway: Pathway, document: JsonObject, *, actor: object) -> PathwayVersion:
    """Write another rule into the draft, finished or not.

    Raises:
        PathwayStateError: see `edit`.
    """
    with transaction.atomic():
        pathway = locked(pathway)
        version = open_draft(pathway)
        document = rules.with_issuers(document)
        if version.rule != document:
            before = facts(version)
            version.rule = document
            version.save()
            pathway.save()
            record("pathway.edited", pathway, before, version, actor)
    return version


def publish(pathway: Pathway, *, actor: object) -> PathwayVersion:
    """Publish the draft without a second person.

    Raises:
        NothingToPublishError: there is no draft.
        PathwayStateError: it is archived or in review.
        NotReadyError: something is missing; with the first problem.
    """
    with transaction.atomic():
        pathway = locked(pathway)
        require_open(pathway)
        version = selectors.draft(pathway)
        if version is None:
            raise NothingToPublishError(_("There is no draft to publish."))
        version.state = State.REVIEW  # the way every version goes
        version.save()
        return release(pathway, version, actor=actor)


def release(pathway: Pathway, version: PathwayVersion, *, actor: object) -> PathwayVersion:
    """Publish a version in review, and let finals follow for what was earned before.

    Raises:
        NotReadyError: something is missing; with the first problem.
    """
    require_ready(version)
    rule = rules.draft_rule(version.rule)
    before = facts(version)
    current = selectors.published(pathway)
    if current is not None:
        current.state, current.archived_at = State.ARCHIVED, timezone.now()
        current.save()
    version.document, version.digest = rule.canonical, rule.digest
    version.state, version.published_at = State.PUBLISHED, timezone.now()
    version.published_by = actor if isinstance(actor, User) else None
    version.save()
    pathway.name, pathway.state = version.name, State.PUBLISHED
    pathway.save()
    rules.note_leaves(version)
    record("pathway.published", pathway, before, version, actor)
    _log(pathway, version)
    look_at_all(pathway, Cause.PUBLISHED, actor=actor)
    return version


def _log(pathway: Pathway, version: PathwayVersion) -> None:
    """Let the rule into the public log: the bytes that its address serves, by their hash."""
    assert version.published_at is not None  # noqa: S101 - it was just published
    transparency.log_rule(
        pathway.organisation,
        url=addresses.rule(pathway.slug, version.number),
        version=version.number,
        sha256=hashlib.sha256(bytes(version.document)).hexdigest(),
        at=version.published_at,
    )


def archive(pathway: Pathway, *, actor: object) -> Pathway:
    """Award nothing by it any more; finals stay, and are followed as before.

    Raises:
        PathwayStateError: a second person looks at a draft now.
    """
    with transaction.atomic():
        pathway = locked(pathway)
        if pathway.state == State.ARCHIVED:
            return pathway
        require_open(pathway)
        current = selectors.published(pathway)
        if current is not None:
            current.state, current.archived_at = State.ARCHIVED, timezone.now()
            current.save()
        pathway.state = State.ARCHIVED
        pathway.save()
        record("pathway.archived", pathway, None, current, actor)
    return pathway


def restore(pathway: Pathway, *, actor: object) -> Pathway:
    """Bring an archived pathway back to where it was."""
    with transaction.atomic():
        pathway = locked(pathway)
        if pathway.state != State.ARCHIVED:
            return pathway
        last = next(
            (one for one in selectors.versions(pathway) if one.published_at is not None), None
        )
        if last is not None:
            last.state, last.archived_at = State.PUBLISHED, None
            last.save()
        pathway.state = State.PUBLISHED if last else State.DRAFT
        pathway.save()
        record("pathway.restored", pathway, None, last, actor)
        if last is not None:
            look_at_all(pathway, Cause.PUBLISHED, actor=actor)
    return pathway


def discard(pathway: Pathway, *, actor: object) -> Pathway | None:
    """Throw the draft away; None when it was all there was.

    Raises:
        PathwayStateError: a second person looks at it now.
    """
    with transaction.atomic():
        pathway = locked(pathway)
        version = selectors.draft(pathway)
        if version is None:
            return pathway
        if version.state == State.REVIEW:
            raise PathwayStateError(_("It is in review. Withdraw the review to change it."))
        record("pathway.draft_discarded", pathway, facts(version), None, actor)
        version.delete()
        if not selectors.versions(pathway):
            pathway.delete()
            return None
        pathway.name = selectors.shown(pathway).name
        pathway.save()
    return pathway


def look_at_all(pathway: Pathway, cause: Cause, *, actor: object) -> int:
    """Put everybody whom the published rule may concern into the queue; return how many."""
    asked = RuleLeaf.objects.filter(version__pathway=pathway, achievement__isnull=False)
    ids: list[UUID] = list(asked.values_list("achievement_id", flat=True).distinct())
    awards = Award.objects.filter(achievement_version__achievement_id__in=ids)
    links = ClaimLink.objects.filter(
        credential__achievement_version__achievement_id__in=ids, claimed_by__isnull=False
    )
    emails = set(awards.order_by().values_list("recipient_email", flat=True).distinct())
    emails |= set(links.order_by().values_list("claimed_by__email", flat=True).distinct())
    emails |= set(Learner.objects.filter(pathway=pathway).values_list("email", flat=True))
    marked = marking.mark(pathway, emails, cause)
    if marked:
        queue.start_job(pathway, actor=actor)
    return marked


def require_ready(version: PathwayVersion) -> None:
    """Make sure that a version can be published.

    Raises:
        NotReadyError: something is missing; with the first problem.
    """
    if problems := checks.problems(version):
        raise NotReadyError(problems[0].message, problem=problems[0].code)


def require_open(pathway: Pathway) -> None:
    """Make sure that a pathway can change now.

    Raises:
        PathwayStateError: it is archived, or a second person looks at the draft.
    """
    if pathway.state == State.ARCHIVED:
        raise PathwayStateError(_("This pathway is archived. Bring it back to change it."))
    version = selectors.draft(pathway)
    if version is not None and version.state == State.REVIEW:
        raise PathwayStateError(_("It is in review. Withdraw the review to change it."))


def open_draft(pathway: Pathway) -> PathwayVersion:
    """Return the draft, made of the newest version if there was none; the row is held.

    Raises:
        PathwayStateError: see `require_open`.
    """
    require_open(pathway)
    version = selectors.draft(pathway)
    if version is not None:
        return version
    newest = selectors.shown(pathway)
    made: PathwayVersion = PathwayVersion.objects.create(
        organisation_id=pathway.organisation_id,
        pathway=pathway,
        number=newest.number + 1,
        **{name: getattr(newest, name) for name in _CONTENT},
    )
    made.rule = rules.with_issuers(made.rule)
    made.save()
    return made


def locked(pathway: Pathway) -> Pathway:
    """Return the row as it is now, held until the transaction ends."""
    rows = Pathway.objects.select_for_update(of=("self",)).select_related("organisation")
    found: Pathway = rows.get(pk=pathway.pk)
    return found


def facts(version: PathwayVersion | None) -> dict[str, Any] | None:
    """Return what the audit trail keeps of a version."""
    if version is None:
        return None
    return {
        "number": version.number,
        "name": version.name,
        "state": version.state,
        "on_loss": version.on_loss,
        "digest": version.digest or checks.draft_digest(version.rule),
    }


def record(
    action: str,
    pathway: Pathway,
    before: Mapping[str, Any] | None,
    version: PathwayVersion | None,
    actor: object,
) -> None:
    """Write what was done to a pathway into the audit trail."""
    events.record(
        organisation_id=pathway.organisation_id,
        actor=actor,
        action=action,
        object=pathway,
        before=dict(before) if before else None,
        after=facts(version),
        label=pathway.name,
    )


def _new(organisation: Organisation, content: Content) -> Pathway:
    """Return a row with an address of its own on the whole site."""
    name = line(content.name)[:MAX_NAME]
    made = Pathway(organisation=organisation, name=name)
    for _try in range(_TRIES):
        with suppress(IntegrityError), transaction.atomic():
            made.slug = _free_slug(name)
            made.save(force_insert=True)
            return made
    made.slug = f"{_free_slug(name)}-{uuid7().hex[-8:]}"
    made.save(force_insert=True)
    return made


def _free_slug(name: str) -> str:
    wanted = latin.slug(name, longest=MAX_SLUG) or "pathway"
    everywhere = Pathway.objects.with_scopes_disabled().filter(slug__startswith=wanted)
    taken = set(everywhere.values_list("slug", flat=True))
    candidates = (wanted if n == 1 else f"{wanted}-{n}" for n in range(1, len(taken) + 2))
    return next(slug for slug in candidates if slug not in taken)
