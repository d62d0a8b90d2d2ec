"""Handing in: begin an attempt, show evidence, hand it in, take it back."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from skillmark.platform.assessment import criteria, eligibility, mails, units
from skillmark.platform.assessment.errors import (
    AttemptsError,
    DeadlineError,
    EvidenceError,
    InvalidError,
    NotOpenError,
    StateError,
)
from skillmark.platform.assessment.evidence import Piece
from skillmark.platform.assessment.models import (
    Decision,
    Evidence,
    EvidenceFile,
    Mark,
    Plan,
    Submission,
)
from skillmark.platform.assessment.models.submissions import MAX_NOTE, MAX_PIECES
from skillmark.platform.assessment.services import plans
from skillmark.platform.assessment.services.recording import label_of
from skillmark.platform.assessment.vocabulary import (
    TO_DO,
    Kind,
    MarkState,
    SubmissionState,
)
from skillmark.platform.catalog import text
from skillmark.platform.events.changes import record
from skillmark.platform.people import names
from skillmark.platform.people import selectors as people
from skillmark.platform.people import services as persons
from skillmark.platform.people.models import User

MAX_NAME: Final = 200  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    """Who shows something.

    Attributes:
        user: the account.
        name: as it shall stand on the credential; empty takes the enrolment's or the account's.
        email: one that the account has proven; empty takes the enrolment's or the account's.
    """

    user: User
    name: str = ""
    email: str = ""


def begin(plan_id: UUID, learner: Learner, *, kind: str = Kind.WORK) -> Submission:
    """Begin an attempt; the one that is open already is returned instead of another.

    Raises:
        NotOpenError: this person cannot hand in work for the unit now.
        AttemptsError: all attempts are used.
        InvalidError: no name, or an address that is not proven.
    """
    with transaction.atomic():
        plan = plans.held(plan_id)
        found = eligibility.standing(plan, learner.user, kind)
        if found.open is not None and found.open.state == SubmissionState.DRAFT:
            return found.open
        if found.left == 0 and not found.competent:
            raise AttemptsError(found.reason, used=found.used)
        if found.reason:
            raise NotOpenError(found.reason)
        return _begun(plan, learner, kind, found)


def add(submission_id: UUID, piece: Piece, *, actor: User) -> Evidence:
    """Add a piece of evidence to a draft of one's own.

    Raises:
        StateError: it is handed in already.
        EvidenceError: there are too many pieces, or it names outcomes that there are not.
    """
    with transaction.atomic():
        submission = own_draft(submission_id, actor)
        if submission.evidence.count() >= MAX_PIECES:
            raise EvidenceError(
                _("At most %(most)d pieces of evidence are possible.") % {"most": MAX_PIECES}
            )
        known = {key for key, _words in criteria.outcomes(submission.version)}
        if set(piece.outcomes) - known:
            raise EvidenceError(_("Choose outcomes of this unit."), field="outcomes")
        file = _kept(submission, piece)
        row: Evidence = Evidence.objects.create(
            organisation_id=submission.organisation_id,
            submission=submission,
            kind=piece.kind,
            title=piece.title,
            body=piece.body,
            url=piece.url,
            file=file,
            file_name=piece.file.name if piece.file else "",
            sha256=piece.sha256,
            outcomes=list(piece.outcomes),
            is_public=piece.is_public,
        )
    return row


def remove(submission_id: UUID, evidence_id: UUID, *, actor: User) -> None:
    """Take a piece of evidence out of a draft of one's own.

    Raises:
        StateError: it is handed in already.
        ObjectDoesNotExist: there is no such piece.
    """
    with transaction.atomic():
        submission = own_draft(submission_id, actor)
        row: Evidence = Evidence.objects.select_related("file").get(
            pk=evidence_id, submission=submission
        )
        row.delete()
        if row.file is not None and not Evidence.objects.filter(file=row.file).exists():
            row.file.delete()


def submit(submission_id: UUID, *, actor: User, note: str = "") -> Submission:
    """Hand a draft in; it stands in the queue of the assessors from now on.

    Raises:
        StateError: it is handed in already.
        DeadlineError: the last day has passed.
        EvidenceError: it shows nothing.
    """
    said = text.block(note)
    if len(said) > MAX_NOTE:
        raise InvalidError({"note": _("Use shorter words.")})
    with transaction.atomic():
        submission = own_draft(submission_id, actor)
        now = timezone.now()
        if submission.due_at is not None and submission.due_at < now:
            raise DeadlineError(
                _("The last day for this attempt has passed. Ask for more time.")
            )
        if not submission.evidence.exists():
            raise EvidenceError(_("Add at least one piece of evidence, then hand it in."))
        submission.state, submission.submitted_at = SubmissionState.SUBMITTED, now
        submission.note = said
        submission.save(update_fields=["state", "submitted_at", "note"])
        Mark.objects.create(
            organisation_id=submission.organisation_id, submission=submission, queued_at=now
        )
        _record("submission.handed_in", submission, actor)
        mails.received(submission)
    return submission


def withdraw(submission_id: UUID, *, actor: User) -> Submission:
    """Take back an attempt that nobody has finished marking; one handed in stays counted.

    Raises:
        StateError: it is decided, or an assessor has finished marking it.
    """
    with transaction.atomic():
        submission = own(submission_id, actor)
        marked = submission.marks.filter(state=MarkState.FINISHED).exists()
        if submission.state not in {SubmissionState.DRAFT, SubmissionState.SUBMITTED} or marked:
            raise StateError(_("It is marked already and cannot be taken back."))
        before = submission.state
        submission.marks.filter(state__in=TO_DO).update(state=MarkState.VOID)
        submission.state = SubmissionState.WITHDRAWN
        submission.save(update_fields=["state"])
        _record("submission.withdrawn", submission, actor, before={"state": before})
    return submission


def extend(submission_id: UUID, days: int, *, actor: object) -> Submission:
    """Give somebody more days for a draft, counted from now.

    Raises:
        StateError: it is handed in already, or has no last day.
        InvalidError: no number of days.
    """
    if not 1 <= days <= 365:  # noqa: PLR2004 - a year
        raise InvalidError({"days": _("Write a number from 1 to %(most)d.") % {"most": 365}})
    with transaction.atomic():
        submission = held(submission_id)
        if submission.state != SubmissionState.DRAFT or submission.due_at is None:
            raise StateError(_("Only a draft with a last day can get more time."))
        before = {"due_at": submission.due_at.isoformat(timespec="seconds")}
        submission.due_at = timezone.now() + timedelta(days=days)
        submission.save(update_fields=["due_at"])
        after = {"due_at": submission.due_at.isoformat(timespec="seconds")}
        _record("submission.extended", submission, actor, before=before, after=after)
    return submission


def held(submission_id: UUID) -> Submission:
    """Return a submission of the current organisation with its row locked.

    Raises:
        ObjectDoesNotExist: there is none of that id.
    """
    rows = Submission.objects.select_for_update(of=("self",)).select_related(
        "plan__achievement", "version", "organisation", "person"
    )
    submission: Submission = rows.get(pk=submission_id)
    return submission


def own(submission_id: UUID, user: User) -> Submission:
    """Return a submission of the account with its row locked.

    Raises:
        ObjectDoesNotExist: there is none of that id, or it is somebody else's.
    """
    submission = held(submission_id)
    if submission.person.user_id != user.pk:
        raise Submission.DoesNotExist
    return submission


def own_draft(submission_id: UUID, user: User) -> Submission:
    """Return a draft of the account with its row locked.

    Raises:
        ObjectDoesNotExist: there is none of that id, or it is somebody else's.
        StateError: it is no draft any more.
    """
    submission = own(submission_id, user)
    if submission.state != SubmissionState.DRAFT:
        raise StateError(_("This is handed in already."), state=submission.state)
    return submission


def newest_decision(submission: Submission) -> Decision | None:
    """Return the decision that counts."""
    found: Decision | None = submission.decisions.order_by("-number").first()
    return found


def _begun(plan: Plan, learner: Learner, kind: str, found: eligibility.Standing) -> Submission:
    name, email = _who(learner, found)
    person = persons.ensure_person(learner.user)
    mine = Submission.objects.filter(plan=plan, person=person)
    last = mine.aggregate(last=Max("number"))["last"] or 0
    now = timezone.now()
    days = plan.deadline_days
    submission: Submission = Submission.objects.create(
        organisation_id=plan.organisation_id,
        plan=plan,
        version=units.published(plan),
        person=person,
        enrolment=found.enrolment if kind == Kind.WORK else None,
        kind=kind,
        number=last + 1,
        name=name,
        email=email,
        language=learner.user.language,
        created_at=now,
        due_at=now + timedelta(days=days) if days else None,
    )
    _record("submission.begun", submission, learner.user, after={"kind": kind})
    return submission


def _who(learner: Learner, found: eligibility.Standing) -> tuple[str, str]:
    place = found.enrolment
    name = names.one_line(learner.name)
    name = name or (place.name if place else "") or learner.user.display_name
    email = learner.email.strip().lower() or (place.email if place else learner.user.email)
    if not name or len(name) > MAX_NAME:
        raise InvalidError({"name": _("Write your name as it shall stand on the credential.")})
    if email not in people.verified_emails(learner.user):
        raise InvalidError({"email": _("Choose an address that you have proven to be yours.")})
    return name, email


def _kept(submission: Submission, piece: Piece) -> EvidenceFile | None:
    if piece.file is None:
        return None
    file: EvidenceFile
    file, _is_new = EvidenceFile.objects.get_or_create(
        organisation_id=submission.organisation_id,
        sha256=piece.sha256,
        media_type=piece.file.media_type,
        defaults={"size": len(piece.file.data), "data": piece.file.data},
    )
    return file


def _record(
    action: str,
    submission: Submission,
    actor: object,
    *,
    before: dict[str, str] | None = None,
    after: dict[str, str] | None = None,
) -> None:
    label = label_of(submission.version, submission.number)
    record(action, submission, actor=actor, label=label, before=before, after=after)
