"""What a file of skills holds once it is read: entries, the framework's facts, problems."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import urlsplit

from skillmark.platform.skills.vocabulary import (
    MAX_ALTERNATIVES,
    MAX_CODE,
    MAX_DESCRIPTION,
    MAX_LABEL,
    MAX_URI,
)

MAX_FILE_BYTES: Final = 64 * 1024 * 1024
MAX_ENTRIES: Final = 200_000  # of one framework
MAX_PROBLEMS: Final = 1_000  # that are kept; all are counted


@dataclass(frozen=True, slots=True)
class Source:
    """One file: its name, for people and for guessing the language, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """One skill as a file has it; without a `uri` it is the organisation's own."""

    uri: str
    label: str
    code: str = ""
    alternatives: tuple[str, ...] = ()
    description: str = ""
    kind: str = ""
    withdrawn: bool = False
    label_rebuilt: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a framework; empty where the file does not say."""

    key: str = ""
    name: str = ""
    publisher: str = ""
    version: str = ""
    language: str = "en"
    licence: str = ""
    licence_url: str = ""
    attribution: str = ""
    source_url: str = ""
    uri: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that could not be taken.

    Attributes:
        file: the file's name.
        line: where it stands, counted from 1; in JSON the number of the item.
        code: stable, for programs.
        message: one sentence for a person.
        field: the column or member.
    """

    file: str
    line: int
    code: str
    message: str
    field: str = ""

    def to_json(self) -> dict[str, str | int]:
        """Return the problem as plain JSON."""
        return {
            "file": self.file,
            "line": self.line,
            "code": self.code,
            "message": self.message,
            "field": self.field,
        }


@dataclass(slots=True)
class Package:
    """A framework as it was read.

    Attributes:
        layout: which layout it had: ``esco``, ``onet``, ``case``, ``table``, …
        facts: of the framework.
        entries: its skills, without doubles, in the order of the file.
        problems: the first `MAX_PROBLEMS` of them.
        problem_count: all of them.
        mentioned: addresses of rows that could not be taken; they count as still there.
    """

    layout: str
    facts: Facts
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    problem_count: int = 0
    mentioned: set[str] = field(default_factory=set)

    def note(self, problem: Problem, uri: str = "") -> None:
        """Take a problem down; with `uri`, the skill there is not taken for vanished."""
        self.problem_count += 1
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(problem)
        if uri:
            self.mentioned.add(uri)


class Gatherer:
    """Takes the rows of one file into a package, each checked and none twice."""

    def __init__(self, package: Package, file: str) -> None:
        self.package = package
        self.file = file
        self._keys = {identity(one) for one in package.entries}

    def take(self, line: int, entry: Entry) -> None:
        """Add one entry, or the reason why not."""
        label = one_line(entry.label)
        uri = entry.uri.strip()
        if not label:
            self.refuse(line, "label_missing", "This row has no name.", uri=uri)
        elif len(label) > MAX_LABEL:
            self.refuse(line, "label_too_long", f"A name has at most {MAX_LABEL} characters.")
        elif uri and not is_uri(uri):
            self.refuse(
                line, "uri_invalid", f"“{uri[:80]}” is no http or https address.", "uri"
            )
        elif identity(replace(entry, uri=uri)) in self._keys:
            self.refuse(line, "double", _twice(entry, label), uri=uri)
        elif len(self.package.entries) >= MAX_ENTRIES:
            self.refuse(line, "too_many", f"At most {MAX_ENTRIES} skills are read.", uri=uri)
        else:
            self._keep(entry, uri, label)

    def refuse(
        self, line: int, code: str, message: str, field: str = "", *, uri: str = ""
    ) -> None:
        """Take down why a row is passed over."""
        self.package.note(Problem(self.file, line, code, message, field), uri)

    def _keep(self, entry: Entry, uri: str, label: str) -> None:
        kept = Entry(
            uri=uri,
            label=label,
            code=one_line(entry.code)[:MAX_CODE],
            alternatives=distinct(entry.alternatives, but=label),
            description=without_controls(entry.description).strip()[:MAX_DESCRIPTION],
            kind=entry.kind,
            withdrawn=entry.withdrawn,
            label_rebuilt=entry.label_rebuilt,
        )
        self.package.entries.append(kept)
        self._keys.add(identity(kept))


def identity(entry: Entry) -> str:
    """Return what tells a skill from others of its framework: address, code or name."""
    code = one_line(entry.code)[:MAX_CODE]
    if entry.uri:
        return f"uri {entry.uri}"
    return f"code {code}" if code else f"label {one_line(entry.label).casefold()}"


def _twice(entry: Entry, label: str) -> str:
    if entry.code and not entry.uri:
        return f"The code {entry.code[:80]} stands in the file twice."
    return f"“{label[:80]}” stands in the file twice."


def is_uri(text: str) -> bool:
    """Say whether `text` can be kept as the address of a skill."""
    if len(text) > MAX_URI or any(
        letter.isspace() or not letter.isprintable() for letter in text
    ):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def one_line(text: str) -> str:
    """Return `text` in one line, without control characters."""
    return " ".join(without_controls(text).split())


def without_controls(text: str) -> str:
    """Return `text` without control characters and surrogates; line ends stay."""
    if text.isprintable():
        return text
    return "".join(
        letter if letter.isprintable() or letter in "\n\t\u00a0" else " " for letter in text
    ).replace("\u00a0", " ")


def distinct(texts: Iterable[str], *, but: str) -> tuple[str, ...]:
    """Return the other names of a skill: in order, none twice, each in one line."""
    known = {but.casefold()}
    found = []
    for text in texts:
        plain = one_line(text)[:MAX_LABEL]
        if plain and plain.casefold() not in known:
            known.add(plain.casefold())
            found.append(plain)
        if len(found) >= MAX_ALTERNATIVES:
            break
    return tuple(found)
