"""Changing many credentials in the console: choose, see what would happen, confirm, watch."""

import csv
import io
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillmark.core.errors import SkillmarkError
from skillmark.platform.issuing import naming
from skillmark.platform.issuing.forms.changes import (
    BulkLiftForm,
    BulkReasonForm,
    ListForm,
    TermsForm,
)
from skillmark.platform.issuing.models import BulkAction, BulkChange, BulkState
from skillmark.platform.issuing.selectors import finding
from skillmark.platform.issuing.selectors.finding import Wanted
from skillmark.platform.issuing.sentences import bulk as bulk_words
from skillmark.platform.issuing.services import bulk, fuse
from skillmark.platform.issuing.views import listing
from skillmark.platform.issuing.views.pages import csv_file, show
from skillmark.platform.jobs.views import progress_context
from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.orgs.models import Role

EXPORT: Final = "export"
FAILURES_SHOWN: Final = 50
_FORMS: Final[dict[str, type[forms.Form]]] = {
    BulkAction.LIFT: BulkLiftForm,
    BulkAction.RENEW: TermsForm,
    BulkAction.RESEND: forms.Form,
}


@require_POST
@studio_view(role=Role.ISSUER)
def choose(request: StudioRequest) -> HttpResponseBase:
    """Take what was ticked in the list, or all that the list shows, and ask about it."""
    action, ids = request.POST.get("action", ""), _ticked(request.POST)
    if action == EXPORT:
        return listing.csv_of(request.organisation, ids)
    try:
        change = bulk.choose(request.organisation, action, ids, actor=request.user)
    except SkillmarkError as error:
        messages.error(request, error.message)
        return redirect("issuing:credentials", request.organisation.slug)
    return redirect("issuing:bulk", request.organisation.slug, change.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=Role.ISSUER)
def from_list(request: StudioRequest) -> HttpResponseBase:
    """Take a list of ids, links or e-mail addresses, and ask about what it names."""
    form = ListForm(request.POST or None, request.FILES or None, actions=BulkAction.choices)
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            named = naming.read(form.content())
            change = bulk.choose(
                request.organisation,
                form.cleaned_data["action"],
                named.ids,
                actor=request.user,
                unknown=named.unknown,
            )
        except SkillmarkError as error:
            problem = error.message
        else:
            return redirect("issuing:bulk", request.organisation.slug, change.pk)
    status = 422 if form.is_bound else 200
    context = {"form": form, "problem": problem}
    return show(request, "issuing/from_list.html", "credentials", context, status=status)


@require_safe
@never_cache
@studio_view(role=Role.VIEWER)
def change(request: StudioRequest, change_id: UUID) -> HttpResponseBase:
    """Show a change: to be confirmed, waiting, at work or done."""
    return _page(request, _found(change_id))


@require_POST
@studio_view(role=Role.ISSUER)
def confirm(request: StudioRequest, change_id: UUID) -> HttpResponseBase:
    """Start the change, or put it before a second person."""
    found = _found(change_id)
    form = _form(found, request.POST)
    if not form.is_valid():
        return _page(request, found, form=form)
    given = form.cleaned_data
    try:
        started = bulk.confirm(
            found.pk,
            actor=request.user,
            reason=given.get("reason", ""),
            notify=bool(given.get("notify", True)),
            options=form.terms().to_json() if isinstance(form, TermsForm) else None,
        )
    except SkillmarkError as error:
        messages.error(request, error.message)
    else:
        if started.state == BulkState.WAITING:
            messages.success(request, _("A second person is asked. Nothing has changed yet."))
    return redirect("issuing:bulk", request.organisation.slug, found.pk)


@require_POST
@studio_view(role=Role.ISSUER)
def discard(request: StudioRequest, change_id: UUID) -> HttpResponseBase:
    """Throw a change away before it was confirmed."""
    found = _found(change_id)
    try:
        bulk.discard(found.pk)
    except SkillmarkError as error:
        messages.error(request, error.message)
        return redirect("issuing:bulk", request.organisation.slug, found.pk)
    messages.success(request, _("Nothing was changed."))
    return redirect("issuing:credentials", request.organisation.slug)


@require_POST
@studio_view(role=Role.ISSUER)
def undo(request: StudioRequest, change_id: UUID) -> HttpResponseBase:
    """Ask about lifting what a change suspended."""
    found = _found(change_id)
    try:
        opposite = bulk.undo(found.pk, actor=request.user)
    except SkillmarkError as error:
        messages.error(request, error.message)
        opposite = found
    return redirect("issuing:bulk", request.organisation.slug, opposite.pk)


@require_safe
@studio_view(role=Role.ISSUER)
def failures(request: StudioRequest, change_id: UUID) -> HttpResponseBase:  # noqa: ARG001
    """Send what could not be changed as CSV."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(("id", "code", "reason"))
    for one in bulk_words.failures(_found(change_id)):
        writer.writerow((one.id, one.code, one.words))
    return csv_file(("\ufeff" + out.getvalue()).encode(), "not-changed.csv")


def _ticked(post: QueryDict) -> list[UUID]:
    if post.get("all"):
        return finding.ids_of(Wanted.read(post), bulk.MAX_CHOSEN + 1)
    ids = []
    for text in post.getlist("id"):
        try:
            ids.append(UUID(text))
        except ValueError:
            continue
    return ids


def _found(change_id: UUID) -> BulkChange:
    rows = BulkChange.objects.select_related("organisation", "job", "undoes")
    found: BulkChange | None = rows.filter(pk=change_id).first()
    if found is None:
        raise Http404
    return found


def _form(found: BulkChange, data: Any = None) -> Any:
    return _FORMS.get(found.action, BulkReasonForm)(data)


def _page(request: StudioRequest, found: BulkChange, *, form: Any = None) -> HttpResponse:
    context: dict[str, Any] = {"change": found, "words": bulk_words.of(found)}
    if found.state == BulkState.DRAFT:
        foresight = bulk.foresee(found)
        room = fuse.room(found.organisation_id, at=timezone.now())
        context |= {
            "form": form or _form(found),
            "foresight": foresight,
            "words": bulk_words.of(found, able=foresight.able),
            "others": bulk_words.others(foresight),
            "room": room,
            "needs_second": bulk.takes(found) and foresight.able > room.left,
        }
    if found.state == BulkState.WAITING:
        context["approvals_url"] = _approvals(request)
    if found.job is not None:
        context |= progress_context(found.job, request)
        context["failures"] = bulk_words.failures(found)[:FAILURES_SHOWN]
    status = 422 if form is not None else 200
    return show(request, "issuing/bulk.html", "credentials", context, status=status)


def _approvals(request: StudioRequest) -> str:
    try:
        return reverse("approvals:approvals", args=[request.organisation.slug])
    except NoReverseMatch:
        return ""
