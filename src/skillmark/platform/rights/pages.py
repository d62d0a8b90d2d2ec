"""What the console's pages about rights share: finding one, drawing, the way back."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from skillmark.core.errors import SkillmarkError
from skillmark.platform.orgs.access import StudioRequest, allowed
from skillmark.platform.orgs.models import Role
from skillmark.platform.rights import selectors
from skillmark.platform.rights.forms import ReasonForm
from skillmark.platform.rights.models import Endorsement, Grant
from skillmark.platform.ui.saying import said

type Act = tuple[str, Callable[[], object]]
"""What is said when it is done, and the doing."""

DECIDERS: Final = Role.OWNER


def draw(
    request: StudioRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Return the page, with what the person may do."""
    shared = {
        "organisation": request.organisation,
        "may_decide": request.membership.role in allowed(DECIDERS),
        "tab": "rights",
    }
    return render(request, template, shared | context, status=status)


def grant_or_404(request: StudioRequest, grant_id: UUID) -> Grant:
    """Return a grant of one of its two sides.

    Raises:
        Http404: there is none of this id here.
    """
    found = selectors.grant_of(request.organisation, grant_id)
    if found is None:
        raise Http404
    return found


def endorsement_or_404(request: StudioRequest, endorsement_id: UUID) -> Endorsement:
    """Return an endorsement of one of its two sides.

    Raises:
        Http404: there is none of this id here.
    """
    found = selectors.endorsement_of(request.organisation, endorsement_id)
    if found is None:
        raise Http404
    return found


def settled(
    request: StudioRequest, words: str, act: Callable[[], object], view: str, one: UUID
) -> HttpResponse:
    """Do an act and lead back to its page, saying that it is done or why not.

    Raises:
        Http404: it is not this side's to do.
    """
    try:
        act()
    except (Grant.DoesNotExist, Endorsement.DoesNotExist) as error:
        raise Http404 from error
    except SkillmarkError as error:
        messages.error(request, said(error.message))
    else:
        messages.success(request, words)
    return redirect(view, request.organisation.slug, one)


def decided(request: StudioRequest, acts: dict[str, Act], view: str, one: UUID) -> HttpResponse:
    """Do the act that ``act`` of the form names, if it is one of `acts`, and lead back."""
    chosen = acts.get(request.POST.get("act", ""))
    if chosen is None:
        return redirect(view, request.organisation.slug, one)
    return settled(request, *chosen, view, one)


def revoked(
    request: StudioRequest, what: dict[str, Any], words: str, act: Callable[[str], object]
) -> HttpResponse:
    """Ask why, then end a right.

    Args:
        request: a member's of the side that gave it.
        what: the right, by the name that the page and its address have for it.
        words: what is said when it is done.
        act: ends it, for a reason.
    """
    form = ReasonForm(request.POST or None)
    ((name, found),) = what.items()
    if request.method == "POST" and form.is_valid():
        reason: str = form.cleaned_data["reason"]
        return settled(request, words, lambda: act(reason), f"rights:{name}", found.pk)
    status = 422 if form.errors else 200
    return draw(request, "rights/revoke.html", {"form": form} | what, status=status)
