"""Marking: a draft is saved, finished, put back, or left for a conflict of interest.

Whoever saves first has the work; the row of the submission is locked before, so two assessors never
mark the same round. What follows from a finished mark is `deciding`'s work.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skillmark.platform.assessment import checks, criteria, queue
from skillmark.platform.assessment.criteria import Scale
from skillmark.platform.assessment.errors import (
    BelowRequiredError,
    IncompleteError,
    InvalidError,
    NotAssignedError,
)
from skillmark.platform.assessment.models import Check, Conflict, Mark
from skillmark.platform.assessment.models.marking import MAX_COMMENT, MAX_LINE, MAX_REASONS
from skillmark.platform.assessment.services import deciding, submitting
from skillmark.platform.assessment.services.recording import label_of
from skillmark.platform.assessment.vocabulary import (
    METHODS,
    NOT_DONE,
    CheckKind,
    MarkState,
    Outcome,
)
from skillmark.platform.catalog import text
from skillmark.platform.events.changes import record
from skillmark.platform.people.models import User

_EMPTY: Final = {"levels": {}, "comments": {}, "outcome": "", "reasons": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What an assessor writes; anything may be missing until the mark is finished.

    Attributes:
        levels: by criterion, the id of the level that the work reaches.
        comments: by criterion, what the learner reads.
        outcome: an `Outcome`, or empty.
        reasons: for the whole; the learner reads them.
    """

    levels: Mapping[str, str] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    outcome: str = ""
    reasons: str = ""


def scales_of(mark: Mark) -> tuple[Scale, ...]:
    """Return what a mark has to say something about."""
    work = mark.submission
    return criteria.scales(work.version, work.kind, work.plan.required_levels)


def save(mark_id: UUID, said: Judgement, *, actor: User) -> Mark:
    """Keep a draft; from now on the work is this assessor's.

    Raises:
        NotAssignedError: it is not for this account, or somebody else has begun.
        InvalidError: a level or a text cannot be taken.
    """
    with transaction.atomic():
        mark = _held(mark_id, actor)
        _write(mark, said, actor)
        mark.save()
    return mark


def finish(mark_id: UUID, said: Judgement, *, actor: User) -> Mark:
    """Finish a mark for good, and let follow what follows: a second mark, or a decision.

    Raises:
        NotAssignedError: it is not for this account, or somebody else has begun.
        InvalidError: a level or a text cannot be taken.
        IncompleteError: a level, the outcome, reasons or a check is missing.
        BelowRequiredError: competent, though a criterion is below the required level.
    """
    with transaction.atomic():
        mark = _held(mark_id, actor)
        _write(mark, said, actor)
        _require_complete(mark)
        mark.state, mark.finished_at = MarkState.FINISHED, timezone.now()
        mark.save()
        # The trail is read by others before the second mark: it does not say what was found.
        _record("mark.finished", mark, actor)
        deciding.follow(mark)
    return mark


def put_back(mark_id: UUID, *, actor: User) -> Mark:
    """Give work back to the queue; the draft is forgotten.

    Raises:
        NotAssignedError: it is not for this account.
    """
    with transaction.atomic():
        mark = _held(mark_id, actor)
        _forget(mark)
        mark.save()
    return mark


def declare_conflict(mark_id: UUID, reason: str, *, actor: User) -> Conflict:
    """Note a conflict of interest: the work goes to others, and never comes back to this account.

    Raises:
        NotAssignedError: it is not for this account.
        InvalidError: no reason is given.
    """
    said = text.line(reason)
    if not said or len(said) > MAX_LINE:
        raise InvalidError({"reason": _("Say in a sentence what the conflict is.")})
    with transaction.atomic():
        mark = _held(mark_id, actor)
        row: Conflict = Conflict.objects.create(
            organisation_id=mark.organisation_id,
            submission=mark.submission,
            user=actor,
            reason=said,
        )
        _forget(mark)
        mark.save()
        _record("mark.conflict_declared", mark, actor)
    return row


