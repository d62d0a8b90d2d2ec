"""Places on our pages that apps above fill: overview, issuer page, subjects of the audit trail.

An app registers a provider in its ``AppConfig.ready``; we call it with the organisation and show
what it returns. A provider with nothing to say returns None.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from skillmark.platform.orgs.models import Organisation


@dataclass(frozen=True, slots=True)
class Panel:
    """One part of a page.

    Attributes:
        template: drawn with the page's context and ``panel``, which is `context`.
        context: what the template shows.
    """

    template: str
    context: dict[str, Any] = field(default_factory=dict)


type Provider = Callable[[Organisation], Panel | None]


class Place:
    """A place on a page and the providers that fill it, in order."""

    def __init__(self) -> None:
        self._providers: list[tuple[int, str, Provider]] = []

    def register(self, order: int, provider: Provider) -> None:
        """Let `provider` fill the place; a smaller `order` stands higher."""
        name = f"{provider.__module__}.{provider.__qualname__}"
        self._providers = [known for known in self._providers if known[1] != name]
        self._providers.append((order, name, provider))
        self._providers.sort(key=lambda entry: entry[:2])

    def panels(self, organisation: Organisation) -> list[Panel]:
        """Return what the providers have to say about `organisation`."""
        found = (provider(organisation) for _order, _name, provider in self._providers)
        return [panel for panel in found if panel is not None]


@dataclass(frozen=True, slots=True)
class Subject:
    """What an entry of the audit trail is about, as it is called today.

    The trail itself keeps no person's name; this is looked up when the page is shown.
    """

    name: str
    href: str


type Lookup = Callable[[Organisation, Collection[str]], dict[str, Subject]]


class Subjects:
    """Who can name the objects of each kind, in the organisation's scope."""

    def __init__(self) -> None:
        self._lookups: dict[str, Lookup] = {}

    def register(self, kind: str, lookup: Lookup) -> None:
        """Let `lookup` name objects of `kind` (a model's name) by their ids."""
        self._lookups[kind] = lookup

    def named(
        self, organisation: Organisation, objects: Iterable[tuple[str, str]]
    ) -> dict[tuple[str, str], Subject]:
        """Return the subject of each (kind, id) that somebody can name."""
        by_kind: dict[str, set[str]] = {}
        for kind, identifier in objects:
            by_kind.setdefault(kind, set()).add(identifier)
        return {
            (kind, identifier): subject
            for kind, identifiers in by_kind.items()
            if kind in self._lookups
            for identifier, subject in self._lookups[kind](organisation, identifiers).items()
        }


AUDIT_SUBJECTS: Final = Subjects()
"""``/studio/<slug>/audit``: what each act was done to."""

OVERVIEW: Final = Place()
"""``/studio/<slug>/``: what needs a decision today; called in the organisation's scope."""

ISSUER_PAGE: Final = Place()
"""``/i/<slug>``: what everybody may see; called in the organisation's scope."""
