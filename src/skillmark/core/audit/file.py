"""A whole audit trail as a file: JSON Lines, a head and then every entry in order.

The head says how many entries there are and the hash of the last one, so that a file whose end
was cut off does not pass for a whole one. Lines are read one at a time: a trail of millions of
entries needs no more memory than a short one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from typing import Final

from skillmark.core import jsonio
from skillmark.core.audit.chain import Fault, Finding, Position, close, follow
from skillmark.core.audit.entry import FIRST, Entry
from skillmark.core.audit.errors import AuditFileError
from skillmark.core.jsonio import JsonError, JsonObject

FORMAT: Final = "skillmark-audit-1"
MAX_LINE: Final = 1_048_576  # bytes
_NAMES: Final = tuple(field.name for field in fields(Entry))
_FACTS: Final = frozenset({"before", "after"})


@dataclass(frozen=True, slots=True)
class Head:
    """The first line of the file.

    Attributes:
        organisation: id of the organisation whose trail it is.
        entries: how many follow.
        hash: of the last entry.
        exported_at: when the file was made, ISO 8601.
    """

    organisation: str
    entries: int
    hash: str
    exported_at: str


@dataclass(frozen=True, slots=True)
class Report:
    """What checking a file found.

    Attributes:
        head: what the file says of itself.
        position: how far its chain fits.
        finding: the first thing that does not match, None when all does.
    """

    head: Head
    position: Position
    finding: Finding | None

    @property
    def intact(self) -> bool:
        """Say whether every entry is there and unchanged."""
        return self.finding is None


def write_head(head: Head) -> bytes:
    """Return the first line of a file."""
    return jsonio.dumps({"format": FORMAT, **asdict(head)}) + b"\n"


def write_entry(entry: Entry) -> bytes:
    """Return one line of a file."""
    return jsonio.dumps(asdict(entry)) + b"\n"


def check_file(lines: Iterable[bytes], *, earlier: Position | None = None) -> Report:
    """Check a trail from its first entry to the end that its head names.

    Args:
        lines: of the file, each with or without its line break.
        earlier: the end of an earlier export of the same trail; the entry there must still
            have the hash it had, or history was written anew.

    Raises:
        AuditFileError: a line is not what we write.
    """
    numbered = enumerate(lines, start=1)
    head = _head(next(numbered, (1, b""))[1])
    entries = (_entry(number, line) for number, line in numbered)
    before, finding = _follow_to(entries, earlier, head.organisation)
    if finding is not None:
        return Report(head, before, finding)
    position, finding = follow(entries, before, organisation=head.organisation)
    finding = finding or close(position, Position(head.entries, head.hash))
    return Report(head, position, finding)


def _follow_to(
    entries: Iterator[Entry], earlier: Position | None, organisation: str
) -> tuple[Position, Finding | None]:
    """Follow as far as an earlier export went, and hold the hashes against each other."""
    start = Position(0, FIRST)
    if earlier is None or earlier.sequence == 0:
        return start, None
    first = (entry for _number, entry in zip(range(earlier.sequence), entries, strict=False))
    position, finding = follow(first, start, organisation=organisation)
    if finding is None and position.sequence == earlier.sequence and position != earlier:
        finding = Finding(position.sequence, Fault.REWRITTEN)
    return position, finding or close(position, earlier)


def _head(line: bytes) -> Head:
    found = _object(1, line)
    if found.pop("format", None) != FORMAT or found.keys() != {
        field.name for field in fields(Head)
    }:
        raise AuditFileError(f"The file does not begin as {FORMAT}.", line=1)
    entries = found["entries"]
    if type(entries) is not int or entries < 0:
        raise AuditFileError("The number of entries is no number.", line=1)
    text = {name: value for name, value in found.items() if isinstance(value, str)}
    if len(text) != len(found) - 1:
        raise AuditFileError("The first line holds something that is no text.", line=1)
    return Head(text["organisation"], entries, text["hash"], text["exported_at"])


def _entry(number: int, line: bytes) -> Entry:
    found = _object(number, line)
    if tuple(found) != _NAMES:
        raise AuditFileError(f"Line {number} is not an entry as we write it.", line=number)
    for name, value in found.items():
        if not _fits(name, value):
            raise AuditFileError(
                f"Line {number}: “{name}” is not of the kind it should be.", line=number
            )
    return Entry(**found)  # type: ignore[arg-type] # each value was looked at


def _fits(name: str, value: object) -> bool:
    if name == "sequence":
        return type(value) is int
    if name in _FACTS:
        return value is None or isinstance(value, dict)
    return isinstance(value, str)


def _object(number: int, line: bytes) -> JsonObject:
    try:
        return jsonio.load_object(line, max_bytes=MAX_LINE)
    except JsonError as error:
        raise AuditFileError(
            f"Line {number} is not readable: {error.message}", line=number, problem=error.code
        ) from error
