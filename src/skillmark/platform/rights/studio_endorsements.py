"""Endorsements in the console: asking for one, giving one that was asked for, ending one."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from skillmark.core.errors import SkillmarkError
from skillmark.platform.catalog import selectors as catalog
from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.rights import addresses, pages
from skillmark.platform.rights.forms import AskForm, GiveForm
from skillmark.platform.rights.models import EndorsementState
from skillmark.platform.rights.services import endorsements
from skillmark.platform.ui.saying import said


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(pages.DECIDERS)
def ask(request: StudioRequest) -> HttpResponse:
    """Ask another organisation to endorse this one or an achievement of it."""
    own = request.organisation
    form = AskForm(request.POST or None, versions=list(catalog.issuable()), name=own.name)
    if request.method == "POST" and form.is_valid():
        version = form.version
        try:
            made = endorsements.ask(
                own,
                endorser_slug=form.cleaned_data["other"],
                achievement=version.achievement if version else None,
                note=form.cleaned_data["note"],
                actor=request.user,
            )
        except SkillmarkError as error:
            form.add_error(None, said(error.message))
        else:
            messages.success(
                request,
                _("Asked. The owners of %(name)s have mail; they decide.")
                % {"name": made.organisation.name},
            )
            return redirect("rights:endorsement", own.slug, made.pk)
    status = 422 if form.errors else 200
    return pages.draw(request, "rights/ask.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(pages.DECIDERS)
def endorsement(request: StudioRequest, endorsement_id: UUID) -> HttpResponse:
    """Show one endorsement to either side; the endorser signs it here."""
    found = pages.endorsement_or_404(request, endorsement_id)
    ours = found.organisation_id == request.organisation.pk
    to_sign = ours and found.state == EndorsementState.ASKED
    if request.method == "POST" and not to_sign:
        return redirect("rights:endorsement", request.organisation.slug, endorsement_id)
    form = GiveForm(request.POST or None) if to_sign else None
    if request.method == "POST" and form is not None and form.is_valid():
        return pages.settled(
            request,
            _("Signed. Everybody can see and check it now."),
            lambda: endorsements.give(
                endorsement_id,
                title=form.cleaned_data["title"],
                comment=form.cleaned_data["comment"],
                valid_until=form.end,
                actor=request.user,
            ),
            "rights:endorsement",
            endorsement_id,
        )
    context = {
        "endorsement": found,
        "ours": ours,
        "form": form,
        "address": addresses.endorsement(found.pk),
        "public": found.document is not None,
    }
    status = 422 if form is not None and form.errors else 200
    return pages.draw(request, "rights/endorsement.html", context, status=status)


@require_POST
@studio_view(pages.DECIDERS)
def decide(request: StudioRequest, endorsement_id: UUID) -> HttpResponse:
    """Decline what was asked of us, or take back what we asked: ``act`` says which."""
    own, actor = request.organisation, request.user
    pages.endorsement_or_404(request, endorsement_id)
    acts: dict[str, pages.Act] = {
        "refuse": (
            _("Declined. Nothing has changed."),
            lambda: endorsements.refuse(endorsement_id, actor=actor),
        ),
        "withdraw": (
            _("Taken back. Nothing has changed."),
            lambda: endorsements.withdraw(endorsement_id, subject=own, actor=actor),
        ),
    }
    return pages.decided(request, acts, "rights:endorsement", endorsement_id)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(pages.DECIDERS)
def revoke(request: StudioRequest, endorsement_id: UUID) -> HttpResponse:
    """Ask why, then end an endorsement that this organisation gave."""
    found = pages.endorsement_or_404(request, endorsement_id)
    if (
        found.organisation_id != request.organisation.pk
        or found.state != EndorsementState.GIVEN
    ):
        raise Http404
    return pages.revoked(
        request,
        {"endorsement": found},
        _("Revoked. It is not shown any more."),
        lambda reason: endorsements.revoke(endorsement_id, reason=reason, actor=request.user),
    )
