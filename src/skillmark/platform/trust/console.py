"""``/studio/<slug>/settings/trust`` and the check of the audit trail: pages of the console."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillmark.core.errors import SkillmarkError
from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.orgs.models import Role
from skillmark.platform.trust import backup, keys, pausing, rotation, selectors, trail
from skillmark.platform.trust.forms import BackupForm, PauseForm
from skillmark.platform.trust.identities import choosing
from skillmark.platform.trust.models import KeyPurpose

GET_AND_POST = ["GET", "HEAD", "POST"]

type View = Callable[..., HttpResponseBase]


def freshly_proven(view: View) -> View:
    """Ask for the password again unless that was done a few minutes ago.

    A form that comes too late is asked for anew: keeping it meanwhile would write its passphrase
    into the session.
    """
    proven: View = reauthentication_required(view)

    @wraps(view)
    def guarded(request: StudioRequest, **kwargs: Any) -> HttpResponseBase:
        try:
            return proven(request, **kwargs)
        except ReauthenticationRequired:
            if request.method != "POST":
                raise
        messages.info(request, _("Too much time went by. Prove who you are, then try again."))
        return redirect(request.path)

    return guarded


@require_safe
@never_cache
@studio_view(Role.OWNER)
def overview(request: StudioRequest) -> HttpResponseBase:
    """Show the identity in plain words, its keys, their backup, and whether issuing goes on."""
    context = {"trust": selectors.standing(request.organisation), "tab": "trust"}
    return render(request, "trust/settings.html", context)


@sensitive_post_parameters("passphrase", "again")
@require_http_methods(GET_AND_POST)
@never_cache
@studio_view(Role.OWNER)
@freshly_proven
def make_backup(request: StudioRequest) -> HttpResponseBase:
    """Ask for a passphrase, then send the keys sealed with it."""
    form = BackupForm(request.POST or None, user=request.user)
    if request.method != "POST" or not form.is_valid():
        return render(request, "trust/backup.html", {"form": form, "tab": "trust"})
    sealed = backup.make(
        request.organisation, form.cleaned_data["passphrase"], actor=request.user
    )
    name = f"{request.organisation.slug}-keys-{timezone.now():%Y-%m-%d}.age"
    return HttpResponse(
        sealed,
        content_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_http_methods(GET_AND_POST)
@never_cache
@studio_view(Role.OWNER)
@freshly_proven
def rotate(request: StudioRequest) -> HttpResponseBase:
    """Explain what replacing a key means, then do it."""
    organisation = request.organisation
    wanted = request.POST.get("purpose") or request.GET.get("purpose", "")
    identity = keys.ensure_identity(organisation)
    is_web = identity.did.startswith("did:web")
    if wanted not in KeyPurpose.values or (wanted != KeyPurpose.CREDENTIAL and not is_web):
        return redirect("trust:settings", slug=organisation.slug)
    purpose = KeyPurpose(wanted)
    if request.method == "POST":
        try:
            rotation.rotate(organisation, purpose, actor=request.user)
        except SkillmarkError as error:
            messages.error(request, error.message)
        else:
            messages.success(
                request,
                _("The key is replaced. Make a new backup: the old one lacks this key."),
            )
        return redirect("trust:settings", slug=organisation.slug)
    context = {"purpose": purpose, "is_web": is_web, "tab": "trust"}
    return render(request, "trust/rotate.html", context)


@require_http_methods(GET_AND_POST)
@never_cache
@studio_view(Role.OWNER)
@freshly_proven
def choose(request: StudioRequest) -> HttpResponseBase:
    """Explain both identifiers, then let new credentials name the one that is chosen."""
    organisation = request.organisation
    identity = keys.ensure_identity(organisation)
    if request.method == "POST":
        try:
            choosing.choose(
                organisation,
                with_history=request.POST.get("identifier") == "webvh",
                actor=request.user,
            )
        except SkillmarkError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("New credentials name this identifier from now on."))
        return redirect("trust:settings", slug=organisation.slug)
    context = {
        "identity": identity,
        "history": selectors.history(identity),
        "with_history": choosing.issues_under_history(identity),
        "tab": "trust",
    }
    return render(request, "trust/choose.html", context)


@require_http_methods(GET_AND_POST)
@never_cache
@studio_view(Role.OWNER)
def pause(request: StudioRequest) -> HttpResponseBase:
    """Ask why, then stop issuing."""
    form = PauseForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "trust/pause.html", {"form": form, "tab": "trust"})
    try:
        pausing.pause(
            request.organisation, reason=form.cleaned_data["reason"], actor=request.user
        )
    except SkillmarkError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Issuing is paused. Nothing new is signed from now on."))
    return redirect("trust:settings", slug=request.organisation.slug)


@require_POST
@studio_view(Role.OWNER)
def resume(request: StudioRequest) -> HttpResponseBase:
    """Let the organisation issue again."""
    try:
        pausing.resume(request.organisation, actor=request.user)
    except SkillmarkError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Issuing goes on."))
    return redirect("trust:settings", slug=request.organisation.slug)


@require_http_methods(GET_AND_POST)
@never_cache
@studio_view()
def check_trail(request: StudioRequest) -> HttpResponseBase:
    """Say what the last check of the audit trail found, and check again when asked to."""
    organisation = request.organisation
    if request.method == "POST":
        if trail.is_long(organisation):
            job = trail.check_as_job(organisation, actor=request.user)
            return redirect("jobs:job", slug=organisation.slug, job_id=job.pk)
        trail.check_now(organisation, actor=request.user)
        return redirect("trust:trail", slug=organisation.slug)
    last = trail.last_check()
    context = {
        "last": last,
        "words": trail.complete_words(last.entries) if last else "",
        "long": trail.is_long(organisation),
    }
    return render(request, "trust/trail.html", context)
