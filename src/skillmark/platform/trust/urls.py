"""Addresses of the trust app."""

from django.urls import path

from skillmark.platform.trust import console, emergency, home_console, views
from skillmark.platform.trust.identities import views as history

app_name = "trust"

_SETTINGS = "studio/<slug:slug>/settings/trust"

urlpatterns = [
    path("i/<slug:slug>/did.json", views.did_document, name="did"),
    path("i/<slug:slug>/did.jsonl", history.log_file, name="did-log"),
    path("i/<slug:slug>/did-witness.json", history.witness_file, name="did-witnesses"),
    path("witness/did", history.witness, name="did-witness"),
    path("status/<uuid:list_id>", views.status_list, name="status"),
    path(_SETTINGS, console.overview, name="settings"),
    path(f"{_SETTINGS}/backup", console.make_backup, name="backup"),
    path(f"{_SETTINGS}/rotate", console.rotate, name="rotate"),
    path(f"{_SETTINGS}/home", home_console.choose, name="home"),
    path(f"{_SETTINGS}/compromise", emergency.report, name="compromise"),
    path(
        f"{_SETTINGS}/compromise/<uuid:compromise_id>",
        emergency.compromised,
        name="compromised",
    ),
    path(f"{_SETTINGS}/identifier", console.choose, name="choose"),
    path(f"{_SETTINGS}/pause", console.pause, name="pause"),
    path(f"{_SETTINGS}/resume", console.resume, name="resume"),
    path("studio/<slug:slug>/audit/check", console.check_trail, name="trail"),
]
