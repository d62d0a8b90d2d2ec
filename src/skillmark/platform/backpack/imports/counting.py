"""What credentials from elsewhere count for: on pathways that were joined, and as prerequisites.

Only what is proven to be the person's by an address that is theirs now, and what the issuer was
asked about within a day. An achievement of this site is awarded by its issuer here only: whoever
else claims its address is not believed.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils import timezone

from skillmark.core.errors import SkillmarkError
from skillmark.core.stack import HistoryItem, Standing, item_of
from skillmark.platform.backpack.imports import judging
from skillmark.platform.backpack.models import Evidence, Imported, ImportedState
from skillmark.platform.pathways import addresses as pathway_addresses
from skillmark.platform.pathways import people, recognition
from skillmark.platform.pathways.history import Held
from skillmark.platform.pathways.people import Person
from skillmark.platform.people.models import User
from skillmark.platform.programmes.eligibility import Elsewhere
from skillmark.platform.trust import addresses

FRESH: Final = timedelta(hours=26)  # since the issuer was asked
_STANDINGS: Final = {
    ImportedState.ACTIVE: Standing.ACTIVE,
    ImportedState.EXPIRED: Standing.EXPIRED,
    ImportedState.SUSPENDED: Standing.SUSPENDED,
    ImportedState.REVOKED: Standing.REVOKED,
    ImportedState.INVALID: Standing.REVOKED,
}


def held(
    persons: Collection[Person], achievements: Collection[str]
) -> dict[Person, list[Held]]:
    """Return what some people keep from elsewhere, of these achievements, for pathways.

    A final can be re-checked by anybody, offline; so only what a DID signed counts in one.
    """
    found = _held_by(persons, achievements)
    return {
        person: [one for one in more if one.item.issuer.startswith("did:")]
        for person, more in found.items()
    }


def _held_by(
    persons: Collection[Person], achievements: Collection[str]
) -> dict[Person, list[Held]]:
    owners = {one.user_id: one for one in persons if one.user_id is not None}
    rows = Imported.objects.filter(
        user_id__in=list(owners),
        removed_at=None,
        checked_at__gte=timezone.now() - FRESH,
    ).exclude(proven_by="")
    wanted = frozenset(achievements)
    found: dict[Person, list[Held]] = defaultdict(list)
    for row in rows.order_by("pk"):
        person = owners[row.user_id]
        item = item_of_row(row) if wanted.intersection(row.achievements) else None
        if item is not None and row.proven_by in person.emails:
            found[person].append(_held(row, item))
    return dict(found)


def standing(url: str, emails: Collection[str]) -> Standing | None:
    """Return what is known of a credential that counted once; None when it is not kept now."""
    rows = Imported.objects.filter(name=url, proven_by__in=emails)
    row = rows.order_by("-checked_at").first()
    return None if row is None else _STANDINGS[ImportedState(row.state)]


def document_at(url: str) -> bytes | None:
    """Return the newest copy of an issuer's document that a check here used."""
    newest = Evidence.objects.filter(url=url).order_by("-fetched_at", "-pk").first()
    return None if newest is None else bytes(newest.body)


def recognised(
    user: User, organisation_id: UUID, achievements: Collection[UUID]
) -> dict[UUID, Elsewhere]:
    """Return which achievements an organisation has decided to see in what somebody keeps."""
    decisions = recognition.standing(organisation_id)
    person = people.person_of(user)
    if decisions is None or person is None:
        return {}
    wanted = {pathway_addresses.achievement(one): one for one in achievements}
    names = {
        decision.achievement
        for decision in decisions.decisions
        if set(decision.counts_as) & wanted.keys()
    }
    found: dict[UUID, Elsewhere] = {}
    now = timezone.now()
    for one in _held_by([person], names).get(person, []):
        if not _holds(one.item, now):
            continue
        for name in decisions.applied([one.item])[0].achievements:
            if name in wanted:
                found[wanted[name]] = Elsewhere(one.title)
    return found


def item_of_row(row: Imported) -> HistoryItem | None:
    """Return a kept credential as a rule counts it; None when it is of no achievement left."""
    try:
        item = item_of(judging.said_by(row), _STANDINGS[ImportedState(row.state)])
    except SkillmarkError:
        return None
    site = addresses.absolute("/")
    names = {
        name: said for name, said in item.achievements.items() if not name.startswith(site)
    }
    return replace(item, achievements=names) if names else None


def _holds(item: HistoryItem, now: datetime) -> bool:
    begun = item.valid_from <= now
    over = item.valid_until is not None and item.valid_until <= now
    return item.standing is Standing.ACTIVE and begun and not over


def _held(row: Imported, item: HistoryItem) -> Held:
    return Held(
        item=item,
        url=row.name,
        data=bytes(row.document),
        title=row.title,
        name=row.holder or row.user.display_name,
        email=row.proven_by,
    )
