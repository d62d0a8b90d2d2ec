"""The optional cells: learner number, evidence address, language, grade, narrative.

Each function takes a cell without surrounding spaces and returns its value or its fault.
"""

import re
import unicodedata
from typing import Final
from urllib.parse import urlsplit

from skillmark.core.issue.recipients.emails import MAX_DOMAIN
from skillmark.core.issue.recipients.problem import Fault

MAX_IDENTIFIER: Final = 100  # characters
MAX_GRADE: Final = 50  # characters
MAX_NARRATIVE: Final = 5_000  # characters
MAX_URL: Final = 2_048  # characters
MAX_EVIDENCE: Final = 20  # pieces of work of one person
_BETWEEN_URLS: Final = re.compile(r"[\s|;,]+(?=https?://)")
_LANGUAGE: Final = re.compile(r"([A-Za-z]{2,3})(-[A-Za-z]{4})?(-(?:[A-Za-z]{2}|[0-9]{3}))?")
_HOST_LABEL: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_URL_LETTERS: Final = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")


def bounded(text: str, limit: int) -> str | Fault:
    """Return the text in NFC when it has at most `limit` characters."""
    if len(text) > limit:
        message = f"The text has {len(text)} characters; {limit} is the most."
        return Fault("row.too_long", message)
    return unicodedata.normalize("NFC", text)


def identifier(text: str) -> str | Fault:
    """Return a learner's number."""
    return bounded(text, MAX_IDENTIFIER)


def grade(text: str) -> str | Fault:
    """Return a grade; the achievement decides which ones there are."""
    return bounded(text, MAX_GRADE)


def narrative(text: str) -> str | Fault:
    """Return the story of how the achievement was earned."""
    return bounded(text, MAX_NARRATIVE)


def evidence_urls(text: str) -> tuple[str, ...] | Fault:
    """Return the addresses of a cell that may hold several, with spaces or lines between."""
    found = []
    for part in _BETWEEN_URLS.split(text):
        url = evidence_url(part)
        if isinstance(url, Fault):
            return url
        found.append(url)
    if len(found) > MAX_EVIDENCE:
        message = f"There are {len(found)} addresses; {MAX_EVIDENCE} is the most."
        return Fault("row.too_long", message)
    return tuple(found)


def evidence_url(text: str) -> str | Fault:
    """Return an ``https`` address with a real host name."""
    too_long = f"it is longer than {MAX_URL} characters"
    reason = _url_reason(text) if len(text) <= MAX_URL else too_long
    if reason:
        example = "for example https://example.org/work/42"
        message = f"“{text[:80]}” cannot be used: {reason}. Write a web address, {example}."
        return Fault("row.evidence_url_invalid", message)
    return text


def _url_reason(text: str) -> str:
    if not text.lower().startswith("https://"):
        return "it does not start with https://"
    if _URL_LETTERS.fullmatch(text) is None:
        return "it holds a space or a letter that an address must write as %XX"
    try:
        parts = urlsplit(text)
        has_port = parts.port is not None
    except ValueError:
        return "its host is not written correctly"
    if parts.username is not None or has_port:
        return "it holds a user name or a port"
    return "" if _is_domain(parts.hostname or "") else "its host is no domain name"


def _is_domain(host: str) -> bool:
    labels = host.split(".")
    named = len(labels) > 1 and all(_HOST_LABEL.fullmatch(label) for label in labels)
    return named and len(host) <= MAX_DOMAIN and labels[-1][0].isalpha()


def language(text: str) -> str | Fault:
    """Return a BCP 47 tag in its usual capitals: ``pt-BR``, ``zh-Hant-TW``.

    Only language, script and region, as Open Badges 3.0 allows for ``inLanguage``.
    """
    found = _LANGUAGE.fullmatch(text.replace("_", "-"))
    if found is None:
        message = f"“{text[:40]}” is no language tag. Write for example en, de or pt-BR."
        return Fault("row.language_invalid", message)
    tongue, script, region = found.groups()
    return tongue.lower() + (script or "").title() + (region or "").upper()
