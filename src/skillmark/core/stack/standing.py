"""Does a credential count at a leaf of a rule, at a moment; and when not, why not?

The questions are put in a fixed order. Of several credentials that do not count, the one that
came furthest gives the reason.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from skillmark.core.stack.history import HistoryItem, Standing
from skillmark.core.stack.rule import Earned, Limits, Node, unit_key


class Reason(StrEnum):
    """Why a node is fulfilled or not; stable."""

    MET = "rule.met"
    MISSING = "rule.missing"
    VERSION = "rule.version"
    ISSUER = "rule.issuer"
    REVOKED = "rule.revoked"
    SUSPENDED = "rule.suspended"
    EXPIRED = "rule.expired"
    NOT_YET = "rule.not_yet"
    LEVEL = "rule.level"
    EARNED_EARLY = "rule.earned_too_early"
    EARNED_LATE = "rule.earned_too_late"
    COUNTED_ELSEWHERE = "rule.counted_elsewhere"
    NO_CREDITS = "rule.no_credits"
    PART_MISSING = "rule.part_missing"
    NO_ALTERNATIVE = "rule.no_alternative"
    TOO_FEW = "rule.too_few"
    TOO_FEW_CREDITS = "rule.too_few_credits"
    SEVERAL_ISSUERS = "rule.several_issuers"


FURTHEST: Final = {reason: place for place, reason in enumerate(Reason)}
"""How far a credential came with each reason; the members stand in the order of the questions."""

_LAST: Final = datetime.max.replace(tzinfo=UTC)

_STANDINGS: Final = {
    Standing.REVOKED: Reason.REVOKED,
    Standing.SUSPENDED: Reason.SUSPENDED,
    Standing.EXPIRED: Reason.EXPIRED,
}


def against(leaf: Node, item: HistoryItem, at: datetime) -> Reason | None:
    """Return why a credential does not count at a leaf, or None when it does.

    Args:
        leaf: an `ACHIEVEMENT` node.
        item: a credential of its achievement.
        at: the moment that is asked about, in UTC.
    """
    limits = leaf.limits
    if leaf.version is not None and item.achievements[leaf.achievement] != leaf.version:
        return Reason.VERSION
    if limits.issuers is not None and item.issuer not in limits.issuers:
        return Reason.ISSUER
    if item.standing is not Standing.ACTIVE:
        return _STANDINGS[item.standing]
    if item.valid_until is not None and at > item.valid_until:
        return Reason.EXPIRED
    if at < item.valid_from:
        return Reason.NOT_YET
    return _limited(limits, item, at.date()) if limits.levels or limits.earned else None


def _limited(limits: Limits, item: HistoryItem, today: date) -> Reason | None:
    for level in limits.levels:
        if item.levels.get(unit_key(level.framework), -1) < level.at_least:
            return Reason.LEVEL
    for earned in limits.earned:
        reason = _outside(earned, item.achieved, today)
        if reason is not None:
            return reason
    return None


def _outside(earned: Earned, day: date, today: date) -> Reason | None:
    if earned.after is not None and day < earned.after:
        return Reason.EARNED_EARLY
    if earned.within_days is not None and (today - day).days > earned.within_days:
        return Reason.EARNED_EARLY
    if earned.before is not None and day > earned.before:
        return Reason.EARNED_LATE
    return None


def turns(leaf: Node, item: HistoryItem) -> Iterator[datetime]:
    """Yield the moments at which the answer of `against` may change by time alone.

    From each of them on, until the next, the answer is one and the same.
    """
    yield item.valid_from
    if item.valid_until is not None and item.valid_until < _LAST:
        yield item.valid_until + timedelta.resolution
    for earned in leaf.limits.earned:
        if earned.within_days is not None:
            left = (_LAST.date() - item.achieved).days
            if earned.within_days < left:
                too_late = item.achieved + timedelta(days=earned.within_days + 1)
                yield datetime.combine(too_late, time(), UTC)
