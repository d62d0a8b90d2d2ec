"""Places on the public page of a credential that apps above fill: sharing, stacks, evidence.

An app registers a provider in its ``AppConfig.ready``; we call it with the credential and the
request of whoever looks, and show what it returns. A provider with nothing to say returns None.
The page has 60 kB, no cookie and no request to others: a panel keeps to that.
"""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest

from skillmark.platform.issuing.models import Batch, Credential
from skillmark.platform.orgs.panels import Panel

type Provider[Shown] = Callable[[Shown, HttpRequest], Panel | None]


class Place[Shown]:
    """A place on the page and the providers that fill it, in order."""

    def __init__(self) -> None:
        self._providers: list[tuple[int, str, Provider[Shown]]] = []

    def register(self, order: int, provider: Provider[Shown]) -> None:
        """Let `provider` fill the place; a smaller `order` stands higher."""
        name = f"{provider.__module__}.{provider.__qualname__}"
        self._providers = [known for known in self._providers if known[1] != name]
        self._providers.append((order, name, provider))
        self._providers.sort(key=lambda entry: entry[:2])

    def panels(self, shown: Shown, request: HttpRequest) -> list[Panel]:
        """Return what the providers have to say about what the page shows."""
        found = (provider(shown, request) for _order, _name, provider in self._providers)
        return [panel for panel in found if panel is not None]


CREDENTIAL_PAGE: Final = Place[Credential]()
"""The main column of ``/c/<id>``, below what the person showed."""

CREDENTIAL_PROOFS: Final = Place[Credential]()
"""The foot of the main column of ``/c/<id>``: who had the right, where it is logged."""

CREDENTIAL_SHARE: Final = Place[Credential]()
"""The side of ``/c/<id>``, above the files to keep: ways to show it elsewhere."""

BATCH_PAGE: Final = Place[Batch]()
"""The foot of a batch's page in the console."""
