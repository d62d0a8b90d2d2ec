"""The tree of organisations: who stands above and below whom. Reading only.

Each part is a tenant of its own. Standing above gives no right over a part's rows: owners above see
a part's public facts and counts (`panels.PART_FIGURES`), and act in it only as its members.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Count, QuerySet

from skillmark.platform.orgs import panels
from skillmark.platform.orgs.models import (
    Membership,
    Organisation,
    PartProposal,
    ProposalState,
)
from skillmark.platform.people.models import User

MAX_LEVELS: Final = 4  # university, faculty, department, unit
SWITCHER_LENGTH: Final = 30  # organisations; the list page has them all


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation as the switcher lists it.

    Attributes:
        level: how many of one's own organisations stand above it, 0 to 3.
        parent_name: of the one directly above, empty at the top.
    """

    slug: str
    name: str
    level: int
    parent_name: str = ""


def ancestors(organisation: Organisation) -> list[Organisation]:
    """Return who stands above, the nearest first; never more than there may be levels."""
    found: list[Organisation] = []
    parent_id = organisation.parent_id
    while parent_id is not None and len(found) < MAX_LEVELS:
        above = Organisation.objects.get(pk=parent_id)
        found.append(above)
        parent_id = above.parent_id
    return found


def height(organisation: Organisation) -> int:
    """Return how many levels the organisation and its parts have, 1 when it has none."""
    level, levels = [organisation.pk], 0
    while level and levels <= MAX_LEVELS:
        levels += 1
        level = list(
            Organisation.objects.filter(parent_id__in=level).values_list("pk", flat=True)
        )
    return levels


def parts(organisation: Organisation, query: str = "") -> QuerySet[Organisation]:
    """Return the parts directly below, by name, those whose name holds `query`."""
    found = (
        Organisation.objects.filter(parent=organisation).defer("logo").order_by("name", "pk")
    )
    return found.filter(name__icontains=query) if query else found


def incoming(organisation: Organisation) -> QuerySet[PartProposal]:
    """Return the proposals that wait for this organisation's decision, oldest first."""
    found: QuerySet[PartProposal] = (
        PartProposal.objects.with_scopes_disabled()
        .filter(organisation=organisation, state=ProposalState.WAITING)
        .select_related("asker", "organisation", "asked_by")
        .order_by("asked_at")
    )
    return found


def outgoing(organisation: Organisation) -> QuerySet[PartProposal]:
    """Return the proposals of this organisation that others have not decided, oldest first."""
    found: QuerySet[PartProposal] = (
        PartProposal.objects.with_scopes_disabled()
        .filter(asker=organisation, state=ProposalState.WAITING)
        .select_related("organisation", "asker")
        .order_by("asked_at")
    )
    return found


def places_of(user: User) -> list[Place]:
    """Return the account's organisations as a tree: parts below what they are part of."""
    mine = Membership.objects.with_scopes_disabled().filter(user_id=user.pk)
    rows = list(
        Organisation.objects.filter(pk__in=mine.values("organisation_id"))
        .order_by("name", "pk")
        .values("pk", "slug", "name", "parent_id")[:SWITCHER_LENGTH]
    )
    names = {row["pk"]: row["name"] for row in rows}
    below: dict[UUID | None, list[tuple[UUID, str, str]]] = {}
    for row in rows:
        above = row["parent_id"] if row["parent_id"] in names else None
        below.setdefault(above, []).append((row["pk"], row["slug"], row["name"]))

    def walk(above: UUID | None, level: int) -> Iterable[Place]:
        for identifier, slug, name in below.get(above, []):
            yield Place(slug, name, level, names[above] if above is not None else "")
            yield from walk(identifier, min(level + 1, MAX_LEVELS - 1))

    return list(walk(None, 0))


def members_counted(organisations: Iterable[UUID]) -> dict[UUID, int]:
    """Return how many members each organisation has."""
    rows = (
        Membership.objects.with_scopes_disabled()
        .filter(organisation_id__in=list(organisations))
        .values_list("organisation_id")
        .annotate(Count("pk"))
        .order_by()
    )
    return dict(rows)


def parts_counted(organisations: Iterable[UUID]) -> dict[UUID, int]:
    """Return how many parts stand directly below each organisation."""
    rows = (
        Organisation.objects.filter(parent_id__in=list(organisations))
        .values_list("parent_id")
        .annotate(Count("pk"))
        .order_by()
    )
    return {parent: count for parent, count in rows if parent is not None}


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part and what is counted of it, label by label, in the order of `panels.PART_FIGURES`."""

    part: Organisation
    figures: list[tuple[str, int]]


def with_figures(found: Iterable[Organisation]) -> tuple[list[str], list[PartRow]]:
    """Return the labels of the figures, and each part with its own."""
    rows = list(found)
    figures = panels.PART_FIGURES.of([row.pk for row in rows])
    return [str(label) for label, _counts in figures], [
        PartRow(row, [(str(label), counts.get(row.pk, 0)) for label, counts in figures])
        for row in rows
    ]
