"""The home page."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from skillmark.core import design

CHECK_YOURSELF: Final = "pip install skillmark\nskillmark verify first-aid.png"


@dataclass(frozen=True, slots=True)
class Specimen:
    """One badge design as the home page shows it."""

    name: str
    picture: str


def specimens() -> list[Specimen]:
    """Return every prebuilt design with the address of its picture."""
    return [
        Specimen(known.name, static(f"ui/images/badges/{key}.svg"))
        for key, known in design.DESIGNS.items()
    ]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what Skillmark is; no cookie is set."""
    return render(request, "ui/home.html", {"designs": specimens(), "commands": CHECK_YOURSELF})


@require_safe
def favicon(_request: HttpRequest) -> HttpResponse:
    """Lead programs that ask for the old address to the icon."""
    return HttpResponseRedirect(static("ui/images/favicon-32.png"))
