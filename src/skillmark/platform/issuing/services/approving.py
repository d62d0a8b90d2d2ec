"""A second person's yes or no to what would be issued."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from skillmark.platform.approvals import registry
from skillmark.platform.approvals.models import Approval, ApprovalState
from skillmark.platform.issuing.models import BatchState
from skillmark.platform.issuing.services.batches import (
    APPROVE_AWARD,
    APPROVE_BATCH,
    held,
    launch,
    schedule,
)
from skillmark.platform.issuing.services.previews import require_published


def approved(request: Approval, by: object) -> None:
    """Issue what waited, or let it wait for its time.

    Raises:
        NotPublishedError: the version was archived in the meantime.
    """
    batch = held(request.subject_id)
    if batch.state != BatchState.WAITING:
        return
    require_published(batch.achievement_version)
    if batch.issue_at is not None and batch.issue_at > timezone.now():
        schedule(batch, by)
    else:
        launch(batch, by)


def declined(request: Approval, _by: object) -> None:
    """Put back what waited: declined with its reason, or to be checked when it was withdrawn."""
    batch = held(request.subject_id)
    if batch.state != BatchState.WAITING:
        return
    no = request.state == ApprovalState.DECLINED
    batch.state = BatchState.DECLINED if no else BatchState.PREVIEW
    batch.note = request.note if no else ""
    batch.save(update_fields=["state", "note"])


registry.register(APPROVE_BATCH, registry.Kind(_("Issue a list"), approved, declined))
registry.register(APPROVE_AWARD, registry.Kind(_("Issue to one person"), approved, declined))
