"""Four eyes on a rule: asking a second person to publish, and what their decision does.

An organisation whose policy lets a second person publish achievements asks the same of rules.
"""

from typing import Final
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from skillmark.platform.approvals import registry
from skillmark.platform.approvals import selectors as asked
from skillmark.platform.approvals import services as approvals
from skillmark.platform.approvals.models import Approval
from skillmark.platform.catalog.vocabulary import State
from skillmark.platform.pathways import selectors
from skillmark.platform.pathways.errors import NothingToPublishError
from skillmark.platform.pathways.models import Pathway, PathwayVersion
from skillmark.platform.pathways.services import drafting

KIND: Final = "pathways.version"
_NAME: Final = 120  # characters of a name in the request's title


def ask(pathway: Pathway, *, actor: object) -> Approval:
    """Put the draft before a second person; until they decide it does not change.

    Raises:
        PathwayStateError: it is archived, or somebody asked before.
        NothingToPublishError: there is no draft.
        NotReadyError: something is missing.
    """
    with transaction.atomic():
        pathway = drafting.locked(pathway)
        drafting.require_open(pathway)
        version = selectors.draft(pathway)
        if version is None:
            raise NothingToPublishError(_("There is no draft to review."))
        drafting.require_ready(version)
        before = drafting.facts(version)
        _move(pathway, version, State.REVIEW)
        request = approvals.ask(
            KIND,
            organisation=pathway.organisation,
            subject_id=version.pk,
            title=gettext_noop("Publish version %(number)d of the pathway “%(name)s”")
            % {"number": version.number, "name": version.name[:_NAME]},
            href=reverse("pathways:pathway", args=[pathway.organisation.slug, pathway.pk]),
            actor=actor,
        )
        drafting.record("pathway.review_asked", pathway, before, version, actor)
    return request


def waiting(version: PathwayVersion) -> Approval | None:
    """Return the request that waits for a decision."""
    return asked.waiting_of(KIND, version.pk)


def declined(version: PathwayVersion) -> Approval | None:
    """Return the request that was declined, if the draft was not put forward again."""
    return asked.declined_of(KIND, version.pk)


def register() -> None:
    """Let rules wait for a second person."""
    kind = registry.Kind(gettext_lazy("Pathways to publish"), _approved, _declined)
    registry.register(KIND, kind)


def _approved(request: Approval, by: object) -> None:
    pathway, version = _held(request.subject_id)
    drafting.release(pathway, version, actor=by)


def _declined(request: Approval, by: object) -> None:
    pathway, version = _held(request.subject_id)
    before = drafting.facts(version)
    _move(pathway, version, State.DRAFT)
    drafting.record("pathway.review_ended", pathway, before, version, by)


def _held(version_id: UUID) -> tuple[Pathway, PathwayVersion]:
    rows = PathwayVersion.objects.select_related("pathway", "achievement")
    version: PathwayVersion = rows.get(pk=version_id, state=State.REVIEW)
    return drafting.locked(version.pathway), version


def _move(pathway: Pathway, version: PathwayVersion, state: State) -> None:
    version.state = state
    version.save()
    if pathway.state != State.PUBLISHED:
        pathway.state = state
    pathway.save()
