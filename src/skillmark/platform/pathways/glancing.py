"""What very many people hold, read fast: for dry runs, which award nothing.

The same as `history` reads, from the same signed bytes. What every credential of one version and
issuer has in common is read once; of each only its day and its dates are, which stand in columns
beside the bytes. A credential that is written in another way is read whole.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import batched
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from skillmark.core import jsonio
from skillmark.core.stack import HistoryError, HistoryItem, item_of
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.issuing.addresses import credential_url
from skillmark.platform.issuing.models import Award, ClaimLink, Credential
from skillmark.platform.pathways import history
from skillmark.platform.pathways.people import Person

_IDS: Final = 400  # of one query
_ISSUER: Final = re.compile(rb'"issuer":\{"id":"(did:[^"\\]+)"')
_AWARDED: Final = re.compile(rb'"awardedDate":"([0-9]{4}-[0-9]{2}-[0-9]{2})T')
_AWARD: Final = ("pk", "achievement_version_id", "recipient_email", "recipient_name")
_COLUMNS: Final = (
    *("award_id", "pk", "organisation_id", "achievement_version_id", "document", "state"),
    *("valid_from", "valid_until"),
)


class Row(NamedTuple):
    """One credential with what its award says of the person."""

    pk: UUID
    organisation_id: UUID
    version_id: UUID
    document: Any
    state: str
    valid_from: datetime
    valid_until: datetime | None
    email: str
    name: str


@dataclass(frozen=True, slots=True)
class Glance:
    """One credential of somebody.

    Attributes:
        item: as a rule counts it.
        name: of the person, as it says.
    """

    item: HistoryItem
    name: str


class Reader:
    """Reads credentials, and remembers what those of one version and issuer have in common."""

    def __init__(self) -> None:
        self._common: dict[tuple[UUID, bytes], HistoryItem] = {}

    def item(self, row: Row) -> HistoryItem | None:
        """Return a credential as a rule counts it; None for one of no single achievement."""
        data = bytes(row.document)
        issuers, days = _ISSUER.findall(data), _AWARDED.findall(data)
        if len(issuers) != 1 or len(days) != 1:
            return _whole(row, data)
        key = row.version_id, issuers[0]
        common = self._common.get(key)
        if common is None:
            found = _whole(row, data)
            if found is not None:
                self._common[key] = found
            return found
        return replace(
            common,
            credential=credential_url(row.pk),
            achieved=date.fromisoformat(days[0].decode()),
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            standing=history.STANDINGS[row.state],
        )


def of(
    people: Collection[Person],
    reader: Reader,
    *,
    organisation_id: UUID,
    joined: Collection[Person],
    achievements: Collection[str],
    achievement_ids: Collection[UUID],
) -> dict[Person, list[Glance]]:
    """Return what counts for each person; the arguments are those of `history.of`."""
    found: dict[Person, list[Glance]] = {person: [] for person in people}
    with_all = frozenset(joined)
    for person, row in _owned(people, achievement_ids):
        if row.organisation_id == organisation_id or person in with_all:
            item = reader.item(row)
            if item is not None:
                found[person].append(Glance(item, row.name))
    for person, more in history.elsewhere(with_all, achievements).items():
        found[person] += [Glance(held.item, held.name) for held in more]
    return found


def _whole(row: Row, data: bytes) -> HistoryItem | None:
    try:
        return item_of(jsonio.load_object(data), history.STANDINGS[row.state])
    except HistoryError:
        return None


def _owned(
    people: Collection[Person], achievement_ids: Collection[UUID]
) -> Iterator[tuple[Person, Row]]:
    """Yield each credential once, with whose it is; see `people`."""
    by_email = {email: person for person in people for email in person.emails}
    by_user = {one.user_id: one for one in people if one.user_id is not None}
    seen: set[UUID] = set()
    for rows in _batches(by_email, by_user, achievement_ids):
        fresh = [row for row in rows if row.pk not in seen]
        seen.update(row.pk for row in fresh)
        takers = _takers(fresh)
        for row in fresh:
            taker = takers.get(row.pk)
            person = by_user.get(taker) if taker is not None else by_email.get(row.email)
            if person is not None:
                yield person, row


def _batches(
    emails: Iterable[str], users: Iterable[UUID], achievement_ids: Collection[UUID]
) -> Iterator[list[Row]]:
    """Yield credentials by whom they were awarded to, then by who took them.

    The addresses lead: of many people who hold a unit, only those asked for are read.
    """
    everywhere = AchievementVersion.objects.with_scopes_disabled().filter(
        achievement_id__in=list(achievement_ids)
    )
    versions = frozenset(everywhere.values_list("pk", flat=True))
    awards = Award.objects.with_scopes_disabled()
    for some in batched(sorted(emails), _IDS):
        found = awards.filter(recipient_email__in=some).order_by()
        wanted = {
            pk: (email, name)
            for pk, version, email, name in found.values_list(*_AWARD)
            if version in versions
        }
        for part in batched(sorted(wanted), _IDS):
            yield _rows(Credential.objects.with_scopes_disabled(), part, wanted)
    links = ClaimLink.objects.with_scopes_disabled()
    for some_users in batched(sorted(users), _IDS):
        taken = links.filter(claimed_by__in=some_users).order_by()
        ids = list(taken.values_list("credential__award_id", flat=True))
        found = awards.filter(pk__in=ids, achievement_version__in=versions).order_by()
        wanted = {pk: (email, name) for pk, _version, email, name in found.values_list(*_AWARD)}
        for part in batched(sorted(wanted), _IDS):
            yield _rows(Credential.objects.with_scopes_disabled(), part, wanted)


def _rows(
    everywhere: QuerySet[Credential],
    award_ids: Collection[UUID],
    awards: dict[UUID, tuple[str, str]],
) -> list[Row]:
    found = everywhere.filter(award_id__in=award_ids).order_by()
    read: list[tuple[Any, ...]] = list(found.values_list(*_COLUMNS))
    return [Row(*(*values, *awards[award])) for award, *values in read]


def _takers(rows: Sequence[Row]) -> dict[UUID, UUID]:
    found: dict[UUID, UUID] = {}
    links = ClaimLink.objects.with_scopes_disabled().filter(claimed_by__isnull=False).order_by()
    for some in batched([row.pk for row in rows], _IDS):
        found |= dict(
            links.filter(credential__in=some).values_list("credential_id", "claimed_by_id")
        )
    return found
