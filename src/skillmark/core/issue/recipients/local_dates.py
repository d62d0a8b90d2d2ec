"""Calendar days as lists from everywhere write them, where only one reading is possible.

``31.03.2026``, ``03/31/2026``, ``31 de marzo de 2026`` and ``31-Mar-26`` are one day each.
``03/04/2026`` is two: which one is meant is found out from the other dates of the file, or asked.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from skillmark.core.issue.recipients import dates
from skillmark.core.issue.recipients.problem import Fault
from skillmark.core.issue.recipients.reading import ASK, DAY_FIRST, MONTH_FIRST

_CENTURY: Final = 2_000  # of a year in two digits: nobody is awarded what was earned in 1926
_YEAR_DIGITS: Final = 4
_LAST_MONTH: Final = 12
_MIDNIGHT: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]00:00(?::00(?:\.0+)?)?(?:Z|[+-][0-9:]+)?"
)
_YEAR_FIRST: Final = re.compile(r"([0-9]{4})([./-])([0-9]{1,2})\2([0-9]{1,2})\.?")
_YEAR_LAST: Final = re.compile(
    r"([0-9]{1,2})([./-])\s?([0-9]{1,2})\2\s?([0-9]{4}|[0-9]{2})\.?(?: 0?0:00(?::00)?)?"
)
_CJK: Final = re.compile(
    r"([0-9]{4})\s?[年년]\s?([0-9]{1,2})\s?[月월]\s?([0-9]{1,2})\s?[日일]?"
)
_DAY_MONTH: Final = re.compile(
    r"([0-9]{1,2})(?:st|nd|rd|th|er|º|°)?[.\s-]\s?(?:de\s|of\s)?([^\W\d_]+)[.,]?[\s-]"
    r"\s?(?:de\s|del\s)?([0-9]{4}|[0-9]{2})\.?(?:\s\u0433\.?)?"  # \u0433: the Russian word for "year", cut short
)
_MONTH_DAY: Final = re.compile(
    r"([^\W\d_]+)[.]?[\s-]([0-9]{1,2})(?:st|nd|rd|th)?(?:,\s?|[\s-])([0-9]{4})"
)
_SERIAL: Final = re.compile(r"[2-9][0-9]{4}(?:\.[0-9]+)?")
_SERIAL_ZERO: Final = date(1899, 12, 30)  # day 0 of spreadsheets after February 1900

_REMEMBERED: Final = 1_024  # cells: a list has few days

_MONTHS: Final = {
    1: "january janvier januar enero gennaio janeiro januari ianuarie styczen stycznia leden "
    "ledna ocak января січня يناير jan ene gen",
    2: "february fevrier februar feber febrero febbraio fevereiro februari luty lutego unor "
    "unora subat февраля лютого فبراير feb fev fevr",
    3: "march mars marz maerz marzo marco maart marzec marca brezen brezna mart марта березня "
    "مارس mar mrz mrt",
    4: "april avril abril aprile kwiecien kwietnia duben dubna nisan апреля квітня ابريل apr avr "
    "abr",
    5: "may mai mayo maggio maio mei maj maja kveten kvetna mayis мая травня مايو",
    6: "june juin juni junio giugno junho czerwiec czerwca cerven cervna haziran июня червня "
    "يونيو jun giu",
    7: "july juillet juli julio luglio julho lipiec lipca cervenec cervence temmuz июля липня "
    "يوليو jul juil lug",
    8: "august aout agosto augustus augusti sierpien sierpnia srpen srpna agustos августа "
    "серпня اغسطس aug ago",
    9: "september septembre septiembre setiembre settembre setembro wrzesien wrzesnia zari eylul "
    "сентября вересня سبتمبر sep sept set",
    10: "october octobre oktober octubre ottobre outubro oktober pazdziernik pazdziernika rijen "
    "rijna ekim октября жовтня اكتوبر oct okt ott out",
    11: "november novembre noviembre novembro listopad listopada kasim ноября листопада نوفمبر "
    "nov",
    12: "december decembre dezember diciembre dicembre dezembro desember grudzien grudnia "
    "prosinec prosince aralik декабря грудня ديسمبر dec dez dic des",
}


@lru_cache(maxsize=_REMEMBERED)
def day(text: str, order: str = "") -> date | Fault:
    """Return the day, or what is wrong with it and what to write.

    Args:
        text: a cell.
        order: `DAY_FIRST` or `MONTH_FIRST` for what could be both; "" when nobody knows.
    """
    if (found := _MIDNIGHT.fullmatch(text)) is not None:
        return dates.day(found.group(1))
    if (found := _YEAR_FIRST.fullmatch(text) or _CJK.fullmatch(text)) is not None:
        year, *_, month, number = found.groups()
        return dates.existing(int(year), int(month), int(number), text)
    if (found := _YEAR_LAST.fullmatch(text)) is not None:
        return _year_last(text, *found.groups(), order=order)
    return _named(text) or _serial(text) or dates.day(text)


def order_of(texts: Iterable[str]) -> str:
    """Return which comes first in the dates of a file, day or month.

    Args:
        texts: the cells of its columns of dates.

    Returns:
        `DAY_FIRST` or `MONTH_FIRST` when some dates can only be read so and none only otherwise;
        `ASK` when dates could be both and nothing tells; "" when no date needs it.
    """
    told: set[str] = set()
    open_ones = False
    for text in texts:
        found = _YEAR_LAST.fullmatch(text.strip())
        if found is None:
            continue
        first, sign, second, _year = found.groups()
        one, two = int(first), int(second)
        if sign == "." or (one > _LAST_MONTH >= two):
            told.add(DAY_FIRST)
        elif two > _LAST_MONTH >= one:
            told.add(MONTH_FIRST)
        elif one != two:
            open_ones = True
    if len(told) == 1:
        return told.pop()
    return ASK if open_ones else ""


def _year_last(
    text: str, first: str, sign: str, second: str, year: str, *, order: str
) -> date | Fault:
    years = int(year) if len(year) == _YEAR_DIGITS else _CENTURY + int(year)
    by_day = dates.existing(years, int(second), int(first), text)
    by_month = dates.existing(years, int(first), int(second), text)
    if sign == "." or order == DAY_FIRST:
        return by_day
    if order == MONTH_FIRST:
        return by_month
    if isinstance(by_day, Fault):
        return by_day if isinstance(by_month, Fault) else by_month
    if isinstance(by_month, Fault) or by_day == by_month:
        return by_day
    message = (
        f"“{text}” can be {dates.spoken(by_day)} or {dates.spoken(by_month)}. Say which comes "
        "first in your file, the day or the month."
    )
    return Fault("row.date_ambiguous", message)


def _named(text: str) -> date | Fault | None:
    """Return the day of a date with the name of a month, or nothing when it has none."""
    if (found := _DAY_MONTH.fullmatch(text)) is not None:
        number, name, year = found.groups()
    elif (found := _MONTH_DAY.fullmatch(text)) is not None:
        name, number, year = found.groups()
    else:
        return None
    month = _MONTH_OF.get(_plain(name))
    if month is None:
        return None
    years = int(year) if len(year) == _YEAR_DIGITS else _CENTURY + int(year)
    return dates.existing(years, month, int(number), text)


def _serial(text: str) -> Fault | None:
    """Return what to write for the number that a spreadsheet keeps of a day."""
    if _SERIAL.fullmatch(text) is None:
        return None
    meant = _SERIAL_ZERO + timedelta(days=int(text.partition(".")[0]))
    message = (
        f"“{text}” is how a spreadsheet counts days. If {dates.spoken(meant)} is meant, "
        f"write {meant.isoformat()}."
    )
    return Fault("row.date_invalid", message)


def _plain(name: str) -> str:
    """Return a name without case and accents."""
    text = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in text if letter.isalnum())


_MONTH_OF: Final = {
    _plain(name): number for number, names in _MONTHS.items() for name in names.split()
}
