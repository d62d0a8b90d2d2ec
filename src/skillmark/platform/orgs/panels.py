"""Places on our pages that apps above fill: overview, issuer page, subjects of the audit trail.

An app registers a provider in its ``AppConfig.ready``; we call it with the organisation and show
what it returns. A provider with nothing to say returns None.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.db.models import TextChoices
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from skillmark.platform.orgs.models import Organisation

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    type Words = str | _StrPromise


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
type AskingProvider = Callable[[Organisation, HttpRequest], Panel | None]


class Place:
    """A place on a page and the providers that fill it, in order."""

    def __init__(self) -> None:
        self._providers: list[tuple[int, str, AskingProvider]] = []

    def register(self, order: int, provider: Provider) -> None:
        """Let `provider` fill the place; a smaller `order` stands higher."""
        self._keep(order, _name_of(provider), lambda organisation, _: provider(organisation))

    def register_asking(self, order: int, provider: AskingProvider) -> None:
        """Let a provider fill the place that reads the request: who asks, for which page."""
        self._keep(order, _name_of(provider), provider)

    def panels(self, organisation: Organisation, request: HttpRequest) -> list[Panel]:
        """Return what the providers have to say about `organisation`."""
        found = (provider(organisation, request) for _order, _name, provider in self._providers)
        return [panel for panel in found if panel is not None]

    def _keep(self, order: int, name: str, provider: AskingProvider) -> None:
        self._providers = [known for known in self._providers if known[1] != name]
        self._providers.append((order, name, provider))
        self._providers.sort(key=lambda entry: entry[:2])


def _name_of(provider: Callable[..., Any]) -> str:
    return f"{provider.__module__}.{provider.__qualname__}"


class Group(TextChoices):
    """What the pages of the settings are about, in order."""

    ORGANISATION = "organisation", _("Organisation")
    RULES = "rules", _("Rules")
    TRUST = "trust", _("Trust")
    CONNECTIONS = "connections", _("Connections")


@dataclass(frozen=True, slots=True)
class Tab:
    """One page of the settings.

    Attributes:
        key: what the page puts into its context as ``tab``.
        label: what the tab says.
        view: the name of its address, which takes the organisation's slug.
        group: under which heading it stands.
    """

    key: str
    label: "_StrPromise"
    view: str
    group: Group


class Tabs:
    """The pages of the settings, in order."""

    def __init__(self) -> None:
        self._tabs: list[tuple[int, Tab]] = []

    def register(
        self, order: int, key: str, label: "_StrPromise", view: str, group: Group
    ) -> None:
        """Add a page to a group; a smaller `order` stands earlier."""
        self._tabs = [entry for entry in self._tabs if entry[1].key != key]
        self._tabs.append((order, Tab(key, label, view, group)))
        self._tabs.sort(key=lambda entry: (entry[0], entry[1].key))

    def __iter__(self) -> Iterator[Tab]:
        """Yield the pages in order."""
        return iter([tab for _order, tab in self._tabs])


@dataclass(frozen=True, slots=True)
class Step:
    """One of the first steps of a new organisation.

    Attributes:
        title: what to do, as an order.
        why: one sentence on what it is good for.
        href: the page on which it is done.
        done: whether it is.
    """

    title: "Words"
    why: "Words"
    href: str
    done: bool


type StepProvider = Callable[[Organisation], Step]


class Steps:
    """The first steps, in order; each app above brings its own."""

    def __init__(self) -> None:
        self._providers: list[tuple[int, str, StepProvider]] = []

    def register(self, order: int, provider: StepProvider) -> None:
        """Let `provider` say how one step stands; a smaller `order` comes earlier."""
        name = _name_of(provider)
        self._providers = [known for known in self._providers if known[1] != name]
        self._providers.append((order, name, provider))
        self._providers.sort(key=lambda entry: entry[:2])

    def of(self, organisation: Organisation) -> list[Step]:
        """Return the steps of `organisation`, in its scope."""
        return [provider(organisation) for _order, _name, provider in self._providers]


type Counter = Callable[[Collection[UUID]], dict[UUID, int]]


class Figures:
    """What owners of an organisation see of its parts: counts, never names or contents."""

    def __init__(self) -> None:
        self._counters: dict[str, tuple[int, _StrPromise, Counter]] = {}

    def register(self, order: int, key: str, label: "_StrPromise", counter: Counter) -> None:
        """Count something of many organisations at once; one query, whatever their number."""
        self._counters[key] = (order, label, counter)

    def of(
        self, organisations: Collection[UUID]
    ) -> list[tuple["_StrPromise", dict[UUID, int]]]:
        """Return each figure's label and its counts by organisation."""
        known = sorted(self._counters.values(), key=lambda entry: entry[0])
        return [(label, counter(organisations)) for _order, label, counter in known]


@dataclass(frozen=True, slots=True)
class Subject:
    """What an entry of the audit trail is about, as it is called today.

    The trail itself keeps no person's name; this is looked up when the page is shown.
    """

    name: str
    href: str


type Lookup = Callable[[Organisation, Collection[str]], dict[str, Subject]]
type Finder = Callable[[Organisation, str], Collection[str]]


class Subjects:
    """Who can name the objects of each kind, in the organisation's scope."""

    def __init__(self) -> None:
        self._lookups: dict[str, Lookup] = {}
        self._finders: dict[str, Finder] = {}

    def register(self, kind: str, lookup: Lookup, finder: Finder | None = None) -> None:
        """Let `lookup` name objects of `kind` (a model's name) by their ids.

        Args:
            kind: a model's name, in small letters.
            lookup: names those objects of the given ids that are still there.
            finder: returns the ids of some fifty objects at most whose name holds a text.
        """
        self._lookups[kind] = lookup
        if finder is not None:
            self._finders[kind] = finder

    def found(self, organisation: Organisation, query: str) -> list[str]:
        """Return the ids of objects, of every kind, whose name today holds `query`."""
        return [
            str(identifier)
            for finder in self._finders.values()
            for identifier in finder(organisation, query)
        ]

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

AUDIT_PAGE: Final = Place()
"""``/studio/<slug>/audit``: what stands above the list; called in the organisation's scope."""

SETTINGS: Final = Tabs()
"""``/studio/<slug>/settings``: its pages."""

FIRST_STEPS: Final = Steps()
"""The first steps on the overview of a new organisation."""

PART_FIGURES: Final = Figures()
"""``/studio/<slug>/settings/structure``: what is counted of each part."""

OVERVIEW: Final = Place()
"""``/studio/<slug>/``: what needs a decision today; called in the organisation's scope."""

ISSUER_PAGE: Final = Place()
"""``/i/<slug>``: what everybody may see; called in the organisation's scope."""