def note_check(mark_id: UUID, kind: str, method: str, *, note: str = "", actor: User) -> Check:
    """Note how supervision or identity was checked.

    Raises:
        NotAssignedError: it is not for this account.
        InvalidError: the method is none of the kind's.
    """
    if kind not in CheckKind.values or method not in METHODS[CheckKind(kind)]:
        raise InvalidError({"method": _("Choose how it was checked.")})
    with transaction.atomic():
        mark = _held(mark_id, actor)
        row: Check = Check.objects.create(
            organisation_id=mark.organisation_id,
            submission=mark.submission,
            kind=kind,
            method=method,
            note=text.line(note)[:MAX_LINE],
            checked_by=actor,
        )
        _record("mark.check_noted", mark, actor, after={"kind": kind, "method": method})
    return row


def _held(mark_id: UUID, user: User) -> Mark:
    """Return a mark that the account may write, its submission's row locked before."""
    seen = Mark.objects.filter(pk=mark_id).values_list("submission_id", flat=True).first()
    if seen is not None:
        submission = submitting.held(seen)
        try:
            mark = queue.to_mark(mark_id, user)
        except Mark.DoesNotExist:
            pass
        else:
            mark.submission = submission
            return mark
    raise NotAssignedError(_("This work is not for you, or somebody else has begun with it."))


def _write(mark: Mark, said: Judgement, actor: User) -> None:
    known = {scale.id: scale for scale in scales_of(mark)}
    levels = {key: level for key, level in said.levels.items() if level}
    if any(key not in known or known[key].step(one) is None for key, one in levels.items()):
        raise InvalidError({"levels": _("Choose levels of the rubric.")})
    comments = {key: text.block(words) for key, words in said.comments.items()}
    comments = {key: words for key, words in comments.items() if words and key in known}
    reasons = text.block(said.reasons)
    if len(reasons) > MAX_REASONS or any(len(one) > MAX_COMMENT for one in comments.values()):
        raise InvalidError({"comments": _("Use shorter words.")})
    if said.outcome and said.outcome not in Outcome.values:
        raise InvalidError({"outcome": _("Choose an outcome.")})
    mark.levels, mark.comments = levels, comments
    mark.outcome, mark.reasons = said.outcome, reasons
    mark.marker, mark.state, mark.saved_at = actor, MarkState.STARTED, timezone.now()


def _require_complete(mark: Mark) -> None:
    found = scales_of(mark)
    lacking = [scale.name for scale in found if scale.id not in mark.levels]
    if lacking:
        words = _("Choose a level for: %(names)s.") % {"names": ", ".join(lacking)}
        raise IncompleteError(words, field="levels")
    if not mark.outcome:
        raise IncompleteError(_("Choose competent or not yet."), field="outcome")
    if mark.outcome == Outcome.NOT_YET:
        if not mark.reasons:
            words = _("Say what is missing: the learner reads it.")
            raise IncompleteError(words, field="reasons")
        return
    below = [scale.name for scale in found if not scale.is_enough(mark.levels[scale.id])]
    if below:
        words = _("Below the required level: %(names)s.") % {"names": ", ".join(below)}
        raise BelowRequiredError(words)
    _require_checks(mark)


def _require_checks(mark: Mark) -> None:
    plan, done = mark.submission.plan, checks.newest(mark.submission_id)
    for kind, asked, words in (
        (CheckKind.SUPERVISION, plan.needs_supervision, _("Note how it was supervised.")),
        (CheckKind.IDENTITY, plan.needs_identity, _("Note how the identity was checked.")),
    ):
        noted = done.get(kind)
        if asked and (noted is None or noted.method in NOT_DONE):
            raise IncompleteError(words, field=str(kind))


def _forget(mark: Mark) -> None:
    for name, value in _EMPTY.items():
        setattr(mark, name, value.copy() if isinstance(value, dict) else value)
    mark.marker, mark.state, mark.saved_at = None, MarkState.WAITING, None


def _record(
    action: str, mark: Mark, actor: object, *, after: dict[str, str] | None = None
) -> None:
    label = label_of(mark.submission.version, mark.submission.number)
    record(action, mark, actor=actor, label=label, after=after)
