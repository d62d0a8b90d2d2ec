"""The language an account has chosen, kept where mails and other browsers find it."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from skillmark.platform.people.models import User
from skillmark.platform.ui.language import PARAMETER, offered

type GetResponse = Callable[[HttpRequest], HttpResponseBase]


class AccountLanguageMiddleware:
    """Keep the choice of ``?lang=`` with the account of whoever is signed in."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request; an anonymous visitor's session is not touched."""
        chosen = request.GET.get(PARAMETER, "")
        if chosen in offered() and isinstance(request.user, User):
            User.objects.filter(pk=request.user.pk).update(language=chosen)
        return self.get_response(request)
