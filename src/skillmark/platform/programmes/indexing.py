"""What the catalogue searches in: words of a programme, and the skills of its achievements.

Kept beside the programme and written anew whenever it or one of its achievements changes.
"""

import hashlib
import unicodedata
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.catalog.vocabulary import State as AchievementState
from skillmark.platform.programmes.models import Programme, ProgrammeSkill, Unit

MAX_SKILLS: Final = 400  # of one programme
MAX_TEXT: Final = 20_000  # characters that are searched


def folded(text: str) -> str:
    """Return a text as it is searched: small letters, no accents, one line."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(kept.split())


def digest_of(uri: str) -> str:
    """Return what an index keeps of the address of a skill."""
    return hashlib.sha256(uri.encode()).hexdigest()


def awarded_versions(achievements: Iterable[UUID]) -> dict[UUID, AchievementVersion]:
    """Return by achievement the version that is awarded now, of any organisation."""
    rows = (
        AchievementVersion.objects.with_scopes_disabled()
        .filter(achievement_id__in=list(achievements), state=AchievementState.PUBLISHED)
        .select_related("achievement", "organisation")
    )
    return {row.achievement_id: row for row in rows}


def refresh(programme: Programme) -> None:
    """Write anew what a programme is found by, in the caller's transaction and its scope."""
    units = Unit.objects.filter(programme=programme)
    versions = awarded_versions(units.values_list("achievement_id", flat=True))
    skills = _skills(versions.values())
    _write_skills(programme, skills)
    words = [
        programme.title,
        programme.summary,
        programme.recognition,
        programme.organisation.name,
        *programme.goals,
        *(version.name for version in versions.values()),
        *(name for name, _framework in skills.values()),
    ]
    programme.search_text = folded(" · ".join(words))[:MAX_TEXT]
    Programme.objects.filter(pk=programme.pk).update(search_text=programme.search_text)


def _skills(versions: Iterable[AchievementVersion]) -> dict[str, tuple[str, str]]:
    """Return name and framework of each skill by its address, the first ones only."""
    found: dict[str, tuple[str, str]] = {}
    for version in versions:
        for one in version.alignments:
            uri = str(one.get("target_url", ""))
            if uri and len(found) < MAX_SKILLS:
                said = str(one.get("target_name", ""))[:400]
                found.setdefault(uri, (said, str(one.get("target_framework", ""))[:200]))
    return found


def _write_skills(programme: Programme, skills: dict[str, tuple[str, str]]) -> None:
    wanted = {
        (digest_of(uri), uri[:2_000], name, framework)
        for uri, (name, framework) in skills.items()
    }
    rows = ProgrammeSkill.objects.filter(programme=programme)
    there = set(rows.values_list("uri_digest", "uri", "name", "framework"))
    if wanted == there:
        return
    rows.delete()
    ProgrammeSkill.objects.bulk_create(
        ProgrammeSkill(
            organisation_id=programme.organisation_id,
            programme=programme,
            uri_digest=digest,
            uri=uri,
            name=name,
            framework=framework,
        )
        for digest, uri, name, framework in sorted(wanted, key=lambda one: one[2])
    )
