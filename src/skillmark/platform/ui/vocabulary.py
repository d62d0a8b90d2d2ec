"""The words, icons and tones the design system knows: statuses, outcomes, initials.

A status is always an icon and a word; the colour only repeats what they say. Anything not known
here is shown as "Could not tell", never as good.
"""

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Status:
    """How one state looks and reads; ``tone`` names the colour in the style sheets."""

    tone: str
    icon: str
    word: "_StrPromise"


COULD_NOT_TELL: Final = Status("unknown", "circle-question-mark", _("Could not tell"))

STATUSES: Final[dict[str, Status]] = {
    # Credentials and verdicts
    "valid": Status("valid", "badge-check", _("Valid")),
    "active": Status("valid", "badge-check", pgettext_lazy("credential", "Active")),
    "valid_but": Status("expired", "badge-alert", _("Valid, but")),
    "expired": Status("expired", "calendar-x-2", _("Expired")),
    "suspended": Status("suspended", "circle-pause", _("Suspended")),
    "revoked": Status("revoked", "ban", _("Revoked")),
    "superseded": Status("neutral", "replace", pgettext_lazy("credential", "Replaced")),
    "invalid": Status("invalid", "badge-x", _("Invalid")),
    "unknown": COULD_NOT_TELL,
    # Checks
    "passed": Status("valid", "check", _("Passed")),
    "warning": Status("expired", "triangle-alert", _("Warning")),
    "failed": Status("invalid", "x", _("Failed")),
    "not_run": Status("unknown", "circle-question-mark", _("Could not check")),
    # Achievements
    "draft": Status("neutral", "pencil", _("Draft")),
    "review": Status("info", "eye", _("In review")),
    "published": Status("valid", "check", _("Published")),
    "archived": Status("neutral", "archive", _("Archived")),
    # Work
    "queued": Status("neutral", "clock", _("Waiting")),
    "running": Status("info", "loader", _("Running")),
    "info": Status("info", "info", _("For information")),
    "done": Status("valid", "check", _("Done")),
    "cancelled": Status("neutral", "circle-slash", _("Cancelled")),
    # Rows and deliveries
    "ready": Status("valid", "check", _("Ready")),
    "problem": Status("invalid", "triangle-alert", _("Needs fixing")),
    "skipped": Status("neutral", "skip-forward", _("Skipped")),
    "issued": Status("valid", "stamp", _("Issued")),
    "claimed": Status("valid", "user-check", _("Claimed")),
    "unclaimed": Status("neutral", "mail", _("Not claimed yet")),
    "pending": Status("neutral", "clock", _("Waiting")),
    "mail_waiting": Status("neutral", "clock", pgettext_lazy("mail", "Waiting")),
    "mail_retrying": Status("expired", "refresh-cw", pgettext_lazy("mail", "Tried, waits")),
    "mail_sent": Status("valid", "mail-check", pgettext_lazy("mail", "Sent")),
    "mail_bounced": Status("invalid", "mail-x", pgettext_lazy("mail", "Came back")),
    "mail_complained": Status(
        "invalid", "mail-warning", pgettext_lazy("mail", "Marked as spam")
    ),
    "mail_suppressed": Status("neutral", "mail-minus", pgettext_lazy("mail", "Not sent")),
    "mail_failed": Status("invalid", "mail-x", pgettext_lazy("mail", "Given up")),
}

_OUTCOMES: Final = {"passed", "failed", "warning"}
_AVATAR_TONES: Final = 6


def status_of(key: str) -> Status:
    """Return the status for ``key``; what is not known is "Could not tell"."""
    return STATUSES.get(key, COULD_NOT_TELL)


def outcome_key(outcome: str) -> str:
    """Return the status key of a check's outcome; anything unknown did not run."""
    return outcome if outcome in _OUTCOMES else "not_run"


def initials(name: str) -> str:
    """Return one or two letters for a person: first and last word, or one for one word."""
    words = name.split()
    if not words:
        return "?"
    if len(words) == 1:
        return words[0][:1].upper()
    return (words[0][:1] + words[-1][:1]).upper()


def tone_of(name: str) -> int:
    """Return the number, from 1, of the avatar colour that always goes with ``name``."""
    return zlib.crc32(name.encode()) % _AVATAR_TONES + 1
