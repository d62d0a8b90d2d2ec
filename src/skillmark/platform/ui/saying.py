"""Sentences in the reader's language: made and kept in English, translated where they are shown.

The library knows no gettext, and what is stored or logged must not depend on who made it happen.
So an error, a check or a row's problem keeps its English sentence beside its stable code, and
`said` puts it into the active language on a page. Each app lists its sentences, and those of the
parts of the library it stands for, in a module ``sentences`` as ``SENTENCES``; what differs from
case to case is a named slot, and the name says how its content is said:

``%(words)s``, ``%(words_2)s``
    said as well, where it is known; otherwise it stays as it is.
``%(known)s``
    said as well, and the sentence is only meant when it is known.
``%(day)s``, ``%(month)s``
    "31 March 2026" and "March": written as the reader writes them.
``%(limit)d``
    a number; any other name is kept letter by letter.

Sentences that follow each other are found one by one, so each is listed once. A sentence that
depends on a number is listed as `Plural`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import import_module
from typing import Final

from django.apps import apps
from django.utils.formats import date_format
from django.utils.module_loading import module_has_submodule
from django.utils.translation import get_language, gettext, ngettext

from skillmark.core.issue.recipients.dates import MONTHS

MODULE: Final = "sentences"
LONGEST: Final = 1_500  # characters that are looked through; a longer text stays as it is
_DEEPEST: Final = 6  # sentences within sentences
_SLOT: Final = re.compile(r"%\((\w+)\)([sd])")
_END: Final = re.compile(r"(?<=[.!?:;]) ")
_NUMBER: Final = r"\d[\d.,]*"
_DAY: Final = r"\d{1,2} [A-Z][a-z]+ \d{4}"
_MONTH: Final = r"[A-Z][a-z]+"
_REST: Final = "rest"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of what is shown.

    Attributes:
        words: as they are shown.
        english: they are known to be English and have no translation.
    """

    words: str
    english: bool = False


@dataclass(frozen=True, slots=True)
class Plural:
    """A sentence about one and about several, as `ngettext` has it where it is made.

    Attributes:
        one: with a number in its first slot.
        several: likewise.
    """

    one: str
    several: str


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence with slots.

    Attributes:
        message: the English message, as in the catalogues.
        plural: of which it is one of the two.
        landmark: its longest stretch without a slot; what lacks it is not looked at closer.
        pattern: matches the sentence alone, or with others behind it as the group ``rest``.
    """

    message: str
    landmark: str
    pattern: re.Pattern[str]
    plural: Plural | None = None

    def fill(self, slots: dict[str, str]) -> Part:
        """Return the sentence in the active language, with what stands in its slots."""
        translated = self._translated(slots)
        words = _SLOT.sub(r"%(\1)s", translated) % slots
        plural = self.plural
        ours = {self.message} if plural is None else {plural.one, plural.several}
        return Part(words, english=translated in ours)

    def _translated(self, slots: dict[str, str]) -> str:
        if self.plural is None:
            return gettext(self.message)
        number = int(next(iter(slots.values())))
        return ngettext(self.plural.one, self.plural.several, number)


class Book:
    """All sentences that are known; finds them in a text."""

    def __init__(self, messages: Iterable[str | Plural]) -> None:
        listed = frozenset(messages)
        plurals = [one for one in listed if isinstance(one, Plural)]
        known = frozenset(one for one in listed if isinstance(one, str))
        self.plain = frozenset(message for message in known if not _SLOT.search(message))
        self.templates = (
            *(_template(message) for message in sorted(known - self.plain)),
            *(_template(message, one) for one in plurals for message in (one.one, one.several)),
        )

    def parts(self, text: str, depth: int = 0) -> list[Part] | None:
        """Return a text in the active language, or nothing when it is not known."""
        if not text.strip():
            return None
        whole = self._plain(text)
        if whole is not None:
            return [whole]
        if depth > _DEEPEST or len(text) > LONGEST:
            return None
        return self._filled(text, depth) or self._following(text, depth)

    def _plain(self, text: str) -> Part | None:
        translated = gettext(text)
        if translated != text:
            return Part(translated)
        return Part(text, english=True) if text in self.plain else None

    def _filled(self, text: str, depth: int) -> list[Part] | None:
        for template in self.templates:
            if template.landmark not in text:
                continue
            match = template.pattern.fullmatch(text)
            slots = None if match is None else self._slots(match, depth)
            if match is None or slots is None:
                continue
            first = template.fill(slots)
            rest = match.groupdict().get(_REST)
            return [first, *self._rest(rest, depth)] if rest else [first]
        return None

    def _following(self, text: str, depth: int) -> list[Part] | None:
        for end in _END.finditer(text):
            first = self._plain(text[: end.start()])
            if first is not None:
                return [first, *self._rest(text[end.end() :], depth)]
        return None

    def _rest(self, text: str, depth: int) -> list[Part]:
        """What follows an English sentence is English, known or not."""
        return self.parts(text, depth + 1) or [Part(text, english=True)]

    def _slots(self, match: re.Match[str], depth: int) -> dict[str, str] | None:
        """Return what stands in the slots, or nothing when something cannot stand there."""
        found = {}
        for name, text in match.groupdict().items():
            if name == _REST:
                continue
            content = self._content(name.partition("_")[0], text, depth)
            if content is None:
                return None
            found[name] = content
        return found

    def _content(self, kind: str, text: str, depth: int) -> str | None:
        if kind in {"words", "known"}:
            parts = self.parts(text, depth + 1)
            if parts is None:
                return text if kind == "words" else None
            return _joined(parts)
        if kind == "day":
            return _day(text)
        return _month(text) if kind == "month" else text


@lru_cache(maxsize=1)
def book() -> Book:
    """Return the sentences that the installed apps list."""
    return Book(listed())


def listed() -> Iterator[str | Plural]:
    """Yield every message of every app's module ``sentences``."""
    for config in apps.get_app_configs():
        if config.module is not None and module_has_submodule(config.module, MODULE):
            yield from import_module(f"{config.name}.{MODULE}").SENTENCES


