"""Addresses of the catalogue: the console's pages, and the public record."""

from django.urls import path

from skillmark.platform.catalog.views import decisions, editor, public, studio
from skillmark.platform.catalog.views import quality as quality_views

app_name = "catalog"

_STUDIO = "studio/<slug:slug>/achievements"
_ONE = f"{_STUDIO}/<uuid:achievement_id>"

urlpatterns = [
    path(_STUDIO, studio.achievements, name="achievements"),
    path(f"{_STUDIO}/new", editor.new, name="new"),
    path(f"{_STUDIO}/new/quality", quality_views.unsaved_new, name="new-quality"),
    path(f"{_STUDIO}/quality", quality_views.aims, name="quality-aims"),
    path(f"{_STUDIO}/archive", decisions.archive_many, name="archive-many"),
    path(_ONE, studio.achievement, name="achievement"),
    path(f"{_ONE}/edit", editor.edit, name="edit"),
    path(f"{_ONE}/quality", quality_views.one, name="quality"),
    path(f"{_ONE}/publish", decisions.publish, name="publish"),
    path(f"{_ONE}/review", studio.review, name="review"),
    path(f"{_ONE}/review/decide", decisions.decide, name="decide"),
    path(f"{_ONE}/review/withdraw", decisions.withdraw, name="withdraw"),
    path(f"{_ONE}/archive", decisions.archive, name="archive"),
    path(f"{_ONE}/restore", decisions.restore, name="restore"),
    path(f"{_ONE}/discard", decisions.discard, name="discard"),
    path(f"{_ONE}/duplicate", decisions.duplicate, name="duplicate"),
    path(f"{_ONE}/keep", decisions.keep_current, name="keep"),
    path(f"{_ONE}/versions", studio.versions, name="versions"),
    path(f"{_ONE}/versions/<int:number>", studio.version, name="version"),
    path("designs/<slug:key>.svg", public.design_sample, name="design"),
    path("a/<uuid:some_id>", public.page, name="public"),
    path("a/<uuid:some_id>.json", public.data, name="public-json"),
    path("a/<uuid:some_id>.svg", public.picture_svg, name="public-svg"),
    path("a/<uuid:some_id>.png", public.picture_png, name="public-png"),
]
