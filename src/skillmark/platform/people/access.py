"""The account behind a request."""

from django.http import HttpRequest

from skillmark.platform.people.models import User


def signed_in(request: HttpRequest) -> User:
    """Return who is signed in; for views behind `login_required`."""
    assert isinstance(request.user, User)  # noqa: S101 - login_required let it through
    return request.user
