"""What a credential comes from: the one it renews, or the one it corrects.

A renewal says so in the signed document, as evidence of Open Badges: a foreign verifier shows it
and needs no word that it does not know. A correction says nothing of the mistake; only our pages
lead from the old record to the new one.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from skillmark.core import jsonio
from skillmark.core.badges.subject import Evidence
from skillmark.core.jsonio import JsonObject
from skillmark.platform.issuing.addresses import credential_url

RENEWAL_GENRE: Final = "Renewal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """Where a credential comes from; of most, from nowhere.

    Attributes:
        renews: the credential whose time it continues.
        replaces: the credential that it corrects.
        claimed_at: when its holder took the one it corrects.
        inner_from: when the shorter clock inside began anew, if not with the whole.
        inner_until: when it ends, where a correction leaves it as it was.
        evidence: what the signed document says of it.
        related: ``relatedResource`` entries: the rule and the credentials that earned it.
    """

    renews: UUID | None = None
    replaces: UUID | None = None
    claimed_at: datetime | None = None
    inner_from: date | None = None
    inner_until: datetime | None = None
    evidence: tuple[Evidence, ...] = ()
    related: tuple[JsonObject, ...] = ()


NONE: Final = Lineage()


def renewal_evidence(renewed: UUID, *, issued_on: date, language: str) -> Evidence:
    """Return the words by which a renewal points at the credential before it.

    Args:
        renewed: the credential before.
        issued_on: its day.
        language: in which to say it.
    """
    with translation.override(language):
        words = _("Renews the credential that was issued on %(day)s.") % {
            "day": date_format(issued_on, "j F Y")
        }
        name = _("The credential before this one")
    return Evidence(id=credential_url(renewed), name=name, narrative=words, genre=RENEWAL_GENRE)


def related_of(document: bytes) -> tuple[JsonObject, ...]:
    """Return the ``relatedResource`` entries of a signed credential, for one that corrects it."""
    found = jsonio.load_object(document).get("relatedResource")
    return (
        tuple(one for one in found if isinstance(one, dict)) if isinstance(found, list) else ()
    )
