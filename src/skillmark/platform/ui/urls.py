"""Addresses of the design system's own pages: the home page and the stories."""

from django.urls import path

from skillmark.platform.ui import stories, views

app_name = "ui"

urlpatterns = [
    path("", views.home, name="home"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("ui", stories.index, name="stories"),
]
