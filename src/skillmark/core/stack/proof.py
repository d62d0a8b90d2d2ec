"""Re-checking a stack without input or output: did these credentials earn that one?

`replay` verifies the final credential and each constituent from what is in the bundle, compares
every digest with those the final carries, and holds the constituents against the rule as of
the moment from which the final is valid. It fails closed: what is missing, or could not be told,
never counts as good.

A bundle is made by whoever shows it. So the keys of a did:web that stand in it prove only that
its parts fit together; the verdict is "valid, but" until the verifier brings documents of the
issuers from elsewhere (`StackPolicy.known`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from skillmark.core import canon, rights
from skillmark.core.canon import Canonicalizer
from skillmark.core.did import DidError
from skillmark.core.did.webvh import WebvhDid
from skillmark.core.jsonio import JsonObject
from skillmark.core.stack import parts
from skillmark.core.stack.bundle import Bundle, did_address
from skillmark.core.stack.counting import Constituent, on_rule
from skillmark.core.stack.digests import digest
from skillmark.core.stack.equivalences import Decisions, parse_decisions
from skillmark.core.stack.errors import (
    EquivalencesDocumentError,
    HistoryError,
    RuleDocumentError,
)
from skillmark.core.stack.history import HistoryItem, Standing, item_of
from skillmark.core.stack.parsing import parse_rule
from skillmark.core.stack.report import Finding, Part, StackReport, worst_first
from skillmark.core.stack.resources import CREDENTIAL
from skillmark.core.stack.rule import Rule
from skillmark.core.stack.subjects import compare
from skillmark.core.vc import parse_credential
from skillmark.core.verify import Evidence, Need, Policy, Proofs, Report, Verdict, examine
from skillmark.core.verify import needs as needs_of
from skillmark.core.verify.evidence import ENCLOSED
from skillmark.core.verify.fields import text
from skillmark.core.verify.reading import credential_in

_STANDINGS: Final = {
    "stack.constituent_revoked": Standing.REVOKED,
    "stack.constituent_suspended": Standing.SUSPENDED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StackPolicy:
    """What a verifier knows and asks for.

    Attributes:
        final: what is asked of the final credential; who may sign status lists, and how proofs
            and keys are taken, holds for the constituents too.
        known: documents by address that the verifier has from elsewhere: they go before those of
            the bundle, and keys in them need no reservation.
        addresses: the e-mail addresses of the person in question; without them the one in the
            bundle is used.
    """

    final: Policy = field(default_factory=Policy.default)
    known: Evidence = field(default_factory=dict)
    addresses: tuple[str, ...] = ()

    @property
    def constituent(self) -> Policy:
        """What is asked of a constituent."""
        return Policy(
            any_proof=self.final.any_proof,
            proven_time=self.final.proven_time,
            status_issuers=self.final.status_issuers,
            trust=replace(self.final.trust, demand=frozenset()),
        )


DEFAULT: Final = StackPolicy()


def replay(
    bundle: Bundle,
    *,
    at: datetime,
    policy: StackPolicy = DEFAULT,
    canonicalize: Canonicalizer = canon.canonicalize,
) -> StackReport:
    """Return whether the credentials in a bundle earned the final one; nothing is fetched.

    Args:
        bundle: what somebody shows.
        at: the moment to judge for, with a zone; the rule is judged for the final's begin.
        policy: what the verifier knows and asks for.
        canonicalize: the way to canonical N-Quads; a shape cache makes many of a kind fast.

    Raises:
        ValueError: ``at`` has no zone.
    """
    case = _Case(bundle, at, policy, canonicalize)
    report = case.judge(bundle.final, policy.final)
    findings = parts.of_report(report, parts.FINAL)
    document = report.credential
    if document is None or not report.summary.proven:
        return StackReport(at, (), Part(report, worst_first(findings)))
    credential = parse_credential(document)
    if credential.valid_from is None:
        undated = Finding(
            "stack.final_undated",
            Verdict.INVALID,
            "The final does not say since when it holds.",
        )
        return StackReport(at, (), Part(report, worst_first([undated, *findings])))
    final = _Final(
        document, credential.issuer.id, credential.valid_from, credential.related_resources
    )
    return case.replay(final, Part(report, worst_first(findings)))


def needs(
    bundle: Bundle,
    *,
    at: datetime,
    policy: StackPolicy = DEFAULT,
    canonicalize: Canonicalizer = canon.canonicalize,
) -> tuple[Need, ...]:
    """Return what the bundle lacks for `replay`; see `skillmark.core.verify.needs`.

    Whoever makes a bundle fetches it and adds it (`Bundle.with_document`) until nothing is left.

    Raises:
        ValueError: ``at`` has no zone.
    """
    evidence = {**bundle.evidence(), **policy.known}
    found: dict[str, Need] = {}
    for data in (bundle.final, *bundle.constituents):
        wanted = needs_of(
            data,
            evidence,
            at=at,
            policy=policy.constituent,
            canonicalize=canonicalize,
            proofs=bundle.proofs.get(digest(data), Proofs()),
        )
        found |= {need.url: need for need in wanted if need.kind in ENCLOSED}
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class _Final:
    """The final credential, its proof found good."""

    document: JsonObject
    issuer: str
    since: datetime
    resources: tuple[JsonObject, ...]

    @property
    def digests(self) -> frozenset[str]:
        return frozenset(text(entry.get("digestMultibase")) or "" for entry in self.resources)


class _Case:
    """One bundle before one verifier."""

    def __init__(
        self, bundle: Bundle, at: datetime, policy: StackPolicy, canonicalize: Canonicalizer
    ) -> None:
        self._bundle = bundle
        self._at = at
        self._policy = policy
        self._canonicalize = canonicalize
        self._evidence = {**bundle.evidence(), **policy.known}

    def judge(self, data: bytes, policy: Policy) -> Report:
        """Return what `skillmark.core.verify` says of one credential."""
        examination = examine(
            data,
            at=self._at,
            policy=policy,
            canonicalize=self._canonicalize,
            proofs=self._bundle.proofs.get(digest(data), Proofs()),
        )
        try:
            wanted = next(examination)
            while True:
                wanted = examination.send(self._evidence_for(wanted))
        except StopIteration as end:
            report: Report = end.value
            return report

    def _evidence_for(self, wanted: Iterable[Need]) -> Evidence:
        """Return what is known of the needs, from the bundle only what a bundle may prove."""
        urls = {
            need.url
            for need in wanted
            if need.kind in ENCLOSED or need.url in self._policy.known
        }
        return {url: found for url, found in self._evidence.items() if url in urls}

    def replay(self, final: _Final, part: Part) -> StackReport:
        """Return the report on the stack of a proven final."""
        findings: list[Finding] = []
        rule = self._rule(final, findings)
        decisions = self._decisions(final, findings)
        named, others = self._constituents(final, decisions)
        verdict = None
        if rule is not None:
            verdict, found = on_rule(rule, named, since=final.since, home=final.issuer)
            findings.append(found)
        findings.extend(self._left_aside(final, rule, decisions))
        findings.extend(self._keys(final, named))
        listed = tuple(one.part() for one in (*named, *others))
        return StackReport(self._at, worst_first(findings), part, listed, verdict)

    def _rule(self, final: _Final, findings: list[Finding]) -> Rule | None:
        """Return the rule when it is the one that the final names."""
        try:
            rule = parse_rule(self._bundle.rule)
        except RuleDocumentError as error:
            findings.append(Finding(error.code, Verdict.INVALID, error.message, error.facts))
            return None
        if rule.digest in final.digests:
            return rule
        if not _others(final):
            reason = "The final names no rule."
            findings.append(Finding("stack.rule_unnamed", Verdict.INVALID, reason))
            return None
        reason = "The rule is not the one by which the final was awarded."
        facts = {"digest": rule.digest}
        findings.append(Finding("stack.rule_differs", Verdict.INVALID, reason, facts))
        return None

    def _decisions(self, final: _Final, findings: list[Finding]) -> Decisions | None:
        """Return the recognition decisions when they are those that the final names."""
        if self._bundle.decisions is None:
            return None
        try:
            decisions = parse_decisions(self._bundle.decisions)
        except EquivalencesDocumentError as error:
            findings.append(Finding(error.code, Verdict.INVALID, error.message, error.facts))
            return None
        if decisions.digest in final.digests:
            return decisions
        reason = "The decisions on recognition are not those by which the final was awarded."
        findings.append(Finding("stack.decisions_differ", Verdict.INVALID, reason))
        return None

    def _constituents(
        self, final: _Final, decisions: Decisions | None
    ) -> tuple[list[Constituent], list[Constituent]]:
        """Return the constituents that the final names, and what else is in the bundle."""
        held = {digest(data): data for data in self._bundle.constituents}
        entries = [entry for entry in final.resources if entry.get("mediaType") == CREDENTIAL]
        bound = {text(entry.get("digestMultibase")) for entry in entries} & held.keys()
        loose = {name: data for name, data in held.items() if name not in bound}
        named = []
        for entry in entries:
            data = held.get(text(entry.get("digestMultibase")) or "")
            url = text(entry.get("id")) or ""
            if data is None:
                named.append(self._changed(url, loose))
            else:
                named.append(self._look(url, data, final, decisions))
        others = [self._unlisted(data) for data in loose.values()]
        return named, others

    def _changed(self, url: str, loose: dict[str, bytes]) -> Constituent:
        """Return a constituent whose bytes are not there, or not as they were."""
        for name, data in loose.items():
            document = credential_in(data) or {}
            if document.get("id") in {url, url.removesuffix(".json")}:
                del loose[name]
                report = self.judge(data, self._policy.constituent)
                reason = "It is not, letter by letter, the one that counted."
                changed = Finding("stack.constituent_changed", Verdict.INVALID, reason)
                found = [changed, *parts.of_report(report, parts.CONSTITUENT)]
                return Constituent(url, report, found)
        reason = "It is named by the final, and the bundle does not hold it."
        missing = Finding("stack.constituent_missing", Verdict.UNKNOWN, reason, {"url": url})
        return Constituent(url, None, [missing])

    def _unlisted(self, data: bytes) -> Constituent:
        report = self.judge(data, self._policy.constituent)
        reason = "It is in the bundle, and the final does not name it."
        return Constituent(
            None, report, [Finding("stack.constituent_unlisted", Verdict.INVALID, reason)]
        )

    def _look(
        self, url: str, data: bytes, final: _Final, decisions: Decisions | None
    ) -> Constituent:
        """Return a constituent whose bytes are those that the final names."""
        report = self.judge(data, self._policy.constituent)
        found = list(parts.of_report(report, parts.CONSTITUENT))
        document = report.credential
        one = Constituent(url, report, found)
        if document is None or not report.summary.proven:
            return one
        person = compare(final.document, document, addresses=self._addresses, at=self._at)
        found.extend(finding for finding in (person,) if finding)
        sure = all(finding.allows is not Verdict.UNKNOWN for finding in found)
        dated = parts.back_dated(final.document, final.since, document)
        found.extend(finding for finding in (dated,) if finding)
        if person is None or person.allows is not Verdict.INVALID:
            one.item, one.recognised = _item(document, found, decisions)
            one.sure = sure
        return one

    @property
    def _addresses(self) -> tuple[str, ...]:
        if self._policy.addresses:
            return self._policy.addresses
        return (self._bundle.recipient,) if self._bundle.recipient else ()

    def _left_aside(
        self, final: _Final, rule: Rule | None, decisions: Decisions | None
    ) -> Iterator[Finding]:
        """Say what else the final refers to; nothing of it is needed here."""
        known = {one.digest for one in (rule, decisions) if one}
        for entry in _others(final):
            if rule is not None and entry.get("digestMultibase") not in known:
                reason = "The final refers to something that was not looked at."
                facts = {"url": text(entry.get("id"))}
                yield Finding("stack.resource_left_aside", Verdict.VALID, reason, facts)

    def _keys(self, final: _Final, named: Iterable[Constituent]) -> Iterator[Finding]:
        """Say whose keys are only known from the bundle itself."""
        issuers = {final.issuer, *(one.item.issuer for one in named if one.item)}
        for issuer in sorted(issuers):
            address = did_address(issuer) or _log_address(issuer)
            if address and address not in self._policy.known:
                reason = (
                    "The keys of an issuer were taken from the bundle itself: compare them with "
                    "those that the issuer publishes."
                )
                facts = {"issuer": issuer, "address": address}
                yield Finding("stack.keys_enclosed", Verdict.VALID_BUT, reason, facts)


def _log_address(name: str) -> str:
    """Return where the log of a did:webvh lies, or "" for whatever is none."""
    try:
        return WebvhDid.parse(name).log_url
    except DidError:
        return ""


def _others(final: _Final) -> list[JsonObject]:
    """Return what a final refers to besides credentials and papers on the right to issue."""
    known = {CREDENTIAL, rights.MEDIA_TYPE}
    return [entry for entry in final.resources if entry.get("mediaType") not in known]


def _item(
    document: JsonObject, found: list[Finding], decisions: Decisions | None
) -> tuple[HistoryItem | None, bool]:
    """Return what a constituent counts as, and whether a decision made it so."""
    standings = [_STANDINGS[one.code] for one in found if one.code in _STANDINGS]
    try:
        item = item_of(document, standings[0] if standings else Standing.ACTIVE)
    except HistoryError as error:
        found.append(Finding("stack.constituent_uncountable", Verdict.INVALID, error.message))
        return None, False
    if decisions is None:
        return item, False
    counted = decisions.applied([item])[0]
    return counted, counted != item
