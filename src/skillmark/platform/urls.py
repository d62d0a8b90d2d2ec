"""Every address of the site, app by app."""

from importlib.util import find_spec

from django.urls import include, path

from skillmark.platform.settings import health

_APPS = (
    "ui",
    "events",
    "people",
    "orgs",
    "jobs",
    "trust",
    "catalog",
    "issuing",
    "backpack",
    "verifying",
    "demo",
)

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("accounts/", include("allauth.urls")),
    *(
        path("", include(f"skillmark.platform.{name}.urls"))
        for name in _APPS
        if find_spec(f"skillmark.platform.{name}")
        and find_spec(f"skillmark.platform.{name}.apps")
        and find_spec(f"skillmark.platform.{name}.urls")
    ),
]
_api = find_spec("skillmark.platform.api")
if _api and _api.origin:
    from skillmark.platform.api import api

    urlpatterns.append(path("api/v1/", api.urls))

handler400 = "skillmark.platform.settings.pages.bad_request"
handler403 = "skillmark.platform.settings.pages.forbidden"
handler404 = "skillmark.platform.settings.pages.not_found"
handler500 = "skillmark.platform.settings.pages.server_error"
