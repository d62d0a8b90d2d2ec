"""The bundle of a stack on the verify page: the rule is replayed, every constituent named.

The keys and lists are fetched anew from where they stand, our own from the database; what cannot
be had is taken from the bundle, which the report then says. Nothing that is sent in is kept.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skillmark import fetch
from skillmark.core import jsonio
from skillmark.core.errors import SkillmarkError
from skillmark.core.stack.bundle import TYPE, Bundle, read_bundle
from skillmark.core.stack.proof import StackPolicy, replay
from skillmark.core.stack.report import Finding, Part, StackReport
from skillmark.core.verify import Policy, Unavailable, Verdict
from skillmark.fetch.errors import FetchError, NotFoundError
from skillmark.fetch.fetcher import MAX_BYTES, Fetched, Source
from skillmark.platform.issuing.proving import verdicts
from skillmark.platform.issuing.proving.plain_words import Line
from skillmark.platform.ui.saying import said
from skillmark.platform.verifying import checking, evidence, local, trusting
from skillmark.platform.verifying.subject import Subject, subject_of

MAX_FETCHED: Final = 20  # addresses of other sites, for one bundle
_TONES: Final = {
    Verdict.VALID: "valid",
    Verdict.VALID_BUT: "expired",
    Verdict.INVALID: "invalid",
    Verdict.UNKNOWN: "unknown",
}
_OUTCOMES: Final = {
    Verdict.VALID: "passed",
    Verdict.VALID_BUT: "warning",
    Verdict.INVALID: "failed",
    Verdict.UNKNOWN: "not_run",
}


@dataclass(frozen=True, slots=True)
class StackPart:
    """The final or a constituent, as the page names it.

    Attributes:
        subject: whom and what it speaks of, by its own word.
        page: its page on this site, or "".
        outcome: ``passed``, ``warning``, ``failed`` or ``not_run``.
        state: one or two words.
        reasons: what was found, a sentence each.
        counted: it counts in the rule.
    """

    subject: Subject
    page: str
    outcome: str
    state: str
    reasons: tuple[str, ...]
    counted: bool


@dataclass(frozen=True, slots=True)
class StackAnswer:
    """What the page shows of a bundle.

    Attributes:
        tone: of `verdicts.ICONS`.
        word: the verdict in one or two words.
        sentence: what it means.
        final: the final credential.
        parts: what it was earned by, each with its state.
        lines: what was found on the stack as a whole.
        report: as JSON.
    """

    tone: str
    word: str
    sentence: str
    final: StackPart
    parts: tuple[StackPart, ...]
    lines: tuple[Line, ...]
    report: str

    @property
    def icon(self) -> str:
        """Return the name of the icon of the verdict."""
        return verdicts.ICONS[self.tone]


def is_bundle(data: bytes) -> bool:
    """Tell whether a file says that it is a bundle."""
    if TYPE.encode() not in data[: checking.MAX_BYTES]:
        return False
    try:
        return jsonio.load_object(data, max_bytes=checking.MAX_BYTES).get("type") == TYPE
    except SkillmarkError:
        return False


def check(
    data: bytes, *, at: datetime, recipient: str = "", source: Source | None = None
) -> StackReport:
    """Replay a bundle with what can be fetched.

    Args:
        data: the file.
        at: the moment to judge for, with a zone.
        recipient: the address of the person in question, if known.
        source: where documents come from; this site and the web by default.

    Raises:
        BundleError: it is no bundle that can be read.
    """
    bundle = read_bundle(data)
    wanted = recipient.strip()[: checking.MAX_RECIPIENT]
    final = Policy(trust=trusting.trust())
    known = _known(bundle, _Limited(source or evidence.source()), at, final)
    policy = StackPolicy(final=final, known=known, addresses=(wanted,) if wanted else ())
    return replay(bundle, at=at, policy=policy)


def answer_of(data: bytes, report: StackReport) -> StackAnswer:
    """Return what the page shows of a report on a bundle."""
    bundle = read_bundle(data)
    tone = _TONES[report.verdict]
    documents = {_id_of(one): one for one in bundle.constituents}
    parts = tuple(_part(part, _bytes_of(part, documents)) for part in report.constituents)
    return StackAnswer(
        tone=tone,
        word={
            Verdict.VALID: _("Proven"),
            Verdict.VALID_BUT: _("Proven, but"),
            Verdict.INVALID: _("Not proven"),
            Verdict.UNKNOWN: _("Could not tell"),
        }[report.verdict],
        sentence=_sentence(report),
        final=_part(report.final, bundle.final),
        parts=parts,
        lines=tuple(_line(finding) for finding in report.findings),
        report=json.dumps(report.to_json(), indent=2, ensure_ascii=False),
    )


class _Limited:
    """A `Source` that asks each address once, and not for more than a bundle may need."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._had: dict[str, Fetched | FetchError] = {}
        self._asked = 0

    def get(
        self, url: str, *, max_bytes: int = MAX_BYTES, accept: tuple[str, ...] = ()
    ) -> Fetched:
        """Return the document at an address.

        Raises:
            FetchError: it cannot be had, or too many others were asked for.
        """
        if url not in self._had:
            if evidence.own_path(url) is None:
                self._asked += 1
            self._had[url] = self._ask(url, max_bytes, accept)
        found = self._had[url]
        if isinstance(found, FetchError):
            raise found
        return found

    def _ask(self, url: str, max_bytes: int, accept: tuple[str, ...]) -> Fetched | FetchError:
        if self._asked > MAX_FETCHED:
            return NotFoundError("The bundle asks for too many other sites.")
        try:
            return self._source.get(url, max_bytes=max_bytes, accept=accept)
        except FetchError as error:
            return error


