"""Points in time as XML Schema ``dateTimeStamp``, the form of every date we sign.

VCDM 2.0 §4.8 wants a date with its zone. Stricter than the schema, on purpose: the hour 24, the
second 60 and years outside 0001-9999 are refused, because readers disagree about them.
"""

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from skillmark.core.encoding.errors import TimestampError

_STAMP: Final = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,24}))?"
    r"(?:Z|([+-])([0-9]{2}):([0-9]{2}))",
    re.ASCII,
)
_USUAL: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}Z", re.ASCII
)
"""The form that nearly every date has, which the standard library reads as we do."""

_MAX_OFFSET: Final = timedelta(hours=14)  # XML Schema 1.1 part 2 §3.3.7


def decode(text: str) -> datetime:
    """Return the point in time that ``text`` names, in UTC, cut to microseconds.

    Raises:
        TimestampError: no zone, an impossible date, or another form.
    """
    if _USUAL.fullmatch(text) is not None:
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            raise TimestampError("There is no such date and time.") from None
    match = _STAMP.fullmatch(text)
    if match is None:
        raise TimestampError("The text is no date and time with a zone.")
    *fields, fraction, sign, hours, minutes = match.groups()
    year, month, day, hour, minute, second = (int(field) for field in fields)
    try:
        moment = datetime(
            year,
            month,
            day,
            hour,
            minute,
            second,
            int((fraction or "0").ljust(6, "0")[:6]),
            tzinfo=_zone(sign, hours, minutes),
        )
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise TimestampError("There is no such date and time.") from None


def encode(moment: datetime) -> str:
    """Return ``moment`` in UTC to the second, as ``2026-01-31T09:00:00Z``; fractions are cut.

    Raises:
        TimestampError: ``moment`` has no zone.
    """
    if moment.tzinfo is None:
        raise TimestampError("The date has no zone.")
    utc = moment.astimezone(UTC).replace(microsecond=0, tzinfo=None)
    return utc.isoformat() + "Z"


def _zone(sign: str | None, hours: str | None, minutes: str | None) -> timezone:
    if sign is None or hours is None or minutes is None:
        return UTC
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    if offset > _MAX_OFFSET or int(minutes) > 59:  # noqa: PLR2004 — minutes of an hour
        raise TimestampError("The zone is further than fourteen hours from UTC.")
    return timezone(-offset if sign == "-" else offset)
