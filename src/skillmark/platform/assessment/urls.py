"""Addresses of assessment."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

app_name = "assessment"


def _soon(_request: HttpRequest, **_k: object) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [path("learning/work/<uuid:work_id>", _soon, name="work")]
