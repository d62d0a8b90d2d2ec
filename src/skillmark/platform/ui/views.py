"""The home page, and the pages that say what went wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """Show what Skillmark is; no cookie is set."""
    return render(request, "ui/home.html")
