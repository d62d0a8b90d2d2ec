"""Addresses of pathways."""

app_name = "pathways"

urlpatterns: list = []
