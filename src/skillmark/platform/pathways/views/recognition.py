"""The console's pages of recognition decisions."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from skillmark.platform.orgs.access import StudioRequest, allowed, studio_view
from skillmark.platform.pathways import addresses, selectors, words
from skillmark.platform.pathways.errors import EquivalenceError
from skillmark.platform.pathways.forms import EquivalenceForm
from skillmark.platform.pathways.models import Equivalence
from skillmark.platform.pathways.services import recognising
from skillmark.platform.pathways.views import pages
from skillmark.platform.ui.answers import blame
from skillmark.platform.ui.paging import NarrowPaginator

A_PAGE: Final = 25
_REFUSED: Final = 422


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view()
def decisions(request: StudioRequest) -> HttpResponse:
    """List the decisions, and record another one."""
    may_write = request.membership.role in allowed(pages.WRITERS)
    form = EquivalenceForm(request.POST or None, initial={"decided_on": timezone.localdate()})
    if request.method == "POST" and may_write and form.is_valid():
        try:
            recognising.decide(request.organisation, _terms(form), actor=request.user)
        except EquivalenceError as error:
            blame(form, error)
        else:
            messages.success(request, _("The decision is recorded, and counts from now on."))
            return redirect("pathways:decisions", slug=request.organisation.slug)
    query = request.GET.get("q", "").strip()
    withdrawn = request.GET.get("state") == "withdrawn"
    rows = selectors.equivalences(query, withdrawn=withdrawn)
    page = NarrowPaginator(rows, A_PAGE).get_page(request.GET.get("page"))
    names = words.names_of({one for row in page.object_list for one in row.counts_as})
    context = {
        "page": page,
        "rows": [
            {"row": row, "counts_as": [names.get(one, one) for one in row.counts_as]}
            for row in page.object_list
        ],
        "query": query,
        "withdrawn": withdrawn,
        "form": form,
    }
    status = _REFUSED if request.method == "POST" else 200
    return pages.draw(request, "pathways/decisions.html", context, status=status)


@require_POST
@studio_view(role=pages.WRITERS)
def withdraw(request: StudioRequest, equivalence_id: UUID) -> HttpResponse:
    """Withdraw a decision."""
    try:
        recognising.withdraw(equivalence_id, actor=request.user)
    except Equivalence.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, _("The decision is withdrawn. Finals awarded by it stay."))
    return redirect("pathways:decisions", slug=request.organisation.slug)


def _terms(form: EquivalenceForm) -> recognising.Terms:
    said = form.cleaned_data
    return recognising.Terms(
        title=said["title"],
        achievement=said["achievement"],
        issuer=said["issuer"],
        counts_as=tuple(addresses.achievement(one.pk) for one in said["counts_as"]),
        amount=said["amount"],
        unit=said["unit"],
        eqf_level=said["eqf_level"],
        decided_on=said["decided_on"],
        reason=said["reason"],
    )
