"""Writing back: once a unit is decided, the line of the course learns of it (AGS 2.0 §3.4).

A message of the outbox, written in the transaction of the decision; sent again it says the same with
the same time, and a platform keeps the newest.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from uuid import UUID

from django.db.models.signals import post_save
from django.dispatch import receiver

from skillmark.core.errors import SkillmarkError
from skillmark.platform.assessment.models import Decision
from skillmark.platform.assessment.vocabulary import Outcome
from skillmark.platform.events import outbox
from skillmark.platform.events.models import OutboxMessage
from skillmark.platform.lti import grades, platforms
from skillmark.platform.lti.errors import ScopeError
from skillmark.platform.lti.models import AccountLink, Placement, RegistrationState
from skillmark.platform.orgs.access import organisation_scope

KIND: Final = "lti.score"


class NoPlaceError(outbox.RefusedError):
    """The course, the platform or the link to it is no longer there."""

    code = "outbox.refused.lti"


@receiver(post_save, sender=Decision, dispatch_uid="lti:decision")
def follow_decision(instance: Decision, created: bool, **_facts: Any) -> None:
    """Let the courses from which somebody came know what was decided."""
    work = instance.submission
    if not created or work.person.user_id is None:
        return
    links = {
        one.registration_id: one
        for one in AccountLink.objects.filter(
            user_id=work.person.user_id, organisation_id=work.organisation_id
        )
    }
    if not links:
        return
    places = Placement.objects.select_related("course").filter(
        plan_id=work.plan_id, course__registration__in=links
    )
    drafts = [
        outbox.Draft(
            kind=KIND,
            payload={
                "placement": str(place.pk),
                "link": str(links[place.course.registration_id].pk),
                "decision": str(instance.pk),
            },
            organisation_id=work.organisation_id,
            dedupe_key=f"lti:{instance.pk}:{place.pk}",
        )
        for place in places
        if place.line_item
    ]
    if drafts:
        outbox.emit(drafts)


class ScoreChannel:
    """Carries decisions to the grade books of platforms."""

    def send(self, message: OutboxMessage) -> None:
        """Send one decision.

        Raises:
            RefusedError: the place is gone, or the platform lets nobody write there.
            LaterError: the platform did not answer.
        """
        facts = message.payload
        assert message.organisation_id is not None  # noqa: S101 - every draft has one
        with organisation_scope(message.organisation_id):
            place, link, decision = _found(facts)
            if place is None or link is None or decision is None or not link.user.is_active:
                raise NoPlaceError("The course or the person is no longer known.")
            registration = place.course.registration
            if registration.state != RegistrationState.ACTIVE:
                raise NoPlaceError("The platform is suspended.")
            try:
                opened = platforms.access(registration, [grades.SCORE])
                address = grades.below(place.line_item, "scores")
                platforms.send(opened, address, grades.SCORE_TYPE, _score(link, decision))
            except ScopeError as error:
                raise outbox.RefusedError(error.message) from error
            except SkillmarkError as error:
                raise outbox.LaterError(error.message) from error


@contextmanager
def open_channel() -> Iterator[ScoreChannel]:
    """Open the way; each decision makes its own connections."""
    yield ScoreChannel()


def _found(
    facts: dict[str, Any],
) -> tuple[Placement | None, AccountLink | None, Decision | None]:
    places = Placement.objects.select_related("course__registration__organisation")
    links = AccountLink.objects.select_related("user")
    return (
        places.filter(pk=UUID(facts["placement"])).first(),
        links.filter(pk=UUID(facts["link"])).first(),
        Decision.objects.filter(pk=UUID(facts["decision"])).first(),
    )


def _score(link: AccountLink, decision: Decision) -> dict[str, Any]:
    return {
        "userId": link.subject,
        "scoreGiven": 1 if decision.outcome == Outcome.COMPETENT else 0,
        "scoreMaximum": 1,
        "activityProgress": "Completed",
        "gradingProgress": "FullyGraded",
        "timestamp": decision.decided_at.isoformat(timespec="milliseconds"),
    }


outbox.register(KIND, open_channel)
