"""How long what a version awards is valid: its end, the shorter clock inside, the renewal window.

Pure: a version and a time in, times out. An end is the last second of its day in UTC, so that a
day written in a policy is a whole valid day.
"""

import calendar
from datetime import UTC, date, datetime, time, timedelta

from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.catalog.vocabulary import Validity


def end_of(version: AchievementVersion, valid_from: datetime) -> datetime | None:
    """Return when a credential that begins at `valid_from` ends; None when it never does."""
    if version.validity == Validity.FIXED and version.validity_until is not None:
        return _close(version.validity_until)
    if version.validity == Validity.MONTHS and version.validity_months is not None:
        return _close(add_months(_day(valid_from), version.validity_months))
    return None


def inner_end_of(version: AchievementVersion, valid_from: datetime) -> datetime | None:
    """Return when the shorter clock (`inner_name`) ends; None when the version has none.

    It never runs past the end of the credential itself.
    """
    if version.inner_months is None:
        return None
    inner = _close(add_months(_day(valid_from), version.inner_months))
    whole = end_of(version, valid_from)
    return inner if whole is None else min(inner, whole)


def renewal_opens(version: AchievementVersion, valid_until: datetime | None) -> datetime | None:
    """Return from when a credential that ends at `valid_until` can be renewed.

    None when it never ends, or the version has no renewal window.
    """
    if version.renewal_days is None or valid_until is None:
        return None
    day = _day(valid_until) - timedelta(days=version.renewal_days)
    return datetime.combine(day, time(), UTC)


def add_months(day: date, months: int) -> date:
    """Return the same day `months` later, or the last day of that month when there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def _day(moment: datetime) -> date:
    return moment.astimezone(UTC).date()


def _close(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), UTC)
