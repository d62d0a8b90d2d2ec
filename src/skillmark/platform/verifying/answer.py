"""The answer a person gets: one verdict in one sentence, then every check, then the rest.

A name that the issuer gives itself is never said without what stands behind it, and nothing that
is not proven is said as if it were.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from skillmark.core import jsonio
from skillmark.core.verify import Check, Outcome, Report, Verdict
from skillmark.platform.issuing.proving import plain_words, verdicts
from skillmark.platform.issuing.proving.plain_words import Line, day
from skillmark.platform.verifying import local
from skillmark.platform.verifying.checking import Verification
from skillmark.platform.verifying.subject import Subject, subject_of

MAX_RAW: Final = 200_000  # characters of raw data shown
SHORT_KEY: Final = 8  # characters of a key shown in a sentence
_DID_KEY: Final = re.compile(r"did:(?:key|jwk):")
_FOLLOWS: Final = frozenset({"verify.not_reached", "proof.key_not_found"})
"""Codes that only follow from another check's answer, which says more."""
_WORST_FIRST: Final = ("status.revoked", "status.suspended", "validity.expired")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the result page shows.

    Attributes:
        tone: names the colour and the icon: valid, expired, suspended, revoked, …
        word: the verdict in one or two words.
        sentence: what it means, who awarded it to whom, as far as it is proven.
        cautions: what a careful reader should know besides.
        lines: every check in plain words.
        subject: whom and what the credential speaks of.
        proven: the issuer's signature covers what `subject` says.
        page: the credential's page on this site, when it is one of ours.
        successor: the page of what was put in its place or renewed it.
        issuer_page: the issuer's page on this site, when it is known here.
        raw: the credential as it came, for reading.
        report: the report as JSON.
    """

    tone: str
    word: str
    sentence: str
    cautions: tuple[str, ...]
    lines: tuple[Line, ...]
    subject: Subject
    proven: bool
    page: str
    successor: str
    issuer_page: str
    raw: str
    report: str

    @property
    def icon(self) -> str:
        """Return the name of the icon of the verdict."""
        return verdicts.ICONS[self.tone]


def answer_of(done: Verification) -> Answer:
    """Return the answer that a verification gives."""
    report, subject = done.report, subject_of(done.document)
    known = local.known(report.summary)
    tone = verdicts.tone_of(report, replaced=bool(known.successor))
    return Answer(
        tone=tone,
        word=verdicts.word_of(report, tone),
        sentence=_sentence(report, subject, tone, known.reason),
        cautions=_cautions(report, subject, known),
        lines=tuple(_line(check, known.reason) for check in report.checks),
        subject=subject,
        proven=report.summary.proven,
        page=known.page,
        successor=known.successor or known.renewal,
        issuer_page=known.issuer_page,
        raw=_raw(done.came),
        report=_indented(report.to_json()),
    )


def _line(check: Check, reason: str) -> Line:
    told = check.code in {"status.revoked", "status.suspended"} and reason
    return plain_words.line(check, note=_told(reason) if told else "")


def _told(reason: str) -> str:
    return _("The issuer's reason: %(reason)s") % {"reason": reason}


def _sentence(report: Report, subject: Subject, tone: str, reason: str) -> str:
    if not report.summary.proven:
        return " ".join(filter(None, [_main_reason(report), _claim(subject)]))
    parts = [_award(report, subject)]
    if report.verdict is not Verdict.VALID:
        parts.append(_main_reason(report))
    if tone in {"revoked", "suspended"} and reason:
        parts.append(_told(reason))
    if tone == "replaced":
        parts.append(_("The issuer has put another credential in its place."))
    if tone in {"valid", "expired"}:
        parts.append(_standing(report))
    return " ".join(filter(None, parts))


def _award(report: Report, subject: Subject) -> str:
    said: Mapping[str, str] = {
        "issuer": issuer_name(report, subject),
        "what": _("“%(name)s”") % {"name": subject.achievement}
        if subject.achievement
        else _("this"),
        "holder": subject.holder or _("its holder, whom it does not name"),
        "day": day(subject.awarded) or day(report.summary.valid_from),
    }
    if said["day"]:
        return _("%(issuer)s awarded %(what)s to %(holder)s on %(day)s.") % said
    return _("%(issuer)s awarded %(what)s to %(holder)s.") % said


def issuer_name(report: Report, subject: Subject) -> str:
    """Return the issuer with what stands behind the name: a domain, or only a key."""
    identity = report.summary.issuer_id or ""
    behind = report.summary.issuer_domain or ""
    if not behind and _DID_KEY.match(identity):
        behind = _("key …%(end)s") % {"end": identity[-SHORT_KEY:]}
    if not behind:
        behind = identity
    return f"{subject.issuer} ({behind})" if subject.issuer else behind


def _main_reason(report: Report) -> str:
    """Return why the verdict is not plainly "valid", the gravest reason first."""
    reasons = [check for check in report.reasons if check.code not in _FOLLOWS]
    reasons = reasons or list(report.reasons)
    if not reasons:
        return _("Not every check could be made.")
    gravest = [check for code in _WORST_FIRST for check in reasons if check.code == code]
    worst = reasons[0].consequence
    same = [check for check in gravest if check.consequence is worst]
    return plain_words.words((same or reasons)[0])


def _standing(report: Report) -> str:
    checks = report.checks_named("status")
    if any(check.code == "status.none" for check in checks):
        return _("The issuer gave it no way to be revoked.")
    passed = bool(checks) and all(check.outcome is Outcome.PASSED for check in checks)
    enclosed = [check for check in checks if check.facts.get("enclosed")]
    if passed and enclosed:
        return plain_words.words(enclosed[0])
    return _("Not revoked as of just now.") if passed else ""


def _claim(subject: Subject) -> str:
    if not subject.issuer:
        return ""
    claim = _("It says it comes from “%(issuer)s”, but nothing proves that.")
    return claim % {"issuer": subject.issuer}


def _cautions(report: Report, subject: Subject, known: local.Known) -> tuple[str, ...]:
    found = []
    if known.part:
        found.append(
            _("Valid, but its part “%(part)s” ended on %(day)s.")
            % {"part": known.part, "day": day(known.part_ended)}
        )
    if known.erased:
        found.append(
            _(
                "The record of it on this site was erased, for the person it is about. Its place in "
                "the public log cannot be shown any more."
            )
        )
    identity = report.summary.issuer_id or ""
    if report.summary.proven and _DID_KEY.match(identity) and not known.issuer_page:
        found.append(
            _(
                "No web domain stands behind this issuer, only a key: anybody can choose such a "
                "name. Make sure that the key is theirs before you rely on it."
            )
        )
    if subject.issuer_mixes_scripts:
        found.append(
            _(
                "The issuer's name mixes letters of different alphabets that look alike. Compare "
                "the domain, not the name."
            )
        )
    return tuple(found)


def _raw(document: jsonio.JsonObject | None) -> str:
    if document is None:
        return ""
    shown = _indented(document)
    return shown if len(shown) <= MAX_RAW else ""


def _indented(document: jsonio.JsonObject) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False)
