"""The addresses of organisations."""

from django.urls import path

from skillmark.platform.orgs.views import audit, keys, members, profile, public, studio

app_name = "orgs"

_SETTINGS = "studio/<slug:slug>/settings"

urlpatterns = [
    path("studio", studio.choose, name="choose"),
    path("studio/new", studio.create, name="create"),
    path("studio/<slug:slug>/", studio.overview, name="overview"),
    path("studio/<slug:slug>/audit", audit.trail, name="audit"),
    path(_SETTINGS, profile.profile, name="profile"),
    path(f"{_SETTINGS}/members", members.members, name="members"),
    path(
        f"{_SETTINGS}/members/<uuid:membership_id>/role",
        members.change_role,
        name="change_role",
    ),
    path(
        f"{_SETTINGS}/members/<uuid:membership_id>/remove", members.remove, name="remove_member"
    ),
    path(
        f"{_SETTINGS}/invitations/<uuid:invitation_id>/withdraw",
        members.withdraw,
        name="withdraw",
    ),
    path(f"{_SETTINGS}/keys", keys.keys, name="keys"),
    path(f"{_SETTINGS}/keys/<uuid:key_id>/revoke", keys.revoke, name="revoke_key"),
    path("join/<str:token>", members.join, name="join"),
    path("join/<str:token>/accept", members.accept, name="accept"),
    path("i/<slug:slug>", public.issuer, name="issuer"),
    path("i/<slug:slug>/logo.png", public.logo, name="logo"),
]
