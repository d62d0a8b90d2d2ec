"""One verification from the first byte to the report, without any input or output.

`examine` is a generator: it yields what it needs next and is sent the evidence. So there is
one order of things, whoever fetches: structure, then the issuer's DID document, then the
proofs; status lists, schemas and what endorsements need are asked for only after a proof of
the issuer has been found valid. `judge` and `needs` are the same generator, driven with what
is at hand.
"""

from collections.abc import Generator
from dataclasses import replace
from datetime import datetime
from typing import Final

from skillmark.core import canon
from skillmark.core.canon import Canonicalizer
from skillmark.core.canon.memory import Memory
from skillmark.core.jsonio import JsonObject
from skillmark.core.vc import Credential
from skillmark.core.verify import tokens
from skillmark.core.verify.badge import check_badge, check_subject
from skillmark.core.verify.documents import Asking, Documents
from skillmark.core.verify.endorsements import check_endorsements, endorser_dids
from skillmark.core.verify.evidence import Evidence, Need
from skillmark.core.verify.findings import Findings
from skillmark.core.verify.openbadges2 import examine_old
from skillmark.core.verify.policy import Claims, Policy
from skillmark.core.verify.proof_bundle import NO_PROOFS, Proofs
from skillmark.core.verify.proving import prove, unlogged
from skillmark.core.verify.reading import Reading, read
from skillmark.core.verify.report import (
    DOMAIN_UNCHECKED,
    Check,
    Report,
    Summary,
    Verdict,
    verdict_of,
)
from skillmark.core.verify.rightful import Papers
from skillmark.core.verify.schemas import check_schemas, schema_needs
from skillmark.core.verify.signatures import check_proofs, claims_issuer_key
from skillmark.core.verify.signed import Signed
from skillmark.core.verify.standing import check_refresh, check_validity
from skillmark.core.verify.statuses import check_statuses, list_signers, status_needs
from skillmark.core.verify.structure import check_structure
from skillmark.core.verify.summary import summarize

type Examination = Generator[tuple[Need, ...], Evidence, Report]

DEFAULT_POLICY: Final = Policy.default()
OLD: Final = "Open Badges 2.0"


def examine(
    document: bytes | JsonObject,
    *,
    at: datetime,
    policy: Policy = DEFAULT_POLICY,
    canonicalize: Canonicalizer = canon.canonicalize,
    proofs: Proofs = NO_PROOFS,
) -> Examination:
    """Yield what is needed next, take the evidence, return the report.

    Args:
        document: a file as it came (JSON, baked PNG or SVG, a proof bundle), or a parsed object.
        at: the moment to judge for, with a zone.
        policy: what is asked for beyond the standards.
        canonicalize: the way to canonical N-Quads; a shape cache makes many of a kind fast.
        proofs: what the caller has beside a credential that came alone.

    Yields:
        Documents to fetch; what is sent back maps each address to its bytes or the reason
        why there are none. An address that is left out counts as not fetched.

    Raises:
        ValueError: ``at`` has no zone.
    """
    if at.tzinfo is None:
        raise ValueError("the moment of a verification has a zone")
    findings = Findings(policy.trust.demand)
    reading = read(document)
    findings.add(reading.check)
    if reading.old is not None and findings.stands:
        old = yield from examine_old(reading.old, at=at, policy=policy, findings=findings)
        findings.extend(unlogged(policy.trust, at=at))
        return _report_on_old(reading, old, at, findings)
    if reading.document is None:
        return findings.report(at, Summary(kind=reading.kind))
    beside = reading.proofs if reading.proofs is not NO_PROOFS else proofs
    return (
        yield from _examine_read(
            reading, reading.document, findings, at, policy, Memory(canonicalize), beside
        )
    )


def _examine_read(  # noqa: PLR0917 - what one verification holds
    reading: Reading,
    document: JsonObject,
    findings: Findings,
    at: datetime,
    policy: Policy,
    memory: Memory,
    beside: Proofs,
) -> Examination:
    """Go on with a credential of the model that could be read."""
    credential, checks = check_structure(document, memory)
    findings.extend(checks)
    if credential is None or not findings.stands:
        return findings.report(at, _summary(reading, document), document)
    signed = Signed(document, credential.issuer.id, at, policy, memory)
    documents = Documents(at, policy.trust.heads, beside.documents, beside.beside)
    yield from _ask_before_proof(signed, reading, documents)
    signed = prove(signed, beside, documents, findings)
    credential = tokens.limited(credential, reading.token)
    checks = _check_signed(signed, reading, documents)
    findings.extend(checks)
    proven = verdict_of(checks) in {Verdict.VALID, Verdict.VALID_BUT}
    findings.add(tokens.check_end(reading.token, at) or check_validity(credential, at))
    if proven:
        papers = Papers(signed, beside)
        yield from _ask_after_proof(signed, credential, documents)
        yield from papers.ask(documents)
        _check_after_proof(signed, credential, documents, findings)
        right = papers.check(documents, None if signed.proven is None else signed.proven.at)
        findings.extend([] if right is None else [right])
    summary = _summary(reading, document, proven=proven)
    if any(check.code == DOMAIN_UNCHECKED for check in checks):
        summary = replace(summary, issuer_domain=None)
    return findings.report(at, summary, document, documents.seen)


