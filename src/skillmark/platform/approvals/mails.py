"""The mails of approvals: to those who can decide, and to whoever asked.

Each in its reader's language, in the transaction of the act.
"""

from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from skillmark.platform.approvals.models import Approval, ApprovalState
from skillmark.platform.orgs import mails as orgs
from skillmark.platform.orgs.models import Role
from skillmark.platform.ui.saying import said

DECIDERS = (Role.OWNER, Role.APPROVER)

_said = lazy(said, str)  # in the language of whoever reads the mail


def asked(request: Approval) -> None:
    """Tell everybody who may decide, but not whoever asked."""
    able = orgs.members_with(request.organisation_id, DECIDERS)
    orgs.to_members(
        [user for user in able if user.pk != request.asked_by_id],
        request.organisation,
        _("Waiting for your decision: %(title)s"),
        _(
            "%(person)s at %(organisation)s asks a second person to decide:\n\n"
            "%(title)s\n\nLook at it, then approve or decline:\n%(url)s\n"
        ),
        _facts(request),
        key=f"approval-asked:{request.pk}",
    )


def decided(request: Approval) -> None:
    """Tell whoever asked what was decided, and why."""
    if request.asked_by is None or not request.asked_by.is_active:
        return
    approved = request.state == ApprovalState.APPROVED
    orgs.to_members(
        [request.asked_by],
        request.organisation,
        _("Approved: %(title)s") if approved else _("Declined: %(title)s"),
        _(
            "%(decider)s has approved what you asked for at %(organisation)s:\n\n%(title)s\n\n%(url)s\n"
        )
        if approved
        else _(
            "%(decider)s has declined what you asked for at %(organisation)s:\n\n%(title)s\n\n"
            "The reason: %(note)s\n\n%(url)s\n"
        ),
        _facts(request),
        key=f"approval-decided:{request.pk}",
    )


def _facts(request: Approval) -> dict[str, object]:
    slug = request.organisation.slug
    return {
        "title": _said(request.title),
        "organisation": request.organisation.name,
        "person": str(request.asked_by or gettext("A program")),
        "decider": str(request.decided_by or ""),
        "note": request.note,
        "url": orgs.absolute(reverse("approvals:approval", args=[slug, request.pk])),
    }
