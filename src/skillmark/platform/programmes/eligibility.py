"""Whether somebody meets what a programme asks for before.

A prerequisite is met by a credential of that achievement, any version, which was awarded to an
address that the person has proven (or that they took while signed in), and is valid now. What was
awarded elsewhere counts by a recognition decision of the programme's provider; apps above know it.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from skillmark.platform.catalog.models import Achievement
from skillmark.platform.issuing.selectors import holding
from skillmark.platform.people.models import User
from skillmark.platform.programmes.models import Prerequisite, Programme


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A credential of another system that is recognised.

    Attributes:
        title: of its achievement.
    """

    title: str


type Source = Callable[[User, UUID, Collection[UUID]], dict[UUID, Elsewhere]]

_sources: Final[dict[str, Source]] = {}


def add_source(name: str, source: Source) -> None:
    """Let an app above say what counts from elsewhere.

    Args:
        name: of the source; a second one of the name takes the place of the first.
        source: given an account, the provider's organisation and achievements, returns what the
            provider recognises as each; only what was verified and holds now.
    """
    _sources[name] = source


@dataclass(frozen=True, slots=True)
class Requirement:
    """One prerequisite, and the credential that meets it.

    Attributes:
        achievement: what is asked for.
        credential_id: of the credential that counts; None when there is none.
        elsewhere: what is recognised in its place, if anything.
    """

    achievement: Achievement
    credential_id: UUID | None
    elsewhere: Elsewhere | None = None

    @property
    def met(self) -> bool:
        """Whether the person holds it."""
        return self.credential_id is not None or self.elsewhere is not None


def requirements(programme: Programme, user: User | None) -> list[Requirement]:
    """Return what a programme asks for, and which of it the account holds; nobody holds none."""
    rows = (
        Prerequisite.objects.with_scopes_disabled()
        .filter(programme=programme)
        .select_related("achievement__organisation")
        .order_by("position", "id")
    )
    asked = [row.achievement for row in rows]
    if user is None:
        return [Requirement(one, None) for one in asked]
    mine = holdings(user, [one.pk for one in asked])
    lacking = [one.pk for one in asked if one.pk not in mine]
    known = _recognised(user, programme.organisation_id, lacking) if lacking else {}
    return [Requirement(one, mine.get(one.pk), known.get(one.pk)) for one in asked]


def _recognised(
    user: User, organisation_id: UUID, achievements: Collection[UUID]
) -> dict[UUID, Elsewhere]:
    found: dict[UUID, Elsewhere] = {}
    for source in _sources.values():
        found |= source(user, organisation_id, achievements)
    return found


def holdings(user: User, achievements: Iterable[UUID]) -> dict[UUID, UUID]:
    """Return by achievement the newest valid credential that the account holds."""
    wanted = list(achievements)
    if not wanted:
        return {}
    rows = (
        holding.valid_of(user)
        .filter(achievement_version__achievement_id__in=wanted)
        .order_by("issued_at", "pk")
        .values_list("achievement_version__achievement_id", "pk")
    )
    return dict(rows)
