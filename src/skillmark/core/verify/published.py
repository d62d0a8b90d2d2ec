"""Is a status list in a log that the verifier trusts, and since when?

The proof comes with the credential. It says when a revocation was made public, and vouches for a
list whose issuer cannot be asked for its keys: the log took it under the issuer's name.
"""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime

from skillmark.core.did.webvh import trusted_time
from skillmark.core.encoding import timestamp
from skillmark.core.log import LogError, Publication, StatusListBody, check_publication
from skillmark.core.verify.documents import Documents
from skillmark.core.verify.histories import Known
from skillmark.core.verify.keys import all_keys
from skillmark.core.verify.report import Check, Fact, Outcome, not_run
from skillmark.core.verify.signed import Signed

UNPROVEN = "status.list_log"


def publication_of(
    signed: Signed, url: str, data: bytes, issuer: str, documents: Documents
) -> Publication | Check | None:
    """Return where a list stands in the log, what is wrong with its proof, or None for no proof.

    The proof of another version of a list that was fetched says nothing about it.

    Args:
        signed: what the list belongs to.
        url: of the list.
        data: the list as it came.
        issuer: who signed it.
        documents: with the issuer's keys, where they could be had.
    """
    proof = signed.lists.get(url)
    if proof is None or signed.policy.trust.log is None:
        return None
    known = documents.resolved.get(issuer)
    try:
        return check_publication(
            proof,
            StatusListBody(url, hashlib.sha256(data).hexdigest()),
            did=issuer,
            keys=all_keys(known) if isinstance(known, Known) else None,
            policy=signed.policy.trust.log,
            at=int(signed.at.timestamp()),
        )
    except LogError as error:
        if url not in documents.used:
            return None
        reason = f"The status list is not proven to be in the log. {error.message}"
        return not_run("status", UNPROVEN, reason, cause=error.code)


def vouching(signed: Signed, found: Publication | None) -> Signed:
    """Return a list with what its place in the log proves of it."""
    if found is None:
        return signed
    times = [] if found.time is None else [datetime.fromtimestamp(found.time, UTC)]
    return replace(signed, logged=True, proven=trusted_time(times))


def said(check: Check, found: Publication | None) -> Check:
    """Return an answer from a list with its place in the log."""
    if found is None:
        return check
    facts: dict[str, Fact] = {**check.facts, "entry": found.index, "log": found.origin}
    words = f"The list that says so is entry {found.index} of the log."
    if found.time is not None:
        since = facts["logged"] = timestamp.encode(datetime.fromtimestamp(found.time, UTC))
        words = f"The list that says so is entry {found.index} of the log since {since}."
    if check.outcome is not Outcome.FAILED:
        return replace(check, facts=facts)
    return replace(check, reason=f"{check.reason} {words}", facts=facts)
