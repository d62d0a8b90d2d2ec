"""What approvals add to the console: what waits for this very person, and its count in the rail."""

from typing import Any, Final

from django.http import HttpRequest

from skillmark.platform.approvals import selectors
from skillmark.platform.approvals.mails import DECIDERS
from skillmark.platform.approvals.models import Approval, ApprovalState
from skillmark.platform.orgs.models import Organisation
from skillmark.platform.orgs.panels import Panel
from skillmark.platform.ui.paging import count_up_to

SHOWN: Final = 5  # the list page has them all


def waiting(_organisation: Organisation, request: HttpRequest) -> Panel | None:
    """Return what waits for the decision of whoever looks, and what they asked for themselves."""
    who: Any = request.user
    decides = may_decide(request)
    theirs = list(selectors.waiting_for(who)[: SHOWN + 1]) if decides else []
    own = list(
        Approval.objects.filter(state=ApprovalState.WAITING, asked_by=who).order_by(
            "-asked_at"
        )[:SHOWN]
    )
    if not theirs and not own:
        return None
    context = {"waiting": theirs[:SHOWN], "more": len(theirs) > SHOWN, "own": own}
    return Panel("approvals/panel.html", context)


def count(request: HttpRequest) -> int:
    """Return how many requests wait for whoever looks; 0 for those who do not decide."""
    return count_up_to(selectors.waiting_for(request.user)) if may_decide(request) else 0


def may_decide(request: HttpRequest) -> bool:
    """Say whether the member's role decides."""
    membership = getattr(request, "membership", None)
    return membership is not None and membership.role in DECIDERS
