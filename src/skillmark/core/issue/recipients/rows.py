"""One row of the list: its cells become a `Recipient`, or problems that say what to do.

One bad row never costs another, and nothing is repaired silently.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from skillmark.core.issue.recipient import Recipient, Work
from skillmark.core.issue.recipients import dates, emails, fields, local_dates
from skillmark.core.issue.recipients.cells import Cells
from skillmark.core.issue.recipients.columns import FIELDS, Header
from skillmark.core.issue.recipients.problem import Fault, Problem, placed, storable, visible
from skillmark.core.issue.recipients.reading import ASK, DELIMITERS, Reading
from skillmark.core.issue.recipients.records import Record

_SPOKEN: Final = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}

type GradeCheck = Callable[[str], str]
"""Returns why the achievement cannot take this grade, in a sentence, or ""."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the file.

    Attributes:
        line: physical line on which it starts.
        cells: as written, safe to store; wrong bytes are U+FFFD.
        recipient: the person, when there is no problem.
        problems: why there is none.
    """

    line: int
    cells: tuple[str, ...]
    recipient: Recipient | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectations:
    """What the rows are held against.

    Attributes:
        at: today; an achievement cannot be earned later, nor a credential end before.
        not_before: first day of the course, if known.
        achievements: slugs a row may name; None takes any.
        grade_reason: the achievement's own check of a grade.
    """

    at: date
    not_before: date | None = None
    achievements: frozenset[str] | None = None
    grade_reason: GradeCheck | None = None


class RowReader:
    """Turns records into rows and remembers who came before."""

    def __init__(
        self, header: Header, expected: Expectations, reading: Reading, date_order: str
    ) -> None:
        self._header = header
        self._expected = expected
        self._reading = reading
        self._order = "" if date_order == ASK else date_order
        self._places = {column: header.places(column) for column in FIELDS}
        self._shows_work = bool(
            self._places["evidence_url"] or self._places["evidence_narrative"]
        )
        self._first_line: dict[tuple[str, str, str | None], int] = {}

    def row(self, record: Record) -> Row:
        """Return the row with its recipient or its problems."""
        raw = tuple(storable(cell) for cell in record.cells)
        broken = self._shape_problem(record)
        if broken is not None:
            return Row(record.line, raw, None, (broken,))
        cells = Cells(record, self._places)
        recipient = self._recipient(cells)
        if recipient is not None:
            self._refuse_duplicate(cells, recipient)
        if cells.problems:
            return Row(record.line, raw, None, tuple(cells.problems))
        return Row(record.line, raw, recipient, ())

    def _recipient(self, cells: Cells) -> Recipient | None:
        """Return the person, or None when name or address cannot be read."""
        name = cells.full_name()
        needed = not self._reading.without_email
        email = cells.parsed("email", emails.email, required=needed)
        achieved_on = cells.parsed("achieved_on", self._achieved_on)
        others: dict[str, Any] = {
            "identifier": cells.parsed("identifier", fields.identifier),
            "grade": cells.parsed("grade", self._grade),
            "evidence": self._evidence(cells),
            "narrative": cells.parsed("narrative", fields.narrative),
            "achievement": cells.parsed("achievement", self._achievement),
            "language": cells.parsed("language", fields.language),
        }
        valid_from = cells.parsed("valid_from", self._start)
        first = max((day for day in (achieved_on, valid_from) if day), default=None)
        valid_until = cells.parsed("valid_until", lambda text: self._end(text, first))
        if email is None and needed:
            return None
        return Recipient(
            name=name or "",
            email=email,
            achieved_on=achieved_on,
            valid_from=valid_from,
            valid_until=valid_until,
            **others,
        )

    def _evidence(self, cells: Cells) -> tuple[Work, ...]:
        """Return the pieces of work: each address, with the text that stands at its place."""
        if not self._shows_work:
            return ()
        texts = cells.each("evidence_narrative", fields.narrative)
        works = []
        for place, urls in enumerate(cells.each("evidence_url", fields.evidence_urls)):
            text = texts[place] if place < len(texts) else None
            if not urls and text is None:
                continue
            first, *rest = urls or (None,)
            works += [Work(url=first, narrative=text), *(Work(url=url) for url in rest)]
        alone = texts[len(self._places["evidence_url"]) :]
        return (*works, *(Work(narrative=text) for text in alone if text is not None))

    def _day(self, text: str) -> date | Fault:
        if self._reading.guess:
            return local_dates.day(text, self._order)
        return dates.day(text)

    def _achieved_on(self, text: str) -> date | Fault:
        value = self._day(text)
        if isinstance(value, Fault):
            return value
        first = self._expected.not_before
        if first is not None and value < first:
            message = (
                f"{dates.spoken(value)} lies before the course, which started on "
                f"{dates.spoken(first)}."
            )
            return Fault("row.date_before_course", message)
        if value > self._expected.at:
            message = f"{dates.spoken(value)} lies in the future. Issue it when it is earned."
            return Fault("row.date_in_future", message)
        return value

    def _start(self, text: str) -> date | Fault:
        value = self._day(text)
        if isinstance(value, Fault):
            return value
        if value < self._expected.at:
            message = (
                f"{dates.spoken(value)} is over: a credential is valid from its issue on at the "
                "earliest. Leave the cell empty, and write the day it was earned as “achieved_on”."
            )
            return Fault("row.start_in_past", message)
        return value

    def _end(self, text: str, first: date | None) -> date | Fault:
        value = self._day(text)
        if isinstance(value, Fault):
            return value
        if first is not None and value < first:
            message = (
                f"The credential would end on {dates.spoken(value)}, before it begins or was "
                f"earned on {dates.spoken(first)}."
            )
            return Fault("row.end_before_start", message)
        if value < self._expected.at:
            message = f"The credential would already have ended on {dates.spoken(value)}."
            return Fault("row.already_ended", message)
        return value

    def _grade(self, text: str) -> str | Fault:
        value = fields.grade(text)
        check = self._expected.grade_reason
        if isinstance(value, Fault) or check is None:
            return value
        reason = check(value)
        return Fault("row.grade_invalid", reason) if reason else value

    def _achievement(self, text: str) -> str | Fault:
        allowed = self._expected.achievements
        slug = text.casefold()
        if allowed is None or slug in allowed:
            return slug
        slugs = sorted(known for known in allowed if " " not in known) or sorted(allowed)
        offers = ", ".join(f"“{known}”" for known in slugs[:5]) or "none"
        message = f"There is no achievement “{visible(text)}” here. Known: {offers}."
        return Fault("row.achievement_unknown", message)

    def _refuse_duplicate(self, cells: Cells, person: Recipient) -> None:
        if person.email:
            column, value = "email", person.email
            key = emails.same_mailbox(person.email)
        elif person.identifier:
            column = "identifier"
            key = value = person.identifier
        else:
            column, value = "name", person.name
            key = person.name.casefold()
        first = self._first_line.setdefault((column, key, person.achievement), cells.line)
        if first == cells.line:
            return
        message = (
            f"“{value}” already stands in line {first}. One person gets one credential: "
            "remove one of the two rows."
        )
        if column == "name":
            message = (
                f"“{value}” already stands in line {first}. If these are two people, give each "
                "an address or a number of your own; else remove one of the two rows."
            )
        cells.refuse(column, value, Fault("row.duplicate", message))

    def _shape_problem(self, record: Record) -> Problem | None:
        """Return why the row cannot be split into the columns of the file."""
        if record.fault is not None:
            known = self._header.columns
            column = known[record.cell] if record.cell < len(known) else ""
            shown = record.cells[record.cell] if record.cell < len(record.cells) else ""
            return placed(record.fault, record.line, column, shown)
        delimiter, width = self._header.delimiter, len(self._header.titles)
        extra = [cell for cell in record.cells[width:] if cell.strip()]
        if extra:
            how = f" Put a text that holds {_SPOKEN[delimiter]} in quotes." if delimiter else ""
            message = (
                f"The row has {len(record.cells)} cells, the first row names {width}.{how}"
            )
            return placed(Fault("row.too_many_cells", message), record.line, "", extra[0])
        if len(record.cells) > 1 or width == 1 or not delimiter:
            return None
        for other in DELIMITERS:
            if other in record.cells[0]:
                message = (
                    f"The row is divided by {_SPOKEN[other]}, the first row by "
                    f"{_SPOKEN[delimiter]}. Use the same in every row."
                )
                fault = Fault("row.delimiter", message)
                return placed(fault, record.line, "", record.cells[0])
        return None
