"""Addresses of the anchors app."""

from django.urls import path

from skillmark.platform.anchors import views

app_name = "anchors"

urlpatterns = [path("log/anchors", views.anchors, name="anchors")]
