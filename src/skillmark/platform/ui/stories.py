"""The component stories on ``/ui``: development and demo only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def index(request: HttpRequest) -> HttpResponse:
    """Show every component."""
    return render(request, "ui/stories.html")


def example(request: HttpRequest) -> HttpResponse:
    """Show the components once, in the given theme and direction."""
    return render(request, "ui/stories.html")
