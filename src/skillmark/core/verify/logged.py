"""Is it in a log that the verifier trusts, and since when? The check ``log``, and trusted time.

The proof is judged before the signature is, because a key's standing depends on when the
credential was there. Nothing here is fetched.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from skillmark.core.crypto import PublicKey
from skillmark.core.encoding import timestamp
from skillmark.core.errors import SkillmarkError
from skillmark.core.log import (
    LogOutcome,
    LogProof,
    LogReport,
    Membership,
    check_logged,
    credential_digest,
)
from skillmark.core.log.errors import OriginError
from skillmark.core.log.spelling import to_base64
from skillmark.core.verify.proof_bundle import Proofs
from skillmark.core.verify.report import Check, Fact, Outcome
from skillmark.core.verify.signed import Signed
from skillmark.core.verify.trust import LOG, Trust

ABSENT: Final = "log.absent"
HOLDS: Final = "log.proven"
NO_POLICY: Final = "log.no_policy"


@dataclass(frozen=True, slots=True)
class Logged:
    """What a proof of logging says.

    Attributes:
        check: the answer, or None when there is nothing to say and nothing is demanded.
        proof: the proof, when everything in it holds.
        time: since when a quorum of witnesses has seen it.
        key: the key of the issuer that signed the entry; the log vouches for it.
    """

    check: Check | None = None
    proof: LogProof | None = None
    time: datetime | None = None
    key: PublicKey | None = None


def check_log(
    signed: Signed, proofs: Proofs, trust: Trust, keys: Collection[PublicKey] | None
) -> Logged:
    """Return what the proof of logging says; never raise for what is in it.

    Args:
        signed: the credential and its issuer.
        proofs: what came beside it.
        trust: which logs to believe, and whether a proof is demanded.
        keys: that the issuer's documents name, present and past, or None.
    """
    demanded = LOG in trust.demand
    if proofs.log is None:
        return not_logged(trust)
    if trust.log is None:
        words = "It came with a proof of logging, and nobody said which logs to trust."
        return Logged(_check(Outcome.NOT_RUN, NO_POLICY, words, demanded=demanded))
    try:
        digest = credential_digest(signed.document)
    except SkillmarkError as error:
        return Logged(_check(Outcome.FAILED, error.code, error.message, demanded=demanded))
    report = check_logged(
        proofs.log,
        credential=digest,
        did=signed.issuer_id,
        keys=keys,
        policy=trust.log,
        at=int(signed.at.timestamp()),
    )
    if not report.holds:
        return Logged(_broken(report, demanded=demanded))
    proof = LogProof.parse(proofs.log)
    time = _moment(report.time)
    check = _check(
        Outcome.PASSED, HOLDS, _words(time), _facts(report, proof, time), demanded=demanded
    )
    return Logged(check, proof, time, Membership.parse(proof.extra).entry.key)


def not_logged(trust: Trust) -> Logged:
    """Return what is said of a credential without a proof of logging."""
    if LOG not in trust.demand:
        return Logged()
    words = "It is not in the log: no proof of it came with the credential."
    return Logged(_check(Outcome.FAILED, ABSENT, words))


def _check(
    outcome: Outcome,
    code: str,
    reason: str,
    facts: dict[str, Fact] | None = None,
    *,
    demanded: bool = True,
) -> Check:
    return Check(LOG, outcome, code, reason, facts or {}, demanded)


def _broken(report: LogReport, *, demanded: bool) -> Check:
    """Return why the proof does not hold; a log that nobody knows is no forgery by itself."""
    reason = report.reason
    if reason is None:
        return _check(Outcome.NOT_RUN, "log.not_reached", "It is not proven to be in the log.")
    unknown = reason.code == OriginError.code and not demanded
    failed = reason.outcome is LogOutcome.FAILED and not unknown
    words = f"It is not proven to be in the log. {reason.reason}"
    facts: dict[str, Fact] = {"step": reason.name, **reason.facts}
    outcome = Outcome.FAILED if failed else Outcome.NOT_RUN
    return _check(outcome, reason.code, words, facts, demanded=demanded)


def _words(time: datetime | None) -> str:
    if time is None:
        return "It is in the log. No witness says since when."
    return "It is in the log, and witnesses say since when."


def _facts(report: LogReport, proof: LogProof, time: datetime | None) -> dict[str, Fact]:
    return {
        "log": report.origin,
        "index": report.index,
        "size": report.size,
        "root": to_base64(proof.checkpoint.root),
        "witnesses": ", ".join(report.witnesses),
        "time": None if time is None else timestamp.encode(time),
    }


def _moment(seconds: int | None) -> datetime | None:
    """Return a time; the checks refused the future, and so everything beyond the calendar."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
