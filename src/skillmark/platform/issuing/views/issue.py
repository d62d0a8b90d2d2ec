"""The way to issue: what, to whom, check, issue. One person by form, many by file."""

from typing import Any, Final
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillmark.core.issue.recipients import COLUMNS, write_csv
from skillmark.platform.catalog import pictures
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.issuing import services
from skillmark.platform.issuing.errors import (
    AlreadyIssuedError,
    BatchFileError,
    IssuingError,
)
from skillmark.platform.issuing.forms.intake import FIELD_WORDS, FileForm, WhenForm
from skillmark.platform.issuing.forms.issue import PersonForm
from skillmark.platform.issuing.intake import How
from skillmark.platform.issuing.making import intent, previewing
from skillmark.platform.issuing.models import Source
from skillmark.platform.issuing.selectors import batches as batch_selectors
from skillmark.platform.issuing.selectors import credentials as selectors
from skillmark.platform.issuing.services import singles
from skillmark.platform.issuing.services.batches import needs_approval
from skillmark.platform.issuing.views.pages import csv_file, show
from skillmark.platform.orgs.access import StudioRequest, studio_view
from skillmark.platform.orgs.models import Role
from skillmark.platform.rights import selectors as rights
from skillmark.platform.trust.errors import TrustError
from skillmark.platform.ui.paging import NarrowPaginator

ISSUERS: Final = Role.ISSUER
TILES_A_PAGE: Final = 24
_EXAMPLE: Final = {
    "name": "Mark Olsen",
    "email": "mark.olsen@example.org",
    "identifier": "A-1042",
    "achieved_on": "2026-05-03",
    "grade": "Pass",
    "evidence_url": "https://example.org/portfolio/mark",
    "evidence_narrative": "A film of the evacuation drill.",
    "narrative": "Led the evacuation drill of the whole floor.",
    "language": "en",
}


@require_safe
@studio_view(role=ISSUERS)
def what(request: StudioRequest) -> HttpResponse:
    """Choose what to issue."""
    versions = rights.issuable_here()
    wanted = request.GET.get("achievement", "")
    named = versions.filter(achievement__slug=wanted).first() if wanted else None
    if named is not None:
        return redirect("issuing:to_whom", request.organisation.slug, named.pk)
    found = versions
    for word in request.GET.get("q", "").replace("\x00", "").split():
        found = found.filter(name__icontains=word)
    page = NarrowPaginator(found, TILES_A_PAGE).get_page(request.GET.get("page"))
    tiles = [{"version": one, "picture": pictures.data_address(one)} for one in page]
    context = {"tiles": tiles, "page": page, "any": bool(tiles) or versions.exists()}
    return show(request, "issuing/what.html", "issue", context)


@require_http_methods(["GET", "HEAD", "POST"])
@studio_view(role=ISSUERS)
def to_whom(request: StudioRequest, version_id: UUID) -> HttpResponse:
    """Name one person, or take a file; a file leads to its batch, a person to `check`."""
    version = version_or_404(version_id)
    file_form = FileForm(request.POST or None, request.FILES or None, version=version)
    if request.method == "POST" and file_form.is_valid():
        said = file_form.cleaned_data
        try:
            batch = services.preview_batch(
                request.organisation,
                version,
                said["file"].read(),
                filename=said["file"].name,
                actor=request.user,
                not_before=said["not_before"],
                how=How(without_email=said["without_email"]),
                ask=True,
            )
        except BatchFileError as error:
            file_form.add_error("file", error.message)
        else:
            asked = How.from_json(batch.reading).open_questions
            page = "issuing:batch-columns" if asked else "issuing:batch"
            return redirect(page, request.organisation.slug, batch.pk)
    return _to_whom_page(
        request,
        version,
        person=PersonForm(version=version),
        file_form=file_form,
        status=422 if file_form.is_bound else 200,
    )


