"""What a quiz and its sections say, read from untrusted values.

Used by forms and by the REST API alike. Nothing here reads or writes the database.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, Self
from uuid import UUID

from django.utils.translation import gettext as _

from skillmark.platform.catalog import text
from skillmark.platform.catalog.content.reader import Reader
from skillmark.platform.quizzes.errors import InvalidError
from skillmark.platform.quizzes.models.quizzes import (
    MAX_ATTEMPTS,
    MAX_GRACE,
    MAX_MINUTES,
    MAX_TITLE,
    USUAL_GRACE,
)
from skillmark.platform.quizzes.scoring import Threshold
from skillmark.platform.quizzes.vocabulary import Feedback

MAX_INSTRUCTIONS: Final = 10_000  # characters
MAX_LEVEL: Final = 60  # characters
MAX_THRESHOLDS: Final = 8
MAX_QUESTIONS: Final = 300  # of one section
MAX_DRAW: Final = 100  # of one section
_WHOLE: Final = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a quiz says, without its sections.

    Attributes:
        time_limit: minutes.
        grace: seconds after the end in which answers still count.
        pass_mark: per cent.
        thresholds: from how many per cent on which level is reached, low to high.
    """

    title: str
    instructions: str = ""
    programme_id: UUID | None = None
    achievement_id: UUID | None = None
    criterion: str = ""
    time_limit: int | None = None
    grace: int = USUAL_GRACE
    attempts_allowed: int | None = 1
    pass_mark: Decimal | None = None
    thresholds: tuple[Threshold, ...] = ()
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    time_zone: str = ""
    feedback: str = Feedback.SCORE.value
    shuffle_options: bool = True

    @classmethod
    def parse(cls, raw: Mapping[str, object]) -> Self:
        """Return what `raw` says.

        Args:
            raw: by field name; moments as aware `datetime`s, thresholds as
                ``[{level, at_least}]``.

        Raises:
            InvalidError: with a sentence for each field that cannot be taken.
        """
        read = Reader(raw)
        grace = read.whole(
            "grace", MAX_GRACE, _("Write seconds, from 0 to %(n)d.") % {"n": MAX_GRACE}, least=0
        )
        found = cls(
            title=read.line("title", MAX_TITLE, required=True),
            instructions=read.block("instructions", MAX_INSTRUCTIONS),
            programme_id=_uuid(read, "programme_id"),
            achievement_id=_uuid(read, "achievement_id"),
            criterion=read.line("criterion", 20),
            time_limit=read.whole(
                "time_limit", MAX_MINUTES, _("Write whole minutes, at most a day of them.")
            ),
            grace=USUAL_GRACE if grace is None else grace,
            attempts_allowed=read.whole(
                "attempts_allowed",
                MAX_ATTEMPTS,
                _("Write how often one person may try, or nothing for no limit."),
            ),
            pass_mark=read.amount("pass_mark", _WHOLE),
            thresholds=_thresholds(read),
            opens_at=_moment(read, "opens_at"),
            closes_at=_moment(read, "closes_at"),
            time_zone=read.line("time_zone", 64),
            feedback=read.choice("feedback", Feedback.values, Feedback.SCORE),
            shuffle_options=bool(raw.get("shuffle_options", True)),
        )
        if found.opens_at and found.closes_at and found.closes_at <= found.opens_at:
            read.problems["closes_at"] = _("It would close before it opens.")
        if found.criterion and found.achievement_id is None:
            read.problems["achievement_id"] = _("Choose whose criterion a result fills.")
        if read.problems:
            raise InvalidError(read.problems)
        return found

    def to_row(self) -> dict[str, Any]:
        """Return the columns of a `Quiz`."""
        row = {one.name: getattr(self, one.name) for one in fields(self)}
        thresholds = [
            {"level": one.level, "at_least": text.plain_number(one.at_least)}
            for one in self.thresholds
        ]
        return row | {"thresholds": thresholds}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a section says.

    Attributes:
        draw: how many of its questions an attempt gets; None for all.
        questions: ids of questions of the bank.
    """

    title: str = ""
    draw: int | None = None
    questions: tuple[UUID, ...] = ()

    @classmethod
    def parse(cls, raw: Mapping[str, object]) -> Self:
        """Return what `raw` says: ``title``, ``draw`` and a list of ``questions``.

        Raises:
            InvalidError: with a sentence for each field that cannot be taken.
        """
        read = Reader(raw)
        ids = []
        for one in read.items("questions"):
            try:
                ids.append(UUID(str(one)))
            except ValueError:
                read.problems["questions"] = _("Choose from the list.")
        if len(ids) > MAX_QUESTIONS:
            most = {"most": MAX_QUESTIONS}
            read.problems["questions"] = _("At most %(most)d are possible.") % most
        words = _("Write how many to draw, or nothing for all of them.")
        found = cls(
            title=read.line("title", MAX_TITLE),
            draw=read.whole("draw", MAX_DRAW, words),
            questions=tuple(dict.fromkeys(ids)),
        )
        if found.draw is not None and found.draw > len(found.questions):
            read.problems["draw"] = _(
                "There are fewer questions than that. Choose more of them."
            )
        if read.problems:
            raise InvalidError(read.problems)
        return found


def thresholds_of(stored: object) -> tuple[Threshold, ...]:
    """Return thresholds as they are kept in a row."""
    rows = stored if isinstance(stored, list) else []
    return tuple(Threshold(str(row["level"]), Decimal(row["at_least"])) for row in rows)


def _thresholds(read: Reader) -> tuple[Threshold, ...]:
    found: list[Threshold] = []
    for item in read.mappings("thresholds", _("Each level needs a name and per cent.")):
        level = text.line(str(item.get("level") or ""))
        part = Reader({"at_least": item.get("at_least")})
        at_least = part.amount("at_least", _WHOLE)
        if not level and at_least is None and not part.problems:
            continue
        if not level or at_least is None:
            read.problems["thresholds"] = _("Each level needs a name and per cent.")
            continue
        read.within("thresholds", level, MAX_LEVEL)
        found.append(Threshold(level, at_least))
    if len(found) > MAX_THRESHOLDS:
        most = {"most": MAX_THRESHOLDS}
        read.problems["thresholds"] = _("At most %(most)d are possible.") % most
    for values in ([one.level for one in found], [one.at_least for one in found]):
        if len(set(values)) < len(values):
            read.problems.setdefault("thresholds", _("Name each level and each share once."))
    return tuple(sorted(found, key=lambda one: one.at_least))


def _uuid(read: Reader, name: str) -> UUID | None:
    written = str(read.raw.get(name) or "").strip()
    try:
        return UUID(written) if written else None
    except ValueError:
        read.problems[name] = _("Choose one of the list.")
        return None


def _moment(read: Reader, name: str) -> datetime | None:
    given = read.raw.get(name)
    if given in {None, ""}:
        return None
    if not isinstance(given, datetime) or given.tzinfo is None:
        read.problems[name] = _("Write a day and a time, with its time zone.")
        return None
    return given
