"""Addresses of claims and of the backpack."""

from django.urls import path

from skillmark.platform.backpack import views

app_name = "backpack"

urlpatterns = [
    path("claim/<str:token>", views.claim, name="claim"),
    path("backpack", views.backpack, name="backpack"),
    path("backpack/credentials.zip", views.download_all, name="download-all"),
]
