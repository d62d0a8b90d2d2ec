"""Enrolling: who gets a place, who waits, who moves up, who leaves.

Every change of a cohort's people holds the row of the cohort first, so that two people never get
one place and nobody overtakes on the waiting list. Mails are written in the same transaction.
"""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from skillmark.platform.events import audit
from skillmark.platform.events.changes import record
from skillmark.platform.people import names
from skillmark.platform.people import selectors as people
from skillmark.platform.people import services as persons
from skillmark.platform.people.models import User
from skillmark.platform.programmes import eligibility, mails
from skillmark.platform.programmes.errors import (
    AddressError,
    AlreadyEnrolledError,
    InvalidError,
    NotOpenError,
    PrerequisitesError,
    StateError,
)
from skillmark.platform.programmes.models import Cohort, Enrolment
from skillmark.platform.programmes.vocabulary import LIVE, EnrolmentState, State

MAX_REASON: Final = 500  # characters
HOLDING: Final = (EnrolmentState.ENROLLED, EnrolmentState.COMPLETED)
"""States in which somebody takes up a place."""

_ACTS: Final = {
    EnrolmentState.WITHDRAWN: "enrolment.withdrawn",
    EnrolmentState.REMOVED: "enrolment.removed",
    EnrolmentState.COMPLETED: "enrolment.completed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """Who wants a place.

    Attributes:
        user: the account.
        name: as it shall stand on what is issued.
        email: one that the account has proven.
        language: of mails to them; empty takes the account's.
    """

    user: User
    name: str
    email: str
    language: str = ""


def enrol(cohort_id: UUID, applicant: Applicant) -> Enrolment:
    """Give somebody a place, or one on the waiting list when all are taken.

    Raises:
        NotOpenError: the programme is not offered, or nobody can register now.
        InvalidError: no name.
        AddressError: the address is not proven to be theirs.
        AlreadyEnrolledError: they have, or wait for, a place in this programme.
        PrerequisitesError: something that is asked for is missing.
    """
    with transaction.atomic():
        cohort = held_cohort(cohort_id)
        _require_open(cohort)
        name, email = _who(applicant)
        person = persons.held_person(applicant.user)  # two groups may be asked for at once
        live = Enrolment.objects.filter(
            programme=cohort.programme, person=person, state__in=LIVE
        )
        if live.exists():
            raise AlreadyEnrolledError(_("You have a place in this programme already."))
        met = _require_prerequisites(cohort, applicant.user)
        place = has_room(cohort) and not waiting(cohort).exists()
        now = timezone.now()
        enrolment: Enrolment = Enrolment.objects.create(
            organisation_id=cohort.organisation_id,
            programme=cohort.programme,
            cohort=cohort,
            person=person,
            name=name,
            email=email,
            language=applicant.language or applicant.user.language,
            state=EnrolmentState.ENROLLED if place else EnrolmentState.WAITLISTED,
            queued_at=now,
            enrolled_at=now if place else None,
            cost_minor=cohort.programme.cost_minor,
            currency=cohort.programme.currency,
            prerequisites_met=[str(one) for one in met],
        )
        action = "enrolment.enrolled" if place else "enrolment.waitlisted"
        _record(action, enrolment, applicant.user, after={"state": enrolment.state})
        mails.told(enrolment, mails.ENROLLED if place else mails.WAITLISTED)
    return enrolment


def leave(enrolment_id: UUID, *, actor: User) -> Enrolment:
    """Give up one's own place; the next one who waits gets it.

    Raises:
        StateError: there is no place to give up.
    """
    with transaction.atomic():
        enrolment = held_enrolment(enrolment_id)
        if not enrolment.is_live:
            raise StateError(_("This has ended already."), state=enrolment.state)
        end(enrolment, EnrolmentState.WITHDRAWN, actor=actor)
        promote(enrolment.cohort)
    return enrolment


def remove(enrolment_id: UUID, *, reason: str, actor: object) -> Enrolment:
    """Take somebody's place away, with a reason that they read; the next one gets it.

    Raises:
        StateError: there is no place to take.
        InvalidError: no reason is given.
    """
    with transaction.atomic():
        enrolment = held_enrolment(enrolment_id)
        if not enrolment.is_live:
            raise StateError(_("This has ended already."), state=enrolment.state)
        end(enrolment, EnrolmentState.REMOVED, actor=actor, reason=reason_of(reason))
        promote(enrolment.cohort)
    return enrolment


def complete(enrolment_id: UUID, *, actor: object) -> Enrolment:
    """Note that somebody has been through the whole programme.

    Raises:
        StateError: they have no place.
    """
    with transaction.atomic():
        enrolment = held_enrolment(enrolment_id)
        if enrolment.state == EnrolmentState.COMPLETED:
            return enrolment
        if enrolment.state != EnrolmentState.ENROLLED:
            raise StateError(_("Only somebody with a place can complete it."))
        end(enrolment, EnrolmentState.COMPLETED, actor=actor)
    return enrolment


def promote(cohort: Cohort) -> list[Enrolment]:
    """Give free places to those who wait, in order; the row of the cohort is held."""
    moved: list[Enrolment] = []
    if not cohort.takes_people:
        return moved
    room = _room(cohort)
    queue = waiting(cohort)
    for enrolment in queue if room is None else queue[:room]:
        enrolment.state = EnrolmentState.ENROLLED
        enrolment.enrolled_at = timezone.now()
        enrolment.save(update_fields=["state", "enrolled_at"])
        facts = ({"state": str(EnrolmentState.WAITLISTED)}, {"state": str(enrolment.state)})
        _record("enrolment.promoted", enrolment, None, before=facts[0], after=facts[1])
        mails.told(enrolment, mails.PROMOTED)
        moved.append(enrolment)
    return moved


def end(
    enrolment: Enrolment, state: EnrolmentState, *, actor: object, reason: str = ""
) -> None:
    """Write how an enrolment ended, in the caller's transaction."""
    before, enrolment.state = enrolment.state, state
    enrolment.ended_at, enrolment.reason = timezone.now(), reason
    enrolment.save(update_fields=["state", "ended_at", "reason"])
    after = {"state": str(state)} | ({"reason": reason} if reason else {})
    _record(_ACTS[state], enrolment, actor, before={"state": before}, after=after)
    if state == EnrolmentState.REMOVED:
        mails.told(enrolment, mails.REMOVED)


def taken(cohort: Cohort) -> int:
    """Return how many places are taken; who completed keeps theirs."""
    return int(Enrolment.objects.filter(cohort=cohort, state__in=HOLDING).count())


def has_room(cohort: Cohort) -> bool:
    """Say whether there is a place for one more."""
    room = _room(cohort)
    return room is None or room > 0


def waiting(cohort: Cohort) -> QuerySet[Enrolment]:
    """Return who waits, the first come first."""
    rows: QuerySet[Enrolment] = Enrolment.objects.filter(
        cohort=cohort, state=EnrolmentState.WAITLISTED
    )
    return rows.select_related("programme", "cohort", "organisation").order_by(
        "queued_at", "pk"
    )


def held_cohort(cohort_id: UUID) -> Cohort:
    """Return a cohort of the current organisation with its row locked.

    Raises:
        ObjectDoesNotExist: there is none of that id.
    """
    rows = Cohort.objects.select_for_update(of=("self",)).select_related(
        "programme__organisation"
    )
    cohort: Cohort = rows.get(pk=cohort_id)
    return cohort


def held_enrolment(enrolment_id: UUID) -> Enrolment:
    """Return an enrolment of the current organisation, its cohort's row locked before its own.

    Raises:
        ObjectDoesNotExist: there is none of that id.
    """
    cohort_id = Enrolment.objects.values_list("cohort_id", flat=True).get(pk=enrolment_id)
    cohort = held_cohort(cohort_id)
    rows = Enrolment.objects.select_for_update(of=("self",)).select_related(
        "programme__organisation"
    )
    enrolment: Enrolment = rows.get(pk=enrolment_id)
    enrolment.cohort = cohort
    return enrolment


def reason_of(text: str) -> str:
    """Return a reason as it is kept.

    Raises:
        InvalidError: there is none, or it is too long.
    """
    said = " ".join(text.split())
    if not said:
        raise InvalidError({"reason": _("Say why: the learners read it.")})
    if len(said) > MAX_REASON:
        words = _("Use at most %(size)d characters; this has %(length)d.")
        raise InvalidError({"reason": words % {"size": MAX_REASON, "length": len(said)}})
    return said


def _room(cohort: Cohort) -> int | None:
    return None if cohort.capacity is None else max(0, cohort.capacity - taken(cohort))


def _require_open(cohort: Cohort) -> None:
    if cohort.programme.state != State.PUBLISHED:
        raise NotOpenError(_("This programme is not offered now."))
    words = {
        "cancelled": _("This group was cancelled."),
        "over": _("This group is over."),
        "closed": _("Registration is closed. Look for another group."),
        "early": _("Registration is not open yet."),
    }
    if (phase := cohort.phase) in words:
        raise NotOpenError(words[phase], phase=phase)


def _who(applicant: Applicant) -> tuple[str, str]:
    name = names.one_line(applicant.name)
    if not name or len(name) > 200:  # noqa: PLR2004 - the column's length
        raise InvalidError({"name": _("Write your name as it shall stand on the credential.")})
    email = applicant.email.strip().lower()
    if email not in people.verified_emails(applicant.user):
        raise AddressError(_("Choose an address that you have proven to be yours."))
    return name, email


def _require_prerequisites(cohort: Cohort, user: User) -> list[UUID]:
    asked = eligibility.requirements(cohort.programme, user)
    absent = [one.achievement.name for one in asked if not one.met]
    if absent:
        raise PrerequisitesError(
            _("You need a valid credential for: %(names)s.") % {"names": ", ".join(absent)},
            count=len(absent),
        )
    return [one.credential_id for one in asked if one.credential_id is not None]


def _record(
    action: str,
    enrolment: Enrolment,
    actor: object,
    *,
    before: dict[str, str] | None = None,
    after: dict[str, str] | None = None,
) -> None:
    """Write an act into the trail; the label names the programme, never the person."""
    label = f"{enrolment.programme.title}: {enrolment.cohort.name}"
    who = audit.SYSTEM if actor is None else actor
    record(action, enrolment, actor=who, label=label, before=before, after=after)
