"""The address in a sign-up form, known from the link that led there.

Somebody who follows a link from a mail and has no account yet need not type the address the mail
went to. The link's own app knows it; the address never stands in another address. It is only filled
in: whoever signs up has to prove it as everybody does, for a link may have been passed on.
"""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from skillmark.core.errors import SkillmarkError

type Finder = Callable[..., str]

_finders: Final[dict[str, Finder]] = {}


def register(view_name: str, finder: Finder) -> None:
    """Let `finder` say to whom the mail went whose link leads to a view.

    Args:
        view_name: of the view, ``app:name``.
        finder: takes the view's arguments, returns the address, and may raise our errors.
    """
    _finders[view_name] = finder


def email_for(next_path: str) -> str:
    """Return the address known of whoever is on the way to a path of this site, or nothing."""
    path = urlsplit(next_path).path
    if not path.startswith("/"):
        return ""
    try:
        match = resolve(path)
    except Resolver404:
        return ""
    finder = _finders.get(match.view_name)
    if finder is None:
        return ""
    facts: dict[str, Any] = match.kwargs
    try:
        return finder(**facts)
    except SkillmarkError:
        return ""
