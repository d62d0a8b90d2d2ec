"""Addresses of erasure."""

from django.urls import path

from skillmark.platform.erasure.views import account, studio

app_name = "erasure"

_STUDIO = "studio/<slug:slug>/settings/erasure"

urlpatterns = [
    path("accounts/erase", account.overview, name="account"),
    path("accounts/erase/confirm", account.confirm, name="confirm"),
    path("accounts/erase/undo", account.undo, name="undo"),
    path(_STUDIO, studio.listing, name="studio"),
    path(f"{_STUDIO}/new", studio.new, name="new"),
    path(f"{_STUDIO}/holder/<uuid:credential_id>", studio.holder, name="holder"),
    path(f"{_STUDIO}/<uuid:erasure_id>", studio.one, name="one"),
]
