"""Who may do what: the one door to everything that belongs to an organisation.

It fails closed: no membership and no such organisation look the same (404), a missing role is a
403, and outside the scope opened here every query on an organisation's rows raises.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial, wraps
from typing import Any, Concatenate, Final
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.utils.functional import SimpleLazyObject
from django_scopes import scope

from skillmark.platform.orgs import tree
from skillmark.platform.orgs.errors import RoleMissingError
from skillmark.platform.orgs.models import Membership, Organisation, Role
from skillmark.platform.people.models import User

ANY_MEMBER: Final = tuple(Role)
READERS: Final = tuple(role for role in Role if role != Role.ASSESSOR)
"""Who sees what the organisation has; assessors see the work they are assigned to, and nothing else."""


class StudioRequest(HttpRequest):
    """A request that `studio_view` let through."""

    user: User
    organisation: Organisation
    membership: Membership


type StudioView[**P] = Callable[Concatenate[StudioRequest, P], HttpResponseBase]


@contextmanager
def organisation_scope(organisation: Organisation | UUID) -> Iterator[None]:
    """Open the scope of one organisation: only its rows can be read inside.

    Raises:
        TypeError: `organisation` is neither, which would otherwise open every tenant's rows.
    """
    identifier = organisation.pk if isinstance(organisation, Organisation) else organisation
    if not isinstance(identifier, UUID):
        raise TypeError("an organisation scope needs an organisation or its id")
    with scope(organisation=identifier):
        yield


def allowed(role: Role | tuple[Role, ...]) -> frozenset[str]:
    """Return the roles that pass where `role` is asked for: an owner always, a viewer's all.

    All of those who may look on, that is: an assessor only passes where assessors are asked for.
    """
    roles = (role,) if isinstance(role, Role) else role
    if Role.VIEWER in roles:
        return frozenset({*roles, *READERS})
    return frozenset({*roles, Role.OWNER})


def membership_of(user: User | AnonymousUser, organisation: Organisation) -> Membership | None:
    """Return the account's place in the organisation, if it has one and is active."""
    if not isinstance(user, User) or not user.is_active:
        return None
    with organisation_scope(organisation):
        found: Membership | None = (
            Membership.objects.filter(user=user).select_related("organisation").first()
        )
    return found


def require(
    user: User | AnonymousUser, organisation: Organisation, role: Role | tuple[Role, ...]
) -> Membership:
    """Return the account's membership if its role passes.

    Raises:
        RoleMissingError: no membership, or another role.
    """
    membership = membership_of(user, organisation)
    if membership is None or membership.role not in allowed(role):
        raise RoleMissingError("This account does not have the role for that.")
    return membership


def studio_view[**P](
    role: Role | tuple[Role, ...] = Role.VIEWER,
) -> Callable[[StudioView[P]], Callable[..., HttpResponseBase]]:
    """Guard a view at ``/studio/<slug>/…``; the view itself no longer takes ``slug``.

    Args:
        role: who may pass; owners always may, `Role.VIEWER` means all `READERS`, `ANY_MEMBER` everybody.

    The view gets ``request.organisation`` and ``request.membership`` and runs inside the
    organisation's scope, its template included.
    """
    roles = allowed(role)

    def decorate(view: StudioView[P]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            organisation = Organisation.objects.filter(slug=slug).first()
            if organisation is None:
                raise Http404
            membership = membership_of(request.user, organisation)
            if membership is None:
                raise Http404
            if membership.role not in roles:
                raise PermissionDenied
            request.organisation = organisation  # type: ignore[attr-defined]
            request.membership = membership  # type: ignore[attr-defined]
            request.organisations = SimpleLazyObject(  # type: ignore[attr-defined]
                partial(tree.places_of, request.user)
            )
            with organisation_scope(organisation):
                response = view(request, **kwargs)  # type: ignore[call-arg, arg-type]
                if isinstance(response, SimpleTemplateResponse):
                    response.render()
            return response

        guarded.studio_roles = roles  # type: ignore[attr-defined] # read by the access tests
        return guarded

    return decorate
