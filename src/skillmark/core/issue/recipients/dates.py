"""Calendar days as ``2026-03-31`` and nothing else.

A day written otherwise is refused with the spelling to use; where the day could be read in two
ways, both are offered. `local_dates` reads more, where people see what it reads.
"""

import re
from calendar import monthrange
from datetime import date
from typing import Final

from skillmark.core.issue.recipients.problem import Fault

FIRST_YEAR: Final = 1900
_ISO: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_OTHER: Final = re.compile(r"([0-9]{1,4})[./-]([0-9]{1,2})[./-]([0-9]{1,4})")
_WITH_TIME: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9:.+Zz-]+")
MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_HOW: Final = "Write the date as year-month-day, for example 2026-03-31."


def day(text: str) -> date | Fault:
    """Return the day, or what is wrong with it and what to write."""
    iso = _ISO.fullmatch(text)
    if iso is not None:
        year, month, number = (int(part) for part in iso.groups())
        return existing(year, month, number, text)
    timed = _WITH_TIME.fullmatch(text)
    if timed is not None:
        return _fault(f"“{text}” holds a time of day. Write only {timed.group(1)}.")
    other = _OTHER.fullmatch(text)
    if other is None:
        return _fault(f"“{text}” is no date. {_HOW}")
    return _reordered(text, *other.groups())


def spoken(value: date) -> str:
    """Return a day as people say it: ``31 March 2026``."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def existing(year: int, month: int, number: int, text: str) -> date | Fault:
    """Return a day, or why there is none; `text` is how it was written."""
    if not 1 <= month <= len(MONTHS):
        return _fault(f"“{text}” does not exist: there is no month {month}. {_HOW}")
    if year < FIRST_YEAR:
        return _fault(f"“{text}” lies before {FIRST_YEAR}. {_HOW}")
    last = monthrange(year, month)[1]
    if not 1 <= number <= last:
        name = MONTHS[month - 1]
        return _fault(f"“{text}” does not exist: {name} {year} has {last} days. {_HOW}")
    return date(year, month, number)


def _reordered(text: str, first: str, second: str, third: str) -> Fault:
    """Say how to write a date whose parts stand in another order or form."""
    if len(first) == len("2026"):
        orders = [(first, second, third)]
    else:
        year = third if len(third) == len("2026") else f"20{third:0>2}"
        orders = [(year, second, first), (year, first, second)]
    days: list[date] = []
    reason = ""
    for year, month, number in orders:
        found = existing(int(year), int(month), int(number), text)
        if isinstance(found, Fault):
            reason = reason or found.message
        elif found not in days:
            days.append(found)
    if not days:
        return _fault(reason)
    offers = " or ".join(f"{found.isoformat()} for {spoken(found)}" for found in days)
    return _fault(f"“{text}” is not written as year-month-day. Write {offers}.")


def _fault(message: str) -> Fault:
    return Fault("row.date_invalid", message)
