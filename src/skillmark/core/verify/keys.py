"""Whose key is it, and what is a signature by it worth? The checks ``issuer`` and ``key``.

The table of `skillmark.core.did.webvh.key_standing` decides, for credentials, tokens and status
lists alike. Only time that somebody else vouches for counts; what comes with a credential proves
nothing of whose it is, unless somebody the verifier trusts says so.
"""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Final

from skillmark.core.crypto import PublicKey
from skillmark.core.did import DidError, RsaMethod, VerificationMethod, parse_document
from skillmark.core.did.webvh import KeyVerdict, standing
from skillmark.core.verify import histories
from skillmark.core.verify.histories import Known
from skillmark.core.verify.report import (
    DOMAIN_UNCHECKED,
    HISTORY,
    Check,
    Fact,
    Outcome,
    failed_by,
    not_run,
    passed,
    warned,
)
from skillmark.core.verify.signed import Signed

BY_LOG: Final = "issuer.vouched_by_log"
PINNED: Final = "issuer.known_key"
ENCLOSED: Final = "issuer.keys_enclosed"

_OUTCOMES: Final = {
    KeyVerdict.VALID: Outcome.PASSED,
    KeyVerdict.UNKNOWN: Outcome.NOT_RUN,
    KeyVerdict.INVALID: Outcome.FAILED,
}


def check_key(
    case: Signed,
    created: datetime | None,
    method: VerificationMethod | RsaMethod,
    known: Known,
) -> Check:
    """Say what the life of the key makes of a signature by it.

    Args:
        case: the credential, with the time that is proven for it.
        created: the time that the issuer claims, which never counts as proven.
        method: the key.
        known: the document it stands in, and its history.
    """
    try:
        life = known.life(method)
    except DidError as error:
        return failed_by("key", error)
    found = standing(
        life,
        now=case.at,
        proven=case.proven,
        created=created,
        logged=case.logged and not case.policy.proven_time,
    )
    return Check("key", _OUTCOMES[found.verdict], found.code, found.reason, dict(found.facts))


def whose(case: Signed, known: Known, method: VerificationMethod | RsaMethod) -> Check:
    """Say whose key it is that stands in the issuer's document."""
    facts: dict[str, Fact] = {"issuer": case.issuer_id}
    if known.history is not None:
        facts |= {"history": "verified", "versions": len(known.history.versions)}
        facts["version"] = known.history.newest.entry.version_id
    if known.enclosed:
        return _enclosed(case, method, facts)
    if known.history is not None:
        reason = "The key it gives belongs to the issuer; the history of its keys was checked."
        return passed("issuer", HISTORY, reason, **facts)
    return passed("issuer", "issuer.bound", "The key it gives belongs to the issuer.", **facts)


def all_keys(known: Known) -> Collection[PublicKey]:
    """Return every key that the issuer's documents name, present and past."""
    return frozenset(_keys(known))


def _keys(known: Known) -> Iterator[PublicKey]:
    yield from (method.public_key for method in known.document.methods)
    for version in known.history.versions if known.history else ():
        try:
            document = parse_document(version.entry.state)
        except DidError:
            continue
        yield from (method.public_key for method in document.methods)


def _enclosed(
    case: Signed, method: VerificationMethod | RsaMethod, facts: dict[str, Fact]
) -> Check:
    """Say whose key it is when the document came with the credential."""
    facts["enclosed"] = True
    by = case.vouched.get(case.issuer_id)
    if by == HISTORY:
        reason = "The key it gives belongs to the issuer; the history of its keys was checked."
        return passed("issuer", HISTORY, reason, **facts)
    registry = case.policy.trust.issuers
    known = registry.find(case.issuer_id, case.at) if registry else None
    if known is not None and method.public_key in known.keys:
        reason = "The key it gives belongs to the issuer: it is one of those that you know."
        return passed("issuer", PINNED, reason, **facts)
    if by == BY_LOG or case.logged or method.public_key in case.vouched_keys:
        reason = "Its issuer's keys came with it; the log that you trust vouches for them."
        return warned("issuer", BY_LOG, reason, **facts)
    if histories.is_webvh(case.issuer_id):
        reason = (
            "The history of its issuer's keys came with it and is whole; whether it is the one "
            "at the address it names was not checked."
        )
        return not_run("issuer", DOMAIN_UNCHECKED, reason, **facts)
    reason = (
        "Its issuer's keys came with it, so they prove only that its parts fit together, not "
        "whose they are."
    )
    return not_run("issuer", ENCLOSED, reason, **facts)
