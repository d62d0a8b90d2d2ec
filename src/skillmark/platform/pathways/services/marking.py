"""Noting whom to look at again: rows of a queue, added in the caller's transaction.

Adding waits for nobody, so whoever issues credentials never meets whoever works the queue off.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils import timezone

from skillmark.platform.issuing.models import ClaimLink, Credential
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.pathways import people
from skillmark.platform.pathways.models import (
    Cause,
    Learner,
    Pathway,
    Recheck,
    RuleLeaf,
)
from skillmark.platform.people.models import User

_ROWS: Final = 1_000  # of one insert


def mark(
    pathway: Pathway, emails: Iterable[str], cause: Cause, *, due_at: datetime | None = None
) -> int:
    """Note people to be looked at again on one pathway; return how many."""
    due = due_at or timezone.now()
    rows = [
        Recheck(
            organisation_id=pathway.organisation_id,
            pathway=pathway,
            email=email,
            cause=cause,
            due_at=due,
        )
        for email in sorted({one for one in emails if one})
    ]
    with organisation_scope(pathway.organisation_id):
        Recheck.objects.bulk_create(rows, batch_size=_ROWS)
    return len(rows)


def mark_credentials(credentials: Sequence[Credential], cause: Cause) -> int:
    """Note the people of some credentials on every pathway that asks for these.

    Pathways of other organisations hear only of people who joined them.
    """
    wanted = _pathways(credentials)
    if not wanted:
        return 0
    emails = _emails(credentials)
    marked = 0
    own = credentials[0].organisation_id
    whole: frozenset[str] | None = None
    for pathway in wanted:
        if pathway.organisation_id == own:
            marked += mark(pathway, emails, cause)
            continue
        if whole is None:
            found = people.persons(emails).values()
            whole = frozenset(email for person in found for email in person.emails)
        joined = Learner.objects.with_scopes_disabled().filter(
            pathway=pathway, joined_at__isnull=False, email__in=whole
        )
        marked += mark(pathway, joined.values_list("email", flat=True), cause)
    return marked


def mark_person(user: User) -> int:
    """Note an account on every pathway it is on: another address of theirs was proven."""
    person = people.person_of(user)
    if person is None:
        return 0
    rows = Learner.objects.with_scopes_disabled().filter(email__in=person.emails)
    return sum(
        mark(learner.pathway, [learner.email], Cause.CHANGED)
        for learner in rows.select_related("pathway")
    )


def mark_due(now: datetime) -> int:
    """Note everybody for whom a date has come, and return how many."""
    everywhere = Learner.objects.with_scopes_disabled()
    due = list(everywhere.filter(next_look__lte=now).select_related("pathway")[:_ROWS])
    for learner in due:
        mark(learner.pathway, [learner.email], Cause.TIME)
    everywhere.filter(pk__in=[learner.pk for learner in due]).update(next_look=None)
    return len(due)


def _pathways(credentials: Sequence[Credential]) -> list[Pathway]:
    achievements = {row.achievement_version.achievement_id for row in credentials}
    asked: set[UUID] = set(
        RuleLeaf.objects.with_scopes_disabled()
        .filter(achievement_id__in=achievements)
        .values_list("version__pathway_id", flat=True)
    )
    if not asked:
        return []
    everywhere = Pathway.objects.with_scopes_disabled()
    return list(everywhere.filter(pk__in=asked).order_by("pk"))


def _emails(credentials: Collection[Credential]) -> set[str]:
    """Return the addresses of whoever holds these: of accounts that took them, else awarded to."""
    found = {row.award.recipient_email for row in credentials if row.award.recipient_email}
    links = ClaimLink.objects.with_scopes_disabled().filter(
        credential__in=[row.pk for row in credentials], claimed_by__isnull=False
    )
    return found | set(links.values_list("claimed_by__email", flat=True))
