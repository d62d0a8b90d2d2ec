"""Organisations and their members: what may happen, what must not, what is recorded."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from skillmark.platform.events.models import AuditEntry, OutboxMessage, StoredMail
from skillmark.platform.orgs import errors, services
from skillmark.platform.orgs.access import organisation_scope
from skillmark.platform.orgs.models import Invitation, Membership, Organisation, Role
from skillmark.platform.orgs.signals import organisation_created
from skillmark.platform.people.models import User


def _actions() -> list[str]:
    return list(AuditEntry.objects.order_by("sequence").values_list("action", flat=True))


def test_creating_makes_an_owner_and_tells_the_apps_above(user: User) -> None:
    heard: list[object] = []

    def listen(organisation: Organisation, actor: User, **_: object) -> None:
        heard.append((organisation.pk, actor.pk, Membership.objects.count()))

    organisation_created.connect(listen)
    try:
        made = services.create_organisation(owner=user, name="  Harbour   Skills ")
    finally:
        organisation_created.disconnect(listen)
    assert (made.name, made.slug) == ("Harbour Skills", "harbour-skills")
    assert heard == [(made.pk, user.pk, 1)]
    with organisation_scope(made):
        assert Membership.objects.get().role == Role.OWNER
        assert "organisation.created" in _actions()


def test_slugs_never_meet(user: User) -> None:
    slugs = [services.create_organisation(owner=user, name="Harbour").slug for _ in range(3)]
    assert slugs == ["harbour", "harbour-2", "harbour-3"]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("New", "new-2"),
        ("Université Été", "universite-ete"),
        ("李伟", "organisation"),
        ("Nørd", "nord"),
    ],
)
def test_slugs_are_plain_and_not_reserved(user: User, name: str, slug: str) -> None:
    assert services.create_organisation(owner=user, name=name).slug == slug


@given(st.text(max_size=200))
def test_a_slug_is_always_usable(name: str) -> None:
    slug = services.slug_from(name)
    assert slug
    assert len(slug) <= services.SLUG_LENGTH
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slug.strip("-") == slug


@pytest.mark.parametrize(
    "name", ["", "   ", "—!?", "Harbour \u202egniniarT", "\u2067Harbour\u2069"]
)
def test_a_name_that_is_read_as_it_is_written_is_needed(user: User, name: str) -> None:
    with pytest.raises(errors.NameInvalidError):
        services.create_organisation(owner=user, name=name)


@pytest.mark.parametrize(
    ("field", "value"),
    [("brand_colour", "green"), ("brand_colour", "#12345"), ("website", "javascript:alert(1)")],
)
def test_a_bad_profile_changes_nothing(
    in_scope: Organisation, user: User, field: str, value: str
) -> None:
    before = len(_actions())
    with pytest.raises(errors.ProfileInvalidError):
        services.update_profile(in_scope, actor=user, **{field: value})
    kept = Organisation.objects.get(pk=in_scope.pk)
    assert getattr(kept, field) != value
    assert len(_actions()) == before


def test_a_change_is_recorded_once(in_scope: Organisation, user: User) -> None:
    services.update_profile(in_scope, actor=user, description="Short courses.")
    services.update_profile(in_scope, actor=user, description="Short courses.")
    entry = AuditEntry.objects.get(action="organisation.changed")
    assert entry.after == {"description": "Short courses."}
    assert entry.actor == f"user:{user.pk}"


def test_an_invitation_is_mailed_and_accepted_once(
    in_scope: Organisation,
    user: User,
    make_user: Callable[..., User],
    deliver: Callable[[], None],
) -> None:
    invitation, token = services.invite(
        in_scope, email="Ida@People.example", role=Role.ISSUER, actor=user
    )
    deliver()
    mail = StoredMail.objects.get(recipient="ida@people.example")
    assert token in mail.text
    assert token not in invitation.digest
    joined = services.accept(token, user=make_user("ida@people.example"))
    assert joined.role == Role.ISSUER
    with pytest.raises(errors.InvitationInvalidError):
        services.accept(token, user=make_user())
    assert _actions()[-2:] == ["member.invited", "member.joined"]


@pytest.mark.parametrize("fate", ["expired", "withdrawn", "replaced", "guessed"])
def test_a_dead_invitation_opens_nothing(
    in_scope: Organisation, user: User, make_user: Callable[..., User], fate: str
) -> None:
    invitation, token = services.invite(
        in_scope, email="ida@people.example", role=Role.ISSUER, actor=user
    )
    match fate:
        case "expired":
            Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        case "withdrawn":
            services.withdraw(invitation, actor=user)
        case "replaced":
            services.invite(in_scope, email="ida@people.example", role=Role.VIEWER, actor=user)
        case "guessed":
            token = token[::-1]
    with pytest.raises(errors.InvitationInvalidError):
        services.accept(token, user=make_user())
    assert Membership.objects.count() == 1


def test_a_member_is_not_invited_again(in_scope: Organisation, user: User) -> None:
    with pytest.raises(errors.MemberAlreadyError):
        services.invite(in_scope, email=user.email.upper(), role=Role.VIEWER, actor=user)
    assert not OutboxMessage.objects.filter(organisation_id=in_scope.pk).exists()


def test_the_last_owner_stays(
    in_scope: Organisation, user: User, make_member: Callable[[Role], User]
) -> None:
    mine = Membership.objects.get(user=user)
    with pytest.raises(errors.LastOwnerError):
        services.remove_member(mine, actor=user)
    with pytest.raises(errors.LastOwnerError):
        services.change_role(mine, Role.VIEWER, actor=user)
    make_member(Role.OWNER)
    services.change_role(mine, Role.VIEWER, actor=user)
    services.remove_member(mine, actor=user)
    assert not Membership.objects.filter(user=user).exists()


def test_links_point_to_this_site(
    in_scope: Organisation, user: User, deliver: Callable[[], None]
) -> None:
    services.invite(in_scope, email="ida@people.example", role=Role.ISSUER, actor=user)
    deliver()
    link = next(word for word in StoredMail.objects.get().text.split() if "/join/" in word)
    assert urlsplit(link).netloc == "127.0.0.1:8000"
