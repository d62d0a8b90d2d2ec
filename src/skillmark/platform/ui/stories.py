"""The component stories on ``/ui``: development and demo only.

One page shows every component with made-up values, in light or dark, left to right or right to
left, wide or 320 px; each of these is a link, so the page also works without scripts.
"""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Final

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from skillmark.platform.ui import views, vocabulary

THEMES: Final = ("light", "dark")
DIRECTIONS: Final = ("ltr", "rtl")
WIDTHS: Final = ("full", "320")
PER_PAGE: Final = 5


class ExampleForm(forms.Form):
    """Every kind of field."""

    title = forms.CharField(
        max_length=60, help_text="What a person can do who has it.", label="Title"
    )
    email = forms.EmailField(label="E-mail")
    kind = forms.ChoiceField(
        label="Kind", choices=[("badge", "Badge"), ("certificate", "Certificate")]
    )
    criteria = forms.CharField(label="Criteria", widget=forms.Textarea, required=False)
    achieved = forms.DateField(
        label="Achieved on", required=False, widget=forms.DateInput({"type": "date"})
    )
    colour = forms.CharField(label="Colour", widget=forms.TextInput({"type": "color"}))
    design = forms.ChoiceField(
        label="Design",
        widget=forms.RadioSelect({"class": "choices-cards"}),
        choices=[("hallmark", "Hallmark"), ("seal", "Seal"), ("shield", "Shield")],
    )
    notify = forms.BooleanField(
        label="Send each person an e-mail", help_text="With a link to claim it.", required=False
    )
    logo = forms.FileField(label="Logo", required=False)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the example table."""

    name: str
    achievement: str
    state: str
    day: str


ROWS: Final = (
    Row("Mark Olsen", "Fire prevention", "valid", "3 May 2026"),
    Row("李伟", "Identify hazards", "suspended", "2 May 2026"),
    Row("José Núñez", "Protective gear", "expired", "11 April 2025"),
    Row("نور الهاشمي", "Heavy weights", "revoked", "9 April 2026"),
    Row("Björk", "First aid with CPR", "unknown", "1 April 2026"),
    Row("Ιωάννα Παππά", "Fire prevention", "valid", "30 March 2026"),
)

CHECKS: Final = (
    {
        "outcome": "passed",
        "title": "Signature.",
        "reason": "Harbour Skills Training signed exactly this text.",
        "detail": "eddsa-rdfc-2022 with key did:web:harbour.example#key-1",
    },
    {
        "outcome": "warning",
        "title": "Dates.",
        "reason": "It expired on 3 May 2026.",
        "detail": "validUntil 2026-05-03T00:00:00Z",
    },
    {
        "outcome": "failed",
        "title": "Status.",
        "reason": "The issuer withdrew it on 4 June 2026.",
        "detail": "Bit 94,567 of the revocation list is set.",
    },
    {
        "outcome": "not_run",
        "title": "Issuer's site.",
        "reason": "harbour.example did not answer, so this could not be checked.",
        "detail": "",
    },
)

CHANGES: Final = (
    {"label": "Name", "before": "Mark Olson", "after": "Mark Olsen"},
    {"label": "Grade", "before": "", "after": "Merit"},
    {"label": "Date", "before": "3 May 2026", "after": "3 May 2026"},
)


def _job(state: str, done: int, failed: int) -> SimpleNamespace:
    message = "Issuing 1,000 credentials"
    return SimpleNamespace(
        id=state, state=state, total=1000, done=done, failed=failed, message=message
    )


def _wrong_form() -> ExampleForm:
    form = ExampleForm({"title": "x" * 80, "email": "mark@", "kind": "badge"})
    form.is_valid()
    form.add_error(None, "Two things need your attention.")
    return form


def _one_of(request: HttpRequest, name: str, known: tuple[str, ...]) -> str:
    value = request.GET.get(name, known[0])
    return value if value in known else known[0]


def context(request: HttpRequest) -> dict[str, Any]:
    """Return what the stories show."""
    return {
        "theme": _one_of(request, "theme", ("", *THEMES)),
        "dir": _one_of(request, "dir", DIRECTIONS),
        "width": _one_of(request, "width", WIDTHS),
        "form": ExampleForm(initial={"title": "Fire prevention", "colour": "#0b5a54"}),
        "wrong": _wrong_form(),
        "rows": ROWS,
        "page": Paginator(range(993), 50).page(3),
        "statuses": [(key, key) for key in vocabulary.STATUSES],
        "checks": CHECKS,
        "changes": CHANGES,
        "jobs": [_job("running", 412, 2), _job("done", 993, 7), _job("queued", 0, 0)],
        "designs": views.specimens(),
        "digest": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "document": '{\n  "type": ["VerifiableCredential", "OpenBadgeCredential"],\n'
        '  "name": "Fire prevention"\n}',
    }


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show every component.

    Raises:
        Http404: the site is neither in development nor a demo.
    """
    config = getattr(settings, "SKILLMARK", None)
    if not (settings.DEBUG or getattr(config, "demo", False)):
        raise Http404
    return render(request, "ui/stories.html", context(request))
