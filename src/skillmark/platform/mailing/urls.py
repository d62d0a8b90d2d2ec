"""The addresses of the mailing app."""

from django.urls import path

from skillmark.platform.mailing import views

app_name = "mailing"

urlpatterns = [
    path("mail/reports", views.report, name="report"),
    path("mail/reports/<slug:provider>", views.provider_report, name="provider_report"),
    path("unsubscribe/<str:token>", views.unsubscribe, name="unsubscribe"),
]
