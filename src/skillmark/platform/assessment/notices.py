"""Mails to assessors: what waits for them, once in a while and never for the same work twice.

A round looks for work that an assessor may judge and was not told of yet. Whoever was told within
the last hours is told later, of everything new together; who unsubscribed gets nothing. Second marks
are told of like any others, so that a mail does not give them away.
"""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import ngettext, override

from skillmark.platform.assessment import letters, queue
from skillmark.platform.assessment.models import Assignment, Mark, Notice
from skillmark.platform.assessment.services.plans import MARKING
from skillmark.platform.assessment.vocabulary import MarkState, Part, Round
from skillmark.platform.jobs import periodic
from skillmark.platform.mailing import languages, subscriptions
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.letters import send
from skillmark.platform.orgs.models import Membership, Organisation
from skillmark.platform.people.models import User

EVERY: Final = timedelta(seconds=30)
QUIET: Final = timedelta(hours=20)  # between two mails to one person: one each working day
_AT_A_TIME: Final = 500

log = structlog.get_logger("skillmark.assessment")


@periodic.every(EVERY, "assessment.tell_assessors")
def tell_assessors(now: datetime) -> None:
    """Tell those for whom new work waits, each in a transaction of its own."""
    for organisation_id, user_id in _due(now):
        try:
            with organisation_scope(organisation_id), transaction.atomic():
                _tell(organisation_id, user_id, now)
        except Exception:
            log.exception("assessor not told", organisation=str(organisation_id))


def _due(now: datetime) -> set[tuple[UUID, UUID]]:
    """Return organisations and accounts for which there may be something new."""
    told = Notice.objects.with_scopes_disabled().filter(
        organisation_id=OuterRef("organisation_id"), user_id=OuterRef("user_id")
    )
    place = Membership.objects.with_scopes_disabled().filter(
        organisation_id=OuterRef("organisation_id"),
        user_id=OuterRef("user_id"),
        role__in=MARKING,
    )
    rows = Assignment.objects.with_scopes_disabled().annotate(
        newest=Subquery(told.values("newest")[:1]), told_at=Subquery(told.values("told_at")[:1])
    )
    rows = rows.filter(Exists(place), user__is_active=True)
    found = set[tuple[UUID, UUID]]()
    for part in Part:
        waiting = _waiting(part)
        later = waiting.filter(pk__gt=OuterRef("newest"))
        new = Q(told_at=None) | Q(told_at__lte=now - QUIET) & (
            Exists(later) | Q(created_at__gt=F("told_at"))
        )
        due = rows.filter(new, Exists(waiting), part=part)
        found.update(due.values_list("organisation_id", "user_id")[:_AT_A_TIME])
    return found


def _waiting(part: Part) -> QuerySet[Mark]:
    rows: QuerySet[Mark] = Mark.objects.with_scopes_disabled().filter(
        state=MarkState.WAITING, submission__plan_id=OuterRef("plan_id")
    )
    moderation = Q(round=Round.MODERATION)
    return rows.filter(moderation if part == Part.MODERATOR else ~moderation)


def _tell(organisation_id: UUID, user_id: UUID, now: datetime) -> None:
    """Write one mail, if anything waits that the account may judge."""
    user = User.objects.get(pk=user_id)
    listed = [
        pk for part in Part for pk in queue.waiting(user, part).values_list("pk", flat=True)
    ]
    if not listed:
        return
    organisation = Organisation.objects.get(pk=organisation_id)
    Notice.objects.update_or_create(
        organisation=organisation,
        user=user,
        defaults={"told_at": now, "newest": max(listed)},
    )
    _write(organisation, user, len(listed), now)


def _write(organisation: Organisation, user: User, count: int, now: datetime) -> None:
    language = languages.choose(user.language, organisation.language)
    stop = subscriptions.links([user.email], organisation.pk)[user.email]
    with override(language):
        said = ngettext("%(n)d piece of work", "%(n)d pieces of work", count) % {"n": count}
        facts = {
            "name": str(user),
            "count": said,
            "issuer": organisation.name,
            "url": settings.SKILLMARK.site_url
            + reverse("assessment:queue", args=[organisation.slug]),
            "unsubscribe_url": stop,
        }
    send(
        organisation,
        letters.WAITING,
        facts,
        to=user.email,
        language=language,
        dedupe_key=f"{letters.WAITING}:{user.pk}:{now.isoformat(timespec='minutes')}",
        stop=stop,
    )
