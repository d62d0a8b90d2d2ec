"""The addresses of approvals."""

from django.urls import path

from skillmark.platform.approvals import views

app_name = "approvals"

_ALL = "studio/<slug:slug>/approvals"
_ONE = f"{_ALL}/<uuid:approval_id>"

urlpatterns = [
    path(_ALL, views.approvals, name="approvals"),
    path(_ONE, views.approval, name="approval"),
    path(f"{_ONE}/approve", views.approve, name="approve"),
    path(f"{_ONE}/decline", views.decline, name="decline"),
    path(f"{_ONE}/withdraw", views.withdraw, name="withdraw"),
]
