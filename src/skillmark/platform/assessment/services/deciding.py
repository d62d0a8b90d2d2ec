"""What follows from a finished mark: a blind second one, a moderator, or a decision.

All in the transaction that finished it. A decision is a row of its own; another supersedes it, and
every mark stays as it was written.
"""

from typing import Final

from django.utils import timezone

from skillmark.platform.assessment import awarding, criteria, mails, sampling
from skillmark.platform.assessment.models import Appeal, Decision, Mark, Secret, Submission
from skillmark.platform.assessment.services.recording import label_of
from skillmark.platform.assessment.services.submitting import newest_decision
from skillmark.platform.assessment.vocabulary import (
    AppealState,
    Basis,
    MarkState,
    Outcome,
    Round,
    SubmissionState,
)
from skillmark.platform.events.changes import record

TOLERATED: Final = 1  # levels that two marks may lie apart in a criterion


def follow(mark: Mark) -> Decision | None:
    """Do what a mark that was just finished leads to; return the decision, if there is one."""
    work = mark.submission
    if mark.round == Round.FIRST:
        if is_sampled(work):
            _queue(work, Round.SECOND)
            return None
        return decide(mark, Basis.MARK)
    if mark.round == Round.SECOND:
        first = first_of(work)
        if differ(first, mark):
            _queue(work, Round.MODERATION)
            return None
        return decide(first, Basis.AGREEMENT)
    basis = Basis.MODERATION if mark.round == Round.MODERATION else Basis.APPEAL
    return decide(mark, basis)


def is_sampled(work: Submission) -> bool:
    """Say whether a submission is marked twice; always the same for the same one."""
    secret = secret_of(work)
    return sampling.chosen(bytes(secret.sampling), work.pk, work.plan.sample_percent)


def secret_of(work: Submission) -> Secret:
    """Return the secret of the organisation that decides, made when it is first needed."""
    row: Secret
    row, _is_new = Secret.objects.get_or_create(organisation_id=work.organisation_id)
    return row


def differ(first: Mark, second: Mark) -> bool:
    """Say whether two marks need a moderator: another outcome, or more than one level apart."""
    work = first.submission
    found = criteria.scales(work.version, work.kind, work.plan.required_levels)
    distances = criteria.apart(found, first.levels, second.levels)
    return first.outcome != second.outcome or any(
        distance > TOLERATED for distance in distances.values()
    )


def first_of(work: Submission) -> Mark:
    """Return the first mark that was finished.

    Raises:
        ObjectDoesNotExist: there is none.
    """
    found: Mark = work.marks.select_related("marker").get(
        round=Round.FIRST, state=MarkState.FINISHED
    )
    found.submission = work
    return found


def decide(mark: Mark, basis: Basis) -> Decision:
    """Write the decision that a mark leads to; it supersedes the one before it, if any."""
    work = mark.submission
    before = newest_decision(work)
    now = timezone.now()
    decision: Decision = Decision.objects.create(
        organisation_id=work.organisation_id,
        submission=work,
        number=before.number + 1 if before else 1,
        supersedes=before,
        mark=mark,
        basis=basis,
        outcome=mark.outcome,
        levels=dict(mark.levels),
        comments=dict(mark.comments),
        reasons=mark.reasons,
        decided_at=now,
    )
    work.state, work.outcome, work.decided_at = SubmissionState.DECIDED, mark.outcome, now
    work.save(update_fields=["state", "outcome", "decided_at"])
    _record(decision, mark, before)
    if before is not None:
        Appeal.objects.filter(decision=before, state=AppealState.OPEN).update(
            state=AppealState.DECIDED, answer=decision
        )
    mails.decided(decision)
    if mark.outcome == Outcome.COMPETENT or before is not None:
        awarding.ask(decision)
    return decision


def _queue(work: Submission, which: Round) -> Mark:
    # In its old place: who looks at the queue cannot tell a second mark by its date.
    mark: Mark = Mark.objects.create(
        organisation_id=work.organisation_id,
        submission=work,
        round=which,
        queued_at=work.submitted_at or timezone.now(),
    )
    return mark


def _record(decision: Decision, mark: Mark, before: Decision | None) -> None:
    after = {
        "basis": decision.basis,
        "outcome": decision.outcome,
        "mark": str(mark.pk),
        "number": decision.number,
    }
    record(
        "decision.superseded" if before else "decision.made",
        decision,
        actor=mark.marker,
        label=label_of(decision.submission.version, decision.submission.number),
        before={"outcome": before.outcome, "number": before.number} if before else None,
        after=after,
    )
