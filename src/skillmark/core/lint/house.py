"""What we ask of our own credentials beyond any specification.

A reader must be lenient where a standard is; an issuer need not be. Each rule here has hurt
someone: unsalted e-mail hashes that a dictionary opens, names that turn a line around, issuers
whose key nobody can find, dates with a typing error in the year.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from skillmark.core.badges.nodes import Node
from skillmark.core.badges.problem import Problem, pointer
from skillmark.core.jsonio import JsonValue, dumps

MIN_SALT: Final = 16  # characters; ours are 22, 128 random bits in base64url
MAX_YEARS: Final = 100  # of validity, and between validity and today
_EARLIEST: Final = 1950  # year; credentials for old records are re-issued
_SIGNABLE_ISSUER: Final = re.compile(r"did:[a-z0-9]+:\S+|https://\S+")
_PUBLIC_NAME: Final = re.compile(
    r"https://\S+|http://(?:localhost|127\.0\.0\.1)[:/]\S*|urn:\S+"
)
_INVISIBLE: Final = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff\x7f-\x9f]")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_ESCAPED_CONTROL: Final = (b"\\u00", b"\\b", b"\\f")


def problems(root: Node, at: datetime | None) -> Iterator[Problem]:
    """Yield what keeps us from issuing a document that is otherwise correct.

    Args:
        root: the credential.
        at: now; without it the dates are only compared with each other.
    """
    if "proof" in root.value:
        message = "The document is signed already; an issued credential is never changed."
        yield Problem("lint.signed", "/proof", message)
    yield from _names(root)
    yield from _dates(root, at)
    for subject in root.children("credentialSubject"):
        yield from _identities(subject)
    yield from _letters(root)


def _names(root: Node) -> Iterator[Problem]:
    issuer = root.child("issuer")
    if issuer is None:
        message = "The issuer must be written out with a name, not only as an address."
        yield Problem("lint.issuer_name", "/issuer", message)
    else:
        if not (issuer.text("name") or "").strip():
            yield Problem("lint.issuer_name", issuer.at("name"), "The issuer has no name.")
        if _SIGNABLE_ISSUER.fullmatch(issuer.text("id") or "") is None:
            message = (
                "The issuer's id must be a DID or an https address, where its key is found."
            )
            yield Problem("lint.issuer_id", issuer.at("id"), message)
    if _PUBLIC_NAME.fullmatch(root.text("id") or "") is None:
        message = "The credential's id must be an https address or a urn."
        yield Problem("lint.credential_id", "/id", message)


def _dates(root: Node, at: datetime | None) -> Iterator[Problem]:
    start, end = root.moment("validFrom"), root.moment("validUntil")
    limit = timedelta(days=MAX_YEARS * 366)
    if start is not None and start.year < _EARLIEST:
        message = f"The credential starts in {start.year}. Look at the year again."
        yield Problem("lint.date_odd", "/validFrom", message)
    if start is not None and end is not None and end - start > limit:
        message = f"The credential would be valid for more than {MAX_YEARS} years."
        yield Problem("lint.date_odd", "/validUntil", message)
    if at is None:
        return
    if start is not None and start - at > limit:
        message = f"The credential starts in {start.year}. Look at the year again."
        yield Problem("lint.date_odd", "/validFrom", message)
    if end is not None and end <= at:
        message = "The credential would have ended before it is issued."
        yield Problem("lint.ended", "/validUntil", message)


def _identities(subject: Node) -> Iterator[Problem]:
    """An e-mail address is hashed, and with enough salt that it cannot be guessed."""
    for identity in subject.children("identifier"):
        if identity.text("identityType") != "emailAddress":
            continue
        if identity.value.get("hashed") is not True:
            message = "An e-mail address must be hashed before it is published."
            yield Problem("lint.email_plain", identity.at("identityHash"), message)
        elif len(identity.text("salt") or "") < MIN_SALT:
            message = (
                f"The hash of an e-mail address needs at least {MIN_SALT} letters of salt."
            )
            yield Problem("lint.email_salt", identity.at("salt"), message)


def _letters(root: Node) -> Iterator[Problem]:
    """Text shows what it says: no control characters, no turning of the line."""
    written = dumps(root.value)
    clean = written.isascii() or _INVISIBLE.search(written.decode()) is None
    if clean and not any(mark in written for mark in _ESCAPED_CONTROL):
        return
    for path, text in _texts(root.value, ()):
        found = _INVISIBLE.search(text) or _CONTROL.search(text)
        if found is not None:
            message = (
                f"The text holds an invisible character (U+{ord(found.group()):04X}) at letter "
                f"{found.start() + 1}. Type it again."
            )
            yield Problem("lint.text_invisible", pointer(path), message)


def _texts(
    value: JsonValue, path: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for place, entry in enumerate(value):
            yield from _texts(entry, (*path, place))
    elif isinstance(value, dict):
        for name, entry in value.items():
            yield from _texts(entry, (*path, name))
