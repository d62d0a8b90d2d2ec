"""The pages of what somebody keeps from elsewhere: add, look, check again, remove, bring back."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillmark.core.verify import Check, Outcome
from skillmark.platform.backpack import export, limits
from skillmark.platform.backpack.errors import (
    AlreadyThereError,
    BackpackError,
    NotVerifiedError,
    OwnCredentialError,
)
from skillmark.platform.backpack.import_forms import AddForm
from skillmark.platform.backpack.imports import keeping, listing, rechecking
from skillmark.platform.backpack.models import Imported
from skillmark.platform.backpack.views import signed_in
from skillmark.platform.issuing.proving import plain_words
from skillmark.platform.issuing.proving.plain_words import Line

ASKS: Final = 40  # by one account in `limits.WINDOW_S`; each may fetch documents of others
_TYPES: Final = {"png": "image/png", "svg": "image/svg+xml", "jwt": "application/jwt"}
_INERT: Final = (
    "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_UNPROCESSABLE: Final = 422
_TOO_MANY: Final = 429


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Ask for a credential from elsewhere, and keep it when it verifies."""
    user = signed_in(request)
    if request.method != "POST":
        return _form(request, AddForm())
    form = AddForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, form, status=_UNPROCESSABLE)
    if not limits.count(f"backpack-add:{user.pk}", ASKS):
        words = _("That was a lot in a short time. Wait a few minutes, then go on.")
        return _form(request, form, problem=words, status=_TOO_MANY)
    try:
        row = _take(request, form)
    except BackpackError as error:
        return _form(request, form, error=error, status=_UNPROCESSABLE)
    return redirect(f"{reverse('backpack:imported', args=[row.pk])}?new=1")


@never_cache
@login_required
@require_safe
def imported(request: HttpRequest, imported_id: UUID) -> HttpResponse:
    """Show one credential from elsewhere, and what came of its last check."""
    row = _kept(request, imported_id)
    context = {
        "row": row,
        "credits": listing.amounts(row),
        "state": listing.state_word(row),
        "towards": listing.towards(row),
        "lines": _lines(row.report),
        "new": "new" in request.GET,
        "stale": row.failures > 0,
    }
    return render(request, "backpack/imported.html", context)


@login_required
@require_safe
def file(request: HttpRequest, imported_id: UUID) -> HttpResponse:
    """Send the file as it came; always to be saved, never shown as part of this site."""
    row = _kept(request, imported_id)
    pictured = bool(row.original) and "data" not in request.GET
    end = row.kind if pictured else row.end
    body = bytes(row.original if pictured else row.document)
    response = HttpResponse(body, content_type=_TYPES.get(end, "application/json"))
    response["Content-Disposition"] = f'attachment; filename="{export.named(row, end)}"'
    response["Content-Security-Policy"] = _INERT
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_POST
def check(request: HttpRequest, imported_id: UUID) -> HttpResponse:
    """Ask the issuer now whether it still holds."""
    row = _kept(request, imported_id)
    if limits.count(f"backpack-add:{row.user_id}", ASKS):
        rechecking.check(row, timezone.now())
    return redirect("backpack:imported", row.pk)


@login_required
@require_POST
def remove(request: HttpRequest, imported_id: UUID) -> HttpResponse:
    """Take it out of the backpack."""
    row = _kept(request, imported_id)
    keeping.remove(signed_in(request), row.pk)
    return redirect(f"{reverse('backpack:backpack')}?{urlencode({'removed': str(row.pk)})}")


@login_required
@require_POST
def restore(request: HttpRequest, imported_id: UUID) -> HttpResponse:
    """Bring it back."""
    try:
        row = keeping.restore(signed_in(request), imported_id)
    except Imported.DoesNotExist:
        raise Http404 from None
    return redirect("backpack:imported", row.pk)


def _take(request: HttpRequest, form: AddForm) -> Imported:
    said = form.cleaned_data
    user = signed_in(request)
    if said["file"]:
        return keeping.take(user, said["file"].read())
    if said["text"]:
        return keeping.take(user, said["text"].encode("utf-8", "surrogatepass"))
    return keeping.take_link(user, said["link"])


def _kept(request: HttpRequest, imported_id: UUID) -> Imported:
    rows = Imported.objects.filter(user=signed_in(request), removed_at=None)
    row = rows.filter(pk=imported_id).first()
    if row is None:
        raise Http404
    return row


def _lines(report: Mapping[str, Any]) -> list[Line]:
    checks = (
        Check(one["name"], Outcome(one["outcome"]), one["code"], one["reason"], one["facts"])
        for one in report.get("checks", [])
    )
    return [plain_words.line(one) for one in checks]


def _form(
    request: HttpRequest,
    form: AddForm,
    *,
    problem: str = "",
    error: BackpackError | None = None,
    status: int = 200,
) -> HttpResponse:
    reasons = error.reasons if isinstance(error, NotVerifiedError) else ()
    context = {
        "form": form,
        "problem": error.message if error else problem,
        "page": _instead(error),
        "lines": [plain_words.line(check) for check in reasons],
    }
    return render(request, "backpack/add.html", context, status=status)


def _instead(error: BackpackError | None) -> str:
    """Return the page of what is there already, or ""."""
    if isinstance(error, AlreadyThereError):
        return reverse("backpack:imported", args=[error.facts["kept"]])
    if isinstance(error, OwnCredentialError) and error.facts["mine"]:
        return f"/c/{error.facts['credential']}"
    return ""
