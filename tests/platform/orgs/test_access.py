"""Who passes which door: every console address, every role, own and foreign organisation."""

from collections.abc import Callable, Iterator
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django_scopes.exceptions import ScopeError

from skillmark.platform.orgs.access import (
    allowed,
    membership_of,
    organisation_scope,
    require,
)
from skillmark.platform.orgs.errors import RoleMissingError
from skillmark.platform.orgs.models import ApiKey, Membership, Organisation, Role
from skillmark.platform.people.models import User


def _console(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _console(entry, route)
        elif route.startswith("studio/<slug:slug>"):
            yield route, entry


def _address(route: str, slug: str) -> str:
    address = "/" + route.replace("<slug:slug>", slug)
    for piece in route.split("/"):
        if piece.startswith("<uuid:"):
            address = address.replace(piece, str(uuid4()))
        if piece.startswith("<int:"):
            address = address.replace(piece, "1")
    return address


CONSOLE = dict(_console(get_resolver()))
OURS = sorted(
    route
    for route, entry in CONSOLE.items()
    if entry.callback.__module__.startswith(
        ("skillmark.platform.orgs", "skillmark.platform.jobs")
    )
)


def test_every_console_address_declares_who_may_pass() -> None:
    undeclared = [
        route for route, entry in CONSOLE.items() if not hasattr(entry.callback, "studio_roles")
    ]
    assert undeclared == []


@pytest.mark.parametrize("route", OURS)
def test_strangers_are_asked_to_sign_in(
    client: Client, organisation: Organisation, route: str
) -> None:
    answers = [
        getattr(client, method)(_address(route, slug))
        for method in ("get", "post")
        for slug in (organisation.slug, "no-such-organisation")
    ]
    for answer in answers:
        if answer.status_code != 405:
            assert answer.status_code == 302
            assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("route", OURS)
def test_a_foreign_organisation_looks_like_a_missing_one(
    studio: Client, other_organisation: Organisation, route: str
) -> None:
    for method in ("get", "post"):
        foreign = getattr(studio, method)(_address(route, other_organisation.slug))
        missing = getattr(studio, method)(_address(route, "no-such-organisation"))
        assert foreign.status_code == missing.status_code
        assert foreign.status_code in {404, 405}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("route", OURS)
def test_a_role_passes_exactly_where_declared(
    make_member: Callable[[Role], User],
    client_of: Callable[[User], Client],
    organisation: Organisation,
    route: str,
    role: Role,
) -> None:
    client = client_of(make_member(role))
    roles = CONSOLE[route].callback.studio_roles
    for method in ("get", "post"):
        status = getattr(client, method)(_address(route, organisation.slug)).status_code
        if status != 405:
            assert (status == 403) == (role not in roles), (method, status)


def test_foreign_objects_look_missing(
    studio: Client, organisation: Organisation, other_organisation: Organisation
) -> None:
    with organisation_scope(other_organisation):
        foreign = Membership.objects.get()
    url = "orgs:remove_member"
    own = reverse(url, args=[organisation.slug, foreign.pk])
    nothing = reverse(url, args=[organisation.slug, uuid4()])
    assert studio.post(own).status_code == studio.post(nothing).status_code == 404
    with organisation_scope(other_organisation):
        assert Membership.objects.filter(pk=foreign.pk).exists()


def test_an_inactive_account_has_no_place(user: User, organisation: Organisation) -> None:
    assert membership_of(user, organisation)
    user.is_active = False
    assert membership_of(user, organisation) is None


def test_require_names_what_is_missing(
    make_member: Callable[[Role], User],
    organisation: Organisation,
    make_user: Callable[[], User],
) -> None:
    assert require(make_member(Role.ISSUER), organisation, Role.ISSUER).role == Role.ISSUER
    for stranger in (make_member(Role.DESIGNER), make_user(), AnonymousUser()):
        with pytest.raises(RoleMissingError):
            require(stranger, organisation, Role.ISSUER)


@pytest.mark.parametrize("nothing", [None, "", 0, [], "0199-not-a-uuid"])
def test_a_scope_of_nothing_never_opens(db: None, nothing: object) -> None:
    with pytest.raises(TypeError), organisation_scope(nothing):  # type: ignore[arg-type]
        pass


@pytest.mark.parametrize("model", [ApiKey, Membership])
def test_without_a_scope_every_query_raises(
    organisation: Organisation, model: type[Membership]
) -> None:
    for query in (
        lambda: list(model.objects.all()),
        model.objects.count,
        lambda: model.objects.filter(pk=UUID(int=1)).first(),
    ):
        with pytest.raises(ScopeError):
            query()


def test_an_owner_always_passes_and_viewer_means_everybody_but_assessors() -> None:
    assert all(Role.OWNER in allowed(role) for role in Role)
    assert allowed(Role.VIEWER) == frozenset(Role) - {Role.ASSESSOR}
    assert Role.VIEWER not in allowed((Role.ISSUER, Role.DESIGNER))
