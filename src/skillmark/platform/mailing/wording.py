"""An organisation's own words in its letters: plain text, with a few names to be filled in.

``{name}`` is filled in; everything else, ``{{7*7}}`` and ``<b>`` included, is printed as it was
written. Nothing here is a template language.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.html import escape
from django.utils.translation import gettext as _

from skillmark.platform.mailing.errors import WordingError

SUBJECT_LENGTH: Final = 150  # characters
TEXT_LENGTH: Final = 2_000
LONGEST_SUBJECT: Final = 250  # characters of a subject with its names filled in
_PLACE: Final = re.compile(r"(?<!\{)\{([a-z_]+)\}(?!\})")
_PARAGRAPHS: Final = re.compile(r"\n{2,}")


@dataclass(frozen=True, slots=True)
class Words:
    """What may be said differently: each is plain text with ``{placeholders}``."""

    subject: str
    intro: str
    sign_off: str


def fill(text: str, facts: Mapping[str, str]) -> str:
    """Return `text` with the facts it names; an unknown name stays as it is."""
    return _PLACE.sub(lambda found: facts.get(found[1], found[0]), text)


def subject_line(text: str, facts: Mapping[str, str]) -> str:
    """Return a subject as one line, its names filled in."""
    return " ".join(fill(text, facts).split())[:LONGEST_SUBJECT]


def as_html(text: str) -> str:
    """Return plain text as paragraphs."""
    parts = [part.strip() for part in _PARAGRAPHS.split(text.strip())]
    shown = [escape(part).replace("\n", "<br>") for part in parts if part]
    spaced = "margin:0 0 16px"
    return "".join(f'<p style="{spaced}">{part}</p>' for part in shown[:-1]) + "".join(
        f'<p style="margin:0">{part}</p>' for part in shown[-1:]
    )


def clean(field: str, text: str, placeholders: Collection[str]) -> str:
    """Return words as they are kept.

    Raises:
        WordingError: too long, a subject of two lines, a control character, or a placeholder
            that nothing fills in.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    one_line = field == "subject"
    longest = SUBJECT_LENGTH if one_line else TEXT_LENGTH
    if one_line and "\n" in text.replace("\r", "\n"):
        raise WordingError(_("A subject is one line. Remove the line break."), field=field)
    if len(plain) > longest:
        raise WordingError(
            _("This is too long: %(longest)d characters are the most.") % {"longest": longest},
            field=field,
        )
    if any(not (c.isprintable() or c in "\n\t" or _joins(c)) for c in plain):
        raise WordingError(_("Remove the invisible characters from this text."), field=field)
    unknown = [found for found in _PLACE.findall(plain) if found not in placeholders]
    if unknown:
        raise WordingError(
            _("Nothing fills in {%(unknown)s} here. Use one of: %(known)s.")
            % {"unknown": unknown[0], "known": ", ".join(f"{{{p}}}" for p in placeholders)},
            field=field,
        )
    return plain


def _joins(character: str) -> bool:
    """Say whether a character is one that scripts and emoji are written with, unseen itself."""
    return character in "\u200c\u200d\u200e\u200f\u00ad\u00a0\u202f"