def _summary(reading: Reading, document: JsonObject, *, proven: bool = False) -> Summary:
    summary = summarize(document, reading.kind, proven=proven)
    if reading.token is None:
        return summary
    return replace(summary, signed_at=tokens.signed_at(reading.token))


def _check_signed(signed: Signed, reading: Reading, documents: Documents) -> list[Check]:
    """Return the checks of the token, of the proofs, or of both when both are there."""
    checks = []
    if reading.token is not None:
        checks = tokens.check_token(signed, reading.token, documents)
    if reading.token is None or "proof" in signed.document:
        checks += check_proofs(signed, documents.resolved)
    return checks


def _report_on_old(
    reading: Reading, credential: JsonObject | None, at: datetime, findings: Findings
) -> Report:
    """Return the report on an Open Badge of version 2."""
    report = findings.report(at, Summary(kind=reading.kind, specification=OLD), credential)
    if credential is None:
        return report
    good = all(
        check.consequence is Verdict.VALID
        for name in ("proof", "issuer", "key")
        for check in report.checks_named(name)
    )
    summary = summarize(credential, reading.kind, proven=good)
    return replace(report, summary=replace(summary, specification=OLD))


def _ask_before_proof(signed: Signed, reading: Reading, documents: Documents) -> Asking:
    """Ask for the issuer's keys, when a key of the issuer could have signed it."""
    if reading.token is not None:
        yield from tokens.ask_for_keys(signed, reading.token, documents)
    elif claims_issuer_key(signed.document):
        yield from documents.ask_for_dids([signed.issuer_id])


def _ask_after_proof(signed: Signed, credential: Credential, documents: Documents) -> Asking:
    """Ask for what only a proven credential may make anybody fetch."""
    yield from documents.ask((*status_needs(credential), *schema_needs(credential)))
    signers = list_signers(signed, credential, documents)
    yield from documents.ask_for_dids((*signers, *endorser_dids(signed.document)))


def _check_after_proof(
    signed: Signed, credential: Credential, documents: Documents, findings: Findings
) -> None:
    findings.extend(check_statuses(signed, credential, documents))
    findings.add(check_refresh(credential))
    findings.extend(check_schemas(signed.document, credential, documents))
    findings.add(check_badge(signed.document, credential))
    findings.add(check_subject(credential))
    findings.extend(check_endorsements(signed, documents.resolved))
    claims = Claims(signed.document, signed.issuer_id, signed.at)
    findings.extend(rule.check(claims) for rule in signed.policy.rules)


def judge(
    document: bytes | JsonObject,
    evidence: Evidence,
    *,
    at: datetime,
    policy: Policy = DEFAULT_POLICY,
    canonicalize: Canonicalizer = canon.canonicalize,
    proofs: Proofs = NO_PROOFS,
) -> Report:
    """Return the report on a document from the evidence at hand; nothing is fetched.

    Args:
        document: a file as it came (JSON, baked PNG or SVG), or a parsed object.
        evidence: documents by address, as `needs` names them; what is missing was not fetched,
            and the checks that want it are not run.
        at: the moment to judge for, with a zone.
        policy: what is asked for beyond the standards.
        canonicalize: the way to canonical N-Quads.
        proofs: what the caller has beside a credential that came alone.

    Raises:
        ValueError: ``at`` has no zone.
    """
    examination = examine(
        document, at=at, policy=policy, canonicalize=canonicalize, proofs=proofs
    )
    try:
        next(examination)
        while True:
            examination.send(evidence)
    except StopIteration as end:
        report: Report = end.value
        return report


def needs(
    document: bytes | JsonObject,
    evidence: Evidence,
    *,
    at: datetime,
    policy: Policy = DEFAULT_POLICY,
    canonicalize: Canonicalizer = canon.canonicalize,
    proofs: Proofs = NO_PROOFS,
) -> tuple[Need, ...]:
    """Return what has to be fetched next, beyond the evidence at hand; nothing when done.

    Call it until it returns nothing: status lists, schemas and the DID documents of endorsers
    are named only when the evidence proves the credential.

    Args:
        document: a file as it came (JSON, baked PNG or SVG), or a parsed object.
        evidence: documents by address that were fetched already, or why they were not.
        at: the moment to judge for, with a zone.
        policy: what is asked for beyond the standards.
        canonicalize: the way to canonical N-Quads.
        proofs: what the caller has beside a credential that came alone.

    Raises:
        ValueError: ``at`` has no zone.
    """
    examination = examine(
        document, at=at, policy=policy, canonicalize=canonicalize, proofs=proofs
    )
    try:
        wanted = next(examination)
        while True:
            missing = tuple(need for need in wanted if need.url not in evidence)
            if missing:
                examination.close()
                return missing
            wanted = examination.send(evidence)
    except StopIteration:
        return ()
