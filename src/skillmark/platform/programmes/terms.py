"""What a programme, a module or a cohort says, read from untrusted values.

Used by forms and by the REST API alike, so that both take and refuse the same. Nothing here reads
or writes the database.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any, Final, Self

from django.utils.translation import gettext as _

from skillmark.platform.catalog.content.reader import Reader
from skillmark.platform.catalog.european import MAX_EQF, Participation
from skillmark.platform.catalog.vocabulary import LANGUAGES
from skillmark.platform.programmes import money
from skillmark.platform.programmes.errors import InvalidError, MoneyError
from skillmark.platform.programmes.models.cohorts import MAX_CAPACITY
from skillmark.platform.programmes.models.offers import MAX_LINE, MAX_SUMMARY, MAX_TITLE
from skillmark.platform.programmes.vocabulary import Mode

MAX_DESCRIPTION: Final = 20_000  # characters of Markdown
MAX_NOTES: Final = 4_000  # characters
MAX_HOURS: Final = Decimal(99_999)
MAX_GOALS: Final = 30
MAX_GOAL: Final = 100  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a programme says, without its achievements and contents.

    Attributes:
        hours: of work for the whole programme.
        cost_minor: in the smallest unit of `currency`; 0 costs nothing, None is not said.
        goals: what a learner may want to become or be able to do.
    """

    title: str
    summary: str = ""
    description: str = ""
    language: str = "en"
    eqf_level: int | None = None
    national_level: str = ""
    hours: Decimal | None = None
    cost_minor: int | None = None
    currency: str = ""
    participation: str = ""
    place: str = ""
    recognition: str = ""
    entry_notes: str = ""
    goals: tuple[str, ...] = ()
    mode: str = Mode.UNITS.value

    @classmethod
    def parse(cls, raw: Mapping[str, object]) -> Self:
        """Return what `raw` says.

        Args:
            raw: by field name; the cost as ``cost`` (as people write it) or as ``cost_minor``.

        Raises:
            InvalidError: with a sentence for each field that cannot be taken.
        """
        read = Reader(raw)
        level = _("Choose a level from 1 to 8.")
        minor, currency = _cost(read)
        found = cls(
            title=read.line("title", MAX_TITLE, required=True),
            summary=" ".join(read.block("summary", MAX_SUMMARY).split()),
            description=read.block("description", MAX_DESCRIPTION),
            language=read.choice("language", [code for code, _name in LANGUAGES], "en"),
            eqf_level=read.whole("eqf_level", MAX_EQF, level),
            national_level=read.line("national_level", MAX_LINE),
            hours=read.amount("hours", MAX_HOURS),
            cost_minor=minor,
            currency=currency,
            participation=read.choice("participation", ["", *Participation.values], ""),
            place=read.line("place", MAX_LINE),
            recognition=read.line("recognition", 2 * MAX_LINE),
            entry_notes=read.block("entry_notes", MAX_NOTES),
            goals=read.lines("goals", MAX_GOALS, MAX_GOAL),
            mode=read.choice("mode", Mode.values, Mode.UNITS),
        )
        return _sound(read, found)

    def to_row(self) -> dict[str, Any]:
        """Return the columns of a `Programme`."""
        row = {one.name: getattr(self, one.name) for one in fields(self)}
        return row | {"goals": list(self.goals)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a cohort says: dates, places, where. Days count in full, the last ones too."""

    name: str
    starts_on: date | None = None
    ends_on: date | None = None
    registration_from: date | None = None
    registration_until: date | None = None
    capacity: int | None = None
    place: str = ""

    @classmethod
    def parse(cls, raw: Mapping[str, object]) -> Self:
        """Return what `raw` says, by field name.

        Raises:
            InvalidError: with a sentence for each field that cannot be taken.
        """
        read = Reader(raw)
        places = _("Write a whole number of places, or nothing for no limit.")
        found = cls(
            name=read.line("name", 120, required=True),
            starts_on=read.day("starts_on"),
            ends_on=read.day("ends_on"),
            registration_from=read.day("registration_from"),
            registration_until=read.day("registration_until"),
            capacity=read.whole("capacity", MAX_CAPACITY, places),
            place=read.line("place", MAX_LINE),
        )
        if found.starts_on and found.ends_on and found.ends_on < found.starts_on:
            read.problems["ends_on"] = _("It would end before it starts.")
        opens, closes = found.registration_from, found.registration_until
        if opens and closes and closes < opens:
            read.problems["registration_until"] = _("It would close before it opens.")
        elif closes and found.ends_on and closes > found.ends_on:
            read.problems["registration_until"] = _("The course is over by then.")
        return _sound(read, found)

    def to_row(self) -> dict[str, Any]:
        """Return the columns of a `Cohort`."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a module says."""

    title: str
    description: str = ""
    hours: Decimal | None = None

    @classmethod
    def parse(cls, raw: Mapping[str, object]) -> Self:
        """Return what `raw` says, by field name.

        Raises:
            InvalidError: with a sentence for each field that cannot be taken.
        """
        read = Reader(raw)
        found = cls(
            title=read.line("title", MAX_TITLE, required=True),
            description=read.block("description", MAX_DESCRIPTION),
            hours=read.amount("hours", Decimal(9_999)),
        )
        return _sound(read, found)

    def to_row(self) -> dict[str, Any]:
        """Return the columns of a `Module`."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


def _sound[T](read: Reader, found: T) -> T:
    if read.problems:
        raise InvalidError(read.problems)
    return found


def _cost(read: Reader) -> tuple[int | None, str]:
    """Return the cost and its currency; without a cost there is none."""
    currency = read.text("currency").strip().upper()
    given, written = read.raw.get("cost_minor"), read.text("cost").strip()
    if not currency and (given == 0 or (written and not written.strip("0., "))):
        return 0, ""
    if not written and (not isinstance(given, int) or isinstance(given, bool)):
        return None, currency if currency in money.DECIMALS else ""
    try:
        if written:
            return money.parse(written, currency), currency
        return money.checked(given, currency), currency  # type: ignore[arg-type] # an int
    except MoneyError as error:
        where = "currency" if currency not in money.DECIMALS else "cost"
        read.problems[where] = error.message
        return None, ""
