"""The address of the public verifier."""

from django.urls import path

from skillmark.platform.verifying import views

app_name = "verifying"

urlpatterns = [path("verify", views.verify, name="verify")]
