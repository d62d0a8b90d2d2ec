"""Every address of the site, app by app."""

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
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


def _ready(name: str) -> bool:
    app = f"skillmark.platform.{name}"
    if app not in settings.INSTALLED_APPS or not find_spec(f"{app}.urls"):
        return False
    try:
        import_module(f"{app}.urls")
    except ImportError:
        return False
    return True


urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("accounts/", include("allauth.urls")),
    *(path("", include(f"skillmark.platform.{name}.urls")) for name in _APPS if _ready(name)),
]
_api = find_spec("skillmark.platform.api")
if _api and _api.origin:
    try:
        from skillmark.platform.api import api
    except (ImportError, RuntimeError):
        pass
    else:
        urlpatterns.append(path("api/v1/", api.urls))

handler400 = "skillmark.platform.settings.pages.bad_request"
handler403 = "skillmark.platform.settings.pages.forbidden"
handler404 = "skillmark.platform.settings.pages.not_found"
handler500 = "skillmark.platform.settings.pages.server_error"
