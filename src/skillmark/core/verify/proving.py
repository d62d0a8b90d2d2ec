"""What stands beside a credential, before its signature is judged: log, anchors, trusted time.

A key's standing depends on when the credential was there, so this comes first. It fetches
nothing and rests on the verifier's own policy alone.
"""

from dataclasses import replace
from datetime import datetime

from skillmark.core.did import DidError
from skillmark.core.did.webvh import trusted_time
from skillmark.core.verify import histories
from skillmark.core.verify.anchored import check_anchors
from skillmark.core.verify.documents import Documents
from skillmark.core.verify.findings import Findings
from skillmark.core.verify.histories import Known
from skillmark.core.verify.keys import BY_LOG, all_keys
from skillmark.core.verify.logged import check_log, not_logged
from skillmark.core.verify.proof_bundle import Proofs
from skillmark.core.verify.report import HISTORY, Check
from skillmark.core.verify.signatures import known_of
from skillmark.core.verify.signed import Signed
from skillmark.core.verify.trust import Trust


def prove(signed: Signed, proofs: Proofs, documents: Documents, findings: Findings) -> Signed:
    """Return the credential with the time that is proven for it; add ``log`` and ``anchor``.

    Args:
        signed: the credential, of which nothing is proven yet.
        proofs: what came beside it.
        documents: with the issuer's keys, where they could be had.
        findings: the checks are added to them.
    """
    trust = signed.policy.trust
    known = _known(signed, documents)
    keys = all_keys(known) if isinstance(known, Known) else None
    logged = check_log(signed, proofs, trust, keys)
    anchored = check_anchors(proofs.anchors, logged, trust, at=signed.at)
    findings.extend([] if logged.check is None else [logged.check])
    findings.extend(anchored.checks)
    times = [] if logged.time is None else [logged.time]
    return replace(
        signed,
        proven=trusted_time(times, block=anchored.time),
        logged=logged.proof is not None,
        vouched=_vouched(signed, known, logged=logged.proof is not None),
        vouched_keys=frozenset() if logged.key is None else frozenset({logged.key}),
        lists=proofs.lists,
    )


def unlogged(trust: Trust, *, at: datetime) -> list[Check]:
    """Return what a policy demands of a credential that can be in no log of ours."""
    logged = not_logged(trust)
    anchored = check_anchors((), logged, trust, at=at)
    return [*([] if logged.check is None else [logged.check]), *anchored.checks]


def _known(signed: Signed, documents: Documents) -> Known | None:
    try:
        found = known_of(signed.issuer_id, documents.resolved)
    except DidError:
        return None
    return found if isinstance(found, Known) else None


def _vouched(signed: Signed, known: Known | None, *, logged: bool) -> dict[str, str]:
    """Return whose enclosed history is theirs, by the word of somebody trusted.

    A did:webvh is the name of its own history, so it is enough that somebody trusted names it:
    the rules, the registry, or the log for this issuer. The history of a did:web is its own only
    when the registry says that the two are one.
    """
    if known is None or known.history is None:
        return {}
    issuer = signed.issuer_id
    registered = signed.policy.trust.names_of(issuer, signed.at)
    own = {str(version.did) for version in known.history.versions}
    own &= registered | signed.policy.named if histories.is_webvh(issuer) else registered
    if own:
        return {issuer: HISTORY}
    return {issuer: BY_LOG} if logged and histories.is_webvh(issuer) else {}
