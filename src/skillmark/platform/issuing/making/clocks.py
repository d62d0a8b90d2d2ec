"""The shorter clock inside a credential: CPR for twelve months within first aid for three years.

No vocabulary that verifiers know has a term for it. The signed credential therefore says it in
words, as evidence of Open Badges; a verifier of the whole rightly finds it valid until its own
end. Our pages and our verdict say the rest: "valid, but its CPR part ended on …".
"""

from datetime import UTC, date, datetime, time
from typing import Final

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from skillmark.core.badges.subject import Evidence
from skillmark.platform.catalog import validity
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.issuing.making.intent import Intent
from skillmark.platform.issuing.models import Credential

PART_GENRE: Final = "Validity of a part"


def part_end(
    version: AchievementVersion, one: Intent, today: date, whole_end: datetime | None
) -> datetime | None:
    """Return when the shorter clock ends; None when the version has none.

    Args:
        version: what is awarded.
        one: to whom, when it was shown, and what it comes from.
        today: when it was shown, if nothing else is known.
        whole_end: the end of the credential, which the part never outlives.
    """
    began = one.lineage.inner_from or one.recipient.achieved_on or today
    ends = inner_end(version, began=began, whole_end=whole_end)
    kept = one.lineage.inner_until
    if ends is None or kept is None:
        return ends
    return kept if whole_end is None else min(kept, whole_end)


def inner_end(
    version: AchievementVersion, *, began: date, whole_end: datetime | None
) -> datetime | None:
    """Return when the shorter clock ends that began on a day; None without such a clock."""
    ends = validity.inner_end_of(version, datetime.combine(began, time(), UTC))
    return ends if ends is None or whole_end is None else min(ends, whole_end)


def part_evidence(version: AchievementVersion, ends: datetime | None) -> tuple[Evidence, ...]:
    """Return what the signed credential says of the part, in the achievement's language."""
    if ends is None:
        return ()
    with translation.override(version.language):
        words = _("The part “%(part)s” is valid until %(day)s.") % {
            "part": version.inner_name,
            "day": date_format(ends, "j F Y"),
        }
    return (Evidence(name=version.inner_name, narrative=words, genre=PART_GENRE),)


def ended_part(credential: Credential, at: datetime) -> str:
    """Return the name of a part that has ended while the whole still counts; else nothing."""
    over = credential.inner_until is not None and credential.inner_until <= at
    whole = credential.valid_until is None or credential.valid_until > at
    return str(credential.achievement_version.inner_name) if over and whole else ""
