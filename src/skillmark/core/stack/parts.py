"""From the report on one credential to what it means for a stack.

A final or a constituent whose proof does not hold is forged, whatever the reason in detail; the
detail stays in ``cause``. What could not be checked is said to be so and never counts as good.
"""

from datetime import datetime
from typing import Final

from skillmark.core.encoding import timestamp
from skillmark.core.encoding.errors import TimestampError
from skillmark.core.jsonio import JsonObject
from skillmark.core.proof.authority import CLOCK_SKEW
from skillmark.core.stack.report import Finding
from skillmark.core.stack.standing import Reason
from skillmark.core.verify import Check, Outcome, Report, Verdict
from skillmark.core.verify.fields import objects, text
from skillmark.core.verify.report import FORMAL, NOT_REACHED, OPTIONAL

FINAL: Final = "final"
CONSTITUENT: Final = "constituent"

_SAID: Final = {
    FINAL: {
        "revoked": "The final credential was revoked by its issuer.",
        "suspended": "The final credential is suspended by its issuer.",
        "status_unknown": "The final credential may have been revoked: that could not be told.",
        "expired": "The final credential has expired.",
        "not_yet": "The final credential is not valid yet.",
        "policy": "The final credential is not what you asked for.",
        "form": "The final credential is not in the form it should have.",
        "forged": "The final credential is not what its issuer signed.",
        "unchecked": "The final credential could not be checked.",
    },
    CONSTITUENT: {
        "revoked": "It was revoked by its issuer.",
        "suspended": "It is suspended by its issuer.",
        "status_unknown": "It may have been revoked: that could not be told.",
        "policy": "It is not what you asked for.",
        "form": "It is not in the form it should have.",
        "forged": "It is not what its issuer signed.",
        "unchecked": "It could not be checked.",
    },
}
_CODES: Final = {
    "status.revoked": "revoked",
    "status.suspended": "suspended",
    "validity.expired": "expired",
    "validity.not_yet": "not_yet",
}
_FOLLOWING: Final = frozenset({NOT_REACHED, "proof.key_not_found"})
"""Codes that only follow from what another check says."""

_REFUSED: Final = {
    Reason.MISSING: ("not_in_rule", "It is of no achievement that this rule asks for."),
    Reason.VERSION: (
        "version",
        "It is of another version of the achievement than is asked for.",
    ),
    Reason.ISSUER: ("issuer", "It is of another issuer than this rule takes."),
    Reason.EXPIRED: ("expired", "It had expired when the final was awarded."),
    Reason.NOT_YET: ("later", "It was not valid yet when the final was awarded."),
    Reason.LEVEL: ("level", "It is not of the level that this rule asks for."),
    Reason.EARNED_EARLY: ("too_early", "It was earned earlier than this rule takes."),
    Reason.EARNED_LATE: ("too_late", "It was earned later than this rule takes."),
    Reason.REVOKED: ("revoked", _SAID[CONSTITUENT]["revoked"]),
    Reason.SUSPENDED: ("suspended", _SAID[CONSTITUENT]["suspended"]),
}


def of_report(report: Report, who: str) -> tuple[Finding, ...]:
    """Return what a report means, each code once.

    Args:
        report: on one credential.
        who: `FINAL` or `CONSTITUENT`; of a constituent the period is no matter of today.
    """
    found: dict[str, Finding] = {}
    for check in report.reasons:
        kind = _kind(check)
        if kind is None or (who == CONSTITUENT and check.name == "validity"):
            continue
        code = f"stack.{who}_{kind}"
        reason = _SAID[who][kind]
        if kind in {"forged", "form", "unchecked", "policy", "status_unknown"}:
            reason = f"{reason} {check.reason}"
        found.setdefault(code, Finding(code, _allows(check, who), reason, _facts(check)))
    if not found and not report.summary.proven:
        code = f"stack.{who}_unchecked"
        found[code] = Finding(code, Verdict.UNKNOWN, _SAID[who]["unchecked"])
    return tuple(found.values())


def refused(reason: Reason) -> Finding:
    """Return why a constituent cannot count at any place of the rule."""
    kind, words = _REFUSED[reason]
    return Finding(f"stack.constituent_{kind}", Verdict.INVALID, words)


def back_dated(final: JsonObject, since: datetime, constituent: JsonObject) -> Finding | None:
    """Return that a final claims to be older than what it is made of, or None.

    It carries the digest of the constituent with its proof, so it was made later; a final that
    begins, or says it was signed, before that was dated back.
    """
    signed, own = _signed(constituent), _signed(final)
    if signed is None:
        return None
    latest = min(since, since if own is None else own) + CLOCK_SKEW
    if signed <= latest:
        return None
    reason = "The final is dated before it was signed: the final was dated back."
    facts = {"signed": timestamp.encode(signed), "final": timestamp.encode(latest - CLOCK_SKEW)}
    return Finding("stack.back_dated", Verdict.INVALID, reason, facts)


def _signed(document: JsonObject) -> datetime | None:
    """Return the latest time that a proof of a document gives, or None."""
    found = []
    for proof in objects(document.get("proof")):
        try:
            found.append(timestamp.decode(text(proof.get("created")) or ""))
        except TimestampError:
            continue
    return max(found, default=None)


def _kind(check: Check) -> str | None:
    """Return what a check means for a stack; None for one that only follows from another."""
    if check.code in _FOLLOWING:
        return None
    if check.code in _CODES:
        return _CODES[check.code]
    beside = check.name in OPTIONAL
    if check.name in FORMAL or (beside and not check.demanded):
        return "form"
    if check.name in {"policy", "recipient"} or beside:
        return "policy"
    if check.outcome is Outcome.FAILED:
        return "forged"
    return "status_unknown" if check.name == "status" else "unchecked"


def _allows(check: Check, who: str) -> Verdict:
    """Return the verdict left: what is suspended counts for nothing, so no stack stands on it."""
    if check.code == "status.suspended" and who == CONSTITUENT:
        return Verdict.INVALID
    return check.consequence


def _facts(check: Check) -> dict[str, str]:
    return {"cause": check.code}
