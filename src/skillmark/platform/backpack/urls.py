"""Addresses of claims and of the backpack."""

from django.urls import path

from skillmark.platform.backpack import import_views, open_links, passport, views

app_name = "backpack"

_ONE = "backpack/imported/<uuid:imported_id>"

urlpatterns = [
    path("claim/open/<str:token>", open_links.ask, name="open-link"),
    path("claim/open/confirm/<str:token>", open_links.confirm, name="open-confirm"),
    path("claim/<str:token>", views.claim, name="claim"),
    path("backpack", views.backpack, name="backpack"),
    path("backpack/credentials.zip", views.download_all, name="download-all"),
    path("backpack/passport", passport.passport, name="passport"),
    path("backpack/add", import_views.add, name="add"),
    path(_ONE, import_views.imported, name="imported"),
    path(f"{_ONE}/file", import_views.file, name="imported-file"),
    path(f"{_ONE}/check", import_views.check, name="imported-check"),
    path(f"{_ONE}/remove", import_views.remove, name="imported-remove"),
    path(f"{_ONE}/restore", import_views.restore, name="imported-restore"),
]
