"""The look of mails that are written as plain text only: paragraphs, and a button for a link.

Whoever writes plain text into the outbox need not know of any look; what has no HTML gets it here.
"""

import re
from typing import Final

from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from skillmark.platform.mailing import languages, letters, mjml, wording

_ADDRESS: Final = re.compile(r"https?://\S+\Z")
_INSIDE: Final = re.compile(r"(https?://[^\s<>\"]+)")
_LINK: Final = '<a href="{0}" style="color:#0b5a54">{0}</a>'


def dress(subject: str, text: str) -> str:
    """Return plain text as the HTML of a mail; the first line that is a link gets a button."""
    language = languages.choose(get_language())
    before, link, after = _around_link(text)
    values = {
        "subject": escape(subject),
        "title": escape(subject),
        "intro": _with_links(before),
        "action": escape(_("Open it")) if link else "",
        "url": escape(link),
        "otherwise": _with_links(after),
    }
    present = frozenset(name for name, value in values.items() if value)
    return mjml.fill(letters.html_frame(letters.NOTE, language, present), values)


def _around_link(text: str) -> tuple[str, str, str]:
    """Return what stands before the first line that is only a link, the link, and the rest."""
    lines = text.strip().split("\n")
    for number, line in enumerate(lines):
        if _ADDRESS.match(line.strip()):
            before = "\n".join(lines[:number])
            return before, line.strip(), "\n".join(lines[number + 1 :]).strip()
    return text, "", ""


def _with_links(text: str) -> str:
    shown = wording.as_html(text)
    return _INSIDE.sub(lambda found: _LINK.format(found[1]), shown)
