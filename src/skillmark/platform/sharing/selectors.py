"""Reading the tallies of an organisation; its scope is open."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Sum

from skillmark.platform.catalog.models import Achievement
from skillmark.platform.issuing.models import Credential, CredentialState
from skillmark.platform.sharing.channels import Channel
from skillmark.platform.sharing.models import DayTally, Deed, Reach


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way from issuing to being looked at."""

    label: str
    count: int
    share: int  # percent of those issued


@dataclass(frozen=True, slots=True)
class Day:
    """What happened on one day."""

    day: date
    shared: int
    visited: int


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """What happened through one channel."""

    channel: Channel
    shared: int
    visited: int


@dataclass(frozen=True, slots=True)
class AchievementRow:
    """What happened to the credentials of one achievement."""

    achievement_id: UUID
    name: str
    shared: int
    visited: int


class Figures:
    """Everything counted in a period, read once and added up in several ways."""

    def __init__(self, since: date, until: date) -> None:
        self.since, self.until = since, until
        self._sums: Counter[tuple[date, str, str]] = Counter()
        rows = DayTally.objects.filter(day__range=(since, until)).order_by()
        for day, deed, channel, number in rows.values_list("day", "deed", "channel").annotate(
            sum=Sum("count")
        ):
            self._sums[day, deed, channel] = number

    def total(self, deed: Deed) -> int:
        """Return how often it happened."""
        return sum(number for (_day, one, _way), number in self._sums.items() if one == deed)

    def days(self) -> list[Day]:
        """Return each day of the period, days on which nothing happened included."""
        found: Counter[tuple[date, str]] = Counter()
        for (day, deed, _channel), number in self._sums.items():
            found[day, deed] += number
        length = (self.until - self.since).days + 1
        days = [self.since + timedelta(days=number) for number in range(length)]
        return [Day(day, found[day, Deed.SHARED], found[day, Deed.VISITED]) for day in days]

    def channels(self) -> list[ChannelRow]:
        """Return every channel through which something came, the busiest first."""
        found: Counter[tuple[str, str]] = Counter()
        for (_day, deed, channel), number in self._sums.items():
            found[channel, deed] += number
        rows = [
            ChannelRow(one, found[one.value, Deed.SHARED], found[one.value, Deed.VISITED])
            for one in Channel
        ]
        busy = [row for row in rows if row.shared or row.visited]
        return sorted(busy, key=lambda row: (-row.visited, -row.shared, row.channel))


def by_achievement(since: date, query: str = "") -> list[AchievementRow]:
    """Return shares and visits of each achievement, the busiest first."""
    rows = DayTally.objects.filter(day__gte=since).order_by()
    found: Counter[tuple[UUID, str]] = Counter()
    for key, deed, number in rows.values_list("achievement_id", "deed").annotate(
        sum=Sum("count")
    ):
        found[key, deed] = number
    achievements = Achievement.objects.filter(
        pk__in={key for key, _deed in found}, name__icontains=query
    )
    busy = [
        AchievementRow(key, name, found[key, Deed.SHARED], found[key, Deed.VISITED])
        for key, name in achievements.values_list("pk", "name")
    ]
    return sorted(
        busy, key=lambda row: (-row.visited, -row.shared, row.name, row.achievement_id)
    )


def funnel(since: date, labels: Sequence[str]) -> list[Step]:
    """Return how many credentials issued since then (UTC) were taken, shared and visited.

    Args:
        since: the first day.
        labels: what the four steps are called.
    """
    begun = datetime.combine(since, time(), UTC)
    issued = Credential.objects.filter(issued_at__gte=begun).exclude(
        state=CredentialState.SUPERSEDED  # the one in its place is counted
    )
    reached = Reach.objects.filter(issued_on__gte=since)
    counts = [
        issued.count(),
        issued.filter(claimed_at__isnull=False).count(),
        reached.filter(deed=Deed.SHARED).count(),
        reached.filter(deed=Deed.VISITED).count(),
    ]
    first = counts[0] or 1
    return [
        Step(label, number, round(number * 100 / first))
        for label, number in zip(labels, counts, strict=True)
    ]
