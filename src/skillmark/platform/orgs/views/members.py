"""Settings of an organisation: who belongs to it; and leaving it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillmark.core.errors import SkillmarkError
from skillmark.platform.orgs import selectors, services
from skillmark.platform.orgs.access import ANY_MEMBER, StudioRequest, studio_view
from skillmark.platform.orgs.forms import InviteForm, RoleForm
from skillmark.platform.orgs.models import Membership, Role
from skillmark.platform.orgs.roles import ROLES
from skillmark.platform.people.access import signed_in
from skillmark.platform.ui.paging import NarrowPaginator

MEMBERS_A_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(Role.OWNER)
def members(request: StudioRequest) -> HttpResponseBase:
    """List the members and what their roles allow; invite another one."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.invite(
                request.organisation,
                email=form.cleaned_data["email"],
                role=Role(form.cleaned_data["role"]),
                actor=request.user,
            )
        except SkillmarkError as error:
            form.add_error("email", error.message)
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect("orgs:invitations", slug=request.organisation.slug)
    query, role = request.GET.get("q", "").strip(), request.GET.get("role", "")
    found = selectors.members(query, role, request.GET.get("sort", ""))
    context = {
        "form": form,
        "page": NarrowPaginator(found, MEMBERS_A_PAGE).get_page(request.GET.get("page")),
        "query": query,
        "role": role,
        "roles": Role.choices,
        "explained": ROLES,
        "open_invitations": selectors.invitations(state="open").count(),
        "tab": "members",
    }
    return render(request, "orgs/members.html", context)


@require_POST
@studio_view(Role.OWNER)
def change_role(request: StudioRequest, membership_id: UUID) -> HttpResponseBase:
    """Give a member another role."""
    membership = get_object_or_404(Membership.objects, pk=membership_id)
    form = RoleForm(request.POST)
    if form.is_valid():
        try:
            services.change_role(
                membership, Role(form.cleaned_data["role"]), actor=request.user
            )
        except SkillmarkError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("The role is changed."))
    else:
        messages.error(request, _("Choose a role from the list."))
    return _back(request)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(Role.OWNER)
def remove(request: StudioRequest, membership_id: UUID) -> HttpResponseBase:
    """Ask, then end a membership."""
    membership = get_object_or_404(Membership.objects.select_related("user"), pk=membership_id)
    if request.method != "POST":
        return render(
            request, "orgs/remove_member.html", {"member": membership, "tab": "members"}
        )
    try:
        services.remove_member(membership, actor=request.user)
    except SkillmarkError as error:
        messages.error(request, error.message)
        return _back(request)
    messages.success(request, _("The membership has ended."))
    if membership.user_id == request.user.pk:
        return redirect("orgs:choose")
    return _back(request)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(ANY_MEMBER)
def leave(request: StudioRequest) -> HttpResponseBase:
    """Ask, then end one's own membership."""
    if request.method != "POST":
        return render(request, "orgs/leave.html")
    try:
        services.leave(request.organisation, user=request.user)
    except SkillmarkError as error:
        messages.error(request, error.message)
        return redirect("orgs:leave", slug=request.organisation.slug)
    messages.success(
        request, _("You have left %(name)s.") % {"name": request.organisation.name}
    )
    return redirect("orgs:choose")


@require_safe
@never_cache
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation to whoever holds its link."""
    invitation = services.invitation_of(token)
    words = next(one for one in ROLES if one.role == invitation.role)
    return render(
        request, "orgs/join.html", {"invitation": invitation, "token": token, "words": words}
    )


@require_POST
@login_required
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Accept an invitation as the account that is signed in."""
    membership = services.accept(token, user=signed_in(request))
    messages.success(request, _("Welcome to the organisation."))
    return redirect("orgs:overview", slug=membership.organisation.slug)


def _back(request: StudioRequest) -> HttpResponse:
    return redirect("orgs:members", slug=request.organisation.slug)
