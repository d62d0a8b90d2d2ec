"""Strict e-mail addresses, internationalised ones included.

The dot-string form of RFC 5321 with the letters RFC 6531 adds: no quoted local part, no
comment, no address literal, at least one dot in the domain. What passes here can be handed to
a mail server and cannot carry a header break.
"""

import unicodedata
from functools import lru_cache
from typing import Final

from skillmark.core.issue.recipients.problem import Fault

MAX_ADDRESS: Final = 254  # octets, RFC 5321 §4.5.3.1.3 less the brackets
MAX_LOCAL: Final = 64  # octets
MAX_DOMAIN: Final = 253  # octets
_ATOM: Final = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~"
)
_LETTERS_AND_MARKS: Final = frozenset({"Ll", "Lu", "Lt", "Lm", "Lo", "Mn", "Mc", "Nd"})
_DOMAINS: Final = 1_024  # judged and remembered
_EXAMPLE: Final = "Write one address, for example ann@example.org."


def email(text: str) -> str | Fault:
    """Return the address in NFC with its domain in small letters, or what is wrong with it."""
    if not text:
        return Fault("row.email_missing", f"The e-mail address is missing. {_EXAMPLE}")
    address = unicodedata.normalize("NFC", text)
    reason = _reason(address)
    if reason:
        return Fault(
            "row.email_invalid", f"“{text}” is no e-mail address: {reason}. {_EXAMPLE}"
        )
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.lower()}"


def same_mailbox(address: str) -> str:
    """Return the key under which two spellings of one address are equal (no case)."""
    return address.casefold()


def _reason(address: str) -> str:
    """Return why the address is refused, in a few words, or ""."""
    count = address.count("@")
    if count != 1:
        return "there is no @" if count == 0 else f"there are {count} @"
    local, _, domain = address.partition("@")
    if len(address.encode("utf-8", "replace")) > MAX_ADDRESS:
        return f"it is longer than {MAX_ADDRESS} bytes"
    return _local_reason(local) or _domain_reason(domain)


def _local_reason(local: str) -> str:
    if not local:
        return "nothing stands before the @"
    if len(local.encode("utf-8", "replace")) > MAX_LOCAL:
        return f"the part before the @ is longer than {MAX_LOCAL} bytes"
    if local.startswith(".") or local.endswith(".") or ".." in local:
        return "a dot stands first, last or twice before the @"
    for letter in local:
        if letter != "." and letter not in _ATOM and not _is_foreign_letter(letter):
            return "it holds a space" if letter.isspace() else f"it holds “{letter}”"
    return ""


@lru_cache(maxsize=_DOMAINS)  # a list has few domains, and each is looked at letter by letter
def _domain_reason(domain: str) -> str:
    labels = domain.split(".")
    if domain.startswith("["):
        return "a number in brackets is no domain"
    if len(labels) == 1:
        return "the domain has no dot" if domain else "nothing stands after the @"
    total = 0
    for label in labels:
        reason, octets = _label_reason(label)
        if reason:
            return reason
        total += octets + 1
    if total - 1 > MAX_DOMAIN:
        return f"the domain is longer than {MAX_DOMAIN} bytes"
    if not any(letter.isalpha() for letter in labels[-1]):
        return f"the domain ends in “{labels[-1]}”, which is a number"
    return ""


def _label_reason(label: str) -> tuple[str, int]:
    """Return why a label is refused (or ""), and its length in octets on the wire."""
    if not label:
        return "two dots stand together, or one stands last, in the domain", 0
    if label.startswith("-") or label.endswith("-"):
        return f"“{label}” starts or ends with a hyphen", 0
    for letter in label:
        plain = letter == "-" or (letter.isascii() and letter.isalnum())
        if not plain and not _is_foreign_letter(letter):
            return f"the domain holds “{letter}”", 0
    try:
        wire = label.lower().encode("idna")
    except UnicodeError:
        return f"“{label}” cannot be part of a domain", 0
    return "", len(wire)


def _is_foreign_letter(letter: str) -> bool:
    return not letter.isascii() and unicodedata.category(letter) in _LETTERS_AND_MARKS
