"""Settings of an organisation: what it is part of, and its parts."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillmark.core.errors import SkillmarkError
from skillmark.platform.orgs import tree
from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.orgs.forms import PartForm, ProposalForm
from skillmark.platform.orgs.models import Organisation, PartProposal, Role
from skillmark.platform.orgs.services import tree as bonds
from skillmark.platform.ui.paging import NarrowPaginator

PARTS_A_PAGE = 25
SHOWN = 20  # questions of each kind; the oldest first, so that none is lost


@require_safe
@studio_view(Role.OWNER)
def structure(request: StudioRequest) -> HttpResponseBase:
    """Show what is above and below, what was asked, and what is counted of the parts."""
    own, query = request.organisation, request.GET.get("q", "").strip()
    page = NarrowPaginator(tree.parts(own, query), PARTS_A_PAGE).get_page(
        request.GET.get("page")
    )
    labels, rows = tree.with_figures(page.object_list)
    context = {
        "above": tree.ancestors(own)[::-1],
        "page": page,
        "labels": labels,
        "rows": rows,
        "query": query,
        "incoming": tree.incoming(own)[:SHOWN],
        "outgoing": tree.outgoing(own)[:SHOWN],
        "tab": "structure",
    }
    return render(request, "orgs/structure.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(Role.OWNER)
def new_part(request: StudioRequest) -> HttpResponseBase:
    """Create a part."""
    form = PartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            part = bonds.create_part(
                request.organisation, actor=request.user, **form.cleaned_data
            )
        except SkillmarkError as error:
            form.add_error(None, error.message)
        else:
            messages.success(
                request, _("%(name)s is there, with keys of its own.") % {"name": part.name}
            )
            return redirect("orgs:structure", slug=request.organisation.slug)
    return render(request, "orgs/new_part.html", {"form": form, "tab": "structure"})


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(Role.OWNER)
def propose(request: StudioRequest) -> HttpResponseBase:
    """Ask another organisation to stand above or below."""
    form = ProposalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            proposal = bonds.propose(
                request.organisation,
                other_slug=form.cleaned_data["other"],
                asker_is_parent=form.cleaned_data["relation"] == "part",
                actor=request.user,
            )
        except SkillmarkError as error:
            form.add_error("other", error.message)
        else:
            messages.success(
                request,
                _("Asked. The owners of %(name)s have mail; they decide.")
                % {"name": proposal.organisation.name},
            )
            return redirect("orgs:structure", slug=request.organisation.slug)
    return render(request, "orgs/propose_part.html", {"form": form, "tab": "structure"})


@require_POST
@studio_view(Role.OWNER)
def decide(request: StudioRequest, proposal_id: UUID, answer: str) -> HttpResponseBase:
    """Accept or decline what another organisation asks."""
    act = bonds.accept_proposal if answer == "accept" else bonds.decline_proposal
    words = (
        _("Done. Both pages show it now.")
        if answer == "accept"
        else _("Declined. Nothing has changed.")
    )
    return _settled(
        request,
        words,
        lambda: act(proposal_id, decider=request.organisation, actor=request.user),
    )


@require_POST
@studio_view(Role.OWNER)
def withdraw(request: StudioRequest, question_id: UUID) -> HttpResponseBase:
    """Take back what this organisation asked."""
    return _settled(
        request,
        _("Withdrawn. Nothing has changed."),
        lambda: bonds.withdraw_proposal(
            question_id, asker=request.organisation, actor=request.user
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(Role.OWNER)
def detach(request: StudioRequest, part_id: UUID) -> HttpResponseBase:
    """Ask, then end the bond with a part, or with what this organisation is part of."""
    own = request.organisation
    if part_id == own.pk:
        part = own
    else:
        part = get_object_or_404(Organisation.objects.filter(parent=own), pk=part_id)
    if part.parent is None:
        raise Http404
    if request.method != "POST":
        context = {"part": part, "parent": part.parent, "tab": "structure"}
        return render(request, "orgs/detach_part.html", context)
    try:
        bonds.detach(part, by=own, actor=request.user)
    except SkillmarkError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The two go separate ways. Nothing else has changed."))
    return redirect("orgs:structure", slug=own.slug)


def _settled(request: StudioRequest, words: str, act: Callable[[], object]) -> HttpResponseBase:
    try:
        act()
    except PartProposal.DoesNotExist as error:
        raise Http404 from error
    except SkillmarkError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, words)
    return redirect("orgs:structure", slug=request.organisation.slug)
