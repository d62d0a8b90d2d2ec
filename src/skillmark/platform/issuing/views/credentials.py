"""One credential in the console: see what happened, change what is said of it."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillmark.core.errors import SkillmarkError
from skillmark.platform.approvals.models import Approval
from skillmark.platform.issuing import services
from skillmark.platform.issuing.addresses import credential_url
from skillmark.platform.issuing.forms.issue import LiftForm, ReasonForm
from skillmark.platform.issuing.making import clocks
from skillmark.platform.issuing.models import FINAL_STATES, Credential, CredentialState
from skillmark.platform.issuing.selectors import credentials as selectors
from skillmark.platform.issuing.services import asking, lifecycle, replacement
from skillmark.platform.issuing.timeline import timeline
from skillmark.platform.issuing.views.pages import show
from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.orgs.models import Role

ISSUERS: Final = Role.ISSUER


@require_safe
@studio_view(role=Role.VIEWER)
def credential(request: StudioRequest, credential_id: UUID) -> HttpResponse:
    """Show one credential with everything that happened to it."""
    return _page(request, _found(credential_id))


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=ISSUERS)
def revoke(request: StudioRequest, credential_id: UUID) -> HttpResponse:
    """Revoke for good, after asking; the page is the way without JavaScript."""
    found = _found(credential_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _turn(
            request,
            found,
            _("It is revoked. Everyone who opens it sees that now."),
            lambda: _change(request, found, lifecycle.REVOKE, form),
        )
    context = {"credential": found, "form": form}
    status = 422 if form.is_bound else 200
    return show(request, "issuing/revoke.html", "credentials", context, status=status)


@require_POST
@studio_view(role=ISSUERS)
def suspend(request: StudioRequest, credential_id: UUID) -> HttpResponse:
    """Suspend until further notice."""
    found, form = _found(credential_id), ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, found, suspend_form=form)
    return _turn(
        request,
        found,
        _("It is suspended. Everyone who opens it sees that now."),
        lambda: _change(request, found, lifecycle.SUSPEND, form),
    )


@require_POST
@studio_view(role=ISSUERS)
def lift(request: StudioRequest, credential_id: UUID) -> HttpResponse:
    """Lift a suspension."""
    found, form = _found(credential_id), LiftForm(request.POST)
    if not form.is_valid():
        return _page(request, found, lift_form=form)
    return _turn(
        request,
        found,
        _("It is valid again."),
        lambda: _change(request, found, lifecycle.LIFT, form),
    )


@require_POST
@studio_view(role=ISSUERS)
def resend(request: StudioRequest, credential_id: UUID) -> HttpResponse:
    """Send the mail with a fresh link again."""
    found = _found(credential_id)
    return _turn(
        request,
        found,
        _("The mail is on its way, with a new link. The old link does not work any more."),
        lambda: services.resend(found.pk, actor=request.user),
    )


def _turn(request: StudioRequest, found: Credential, words: str, act: Any) -> HttpResponse:
    try:
        waits = isinstance(act(), Approval)
    except SkillmarkError as error:
        messages.error(request, error.message)
    else:
        asked = _("So many need a second person, who is asked now. Nothing has changed yet.")
        messages.success(request, asked if waits else words)
    return redirect("issuing:credential", request.organisation.slug, found.pk)


def _change(
    request: StudioRequest, found: Credential, turn: lifecycle.Turn, form: Form
) -> object:
    return asking.turn_or_ask(
        [found.pk],
        turn,
        organisation=request.organisation,
        reason=form.cleaned_data["reason"],
        actor=request.user,
    )


def _found(credential_id: UUID) -> Credential:
    found = selectors.credential(credential_id)
    if found is None:
        raise Http404
    return found


def _page(
    request: StudioRequest,
    found: Credential,
    *,
    suspend_form: ReasonForm | None = None,
    lift_form: LiftForm | None = None,
) -> HttpResponse:
    whole = found.erased_at is None
    context = {
        "credential": found,
        "award": found.award,
        "achieved_on": found.award.achieved_on,
        "version": found.achievement_version,
        "public_url": credential_url(found.pk),
        "timeline": timeline(found),
        "reason_form": ReasonForm(auto_id="revoke_%s"),
        "suspend_form": suspend_form or ReasonForm(auto_id="suspend_%s"),
        "lift_form": lift_form or LiftForm(auto_id="lift_%s"),
        **_chain(found),
        "part_ended": clocks.ended_part(found, timezone.now()),
        "can_correct": whole and found.state == CredentialState.ACTIVE,
        "can_renew": whole and found.state == CredentialState.ACTIVE,
        "can_revoke": found.state not in FINAL_STATES,
        "can_suspend": found.state == CredentialState.ACTIVE,
        "can_lift": found.state == CredentialState.SUSPENDED,
        "can_resend": bool(found.award.recipient_email) and found.state not in FINAL_STATES,
    }
    bound = any(form is not None for form in (suspend_form, lift_form))
    status = 422 if bound else 200
    return show(request, "issuing/credential.html", "credentials", context, status=status)


def _chain(found: Credential) -> dict[str, Any]:
    """Return the credentials before and after this one, and what a correction changed."""
    chain = selectors.chain(found)
    pairs = [(chain.replaces, found), (found, chain.replaced_by)]
    changed = [
        replacement.corrections(old.award, new.award)
        for old, new in pairs
        if old is not None and new is not None
    ]
    return {"chain": chain, "corrections": changed[0] if changed else []}
