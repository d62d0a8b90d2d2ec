"""``/accounts/erase``: what goes and what stays, the typed word, and the way back."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillmark.core.errors import SkillmarkError
from skillmark.platform.erasure import services, subjects
from skillmark.platform.erasure.forms import ConfirmForm
from skillmark.platform.erasure.preview import foresee
from skillmark.platform.people.access import signed_in
from skillmark.platform.trust.console import freshly_proven

PAGE = "erasure:account"


@require_safe
@never_cache
@login_required
def overview(request: HttpRequest) -> HttpResponseBase:
    """Show what would go, or until when it can be undone."""
    user = signed_in(request)
    context = {
        "erasure": services.open_of(user),
        "found": foresee(subjects.of_account(user)),
        "alone": services.only_owner_of(user),
        "hours": settings.SKILLMARK.erasure_wait_hours,
    }
    return render(request, "erasure/account.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
@freshly_proven
def confirm(request: HttpRequest) -> HttpResponseBase:
    """Ask for the address once more, then begin the waiting time."""
    user = signed_in(request)
    if services.open_of(user) is not None:
        return redirect(PAGE)
    form = ConfirmForm(request.POST or None, address=user.email)
    if request.method == "POST" and form.is_valid():
        try:
            services.ask(user)
        except SkillmarkError as error:
            form.add_error(None, error.message)
        else:
            return redirect(PAGE)
    context = {
        "form": form,
        "found": foresee(subjects.of_account(user)),
        "hours": settings.SKILLMARK.erasure_wait_hours,
    }
    status = 422 if form.is_bound else 200
    return render(request, "erasure/confirm.html", context, status=status)


@require_POST
@never_cache
@login_required
def undo(request: HttpRequest) -> HttpResponseBase:
    """Take it back before it begins."""
    found = services.open_of(signed_in(request))
    if found is not None:
        try:
            services.undo(found)
        except SkillmarkError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("It is undone. Nothing was erased."))
    return redirect(PAGE)
