"""Addresses of programmes."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

app_name = "programmes"


def _soon(_request: HttpRequest, **_k: object) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [
    path("programmes", _soon, name="catalogue"),
    path("learning/<uuid:enrolment_id>", _soon, name="learning-one"),
]
