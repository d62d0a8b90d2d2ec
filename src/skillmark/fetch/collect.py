"""Drive a verification with a source of documents: the core says what, this goes and gets it.

The order is the core's: nothing but the issuer's DID document is asked for before a proof has
been found valid, and a bad structure asks for nothing at all.
"""

from datetime import datetime

from skillmark.core import canon
from skillmark.core.canon import Canonicalizer
from skillmark.core.jsonio import JsonObject
from skillmark.core.verify import (
    Evidence,
    Examination,
    Need,
    Policy,
    Proofs,
    Report,
    Unavailable,
    examine,
)
from skillmark.fetch.errors import FetchError
from skillmark.fetch.fetcher import Source

DEFAULT_POLICY = Policy.default()
NO_PROOFS = Proofs()


def collect(
    document: bytes | JsonObject,
    *,
    fetcher: Source,
    at: datetime,
    policy: Policy = DEFAULT_POLICY,
    canonicalize: Canonicalizer = canon.canonicalize,
    proofs: Proofs = NO_PROOFS,
) -> Evidence:
    """Return all evidence that judging the document at that moment asks for."""
    examination = examine(
        document, at=at, policy=policy, canonicalize=canonicalize, proofs=proofs
    )
    evidence, _ = _drive(examination, fetcher)
    return evidence


def verify(
    document: bytes | JsonObject,
    *,
    fetcher: Source,
    at: datetime,
    policy: Policy = DEFAULT_POLICY,
    canonicalize: Canonicalizer = canon.canonicalize,
    proofs: Proofs = NO_PROOFS,
) -> Report:
    """Return the report on a document, fetching what it takes; each proof is checked once.

    Args:
        document: a file as it came (JSON, baked PNG or SVG, a proof bundle), or a parsed object.
        fetcher: where documents come from.
        at: the moment to judge for, with a zone.
        policy: what is asked for beyond the standards.
        canonicalize: the way to canonical N-Quads.
        proofs: what the caller has beside a credential that came alone.
    """
    examination = examine(
        document, at=at, policy=policy, canonicalize=canonicalize, proofs=proofs
    )
    _, report = _drive(examination, fetcher)
    return report


def _drive(examination: Examination, source: Source) -> tuple[Evidence, Report]:
    evidence: dict[str, bytes | Unavailable] = {}
    try:
        needs = next(examination)
        while True:
            found = {need.url: _get(source, need) for need in needs}
            evidence |= found
            needs = examination.send(found)
    except StopIteration as end:
        report: Report = end.value
        return evidence, report


def _get(source: Source, need: Need) -> bytes | Unavailable:
    try:
        return source.get(need.url, max_bytes=need.max_bytes, accept=need.accept).body
    except FetchError as error:
        return Unavailable(error.code, error.message)
