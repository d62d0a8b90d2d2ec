"""The addresses of the skills app: the console's pages, and public records of skills."""

from django.urls import path

from skillmark.platform.skills import public, views

app_name = "skills"

_STUDIO = "studio/<slug:slug>/skills"
_FRAMEWORK = f"{_STUDIO}/<uuid:framework_id>"
_SKILL = f"{_STUDIO}/own/<uuid:skill_id>"
_FILE = f"{_STUDIO}/files/<uuid:upload_id>"

urlpatterns = [
    path(_STUDIO, views.frameworks, name="frameworks"),
    path(f"{_STUDIO}/suggest", views.suggest, name="suggest"),
    path(f"{_STUDIO}/own", views.add_own, name="add-own"),
    path(f"{_SKILL}/withdraw", views.withdraw, name="withdraw"),
    path(f"{_SKILL}/restore", views.restore, name="restore"),
    path(f"{_STUDIO}/new", views.upload, name="upload"),
    path(_FILE, views.file, name="file"),
    path(f"{_FILE}/start", views.start, name="start"),
    path(f"{_FILE}/discard", views.discard, name="discard"),
    path(_FRAMEWORK, views.framework, name="framework"),
    path("skills/<uuid:skill_id>", public.page, name="public"),
    path("skills/<uuid:skill_id>.json", public.data, name="public-json"),
]
