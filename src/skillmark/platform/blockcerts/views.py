"""The export in the console: the organisation's switch, a batch's exports, their files."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillmark.core.errors import SkillmarkError
from skillmark.platform.anchors.models import State
from skillmark.platform.blockcerts import archives, selectors, services
from skillmark.platform.blockcerts.models import BlockcertsExport
from skillmark.platform.blockcerts.panels import TAB
from skillmark.platform.issuing.models import Batch
from skillmark.platform.jobs.views import progress_context
from skillmark.platform.orgs.access import StudioRequest, allowed, studio_view
from skillmark.platform.orgs.models import Role


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(Role.OWNER)
def settings(request: StudioRequest) -> HttpResponseBase:
    """Show the switch, and turn it."""
    organisation = request.organisation
    if request.method == "POST":
        on = request.POST.get("on") == "yes"
        try:
            services.switch(organisation, on=on, actor=request.user)
        except SkillmarkError as error:
            messages.error(request, _(error.message))
        else:
            words = _("Switched on.") if on else _("Switched off. Copies that exist stay good.")
            messages.success(request, words)
        return redirect("blockcerts:settings", organisation.slug)
    context = {"tab": TAB, "is_on": selectors.is_on(organisation)}
    return render(request, "blockcerts/settings.html", context | _obstacle())


@require_safe
@never_cache
@studio_view(Role.VIEWER)
def batch(request: StudioRequest, batch_id: UUID) -> HttpResponseBase:
    """Show the exports of a batch."""
    found = get_object_or_404(Batch.objects.select_related("achievement_version"), pk=batch_id)
    exports = selectors.exports_of(found)
    at_work = next((one for one in exports if one.job is not None and one.job.open), None)
    context: dict[str, Any] = {
        "organisation": request.organisation,
        "section": "batches",
        "batch": found,
        "exports": [selectors.view_of(one) for one in exports],
        "left": selectors.left_of(found).count(),
        "is_on": selectors.is_on(request.organisation),
        "may_issue": request.membership.role in allowed(Role.ISSUER),
        "may_set": request.membership.role == Role.OWNER,
    }
    if at_work is not None and at_work.job is not None:
        context |= {"work": progress_context(at_work.job, request)}
    return render(request, "blockcerts/batch.html", context | _obstacle())


@require_POST
@studio_view(Role.ISSUER)
def begin(request: StudioRequest, batch_id: UUID) -> HttpResponseBase:
    """Begin an export of what the batch issued."""
    found = get_object_or_404(Batch.objects.select_related("organisation"), pk=batch_id)
    try:
        services.begin(found, actor=request.user)
    except SkillmarkError as error:
        messages.error(request, _(error.message))
    return redirect("blockcerts:batch", request.organisation.slug, found.pk)


@require_safe
@never_cache
@studio_view(Role.ISSUER)
def archive(
    request: StudioRequest,  # noqa: ARG001
    batch_id: UUID,
    export_id: UUID,
) -> HttpResponseBase:
    """Return all copies of an export in one ZIP file."""
    rows = BlockcertsExport.objects.select_related("anchor")
    export = get_object_or_404(rows, pk=export_id, batch_id=batch_id)
    if export.anchor is None or export.anchor.state != State.FINAL:
        raise Http404
    response = StreamingHttpResponse(
        archives.packed(selectors.files_of(export)), content_type="application/zip"
    )
    response["Content-Disposition"] = f'attachment; filename="blockcerts-{export.pk}.zip"'
    response["Cache-Control"] = "no-store"
    return response


def _obstacle() -> dict[str, str]:
    """Return why this site cannot export at all, if it cannot."""
    try:
        services.sender()
    except SkillmarkError as error:
        return {"obstacle": _(error.message)}
    return {"obstacle": ""}
