"""The addresses of the insights app."""

from django.urls import URLPattern

app_name = "insights"
urlpatterns: list[URLPattern] = []
