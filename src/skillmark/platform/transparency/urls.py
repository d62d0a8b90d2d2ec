"""Addresses of the public log."""

from django.urls import path

from skillmark.platform.transparency import views
from skillmark.platform.transparency.monitor import views as monitor_views

app_name = "transparency"

urlpatterns = [
    path("log", views.overview, name="log"),
    path("log/checkpoint", views.checkpoint, name="checkpoint"),
    path("log/policy", views.policy, name="policy"),
    path("log/policy.json", views.policy_json, name="policy-json"),
    path("log/entries/<int:index>", views.entry, name="entry"),
    path("log/tile/<path:rest>", views.tile, name="tile"),
    path("i/<slug:slug>/log", monitor_views.issuer_log, name="issuer-log"),
    path("studio/<slug:slug>/settings/monitor", monitor_views.monitor, name="monitor"),
    path("studio/<slug:slug>/settings/monitor/logged.txt", monitor_views.known, name="known"),
    path(
        "studio/<slug:slug>/settings/monitor/<uuid:alarm_id>",
        monitor_views.settle,
        name="settle",
    ),
]
