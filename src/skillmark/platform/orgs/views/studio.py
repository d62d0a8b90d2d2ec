"""The way into the console: choose or create an organisation, and its overview."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillmark.core.errors import SkillmarkError
from skillmark.platform.orgs import panels, selectors, services
from skillmark.platform.orgs.access import ANY_MEMBER, StudioRequest, allowed, studio_view
from skillmark.platform.orgs.forms import CreateForm
from skillmark.platform.orgs.models import Role
from skillmark.platform.people.access import signed_in
from skillmark.platform.ui import navigation

ORGANISATIONS_A_PAGE = 25
OVERVIEW_ROLES = allowed(Role.VIEWER)


@require_safe
@login_required
def choose(request: HttpRequest) -> HttpResponse:
    """Go to the only organisation, ask which of many, or start with the first.

    With ``?all`` the list is shown however short it is: that is where one leaves.
    """
    query = request.GET.get("q", "").strip()
    memberships = selectors.memberships_of(signed_in(request))
    if not query and "all" not in request.GET:
        first_two = list(memberships[:2])
        if not first_two:
            return redirect("orgs:create")
        if len(first_two) == 1:
            return redirect("orgs:overview", slug=first_two[0].organisation.slug)
    found = memberships.filter(organisation__name__icontains=query)
    page = Paginator(found, ORGANISATIONS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "orgs/choose.html", {"page": page, "query": query})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def create(request: HttpRequest) -> HttpResponse:
    """Create an organisation and go to it."""
    owner = signed_in(request)
    form = CreateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            organisation = services.create_organisation(owner=owner, **form.cleaned_data)
        except SkillmarkError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Welcome. Your organisation can issue now."))
            return redirect("orgs:overview", slug=organisation.slug)
    first = not selectors.memberships_of(owner).exists()
    return render(request, "orgs/create.html", {"form": form, "first": first})


@require_safe
@studio_view(ANY_MEMBER)
def overview(request: StudioRequest) -> HttpResponseBase:
    """Show what needs a decision today; whoever may not look on is led to their own work."""
    if request.membership.role not in OVERVIEW_ROLES:
        slug = request.organisation.slug
        links = navigation.links(slug, request.path, request.membership.role)
        return redirect(links[0].url) if links else redirect("orgs:issuer", slug)
    shown = panels.OVERVIEW.panels(request.organisation, request)
    return render(request, "orgs/overview.html", {"panels": shown})


overview.rail_roles = OVERVIEW_ROLES  # type: ignore[attr-defined] # read by the rail


@require_POST
@studio_view(Role.OWNER)
def dismiss(request: StudioRequest) -> HttpResponseBase:
    """Put the list of first steps away."""
    services.dismiss_first_steps(request.organisation, actor=request.user)
    messages.success(request, _("Put away. Everything in it is found under Settings."))
    return redirect("orgs:overview", slug=request.organisation.slug)
