"""Settings of an organisation: who was invited, sending again, taking back."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from skillmark.core.errors import SkillmarkError
from skillmark.platform.orgs import selectors, services
from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.orgs.models import Invitation, Role
from skillmark.platform.ui.paging import NarrowPaginator

INVITATIONS_A_PAGE = 25
STATES = (
    ("open", gettext_lazy("Open")),
    ("expired", gettext_lazy("Expired")),
    ("accepted", gettext_lazy("Accepted")),
    ("withdrawn", gettext_lazy("Withdrawn")),
)


@require_safe
@studio_view(Role.OWNER)
def invitations(request: StudioRequest) -> HttpResponseBase:
    """List the invitations, newest first."""
    query, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    found = selectors.invitations(query, state)
    context = {
        "page": NarrowPaginator(found, INVITATIONS_A_PAGE).get_page(request.GET.get("page")),
        "query": query,
        "state": state,
        "states": STATES,
        "tab": "members",
    }
    return render(request, "orgs/invitations.html", context)


@require_POST
@studio_view(Role.OWNER)
def resend(request: StudioRequest, invitation_id: UUID) -> HttpResponseBase:
    """Send an invitation again, under a new link."""

    def act(invitation: Invitation) -> str:
        services.resend(invitation, actor=request.user)
        return _("Sent again. The link in the older mail is dead.")

    return _done(request, invitation_id, act)


@require_POST
@studio_view(Role.OWNER)
def withdraw(request: StudioRequest, invitation_id: UUID) -> HttpResponseBase:
    """Take an invitation back."""

    def act(invitation: Invitation) -> str:
        services.withdraw(invitation, actor=request.user)
        return _("The invitation is withdrawn; its link is dead.")

    return _done(request, invitation_id, act)


def _done(
    request: StudioRequest, invitation_id: UUID, act: Callable[[Invitation], str]
) -> HttpResponseBase:
    invitation = get_object_or_404(
        Invitation.objects.select_related("organisation"), pk=invitation_id
    )
    try:
        words = act(invitation)
    except SkillmarkError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, words)
    return redirect("orgs:invitations", slug=request.organisation.slug)
