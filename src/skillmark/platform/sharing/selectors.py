"""Reading the tallies of an organisation; its scope is open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Q, QuerySet, Sum

from skillmark.platform.issuing.models import Credential
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


def totals(since: date) -> tuple[int, int]:
    """Return how often credentials were shared and visited from `since` on."""
    sums = DayTally.objects.filter(day__gte=since).aggregate(
        shared=Sum("count", filter=Q(deed=Deed.SHARED)),
        visited=Sum("count", filter=Q(deed=Deed.VISITED)),
    )
    return sums["shared"] or 0, sums["visited"] or 0


def by_day(since: date, until: date) -> list[Day]:
    """Return each day from `since` to `until`, days on which nothing happened included."""
    rows = (
        DayTally.objects.filter(day__range=(since, until))
        .values("day", "deed")
        .annotate(sum=Sum("count"))
    )
    counted = {(row["day"], row["deed"]): row["sum"] for row in rows}
    days = [since + timedelta(days=number) for number in range((until - since).days + 1)]
    return [
        Day(day, counted.get((day, Deed.SHARED), 0), counted.get((day, Deed.VISITED), 0))
        for day in days
    ]


def by_channel(since: date) -> list[ChannelRow]:
    """Return every channel through which something came, the busiest first."""
    rows = (
        DayTally.objects.filter(day__gte=since)
        .values("channel", "deed")
        .annotate(sum=Sum("count"))
    )
    counted = {(row["channel"], row["deed"]): row["sum"] for row in rows}
    found = [
        ChannelRow(
            channel,
            counted.get((channel.value, Deed.SHARED), 0),
            counted.get((channel.value, Deed.VISITED), 0),
        )
        for channel in Channel
    ]
    busy = [row for row in found if row.shared or row.visited]
    return sorted(busy, key=lambda row: (-row.visited, -row.shared, row.channel))


def by_achievement(since: date, query: str = "") -> QuerySet[DayTally, dict[str, object]]:
    """Return name, shares and visits of each achievement, the busiest first."""
    rows = DayTally.objects.filter(day__gte=since)
    if query:
        rows = rows.filter(achievement__name__icontains=query)
    found: QuerySet[DayTally, dict[str, object]] = (
        rows.values("achievement_id", "achievement__name")
        .annotate(
            shared=Sum("count", filter=Q(deed=Deed.SHARED), default=0),
            visited=Sum("count", filter=Q(deed=Deed.VISITED), default=0),
        )
        .order_by("-visited", "-shared", "achievement__name")
    )
    return found


def funnel(since: date, labels: Sequence[str]) -> list[Step]:
    """Return how many credentials issued since then (UTC) were taken, shared and visited.

    Args:
        since: the first day.
        labels: what the four steps are called.
    """
    issued = Credential.objects.filter(issued_at__gte=datetime.combine(since, time(), UTC))
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
