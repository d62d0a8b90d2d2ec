"""The addresses of organisations."""

from django.urls import path

from skillmark.platform.orgs.views import (
    audit,
    domain,
    invitations,
    keys,
    members,
    policy,
    profile,
    public,
    structure,
    studio,
)

app_name = "orgs"

_SETTINGS = "studio/<slug:slug>/settings"

urlpatterns = [
    path("studio", studio.choose, name="choose"),
    path("studio/new", studio.create, name="create"),
    path("studio/<slug:slug>/", studio.overview, name="overview"),
    path("studio/<slug:slug>/leave", members.leave, name="leave"),
    path("studio/<slug:slug>/first-steps/dismiss", studio.dismiss, name="dismiss"),
    path("studio/<slug:slug>/audit", audit.audit_trail, name="audit"),
    path("studio/<slug:slug>/audit/<int:number>", audit.audit_entry, name="audit_entry"),
    path("studio/<slug:slug>/audit/export", audit.audit_export, name="audit_export"),
    path(_SETTINGS, profile.profile, name="profile"),
    path(f"{_SETTINGS}/branding", profile.branding, name="branding"),
    path(f"{_SETTINGS}/policies", policy.policies_page, name="policies"),
    path(f"{_SETTINGS}/domain", domain.domain, name="domain"),
    path(f"{_SETTINGS}/domain/<uuid:proof_id>/check", domain.check, name="check_domain"),
    path(
        f"{_SETTINGS}/domain/<uuid:proof_id>/withdraw",
        domain.withdraw,
        name="withdraw_domain",
    ),
    path(f"{_SETTINGS}/domain/<uuid:proof_id>/skillmark.json", domain.file, name="domain_file"),
    path(f"{_SETTINGS}/structure", structure.structure, name="structure"),
    path(f"{_SETTINGS}/structure/new", structure.new_part, name="new_part"),
    path(f"{_SETTINGS}/structure/ask", structure.propose, name="propose_part"),
    *[
        path(
            f"{_SETTINGS}/structure/proposals/<uuid:proposal_id>/{answer}",
            structure.decide,
            {"answer": answer},
            name=f"{answer}_proposal",
        )
        for answer in ("accept", "decline")
    ],
    path(
        f"{_SETTINGS}/structure/questions/<uuid:question_id>/withdraw",
        structure.withdraw,
        name="withdraw_proposal",
    ),
    path(f"{_SETTINGS}/structure/<uuid:part_id>/detach", structure.detach, name="detach_part"),
    path(f"{_SETTINGS}/members", members.members, name="members"),
    path(
        f"{_SETTINGS}/members/<uuid:membership_id>/role",
        members.change_role,
        name="change_role",
    ),
    path(
        f"{_SETTINGS}/members/<uuid:membership_id>/remove", members.remove, name="remove_member"
    ),
    path(f"{_SETTINGS}/invitations", invitations.invitations, name="invitations"),
    path(
        f"{_SETTINGS}/invitations/<uuid:invitation_id>/withdraw",
        invitations.withdraw,
        name="withdraw",
    ),
    path(
        f"{_SETTINGS}/invitations/<uuid:invitation_id>/resend",
        invitations.resend,
        name="resend",
    ),
    path(f"{_SETTINGS}/keys", keys.keys, name="keys"),
    path(f"{_SETTINGS}/keys/<uuid:key_id>/revoke", keys.revoke, name="revoke_key"),
    path(f"{_SETTINGS}/keys/<uuid:key_id>/name", keys.rename, name="rename_key"),
    path("join/<str:token>", members.join, name="join"),
    path("join/<str:token>/accept", members.accept, name="accept"),
    path("i/<slug:slug>", public.issuer, name="issuer"),
    path("i/<slug:slug>/logo.png", public.logo, name="logo"),
    path("i/<slug:slug>/brand.css", public.brand, name="brand"),
]
