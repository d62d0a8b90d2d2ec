"""Issued credentials in the console: find one, see what happened, change what is said of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillmark.core.errors import SkillmarkError
from skillmark.platform.issuing import selectors, services
from skillmark.platform.issuing.addresses import credential_url
from skillmark.platform.issuing.forms import LiftForm, ReasonForm
from skillmark.platform.issuing.models import Credential, CredentialState
from skillmark.platform.issuing.services.delivery import states_of
from skillmark.platform.issuing.views.pages import PER_PAGE, show
from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.orgs.models import Role

ISSUERS: Final = Role.ISSUER


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of a credential's timeline."""

    at: datetime
    title: str
    note: str = ""
    tone: str = ""
    actor: str = ""


@require_safe
@studio_view(role=Role.VIEWER)
def credentials(request: StudioRequest) -> HttpResponse:
    """List credentials: search, filter by state, sort, page."""
    state = request.GET.get("state", "")
    found = selectors.credentials(
        search=request.GET.get("q", ""),
        state=state,
        sort=request.GET.get("sort", selectors.NEWEST_FIRST),
        achievement=request.GET.get("achievement", ""),
    )
    counts = selectors.counts()
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "tabs": _tabs(request, counts, state),
        "total": sum(counts.values()),
    }
    return show(request, "issuing/credentials.html", "credentials", context)


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
            lambda: services.revoke(
                found.pk, reason=form.cleaned_data["reason"], actor=request.user
            ),
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
        lambda: services.suspend(
            found.pk, reason=form.cleaned_data["reason"], actor=request.user
        ),
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
        lambda: services.lift(found.pk, reason=form.cleaned_data["reason"], actor=request.user),
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
        act()
        messages.success(request, words)
    except SkillmarkError as error:
        messages.error(request, error.message)
    return redirect("issuing:credential", request.organisation.slug, found.pk)


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
        "can_revoke": found.state != CredentialState.REVOKED,
        "can_suspend": found.state == CredentialState.ACTIVE,
        "can_lift": found.state == CredentialState.SUSPENDED,
        "can_resend": bool(found.award.recipient_email)
        and found.state != CredentialState.REVOKED,
    }
    bound = any(form is not None for form in (suspend_form, lift_form))
    status = 422 if bound else 200
    return show(request, "issuing/credential.html", "credentials", context, status=status)


def timeline(of: Credential) -> list[Moment]:
    """Return what happened to a credential and what will, the newest first."""
    titles = {
        "credential.issued": (_("Issued"), ""),
        "credential.claimed": (_("Taken by its holder"), ""),
        "credential.resent": (_("Mail sent again"), "quiet"),
        "credential.suspended": (_("Suspended"), "bad"),
        "credential.lifted": (_("Suspension lifted"), ""),
        "credential.revoked": (_("Revoked"), "bad"),
    }
    moments = []
    for act in selectors.history(of):
        title, tone = titles.get(act.action, (act.action, "quiet"))
        note = str((act.after or {}).get("reason", ""))
        moments.append(Moment(act.at, title, note, tone))
    moments += _mail_moments(of)
    if of.valid_until is not None:
        title = _("Expired") if of.is_expired else _("Will expire")
        moments.append(Moment(of.valid_until, title, "", "bad" if of.is_expired else "quiet"))
    return sorted(moments, key=lambda moment: moment.at, reverse=True)


def _mail_moments(of: Credential) -> list[Moment]:
    deliveries = selectors.deliveries(of)
    states = states_of(deliveries)
    words = {
        "waiting": _("waiting to be sent"),
        "sent": _("sent"),
        "failed": _("could not be delivered"),
    }
    return [
        Moment(
            one.created_at,
            _("Mail: %(kind)s") % {"kind": one.get_kind_display()},
            f"{one.address} · {words.get(states[one.pk], '')}",
            "bad" if states[one.pk] == "failed" else "quiet",
        )
        for one in deliveries
    ]


def _tabs(request: StudioRequest, counts: dict[str, int], current: str) -> list[dict[str, Any]]:
    states = [("", _("All")), *((name, str(label)) for name, label in selectors.STATES)]
    total = sum(counts.values())
    return [
        {
            "href": f"{request.path}?state={name}" if name else request.path,
            "label": label,
            "count": counts.get(name, total) if name else total,
            "current": name == current,
        }
        for name, label in states
    ]
