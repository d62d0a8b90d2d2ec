"""Whether somebody meets what a programme asks for before.

A prerequisite is met by a credential of that achievement, any version, which was awarded to an
address that the person has proven (or that they took while signed in), and is valid now.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from skillmark.platform.catalog.models import Achievement
from skillmark.platform.issuing import holding
from skillmark.platform.people.models import User
from skillmark.platform.programmes.models import Prerequisite, Programme


@dataclass(frozen=True, slots=True)
class Requirement:
    """One prerequisite, and the credential that meets it.

    Attributes:
        achievement: what is asked for.
        credential_id: of the credential that counts; None when there is none.
    """

    achievement: Achievement
    credential_id: UUID | None

    @property
    def met(self) -> bool:
        """Whether the person holds it."""
        return self.credential_id is not None


def requirements(programme: Programme, user: User | None) -> list[Requirement]:
    """Return what a programme asks for, and which of it the account holds; nobody holds none."""
    rows = (
        Prerequisite.objects.with_scopes_disabled()
        .filter(programme=programme)
        .select_related("achievement__organisation")
        .order_by("position", "id")
    )
    asked = [row.achievement for row in rows]
    mine = holdings(user, [one.pk for one in asked]) if user is not None else {}
    return [Requirement(one, mine.get(one.pk)) for one in asked]


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
