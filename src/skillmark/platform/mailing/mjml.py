"""From MJML to the HTML of a mail, with nothing in it that a reader's program would fetch.

A template never holds a person's or an organisation's words: it holds marks (``[[name]]``), and
the words go in afterwards, escaped. So nothing that anybody wrote is ever read as MJML, and each
template is compiled once for all its readers. Attributes hold ASCII only: the compiler writes
other letters there in a notation of its own.
"""

import re
from collections.abc import Mapping
from typing import Final

import mrml

from skillmark.platform.mailing.errors import MailingError

_MARK: Final = re.compile(r"\[\[([a-z_]+)\]\]")
# Outlook's conditional comments name XML namespaces; nothing fetches those.
_FETCHED: Final = re.compile(
    r"""(?ix) (?: \b(?:src|srcset|background|poster|data)\s*=\s*["']?\s*(?!cid:|\[\[(?:logo|badge)\]\])[^"'\s>]
        | @import | url\s*\( | <link\b | <script\b | <iframe\b | <object\b )"""
)
_OPTIONS: Final = mrml.RenderOptions(disable_comments=False, fonts={})
_PARSER: Final = mrml.ParserOptions(include_loader=mrml.noop_loader())


class TemplateError(MailingError):
    """A mail template is no MJML, or it would make a reader's program fetch something."""

    code = "mailing.template_invalid"


def compile_template(source: str) -> str:
    """Return the HTML of an MJML template, its marks untouched.

    Raises:
        TemplateError: it is not well formed, or the mail would load something from elsewhere.
    """
    try:
        html: str = mrml.to_html(source, _PARSER, _OPTIONS).content
    except OSError as error:
        raise TemplateError("This mail template is not well-formed MJML.") from error
    found = _FETCHED.search(html)
    if found:
        raise TemplateError("A mail may not load anything from elsewhere.", found=found[0])
    return html


def fill(frame: str, values: Mapping[str, str]) -> str:
    """Put `values` in the places of their marks, in one pass; a mark without a value vanishes."""
    return _MARK.sub(lambda found: values.get(found[1], ""), frame)


def mark(name: str) -> str:
    """Return the mark that a value will replace."""
    return f"[[{name}]]"
