"""The addresses of the export for the Blockcerts tools."""

from django.urls import path

from skillmark.platform.blockcerts import public, views

app_name = "blockcerts"

_STUDIO = "studio/<slug:slug>"
_BATCH = f"{_STUDIO}/batches/<uuid:batch_id>/blockcerts"

urlpatterns = [
    path(f"{_STUDIO}/settings/blockcerts", views.settings, name="settings"),
    path(_BATCH, views.batch, name="batch"),
    path(f"{_BATCH}/begin", views.begin, name="begin"),
    path(f"{_BATCH}/<uuid:export_id>.zip", views.archive, name="archive"),
    path("c/<uuid:credential_id>/blockcerts.json", public.copy, name="copy"),
    path("i/<slug:slug>/blockcerts.json", public.profile, name="profile"),
    path("i/<slug:slug>/blockcerts-withdrawn.json", public.withdrawn, name="withdrawn"),
]