def _known(bundle: Bundle, source: Source, at: datetime, policy: Policy) -> dict[str, bytes]:
    """Return what can be had from elsewhere of what the credentials in it ask for."""
    found: dict[str, bytes] = {}
    for credential in (bundle.final, *bundle.constituents):
        had = fetch.collect(credential, fetcher=source, at=at, policy=policy)
        found |= {url: body for url, body in had.items() if not isinstance(body, Unavailable)}
    return found


def _sentence(report: StackReport) -> str:
    counted = sum(part.counted for part in report.constituents)
    met = report.rule is not None and report.rule.satisfied
    if met and report.verdict in {Verdict.VALID, Verdict.VALID_BUT}:
        said_so = ngettext(
            "%(count)d credential fulfils the rule by which the final one was awarded.",
            "%(count)d credentials fulfil the rule by which the final one was awarded.",
            counted,
        ) % {"count": counted}
    else:
        said_so = ""
    reasons = report.reasons
    worst = said(reasons[0].reason) if reasons else ""
    if not said_so and not worst:
        worst = _("It does not follow that these credentials earned the final one.")
    return " ".join(filter(None, [said_so, worst]))


def _part(part: Part, data: bytes | None) -> StackPart:
    allows = [finding.allows for finding in part.findings]
    worst = max(allows, key=list(_OUTCOMES).index, default=Verdict.VALID)
    if Verdict.INVALID in allows:
        worst = Verdict.INVALID
    subject = subject_of(checking.read(data)) if data else Subject()
    page = local.known(part.report.summary).page if part.report else ""
    return StackPart(
        subject=subject,
        page=page,
        outcome=_OUTCOMES[worst],
        state=_state(worst, counted=part.counted),
        reasons=tuple(dict.fromkeys(said(one.reason) for one in part.findings)),
        counted=part.counted,
    )


def _state(worst: Verdict, *, counted: bool) -> str:
    if worst is Verdict.INVALID:
        return _("Does not count")
    if worst is Verdict.UNKNOWN:
        return _("Could not tell")
    return _("Counts") if counted else _("In order")


def _line(finding: Finding) -> Line:
    facts = [f"{name}: {value}" for name, value in finding.facts.items() if value]
    return Line(
        _OUTCOMES[finding.allows],
        _("The stack"),
        said(finding.reason),
        " · ".join([finding.code, *facts]),
    )


def _bytes_of(part: Part, documents: dict[str, bytes]) -> bytes | None:
    url = part.url or ""
    return documents.get(url) or documents.get(url.removesuffix(".json"))


def _id_of(data: bytes) -> str:
    document = checking.read(data)
    found = document.get("id") if document else None
    return found if isinstance(found, str) else ""
