"""Which language a page speaks: what the visitor chose, else what the browser asks for.

The choice is made by an ordinary link (``?lang=de``), so it works without JavaScript, can be sent
to somebody, and writes a cookie only for the person who chose. Reading a credential writes none.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

PARAMETER: Final = "lang"

type GetResponse = Callable[[HttpRequest], HttpResponseBase]


def offered() -> frozenset[str]:
    """Return the codes of the interface's languages."""
    return frozenset(code for code, _name in settings.LANGUAGES)


def remember(response: HttpResponseBase, code: str) -> None:
    """Write the chosen language into the visitor's cookie; an unknown one is not written."""
    if code in offered():
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )


class LanguageChoiceMiddleware:
    """Answer in the language of ``?lang=`` and remember it; stands after `LocaleMiddleware`."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request, in the chosen language if it names one that is offered."""
        chosen = request.GET.get(PARAMETER, "")
        known = chosen in offered()
        if known:
            translation.activate(chosen)
            request.LANGUAGE_CODE = chosen
        response = self.get_response(request)
        if known:
            remember(response, chosen)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["Cookie"])  # the choice must show at once
        return response


@dataclass(frozen=True, slots=True)
class Choice:
    """One language of the menu.

    Attributes:
        code: as in ``lang="…"``.
        name: what the language calls itself.
        href: this page in that language.
        current: whether the page speaks it now.
    """

    code: str
    name: str
    href: str
    current: bool


def choices(request: HttpRequest) -> list[Choice]:
    """Return the menu: this very page in each language, its other parameters kept."""
    spoken = translation.get_language()
    found = []
    for code, name in settings.LANGUAGES:
        query = request.GET.copy() if request.method == "GET" else QueryDict(mutable=True)
        query[PARAMETER] = code
        href = f"{request.path}?{query.urlencode()}"
        found.append(Choice(code, name, href, code == spoken))
    return found