def parts(message: object) -> list[Part]:
    """Return `message` in the active language, stretch by stretch."""
    text = str(message)
    language = get_language()
    if language is None or language.partition("-")[0] == "en":
        return [Part(text)]
    return book().parts(text) or [Part(text)]


def said(message: object) -> str:
    """Return `message` in the active language, or as it is when it is not known.

    Args:
        message: an English sentence of the library or an error; what was translated before is
            not known, and so stays as it is.
    """
    return _joined(parts(message))


def _joined(found: Iterable[Part]) -> str:
    return " ".join(part.words for part in found)


def _template(message: str, plural: Plural | None = None) -> Template:
    pieces = _SLOT.split(message)  # text, name, letter, text, name, letter, …, text
    literals = [piece.replace("%%", "%") for piece in pieces[::3]]
    pattern = re.escape(literals[0])
    for name, letter, literal in zip(pieces[1::3], pieces[2::3], literals[1:], strict=True):
        open_ended = literal is literals[-1] and not literal
        pattern += f"(?P<{name}>{_content_of(name, letter, open_ended=open_ended)})"
        pattern += re.escape(literal)
    if literals[-1]:
        pattern += f"(?: (?P<{_REST}>.+))?"
    return Template(message, max(literals, key=len), re.compile(pattern, re.DOTALL), plural)


def _content_of(name: str, letter: str, *, open_ended: bool) -> str:
    if letter == "d":
        return _NUMBER
    kind = name.partition("_")[0]
    return {"day": _DAY, "month": _MONTH}.get(kind, ".*" if open_ended else ".*?")


def _day(text: str) -> str | None:
    number, month, year = text.split()
    if month not in MONTHS:
        return None
    try:
        return date_format(date(int(year), MONTHS.index(month) + 1, int(number)), "DATE_FORMAT")
    except ValueError:
        return None


def _month(text: str) -> str | None:
    if text not in MONTHS:
        return None
    return date_format(date(2000, MONTHS.index(text) + 1, 1), "F")
