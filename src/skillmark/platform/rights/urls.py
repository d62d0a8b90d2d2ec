"""Addresses of rights: the console's pages, the public papers, the registry."""

from django.urls import path

from skillmark.platform.rights import public, studio, studio_endorsements

app_name = "rights"

_STUDIO = "studio/<slug:slug>/settings/rights"
_GRANT = f"{_STUDIO}/grants/<uuid:grant_id>"
_ENDORSEMENT = f"{_STUDIO}/endorsements/<uuid:endorsement_id>"

urlpatterns = [
    path(_STUDIO, studio.overview, name="rights"),
    path(f"{_STUDIO}/grants/new", studio.offer, name="offer"),
    path(_GRANT, studio.grant, name="grant"),
    path(f"{_GRANT}/revoke", studio.revoke, name="grant-revoke"),
    path(f"{_GRANT}/decide", studio.decide, name="grant-decide"),
    path(f"{_STUDIO}/endorsements/new", studio_endorsements.ask, name="ask"),
    path(_ENDORSEMENT, studio_endorsements.endorsement, name="endorsement"),
    path(f"{_ENDORSEMENT}/revoke", studio_endorsements.revoke, name="endorsement-revoke"),
    path(f"{_ENDORSEMENT}/decide", studio_endorsements.decide, name="endorsement-decide"),
    path("a/<uuid:some_id>/definition", public.definition, name="definition"),
    path("g/<uuid:grant_id>", public.grant, name="public-grant"),
    path("g/<uuid:grant_id>.json", public.grant_data, name="public-grant-json"),
    path("g/<uuid:grant_id>/newest", public.grant_newest, name="public-grant-newest"),
    path("e/<uuid:endorsement_id>", public.endorsement, name="public-endorsement"),
    path(
        "e/<uuid:endorsement_id>.json", public.endorsement_data, name="public-endorsement-json"
    ),
    path("issuers.json", public.issuers, name="issuers"),
]
