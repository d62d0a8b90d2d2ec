"""Issuing one batch into a folder: what exists is kept, what is missing is made again.

Each row becomes `Done`: issued now, kept from before, or refused with problems. One refusal
stops no other. Time comes in as an argument.
"""

import calendar
import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from skillmark.cli.issue.journal import Entry, Journal, fingerprint
from skillmark.cli.issue.names import Names, names_of
from skillmark.cli.keyfile import IssuingKey
from skillmark.cli.screen import read_file, write_file
from skillmark.core import bake, jsonio
from skillmark.core.badges.profile import Profile
from skillmark.core.canon.compiled import ShapeCache
from skillmark.core.encoding import EncodingError, timestamp
from skillmark.core.issue.achievement_file import Definition
from skillmark.core.issue.issuer import Award, Issuer, Outcome, end_of
from skillmark.core.issue.recipient import Recipient
from skillmark.core.issue.recipients import Problem, Row
from skillmark.core.jsonio import JsonObject

_OTHER_DATA: Final = (
    "row.issued_differently",
    (
        "This person has the credential already, with other data. Revoke it before you issue "
        "another, or take the row out."
    ),
)
_CHANGED: Final = (
    "row.file_changed",
    "The credential's file was changed since it was issued; it is left alone.",
)
_NOT_REPRODUCIBLE: Final = (
    "row.not_reproducible",
    "It would not become the credential that was issued before.",
)


class State(StrEnum):
    """What became of a row."""

    ISSUED = "issued"
    KEPT = "kept"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Done:
    """One row, done.

    Attributes:
        line: of the CSV.
        state: what became of it.
        file: the credential's file, when there is one.
        problems: why there is none.
    """

    line: int
    state: State
    file: Path | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What is issued, by whom and where to.

    Attributes:
        definition: the achievement.
        profile: the issuer; its id is the key's DID.
        key: the key.
        folder: where the files go; exists.
        picture: PNG or SVG to bake each credential into.
        now: the time of new proofs, with a zone.
    """

    definition: Definition
    profile: Profile
    key: IssuingKey
    folder: Path
    picture: bytes
    now: datetime

    def run(self, rows: tuple[Row, ...]) -> Iterator[Done]:
        """Yield what becomes of each row, in order.

        Raises:
            CommandError: the folder belongs to another batch, or a file cannot be written.
            IssueError: the key does not belong to the issuer.
        """
        achievement: JsonObject = {
            "achievement": self.definition.achievement.to_json(),
            "issuer": self.profile.to_json(),
            "validity_months": self.definition.validity_months,
        }
        journal = Journal.open_in(self.folder, issuer=self.key.did, achievement=achievement)
        shapes = ShapeCache(compile_at=1)
        for row in rows:
            if row.recipient is None:
                yield Done(row.line, State.REFUSED, problems=row.problems)
                continue
            place = self._place(row.line, row.recipient, journal)
            yield self._settled(place) or self._issue(place, journal, shapes)

    def _place(self, line: int, person: Recipient, journal: Journal) -> "_Place":
        """Return what the folder knows of a person."""
        names = names_of(self.key, self.definition.achievement.id, person)
        before = journal.entries.get(names.key)
        path = self.folder / f"{before.file if before else names.file}.json"
        found = read_file(path) if path.exists() else None
        return _Place(line, person, names, path, before, found)

    def _settled(self, place: "_Place") -> Done | None:
        """Return what became of a row that was issued before, or None when there is work."""
        if place.before is None:
            return None
        if place.before.fingerprint != _fingerprint(place.person):
            return _refused(place.line, *_OTHER_DATA)
        if place.found is None:
            return None
        if _digest(place.found) != place.before.digest:
            return _refused(place.line, *_CHANGED)
        if self._picture_beside(place.path).exists():
            return Done(place.line, State.KEPT, place.path)
        return None

    def _issue(self, place: "_Place", journal: Journal, shapes: ShapeCache) -> Done:
        """Make a credential, or make it again, and write both files."""
        created = place.created or self.now
        outcome = self._sign(place, created, shapes)
        made = outcome.credential
        if made is None:
            problems = tuple(
                Problem(found.code, found.message, place.line, found.path)
                for found in outcome.problems
            )
            return Done(place.line, State.REFUSED, problems=problems)
        if place.found is not None and place.found != made:
            return _refused(place.line, *_CHANGED)
        if place.before is None:
            stamp, said = timestamp.encode(created), _fingerprint(place.person)
            journal.add(Entry(place.names.key, place.names.file, stamp, said, _digest(made)))
        elif _digest(made) != place.before.digest:
            return _refused(place.line, *_NOT_REPRODUCIBLE)
        write_file(place.path, made)
        write_file(self._picture_beside(place.path), bake.bake(self.picture, made))
        return Done(place.line, State.ISSUED, place.path)

    def _sign(self, place: "_Place", created: datetime, shapes: ShapeCache) -> Outcome:
        issuer = Issuer(
            profile=self.profile,
            verification_method=self.key.verification_method,
            signer=self.key.private,
            public_key=self.key.private.public,
        )
        months = self.definition.validity_months
        award = Award(
            recipient=place.person,
            credential_id=place.names.credential_id,
            salt=place.names.salt,
            valid_from=created,
            valid_until=_valid_until(place.person, created.date(), months),
        )
        (outcome,) = issuer.issue_many(
            self.definition.achievement, [award], created=created, cache=shapes
        )
        return outcome

    def _picture_beside(self, path: Path) -> Path:
        return path.with_suffix(f".{bake.sniff(self.picture).value}")


@dataclass(frozen=True, slots=True)
class _Place:
    """What the folder knows of one person: the journal's entry and the file that lies there."""

    line: int
    person: Recipient
    names: Names
    path: Path
    before: Entry | None
    found: bytes | None

    @property
    def created(self) -> datetime | None:
        """The time of the proof that was made before, as journal or file say."""
        if self.before is not None:
            return timestamp.decode(self.before.created)
        if self.found is None:
            return None
        try:
            proof = jsonio.load_object(self.found).get("proof")
            created = proof.get("created") if isinstance(proof, dict) else None
            return timestamp.decode(created) if isinstance(created, str) else None
        except (jsonio.JsonError, EncodingError):
            return None


def _refused(line: int, code: str, message: str) -> Done:
    return Done(line, State.REFUSED, problems=(Problem(code, message, line),))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _fingerprint(person: Recipient) -> str:
    """Return a hash of all that is said of a person."""
    said = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in asdict(person).items()
    }
    return fingerprint(said)


def _valid_until(person: Recipient, issued_on: date, months: int | None) -> datetime | None:
    """Return the end: the row's own, or so many months after it was earned."""
    last = person.valid_until
    if last is None and months is not None:
        last = _months_after(person.achieved_on or issued_on, months)
    return end_of(last)


def _months_after(day: date, months: int) -> date:
    """Return the same day some months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
