"""What a report comes to, in one tone and one word: the same on a record's page and on /verify."""

from typing import Final

from django.utils.translation import gettext as _

from skillmark.core.verify import Report, Verdict

ICONS: Final = {
    "valid": "badge-check",
    "expired": "badge-alert",
    "suspended": "circle-pause",
    "revoked": "ban",
    "replaced": "replace",
    "invalid": "badge-x",
    "unknown": "circle-question-mark",
}
_TONES: Final = {
    Verdict.VALID: "valid",
    Verdict.VALID_BUT: "expired",
    Verdict.INVALID: "invalid",
    Verdict.UNKNOWN: "unknown",
}


def tone_of(report: Report, *, replaced: bool = False) -> str:
    """Return the tone of a report: a key of `ICONS`.

    Args:
        report: of the verifier.
        replaced: it is one of our own whose revocation makes room for a corrected or renewed one.
    """
    codes = {check.code for check in report.reasons}
    if (
        report.verdict is Verdict.INVALID
        and report.summary.proven
        and "status.revoked" in codes
    ):
        return "replaced" if replaced else "revoked"
    if report.verdict is Verdict.VALID_BUT and "status.suspended" in codes:
        return "suspended"
    return _TONES[report.verdict]


def word_of(report: Report, tone: str) -> str:
    """Return the verdict in one or two words."""
    codes = {check.code for check in report.reasons}
    if tone == "revoked":
        return _("Revoked")
    if tone == "replaced":
        return _("Replaced")
    if tone == "suspended":
        return _("Suspended")
    if tone == "expired" and "validity.expired" in codes:
        return _("Expired")
    words = {
        Verdict.VALID: _("Valid"),
        Verdict.VALID_BUT: _("Valid, but"),
        Verdict.INVALID: _("Not valid"),
        Verdict.UNKNOWN: _("Could not tell"),
    }
    return words[report.verdict]
