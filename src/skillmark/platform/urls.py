"""Every address of the site, app by app, from low to high."""

from django.urls import include, path

from skillmark.platform.api import api
from skillmark.platform.settings import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("accounts/", include("allauth.urls")),
    path("api/v1/", api.urls),
    path("", include("skillmark.platform.ui.urls")),
    path("", include("skillmark.platform.events.urls")),
    path("", include("skillmark.platform.mailing.urls")),
    path("", include("skillmark.platform.orgs.urls")),
    path("", include("skillmark.platform.jobs.urls")),
    path("", include("skillmark.platform.approvals.urls")),
    path("", include("skillmark.platform.trust.urls")),
    path("", include("skillmark.platform.transparency.urls")),
    path("", include("skillmark.platform.anchors.urls")),
    path("", include("skillmark.platform.skills.urls")),
    path("", include("skillmark.platform.catalog.urls")),
    path("", include("skillmark.platform.rights.urls")),
    path("", include("skillmark.platform.issuing.urls")),
    path("", include("skillmark.platform.blockcerts.urls")),
    path("", include("skillmark.platform.sharing.urls")),
    path("", include("skillmark.platform.pathways.urls")),
    path("", include("skillmark.platform.programmes.urls")),
    path("", include("skillmark.platform.quizzes.urls")),
    path("", include("skillmark.platform.assessment.urls")),
    path("", include("skillmark.platform.backpack.urls")),
    path("", include("skillmark.platform.verifying.urls")),
    path("", include("skillmark.platform.lti.urls")),
    path("", include("skillmark.platform.erasure.urls")),
]

handler400 = "skillmark.platform.events.pages.bad_request"
handler403 = "skillmark.platform.events.pages.forbidden"
handler404 = "skillmark.platform.events.pages.not_found"
handler500 = "skillmark.platform.events.pages.server_error"
