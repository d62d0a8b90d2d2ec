"""Addresses of the catalogue: the console's pages, and the public record."""

from django.urls import path

from skillmark.platform.catalog import public, studio

app_name = "catalog"

_STUDIO = "studio/<slug:slug>/achievements"
_ONE = f"{_STUDIO}/<uuid:achievement_id>"

urlpatterns = [
    path(_STUDIO, studio.achievements, name="achievements"),
    path(f"{_STUDIO}/new", studio.new, name="new"),
    path(_ONE, studio.achievement, name="achievement"),
    path(f"{_ONE}/edit", studio.edit, name="edit"),
    path(f"{_ONE}/publish", studio.publish, name="publish"),
    path(f"{_ONE}/archive", studio.archive, name="archive"),
    path(f"{_ONE}/restore", studio.restore, name="restore"),
    path(f"{_ONE}/discard", studio.discard, name="discard"),
    path(f"{_ONE}/versions/<int:number>", studio.version, name="version"),
    path("designs/<slug:key>.svg", public.design_sample, name="design"),
    path("a/<uuid:some_id>", public.page, name="public"),
    path("a/<uuid:some_id>.json", public.data, name="public-json"),
    path("a/<uuid:some_id>.svg", public.picture_svg, name="public-svg"),
    path("a/<uuid:some_id>.png", public.picture_png, name="public-png"),
]
