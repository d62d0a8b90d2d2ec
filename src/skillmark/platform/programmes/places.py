"""Places on the pages of programmes that apps above fill: quizzes, assessment, prior learning.

An app registers a provider in its ``AppConfig.ready``; we call it outside every scope with what the
page is about and the request of whoever looks, and show what it returns: a panel, or None.
"""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest

from skillmark.platform.orgs.panels import Panel
from skillmark.platform.programmes.models import Enrolment, Programme


class PagePlace[Subject]:
    """A place on a page about one thing, and the providers that fill it, in order."""

    def __init__(self) -> None:
        self._providers: dict[
            str, tuple[int, Callable[[Subject, HttpRequest], Panel | None]]
        ] = {}

    def register(
        self, order: int, provider: Callable[[Subject, HttpRequest], Panel | None]
    ) -> None:
        """Let `provider` fill the place; a smaller `order` stands higher."""
        name = f"{provider.__module__}.{provider.__qualname__}"
        self._providers[name] = (order, provider)

    def panels(self, subject: Subject, request: HttpRequest) -> list[Panel]:
        """Return what the providers have to say about `subject`."""
        ordered = sorted(self._providers.items(), key=lambda one: (one[1][0], one[0]))
        found = (provider(subject, request) for _name, (_order, provider) in ordered)
        return [panel for panel in found if panel is not None]


LEARNING_PAGE: Final = PagePlace[Enrolment]()
"""``/learning/<id>``: the main column, below the credentials."""

PROGRAMME_PAGE: Final = PagePlace[Programme]()
"""``/programmes/<id>``: the main column, below the groups."""
