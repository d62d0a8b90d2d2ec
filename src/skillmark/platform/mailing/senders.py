"""In whose name a letter is written. The app of organisations tells; this one only asks."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from skillmark.platform.events.mail import Picture


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes.

    Attributes:
        name: the organisation's, or the platform's.
        url: its page on this site.
        contact: where questions go; empty when nowhere.
        language: the language it writes in.
        organisation_id: None for the platform itself.
        logo: its logo, if it has one.
    """

    name: str
    url: str
    contact: str = ""
    language: str = "en"
    organisation_id: UUID | None = None
    logo: Picture | None = None


type Lookup = Callable[[UUID], Sender | None]

_lookups: list[Lookup] = []


def register(lookup: Lookup) -> None:
    """Let `lookup` describe organisations."""
    _lookups[:] = [lookup]


def of(organisation_id: UUID) -> Sender | None:
    """Return the sender that an organisation is, if anybody knows it."""
    found = (lookup(organisation_id) for lookup in _lookups)
    return next((sender for sender in found if sender is not None), None)
