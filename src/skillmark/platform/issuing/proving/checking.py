"""Verifying one of our own credentials, really and now, for its public page.

The same verifier as everywhere, fed with what this site publishes: the identity's DID document
and its status lists. Nothing is taken from the credential's row, so page and verifier cannot
disagree; only the issuer's reason stands in the row alone.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from skillmark.core.canon.compiled import ShapeCache
from skillmark.core.verify import (
    Check,
    Evidence,
    Need,
    Policy,
    Proofs,
    Report,
    Unavailable,
    examine,
)
from skillmark.core.verify.proof_bundle import NO_PROOFS
from skillmark.platform.issuing.making import clocks
from skillmark.platform.issuing.models import Credential, CredentialState
from skillmark.platform.issuing.proving import plain_words, trusting, verdicts
from skillmark.platform.issuing.proving.plain_words import Line
from skillmark.platform.rights import own as rights
from skillmark.platform.trust import addresses, own

_shapes: Final = ShapeCache()
_NOT_HERE: Final = Unavailable("evidence.not_here", "This site publishes no such document.")


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
    """Return the verifier's report on the stored bytes, from what this site publishes.

    What is proven of its time is only looked up when the key has come to its end.
    """
    report = _judged(credential, Policy.default(), NO_PROOFS, at)
    if all(check.code == "key.active" for check in report.checks_named("key")):
        return report
    policy = Policy(trust=trusting.trust())
    return _judged(credential, policy, trusting.proofs_of(credential), at)


def _judged(credential: Credential, policy: Policy, proofs: Proofs, at: datetime) -> Report:
    examination = examine(
        bytes(credential.document),
        at=at,
        policy=policy,
        canonicalize=_shapes.canonicalize,
        proofs=proofs,
    )
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
    replaced = credential.state == CredentialState.SUPERSEDED
    tone = verdicts.tone_of(report, replaced=replaced)
    return Answer(
        tone=tone,
        icon=verdicts.ICONS[tone],
        word=verdicts.word_of(report, tone),
        sentence=_sentence(credential, tone, at),
        lines=tuple(_line(check, credential) for check in report.checks),
        at=at,
    )


def _evidence(wanted: tuple[Need, ...]) -> Evidence:
    found: dict[str, bytes | Unavailable] = {}
    for need in wanted:
        found[need.url] = own.document_at(need.url) or _paper_at(need.url) or _NOT_HERE
    return found


def _paper_at(url: str) -> bytes | None:
    """Return a definition, grant or endorsement of this site."""
    ours = addresses.absolute("/")
    return rights.document_at(url.removeprefix(ours)) if url.startswith(ours) else None


def _sentence(credential: Credential, tone: str, at: datetime) -> str:
    facts = {
        "issuer": credential.organisation.name,
        "person": credential.award.shown_name,
        "day": day_of(credential.issued_at),
        "end": day_of(credential.valid_until),
        "changed": day_of(credential.state_changed_at),
        "part": clocks.ended_part(credential, at),
        "part_end": day_of(credential.inner_until),
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
        "replaced": _(
            "%(issuer)s put another credential in its place on %(changed)s. This one does not "
            "count any more."
        ),
        "invalid": _("This credential does not pass its checks. Do not rely on it."),
        "unknown": _("Not every check could be made just now. Try again in a moment."),
    }
    if tone == "valid" and facts["part"]:
        return (
            _(
                "%(issuer)s awarded this to %(person)s on %(day)s. It is valid, but its part "
                "“%(part)s” ended on %(part_end)s."
            )
            % facts
        )
    return sentences[tone] % facts


def _line(check: Check, credential: Credential) -> Line:
    told = check.code in {"status.revoked", "status.suspended"} and credential.reason
    note = _("The issuer's reason: %(reason)s") % {"reason": credential.reason}
    return plain_words.line(check, note=note if told else "")


def day_of(moment: datetime | None) -> str:
    """Return the day of a moment with its month in letters, or nothing."""
    return date_format(moment, "j F Y") if moment else ""
