"""What people hold, as a rule counts it, read from the very bytes that were signed.

An organisation's own credentials always count. What others on this site have awarded counts once
the person joined the pathway, which is their consent; apps above may add what people imported.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import batched
from typing import Any, Final, Protocol
from uuid import UUID

import structlog
from django.db.models import QuerySet

from skillmark.core import jsonio
from skillmark.core.stack import HistoryError, HistoryItem, Standing, item_of
from skillmark.core.verify.reading import credential_in
from skillmark.platform.issuing.addresses import credential_url
from skillmark.platform.issuing.models import ClaimLink, Credential, CredentialState
from skillmark.platform.pathways.models import Constituent
from skillmark.platform.pathways.people import Person

log = structlog.get_logger("skillmark.pathways")
_IDS: Final = 400  # of one query
STANDINGS: Final[dict[str, Standing]] = {
    CredentialState.ACTIVE: Standing.ACTIVE,
    CredentialState.SUSPENDED: Standing.SUSPENDED,
    CredentialState.REVOKED: Standing.REVOKED,
    CredentialState.SUPERSEDED: Standing.REVOKED,
}


@dataclass(frozen=True, slots=True)
class Held:
    """One credential of somebody.

    Attributes:
        item: as a rule counts it.
        url: where exactly its bytes are served.
        data: these bytes.
        title: of its achievement.
        name: of the person, as it says.
        email: the address it was awarded to, "" if none is known.
        credential: the row; None for what was issued elsewhere.
    """

    item: HistoryItem
    url: str
    data: bytes
    title: str
    name: str
    email: str
    credential: Credential | None = None


class Source(Protocol):
    """An app above that knows what people hold from elsewhere."""

    def held(
        self, persons: Collection[Person], achievements: Collection[str]
    ) -> dict[Person, list[Held]]:
        """Return what people who joined hold of these achievements; only what was verified."""
        ...

    def standing(self, url: str, emails: Collection[str]) -> Standing | None:
        """Return what is known of a credential that counted; None when it is not kept now."""
        ...

    def document_at(self, url: str) -> bytes | None:
        """Return an issuer's document that a check used; None when there is none."""
        ...


_sources: Final[dict[str, Source]] = {}


def add_source(name: str, source: Source) -> None:
    """Let an app above add what people hold from elsewhere.

    Args:
        name: of the source; a second one of the name takes the place of the first.
        source: who knows.
    """
    _sources[name] = source


def document_at(url: str) -> bytes | None:
    """Return a document of another site that was kept when a credential was checked."""
    found = (source.document_at(url) for source in _sources.values())
    return next((body for body in found if body is not None), None)


def still_kept(
    constituents: Iterable[Constituent], known: Collection[str], emails: Collection[str]
) -> list[Held]:
    """Return what counted in a final and is not shown to us any more, as far as it stands.

    Somebody who takes a credential out of their backpack, or leaves the pathway, loses nothing
    that they were awarded; only its issuer can take it.

    Args:
        constituents: of the final, with their credentials.
        known: addresses of what is held anyway.
        emails: of the person.
    """
    found = []
    for one in constituents:
        if one.url in known:
            continue
        held = held_of(one.credential) if one.credential else _kept(one, emails)
        if held is not None:
            found.append(held)
    return found


def _kept(one: Constituent, emails: Collection[str]) -> Held | None:
    data = bytes(one.external)
    said = (source.standing(one.url, emails) for source in _sources.values())
    standing = next((found for found in said if found is not None), Standing.ACTIVE)
    try:
        item = item_of(credential_in(data) or {}, standing)
    except HistoryError:
        return None
    return Held(item=item, url=one.url, data=data, title=one.title, name="", email="")


def of(
    people: Collection[Person],
    *,
    organisation_id: UUID,
    joined: Collection[Person],
    achievements: Collection[str],
    achievement_ids: Collection[UUID],
) -> dict[Person, list[Held]]:
    """Return what counts for each person.

    Args:
        people: whose; each of them is in the answer.
        organisation_id: whose pathway it is.
        joined: those whose credentials of others count too.
        achievements: addresses of the achievements that count.
        achievement_ids: the same as rows of the catalogue, where they are known here.
    """
    found: dict[Person, list[Held]] = {person: [] for person in people}
    owners = _Owners(people)
    with_all = frozenset(joined)
    for row in _rows(owners, achievement_ids):
        person = owners.of(row)
        if person is None:
            continue
        if row.organisation_id != organisation_id and person not in with_all:
            continue
        if (held := held_of(row)) is not None:
            found[person].append(held)
    for person, more in elsewhere(with_all, achievements).items():
        found[person] += more
    return found


def elsewhere(
    joined: Collection[Person], achievements: Collection[str]
) -> dict[Person, list[Held]]:
    """Return what people who joined hold from elsewhere of these achievements."""
    found: dict[Person, list[Held]] = {}
    for source in _sources.values() if joined else ():
        for person, more in source.held(joined, achievements).items():
            found.setdefault(person, []).extend(more)
    return found


def held_of(row: Credential) -> Held | None:
    """Return a credential as a rule counts it; None for one of no single achievement."""
    data = bytes(row.document)
    try:
        item = item_of(jsonio.load_object(data), STANDINGS[row.state])
    except HistoryError as error:
        log.warning("a credential counts for nothing", credential=str(row.pk), code=error.code)
        return None
    return Held(
        item=item,
        url=f"{credential_url(row.pk)}.json",
        data=data,
        title=row.achievement_version.name,
        name=row.award.recipient_name,
        email=row.award.recipient_email,
        credential=row,
    )


class _Owners:
    """Whose a credential is."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.by_email: dict[str, Person] = {}
        self.by_user: dict[Any, Person] = {}
        for person in people:
            self.by_email |= dict.fromkeys(person.emails, person)
            if person.user_id is not None:
                self.by_user[person.user_id] = person
        self.takers: dict[UUID, UUID] = {}

    def learn(self, rows: Iterable[Credential]) -> None:
        """Note who took these credentials while signed in."""
        links = ClaimLink.objects.with_scopes_disabled().filter(
            credential__in=[row.pk for row in rows], claimed_by__isnull=False
        )
        self.takers |= dict(links.values_list("credential_id", "claimed_by_id"))

    def of(self, row: Credential) -> Person | None:
        """Return whose a credential is, of the people asked for."""
        taker = self.takers.get(row.pk)
        if taker is not None:
            return self.by_user.get(taker)
        return self.by_email.get(row.award.recipient_email)


def _rows(owners: _Owners, achievement_ids: Collection[UUID]) -> Iterator[Credential]:
    seen: set[UUID] = set()
    for query in _queries(owners, achievement_ids):
        rows = [row for row in query if row.pk not in seen]
        seen.update(row.pk for row in rows)
        owners.learn(rows)
        yield from rows


def _queries(
    owners: _Owners, achievement_ids: Collection[UUID]
) -> Iterator[QuerySet[Credential]]:
    everywhere = (
        Credential.objects.with_scopes_disabled()
        .filter(achievement_version__achievement_id__in=list(achievement_ids))
        .select_related("award", "achievement_version")
        .order_by("pk")
    )
    for emails in batched(sorted(owners.by_email), _IDS):
        yield everywhere.filter(award__recipient_email__in=emails)
    for users in batched(sorted(owners.by_user), _IDS):
        links = ClaimLink.objects.with_scopes_disabled().filter(claimed_by__in=users)
        yield everywhere.filter(pk__in=links.values("credential"))
