"""Supervision and identity, as they were checked: the newest note of each kind counts."""

from collections.abc import Iterable
from uuid import UUID

from skillmark.platform.assessment.models import Check, Submission
from skillmark.platform.assessment.vocabulary import NOT_DONE, CheckKind, Method
from skillmark.platform.catalog.european import Supervision
from skillmark.platform.people.models import User


def newest(submission: UUID, by: User | None = None) -> dict[str, Check]:
    """Return the newest check of each kind, of one account if asked.

    Args:
        submission: its id.
        by: whose notes; without one, everybody's.
    """
    rows = Check.objects.filter(submission_id=submission)
    mine: Iterable[Check] = rows if by is None else rows.filter(checked_by=by)
    return {row.kind: row for row in mine}


def in_words_of_annex(work: Submission) -> Supervision:
    """Return supervision and identity check of a submission as one word of Annex I."""
    done = newest(work.pk)
    watched = done.get(CheckKind.SUPERVISION)
    known = done.get(CheckKind.IDENTITY)
    verified = known is not None and known.method not in NOT_DONE
    if watched is None or watched.method in NOT_DONE:
        return Supervision.UNSUPERVISED_VERIFIED if verified else Supervision.UNSUPERVISED
    if not verified:
        return Supervision.SUPERVISED
    if watched.method == Method.ONLINE:
        return Supervision.SUPERVISED_ONLINE_VERIFIED
    return Supervision.SUPERVISED_ONSITE_VERIFIED
