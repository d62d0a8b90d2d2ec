"""The addresses of the in-app mailbox."""

from django.urls import path

from skillmark.platform.events import views

app_name = "events"

urlpatterns = [
    path("mailbox", views.mailbox, name="mailbox"),
    path("mailbox/<uuid:mail_id>", views.mail, name="mail"),
    path("mailbox/<uuid:mail_id>/html", views.mail_html, name="mail_html"),
    path("mailbox/<uuid:mail_id>.eml", views.mail_source, name="mail_source"),
]
