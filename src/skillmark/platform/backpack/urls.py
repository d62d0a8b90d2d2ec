"""Addresses of claims and of the backpack."""

from django.urls import path

from skillmark.platform.backpack import open_links, views

app_name = "backpack"

urlpatterns = [
    path("claim/open/<str:token>", open_links.ask, name="open-link"),
    path("claim/open/confirm/<str:token>", open_links.confirm, name="open-confirm"),
    path("claim/<str:token>", views.claim, name="claim"),
    path("backpack", views.backpack, name="backpack"),
    path("backpack/credentials.zip", views.download_all, name="download-all"),
]
