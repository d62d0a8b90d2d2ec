"""Cohorts: opened, changed, cancelled. More places let the next ones in by themselves."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from skillmark.platform.events.changes import changed, record
from skillmark.platform.programmes.errors import InvalidError, StateError
from skillmark.platform.programmes.models import Cohort, Enrolment
from skillmark.platform.programmes.services import enrolling
from skillmark.platform.programmes.services.offers import held
from skillmark.platform.programmes.terms import Run
from skillmark.platform.programmes.vocabulary import LIVE, CohortState, EnrolmentState, State


def open_cohort(programme_id: UUID, run: Run, *, actor: object) -> Cohort:
    """Make a group that people can register for.

    Raises:
        StateError: the programme is archived.
    """
    with transaction.atomic():
        programme = held(programme_id)
        if programme.state == State.ARCHIVED:
            raise StateError(_("This programme is archived. Bring it back to change it."))
        cohort: Cohort = Cohort.objects.create(
            organisation_id=programme.organisation_id, programme=programme, **run.to_row()
        )
        _record("cohort.created", cohort, actor, after=run.to_row())
    return cohort


def change_cohort(cohort_id: UUID, run: Run, *, actor: object) -> Cohort:
    """Change dates and places of a group; who waits moves up when there is room.

    Raises:
        StateError: it is cancelled.
        InvalidError: it would have fewer places than people.
    """
    with transaction.atomic():
        cohort = enrolling.held_cohort(cohort_id)
        if cohort.state == CohortState.CANCELLED:
            raise StateError(_("This group was cancelled. Open a new one."))
        taken = enrolling.taken(cohort)
        if run.capacity is not None and run.capacity < taken:
            words = _("%(n)d people have a place already. Allow at least as many.")
            raise InvalidError({"capacity": words % {"n": taken}})
        before, after = changed(cohort, run.to_row())
        if after:
            for name, value in after.items():
                setattr(cohort, name, value)
            cohort.save()
            _record("cohort.changed", cohort, actor, before=before, after=after)
            enrolling.promote(cohort)
    return cohort


def cancel_cohort(cohort_id: UUID, *, reason: str, actor: object) -> Cohort:
    """Cancel a group; everybody in it is told, and loses the place.

    Raises:
        StateError: it is cancelled already.
        InvalidError: no reason is given.
    """
    with transaction.atomic():
        cohort = enrolling.held_cohort(cohort_id)
        if cohort.state == CohortState.CANCELLED:
            raise StateError(_("This group was cancelled already."))
        said = enrolling.reason_of(reason)
        cohort.state = CohortState.CANCELLED
        cohort.save(update_fields=["state"])
        people = list(Enrolment.objects.filter(cohort=cohort, state__in=LIVE))
        _record("cohort.cancelled", cohort, actor, after={"count": len(people), "reason": said})
        for one in people:
            enrolling.end(one, EnrolmentState.REMOVED, actor=actor, reason=said)
    return cohort


def _record(
    action: str,
    cohort: Cohort,
    actor: object,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    label = f"{cohort.programme.title}: {cohort.name}"
    record(action, cohort, actor=actor, label=label, before=before, after=after)
