"""The pages of approvals: what waits and what was decided; one request, and the decision."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from skillmark.core.errors import SkillmarkError
from skillmark.platform.approvals import panels, registry, selectors, services
from skillmark.platform.approvals.errors import ApprovalError
from skillmark.platform.approvals.forms import DecisionForm
from skillmark.platform.approvals.models import Approval, ApprovalState
from skillmark.platform.orgs import selectors as orgs
from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.orgs.models import Role
from skillmark.platform.ui.paging import NarrowPaginator

APPROVALS_A_PAGE = 25
ALL = "all"


@dataclass(frozen=True, slots=True)
class Row:
    """A request as the list shows it."""

    approval: Approval
    kind: str


@require_safe
@never_cache
@studio_view()
def approvals(request: StudioRequest) -> HttpResponseBase:
    """List the requests of one state; what waits comes first."""
    query, kind = request.GET.get("q", "").strip(), request.GET.get("kind", "")
    state = request.GET.get("state", ApprovalState.WAITING)
    found = selectors.approvals(query, state, kind, request.GET.get("sort", ""))
    page = NarrowPaginator(found, APPROVALS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [Row(one, _label(one.kind)) for one in page],
        "query": query,
        "kind": kind,
        "kinds": [(name, str(known.label)) for name, known in registry.known().items()],
        "state": state,
        "states": [*ApprovalState.choices, (ALL, _("All"))],
        "decides": panels.may_decide(request),
    }
    return render(request, "approvals/approvals.html", context)


@require_safe
@never_cache
@studio_view()
def approval(request: StudioRequest, approval_id: UUID) -> HttpResponseBase:
    """Show one request: what, who, when, what to look at; and the decision or the way to it."""
    return _page(request, _found(approval_id), DecisionForm())


@require_POST
@studio_view((Role.OWNER, Role.APPROVER))
def approve(request: StudioRequest, approval_id: UUID) -> HttpResponseBase:
    """Say yes and do the act."""
    return _decide(request, approval_id, services.approve, _("Approved, and done."))


@require_POST
@studio_view((Role.OWNER, Role.APPROVER))
def decline(request: StudioRequest, approval_id: UUID) -> HttpResponseBase:
    """Say no, with the reason."""
    return _decide(
        request, approval_id, services.decline, _("Declined. Whoever asked has mail.")
    )


@require_POST
@studio_view()
def withdraw(request: StudioRequest, approval_id: UUID) -> HttpResponseBase:
    """Take one's own request back; an owner may take back anybody's."""
    found = _found(approval_id)
    if request.user.pk != found.asked_by_id and request.membership.role != Role.OWNER:
        messages.error(request, _("Whoever asked, or an owner, can withdraw this."))
        return _to(request, found)
    try:
        services.withdraw(found.pk, by=request.user)
    except SkillmarkError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Withdrawn. Nothing was done."))
    return _to(request, found)


def _decide(
    request: StudioRequest, approval_id: UUID, act: Callable[..., Any], words: str
) -> HttpResponseBase:
    found, form = _found(approval_id), DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    try:
        act(found.pk, by=request.user, note=form.cleaned_data["note"])
    except ApprovalError as error:
        form.add_error("note", error.message)
        return _page(request, _found(approval_id), form)
    except SkillmarkError as error:  # the act itself is not possible any more
        form.add_error(None, error.message)
        return _page(request, _found(approval_id), form)
    messages.success(request, words)
    return _to(request, found)


def _page(request: StudioRequest, found: Approval, form: DecisionForm) -> HttpResponseBase:
    mine = request.user.pk == found.asked_by_id
    waits = found.state == ApprovalState.WAITING
    context = {
        "approval": found,
        "kind": _label(found.kind),
        "facts": _facts(found),
        "form": form,
        "mine": mine,
        "waits": waits,
        "decides": waits and not mine and panels.may_decide(request),
        "may_withdraw": mine and waits,
        "nobody": waits and not orgs.deciders(but=found.asked_by).exists(),
        "is_owner": request.membership.role == Role.OWNER,
    }
    return render(request, "approvals/approval.html", context)


def _found(approval_id: UUID) -> Approval:
    found: Approval = get_object_or_404(
        Approval.objects.select_related("asked_by", "decided_by"), pk=approval_id
    )
    return found


def _label(kind: str) -> str:
    known = registry.known().get(kind)
    return str(known.label) if known is not None else kind


def _facts(found: Approval) -> list[tuple[str, str]]:
    known = registry.known().get(found.kind)
    return list(known.facts(found)) if known is not None and known.facts is not None else []


def _to(request: StudioRequest, found: Approval) -> HttpResponseBase:
    return redirect("approvals:approval", slug=request.organisation.slug, approval_id=found.pk)
