"""Addresses of the trust app."""

from django.urls import path

from skillmark.platform.trust import views

app_name = "trust"
urlpatterns = [
    path("i/<slug:slug>/did.json", views.did_document, name="did"),
    path("status/<uuid:list_id>", views.status_list, name="status"),
]
