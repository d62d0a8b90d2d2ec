"""The addresses of the sharing app."""

from django.urls import path

from skillmark.platform.sharing import public, studio

app_name = "sharing"

_STUDIO = "studio/<slug:slug>/sharing"

urlpatterns = [
    path("c/<uuid:credential_id>/share/<str:channel>", public.share, name="share"),
    path("c/<uuid:credential_id>/card.png", public.card, name="card"),
    path(_STUDIO, studio.overview, name="overview"),
    path(f"{_STUDIO}/days.csv", studio.table, name="table"),
    path(f"{_STUDIO}/linkedin", studio.name_page, name="name_page"),
]
