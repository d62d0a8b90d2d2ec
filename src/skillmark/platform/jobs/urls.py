"""The addresses of jobs."""

from django.urls import path

from skillmark.platform.jobs import views

app_name = "jobs"

_JOBS = "studio/<slug:slug>/jobs"

urlpatterns = [
    path(_JOBS, views.jobs, name="jobs"),
    path(f"{_JOBS}/<uuid:job_id>", views.job, name="job"),
    path(f"{_JOBS}/<uuid:job_id>/progress", views.progress, name="progress"),
    path(f"{_JOBS}/<uuid:job_id>/cancel", views.cancel, name="cancel"),
    path(f"{_JOBS}/<uuid:job_id>/resume", views.resume, name="resume"),
]
