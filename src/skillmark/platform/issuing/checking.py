"""Verifying one of our own credentials, really and now, for its public page.

The same verifier as everywhere, fed with what this site publishes: the identity's DID document
and its status lists. Nothing is taken from the credential's row, so page and verifier cannot
disagree; only the issuer's reason stands in the row alone.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skillmark.core.canon.compiled import ShapeCache
from skillmark.core.verify import (
    Check,
    Evidence,
    Need,
    Report,
    Unavailable,
    Verdict,
    examine,
)
from skillmark.platform.issuing.models import Credential
from skillmark.platform.trust import own
from skillmark.platform.trust.models import StatusPurpose
from skillmark.platform.ui.vocabulary import status_of

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_shapes: Final = ShapeCache()
_NOT_HERE: Final = Unavailable("evidence.not_here", "This site publishes no such document.")
_TITLES: Final[dict[str, "StrPromise"]] = {
    "format": gettext_lazy("The file"),
    "context": gettext_lazy("Meaning of its words"),
    "type": gettext_lazy("Kind of document"),
    "model": gettext_lazy("Structure"),
    "proof": gettext_lazy("Signature"),
    "issuer": gettext_lazy("Who signed it"),
    "key": gettext_lazy("The issuer's key"),
    "validity": gettext_lazy("Dates"),
    "status": gettext_lazy("Revocation"),
    "refresh": gettext_lazy("Newer copy"),
    "schema": gettext_lazy("Published form"),
    "badge": gettext_lazy("Rules of Open Badges"),
    "subject": gettext_lazy("Holder"),
    "endorsements": gettext_lazy("Endorsements"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One check as the check list of the design system shows it."""

    outcome: str
    title: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict as the page shows it.

    Attributes:
        tone: names colour and icon.
        icon: a Lucide name.
        word: the verdict in a word or two.
        sentence: what it means.
        lines: every check.
        at: when it was checked.
    """

    tone: str
    icon: str
    word: str
    sentence: str
    lines: tuple[Line, ...]
    at: datetime


def report_of(credential: Credential, *, at: datetime) -> Report:
    """Return the verifier's report on the stored bytes, from what this site publishes."""
    examination = examine(bytes(credential.document), at=at, canonicalize=_shapes.canonicalize)
    try:
        wanted = next(examination)
        while True:
            wanted = examination.send(_evidence(wanted))
    except StopIteration as end:
        report: Report = end.value
        return report


def answer_of(credential: Credential, *, at: datetime) -> Answer:
    """Return the verdict on a credential in words."""
    report = report_of(credential, at=at)
    tone = _tone(report)
    shown = status_of(tone)
    return Answer(
        tone=tone,
        icon=shown.icon,
        word=str(shown.word),
        sentence=_sentence(credential, tone),
        lines=tuple(_line(check) for check in report.checks),
        at=at,
    )


def _evidence(wanted: tuple[Need, ...]) -> Evidence:
    found: dict[str, bytes | Unavailable] = {}
    for need in wanted:
        found[need.url] = own.document_at(need.url) or _NOT_HERE
    return found


def _tone(report: Report) -> str:
    codes = {check.code for check in report.reasons}
    if report.verdict is Verdict.VALID:
        return "valid"
    if report.summary.proven and "status.revoked" in codes:
        return "revoked"
    if report.verdict is Verdict.VALID_BUT:
        return "suspended" if "status.suspended" in codes else "expired"
    return "invalid" if report.verdict is Verdict.INVALID else "unknown"


def _sentence(credential: Credential, tone: str) -> str:
    facts = {
        "issuer": credential.organisation.name,
        "person": credential.award.recipient_name,
        "day": date_format(credential.issued_at, "j F Y"),
        "end": date_format(credential.valid_until, "j F Y") if credential.valid_until else "",
        "changed": (
            date_format(credential.state_changed_at, "j F Y")
            if credential.state_changed_at
            else ""
        ),
    }
    sentences = {
        "valid": _(
            "%(issuer)s awarded this to %(person)s on %(day)s. The signature holds, and it is "
            "not revoked as of just now."
        ),
        "expired": _(
            "%(issuer)s awarded this to %(person)s on %(day)s. It was valid until %(end)s."
        ),
        "suspended": _(
            "%(issuer)s awarded this to %(person)s on %(day)s and suspended it on %(changed)s. "
            "It does not count until the suspension is lifted."
        ),
        "revoked": _("%(issuer)s revoked this on %(changed)s. It does not count any more."),
        "invalid": _("This credential does not pass its checks. Do not rely on it."),
        "unknown": _("Not every check could be made just now. Try again in a moment."),
    }
    return sentences[tone] % facts


def _line(check: Check) -> Line:
    facts = ", ".join(f"{name}: {value}" for name, value in check.facts.items())
    detail = f"{check.code} · {facts}" if facts else check.code
    suspension = check.facts.get("purpose") == StatusPurpose.SUSPENSION
    title = _("Suspension") if suspension else str(_TITLES.get(check.name, check.name))
    return Line(check.outcome.value, title, check.reason, detail)
