"""What waits for an assessor: only units they are assigned to, only work they may judge.

Never shown are their own work, work they have marked in another round, and work at which they have
declared a conflict of interest. Called in an organisation's scope.
"""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from skillmark.platform.assessment.models import Assignment, Conflict, Mark
from skillmark.platform.assessment.vocabulary import TO_DO, MarkState, Part, Round
from skillmark.platform.people.models import User


def waiting(user: User, part: str = Part.ASSESSOR) -> QuerySet[Mark]:
    """Return the marks that an account can begin or go on with, the oldest first.

    Args:
        user: the assessor.
        part: ``moderator`` returns what two assessors disagree about.
    """
    rows = _open_to(user).filter(state__in=TO_DO).filter(_of_part(user, part))
    return rows.order_by("queued_at", "pk")


def finished(user: User) -> QuerySet[Mark]:
    """Return the marks that an account has finished, the newest first."""
    rows: QuerySet[Mark] = _rows().filter(marker=user, state=MarkState.FINISHED)
    return rows.order_by("-finished_at", "-pk")


def to_mark(mark_id: UUID, user: User) -> Mark:
    """Return a mark that the account can begin or go on with.

    Raises:
        ObjectDoesNotExist: there is none, or it is not for them; which one is not told.
    """
    rows = _open_to(user).filter(state__in=TO_DO)
    either = _of_part(user, Part.ASSESSOR) | _of_part(user, Part.MODERATOR)
    return rows.filter(either).get(pk=mark_id)


def visible(mark_id: UUID, user: User) -> Mark:
    """Return a mark that waits for the account, or that it has finished.

    Raises:
        ObjectDoesNotExist: there is none, or it is not for them.
    """
    own: Mark | None = finished(user).filter(pk=mark_id).first()
    return own or to_mark(mark_id, user)


def sees(user: User, submission_id: UUID) -> bool:
    """Say whether a submission waits for the account, or was marked by it."""
    either = _of_part(user, Part.ASSESSOR) | _of_part(user, Part.MODERATOR)
    open_rows = _open_to(user).filter(either, state__in=TO_DO, submission_id=submission_id)
    return open_rows.exists() or finished(user).filter(submission_id=submission_id).exists()


def _rows() -> QuerySet[Mark]:
    rows: QuerySet[Mark] = Mark.objects.select_related(
        "submission__version",
        "submission__plan__achievement",
        "submission__organisation",
        "marker",
    )
    return rows


def _open_to(user: User) -> QuerySet[Mark]:
    others = Mark.objects.filter(submission_id=OuterRef("submission_id"), marker=user).exclude(
        state=MarkState.VOID
    )
    conflicts = Conflict.objects.filter(submission_id=OuterRef("submission_id"), user=user)
    mine = Q(marker=user) | (Q(marker=None) & ~Exists(others))
    return _rows().filter(mine, ~Exists(conflicts)).exclude(submission__person__user=user)


def _of_part(user: User, part: str) -> Q:
    plans = Assignment.objects.filter(user=user, part=part).values("plan_id")
    moderation = Q(round=Round.MODERATION)
    kind = moderation if part == Part.MODERATOR else ~moderation
    return kind & Q(submission__plan_id__in=plans)
