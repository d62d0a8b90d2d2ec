"""Members: roles in words, invitations sent again and dead, the last owner, leaving."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from skillmark.platform.events.models import AuditEntry, StoredMail
from skillmark.platform.orgs import errors, services
from skillmark.platform.orgs.models import Invitation, Membership, Organisation, Role
from skillmark.platform.orgs.roles import ROLES
from skillmark.platform.orgs.services import members
from skillmark.platform.people.models import User


def _page(name: str, organisation: Organisation, *more: object) -> str:
    return reverse(f"orgs:{name}", args=[organisation.slug, *more])


def test_every_role_is_explained(studio: Client, organisation: Organisation) -> None:
    assert [one.role for one in ROLES] == list(Role)
    page = studio.get(_page("members", organisation)).text
    for one in ROLES:
        assert str(one.short) in page


def test_an_invitation_is_sent_again_under_a_new_link(
    in_scope: Organisation,
    user: User,
    make_user: Callable[..., User],
    deliver: Callable[[], None],
) -> None:
    invitation, old = services.invite(
        in_scope, email="ida@people.example", role=Role.ISSUER, actor=user
    )
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    new = services.resend(invitation, actor=user)
    with pytest.raises(errors.InvitationInvalidError):
        services.invitation_of(old)
    deliver()
    assert StoredMail.objects.filter(recipient="ida@people.example").count() == 2
    assert services.accept(new, user=make_user()).role == Role.ISSUER
    with pytest.raises(errors.InvitationInvalidError):
        services.resend(invitation, actor=user)


def test_nobody_is_mailed_without_end(
    in_scope: Organisation, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    invitation, _token = services.invite(
        in_scope, email="ida@people.example", role=Role.ISSUER, actor=user
    )
    for _ in range(members.SENT_AT_MOST - 1):
        services.resend(invitation, actor=user)
    with pytest.raises(errors.InvitationsManyError):
        services.resend(invitation, actor=user)
    monkeypatch.setattr(members, "MANY_OPEN", 1)
    with pytest.raises(errors.InvitationsManyError):
        services.invite(in_scope, email="o@people.example", role=Role.VIEWER, actor=user)


def test_a_suspended_owner_does_not_count_as_one(
    in_scope: Organisation, user: User, make_member: Callable[[Role], User]
) -> None:
    other = make_member(Role.OWNER)
    other.is_active = False
    other.save()
    with pytest.raises(errors.LastOwnerError):
        services.leave(in_scope, user=user)


def test_handing_over_never_leaves_nobody_in_charge(
    in_scope: Organisation, user: User, make_user: Callable[..., User]
) -> None:
    _invitation, token = services.invite(
        in_scope, email="v@people.example", role=Role.VIEWER, actor=user, hands_over=True
    )
    services.accept(token, user=make_user("v@people.example"))
    assert Membership.objects.get(user=user).role == Role.OWNER


@pytest.mark.parametrize("role", list(Role))
def test_everybody_may_leave_but_the_last_owner(
    organisation: Organisation,
    make_member: Callable[[Role], User],
    client_of: Callable[[User], Client],
    role: Role,
) -> None:
    client = client_of(make_member(role))
    leave = _page("leave", organisation)
    assert "Leave Harbour Skills Training?" in client.get(leave).text
    assert client.post(leave)["Location"] == reverse("orgs:choose")
    assert client.get(leave).status_code == 404
    left = AuditEntry.objects.with_scopes_disabled().filter(action="member.left")
    assert left.count() == 1


def test_the_last_owner_stays(studio: Client, organisation: Organisation) -> None:
    answer = studio.post(_page("leave", organisation), follow=True)
    assert "needs an owner" in answer.text
    assert studio.get(_page("overview", organisation)).status_code == 200
    assert "Leave" in studio.get("/studio?all").text


def test_members_are_searched_sorted_and_filtered(
    studio: Client,
    organisation: Organisation,
    make_user: Callable[..., User],
    make_member: Callable[[Role], User],
) -> None:
    for role in (Role.VIEWER, Role.ISSUER):
        make_member(role)
    page = _page("members", organisation)
    names = [m.user.display_name for m in studio.get(page).context["page"]]
    assert names == sorted(names)
    turned = [m.user.display_name for m in studio.get(page, {"sort": "-name"}).context["page"]]
    assert turned == names[::-1]
    assert len(studio.get(page, {"role": "issuer"}).context["page"]) == 1
    assert len(studio.get(page, {"q": "olivia", "sort": "nonsense"}).context["page"]) == 1
    assert "No member matches" in studio.get(page, {"q": "nobody at all"}).text


def test_the_invitations_page_shows_every_state_and_acts(
    studio: Client, organisation: Organisation, user: User, make_user: Callable[..., User]
) -> None:
    page = _page("invitations", organisation)
    assert "Nobody invited yet" in studio.get(page).text
    made = {}
    for state in ("open", "expired", "accepted", "withdrawn"):
        made[state], token = services.invite(
            organisation, email=f"{state}@people.example", role=Role.VIEWER, actor=user
        )
        if state == "accepted":
            services.accept(token, user=make_user())
    everywhere = Invitation.objects.with_scopes_disabled()
    past = timezone.now() - timedelta(days=1)
    everywhere.filter(pk=made["expired"].pk).update(expires_at=past)
    studio.post(_page("withdraw", organisation, made["withdrawn"].pk))
    for state in made:
        found = studio.get(page, {"state": state}).context["page"]
        assert [one.email for one in found] == [f"{state}@people.example"]
        assert [one.state for one in found] == [state]
    assert len(studio.get(page, {"q": "exp"}).context["page"]) == 1
    answer = studio.post(_page("resend", organisation, made["expired"].pk), follow=True)
    assert "Sent again" in answer.text
    again = studio.post(_page("resend", organisation, made["withdrawn"].pk), follow=True)
    assert "no longer open" in again.text


@pytest.mark.parametrize("act", ["resend", "withdraw"])
def test_a_foreign_invitation_cannot_be_touched(
    studio: Client,
    organisation: Organisation,
    other_organisation: Organisation,
    user: User,
    act: str,
) -> None:
    theirs, _token = services.invite(
        other_organisation, email="x@people.example", role=Role.VIEWER, actor=user
    )
    assert studio.post(_page(act, organisation, theirs.pk)).status_code == 404
    kept = Invitation.objects.with_scopes_disabled().get(pk=theirs.pk)
    assert (kept.state, kept.sent_times) == ("open", 1)


@pytest.mark.parametrize("role", ["owner", "superuser", ""])
def test_a_role_is_not_taken_by_whoever_accepts(
    organisation: Organisation,
    user: User,
    make_user: Callable[..., User],
    client_of: Callable[[User], Client],
    role: str,
) -> None:
    _invitation, token = services.invite(
        organisation, email="x@people.example", role=Role.VIEWER, actor=user
    )
    guest = make_user("x@people.example")
    accept = reverse("orgs:accept", args=[token])
    client_of(guest).post(accept, {"role": role, "organisation": str(organisation.pk)})
    place = Membership.objects.with_scopes_disabled().get(user=guest)
    assert place.role == Role.VIEWER