@require_POST
@studio_view(role=ISSUERS)
def person(request: StudioRequest, version_id: UUID) -> HttpResponse:
    """Check one recipient, then issue: ``step`` is ``check``, ``back`` or ``issue``."""
    version = version_or_404(version_id)
    form = PersonForm(request.POST, version=version)
    step = request.POST.get("step", "check")
    if not form.is_valid() or form.recipient is None or step == "back":
        status = 200 if step == "back" else 422
        return _to_whom_page(request, version, person=form, status=status)
    when = WhenForm(request.POST if step == "issue" else None, zone=_last_zone(request))
    if step == "issue" and when.is_valid():
        return _issue(request, version, form, when)
    return _check_page(request, version, form, when)


@require_safe
@studio_view(role=ISSUERS)
def template(_request: StudioRequest, version_id: UUID) -> HttpResponse:
    """Return the file of recipients to fill in, with one example row."""
    version = version_or_404(version_id)
    example = _EXAMPLE | {"achievement": version.achievement.slug}
    row = [example.get(column, "") for column in COLUMNS]
    return csv_file(write_csv(COLUMNS, [row]), f"{version.achievement.slug}-recipients.csv")


def version_or_404(version_id: UUID) -> AchievementVersion:
    """Return a version that can be issued now.

    Raises:
        Http404: there is none of this id here.
    """
    found: AchievementVersion | None = rights.issuable_here().filter(pk=version_id).first()
    if found is None:
        raise Http404
    return found


def _last_zone(request: StudioRequest) -> str:
    return batch_selectors.last_zone(request.organisation)


def _to_whom_page(
    request: StudioRequest,
    version: AchievementVersion,
    *,
    person: PersonForm,
    file_form: FileForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "version": version,
        "picture": pictures.data_address(version),
        "form": person,
        "file_form": file_form or FileForm(version=version),
        "way": "one" if person.is_bound else request.GET.get("way", "file"),
        "columns": [(name, FIELD_WORDS[name]) for name in COLUMNS],
        "more_open": any(
            bound.errors or bound.value()
            for pair in person.more_works
            for bound in pair
            if person.is_bound
        ),
    }
    return show(request, "issuing/to_whom.html", "issue", context, status=status)


def _check_page(
    request: StudioRequest,
    version: AchievementVersion,
    form: PersonForm,
    when: WhenForm,
    *,
    error: str = "",
) -> HttpResponse:
    recipient = form.recipient
    assert recipient is not None  # noqa: S101 - the form was valid
    before = selectors.issued_for(intent.source_key(version.achievement_id, recipient))
    try:
        shown = previewing.of(request.organisation, version, recipient, at=timezone.now())
    except IssuingError as refusal:
        error, shown = refusal.message, None
    context = {
        "version": version,
        "form": form,
        "when": when,
        "recipient": recipient,
        "shown": shown,
        "before": before,
        "again": request.POST.get("again", "")[:36] or (str(uuid4()) if before else ""),
        "error": error,
        "needs_approval": needs_approval(request.organisation, 1),
    }
    status = 422 if error or when.errors else 200
    return show(request, "issuing/check_one.html", "issue", context, status=status)


def _issue(
    request: StudioRequest, version: AchievementVersion, form: PersonForm, when: WhenForm
) -> HttpResponse:
    recipient = form.recipient
    assert recipient is not None  # noqa: S101 - the form was valid
    slug = request.organisation.slug
    one = intent.intent_for(
        version.achievement_id, recipient, again=request.POST.get("again", "")[:36]
    )
    try:
        made = singles.issue_or_wait(
            request.organisation,
            version,
            one,
            source=Source.FORM,
            actor=request.user,
            send_mail=form.cleaned_data["send_mail"],
            issue_at=when.moment,
            time_zone=when.cleaned_data["zone"],
        )
    except AlreadyIssuedError as error:
        messages.info(request, _("This credential was issued before; here it is."))
        return redirect("issuing:credential", slug, error.facts["credential"])
    except (IssuingError, TrustError) as error:
        return _check_page(request, version, form, when, error=error.message)
    if made.batch is not None:
        return redirect("issuing:batch", slug, made.batch.pk)
    assert made.credential is not None  # noqa: S101 - one or the other
    messages.success(request, _("Issued to %(name)s.") % {"name": recipient.name})
    return redirect("issuing:credential", slug, made.credential.pk)
