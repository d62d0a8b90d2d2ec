"""Text a person typed: cleaned once at the edge, rendered safely on the way out.

Names and lines may not carry control characters or the bidirectional overrides that let a text
show something else than it says. Markdown is rendered by markdown-it without HTML and then passed
through nh3, so that a mistake in either alone shows nothing dangerous.
"""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from typing import Final

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_OVERRIDES: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_MARKDOWN: Final = MarkdownIt("commonmark", {"html": False, "linkify": False})
_TAGS: Final = {
    "p", "br", "hr", "strong", "em", "ul", "ol", "li", "blockquote", "code", "pre", "a",
    "h3", "h4", "h5",
}  # fmt: skip
_HEADING_SHIFT: Final = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h5", "h5": "h5", "h6": "h5"}


def line(value: str) -> str:
    """Return one line: NFC, white space collapsed, no control or override characters."""
    kept = "".join(
        " " if character.isspace() else character
        for character in value
        if character.isspace() or not _is_forbidden(character)
    )
    return unicodedata.normalize("NFC", " ".join(kept.split()))


def block(value: str) -> str:
    """Return a text of many lines: NFC, Unix line ends, no control characters."""
    unified = value.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c for c in unified if c in "\n\t" or not _is_forbidden(c))
    return unicodedata.normalize("NFC", kept).strip()


def markdown(source: str) -> SafeString:
    """Return `source` as HTML that may stand in any of our pages.

    Headings begin at level 3, because the page owns the levels above; links open with
    ``rel="nofollow noopener noreferrer"`` and only over http, https and mailto; pictures and HTML
    are not rendered.
    """
    tokens = _MARKDOWN.parse(source)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = _HEADING_SHIFT[token.tag]
    rendered = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    cleaned = nh3.clean(
        rendered,
        tags=_TAGS,
        attributes={"a": {"href", "title"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer",
    )
    return mark_safe(cleaned)  # noqa: S308 - nh3 has just cleaned it


def plain_number(value: Decimal) -> str:
    """Return a decimal without trailing zeros: ``3``, ``1.5``."""
    written = f"{value:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def _is_forbidden(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cs"} or character in _OVERRIDES
