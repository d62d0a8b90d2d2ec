"""Where pathways stand on the web, and which achievement of this site an address names."""

import re
from typing import Final
from uuid import UUID

from skillmark.platform.catalog.models import Achievement, AchievementVersion
from skillmark.platform.trust.addresses import absolute, site_url

_ACHIEVEMENT: Final = re.compile(
    r"/a/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})", re.ASCII
)


def page(slug: str) -> str:
    """Return the public address of a pathway."""
    return absolute(f"/p/{slug}")


def rule(slug: str, number: int) -> str:
    """Return where exactly the bytes of a version of its rule are served."""
    return absolute(f"/p/{slug}/rules/{number}.json")


def decisions(slug: str, digest: str) -> str:
    """Return where exactly the bytes of recognition decisions are served."""
    return absolute(f"/p/{slug}/decisions/{digest}.json")


def achievement(achievement_id: UUID) -> str:
    """Return the lasting address of an achievement, through all its versions."""
    return absolute(f"/a/{achievement_id}")


def local_id(iri: str) -> UUID | None:
    """Return the id in an address ``/a/<id>`` of this site; None for any other address."""
    site = site_url()
    if not iri.startswith(f"{site}/a/"):
        return None
    match = _ACHIEVEMENT.fullmatch(iri[len(site) :])
    return UUID(match[1]) if match else None


def achievements(iris: set[str]) -> dict[str, UUID]:
    """Return, for each address that names an achievement of this site, whose row it is."""
    ids = {iri: found for iri in iris if (found := local_id(iri)) is not None}
    wanted = list(ids.values())
    everywhere = Achievement.objects.with_scopes_disabled().filter(pk__in=wanted)
    known = {pk: pk for pk in everywhere.values_list("pk", flat=True)}
    versions = AchievementVersion.objects.with_scopes_disabled().filter(pk__in=wanted)
    known |= dict(versions.values_list("pk", "achievement_id"))
    return {iri: known[one] for iri, one in ids.items() if one in known}
