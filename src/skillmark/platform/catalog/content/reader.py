"""Reads untrusted values one by one and remembers what was wrong with which field.

Used by `Content.parse` and the parts beside it; nothing here knows what an achievement is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from skillmark.platform.catalog import text

MAX_URL: Final = 2_000  # characters
_COLOUR: Final = re.compile(r"\A#[0-9a-f]{6}\Z")
_CENTS: Final = Decimal("0.01")


class Reader:
    """Reads one raw mapping field by field.

    Attributes:
        problems: field name → one sentence that says what to do.
    """

    def __init__(self, raw: Mapping[str, object]) -> None:
        self.raw = raw
        self.problems: dict[str, str] = {}

    def line(self, name: str, size: int, *, required: bool = False) -> str:
        """Return one clean line of at most `size` characters."""
        value = text.line(self.text(name))
        if required and not value:
            self.problems[name] = _("Give it a name.")
        return self.within(name, value, size)

    def block(self, name: str, size: int) -> str:
        """Return a clean text of many lines."""
        return self.within(name, text.block(self.text(name)), size)

    def choice(self, name: str, allowed: Iterable[str], default: str) -> str:
        """Return one of `allowed`, `default` when nothing was given."""
        value = self.text(name).strip() or str(default)
        if value not in allowed:
            self.problems[name] = _("Choose one of the list.")
        return value

    def choices(self, name: str, allowed: Iterable[str]) -> tuple[str, ...]:
        """Return the chosen ones of `allowed`, each once, in the order of `allowed`."""
        given = {str(item).strip() for item in self.items(name)} - {""}
        order = [str(value) for value in allowed]
        if given - set(order):
            self.problems[name] = _("Choose from the list.")
        return tuple(value for value in order if value in given)

    def lines(self, name: str, most: int, size: int) -> tuple[str, ...]:
        """Return clean lines, each once, at most `most` of at most `size` characters."""
        values = self.items(name)
        cleaned = tuple(dict.fromkeys(filter(None, (text.line(str(v)) for v in values))))
        if len(cleaned) > most:
            self.problems[name] = _("At most %(most)d are possible.") % {"most": most}
        for value in cleaned:
            self.within(name, value, size)
        return cleaned

    def amount(self, name: str, most: Decimal) -> Decimal | None:
        """Return a decimal of two places between 0 and `most`; a comma is a point."""
        raw = self.text(name).strip().replace(",", ".")
        if not raw:
            return None
        try:
            value = Decimal(raw)
        except InvalidOperation:
            self.problems[name] = _("Write a number, for example 3 or 1.5.")
            return None
        if not value.is_finite() or not 0 <= value <= most:
            self.problems[name] = _("Write a number between 0 and %(most)s.") % {"most": most}
            return None
        return value.quantize(_CENTS)

    def whole(self, name: str, most: int, words: str, *, least: int = 1) -> int | None:
        """Return a whole number from `least` to `most`; `words` is said when it is none."""
        raw = self.text(name).strip()
        if not raw:
            return None
        digits = raw.isascii() and raw.isdigit() and len(raw) <= len(str(most))
        if not digits or not least <= int(raw) <= most:
            self.problems[name] = words
            return None
        return int(raw)

    def day(self, name: str) -> date | None:
        """Return a day, given as such or in ISO 8601's spelling."""
        given = self.raw.get(name)
        if isinstance(given, date):
            return given
        raw = self.text(name).strip()
        try:
            return date.fromisoformat(raw) if raw else None
        except ValueError:
            self.problems[name] = _("Write the day as 2026-05-03.")
            return None

    def colour(self, name: str) -> str:
        """Return a colour in lower case, or nothing."""
        value = self.text(name).strip().lower()
        if value and not is_colour(value):
            self.problems[name] = _("Write a colour as # and six digits, for example #1f6f5c.")
        return value

    def address(self, name: str) -> str:
        """Return an absolute http or https address, or nothing."""
        value = self.text(name).strip()
        if value and not is_web_address(value):
            self.problems[name] = _("Write an address that begins with https:// or http://.")
        return value

    def mappings(self, name: str, words: str) -> list[Mapping[object, object]]:
        """Return the items that are objects; `words` is said for any other."""
        found = []
        for item in self.items(name):
            if isinstance(item, Mapping):
                found.append(item)
            else:
                self.problems[name] = words
        return found

    def items(self, name: str) -> list[object]:
        """Return the items of a list, none when nothing was given."""
        value = self.raw.get(name)
        if value is None or value == "":
            return []
        if isinstance(value, list | tuple):
            return list(value)
        self.problems[name] = _("Give a list.")
        return []

    def text(self, name: str) -> str:
        """Return a text or a number as text."""
        value = self.raw.get(name)
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
            self.problems[name] = _("Give a text or a number.")
            return ""
        return str(value)

    def within(self, name: str, value: str, size: int) -> str:
        """Return `value`, which must not be longer than `size` characters."""
        if len(value) > size:
            self.problems[name] = _("Use at most %(size)d characters; this has %(length)d.") % {
                "size": size,
                "length": len(value),
            }
        return value


def is_colour(value: str) -> bool:
    """Tell whether `value` is ``#`` and six hexadecimal digits in lower case."""
    return bool(_COLOUR.match(value))


def is_web_address(value: str) -> bool:
    """Tell whether `value` is an absolute http or https address without white space."""
    if len(value) > MAX_URL or any(c.isspace() for c in value):
        return False
    try:
        parts = urlsplit(value)
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False
