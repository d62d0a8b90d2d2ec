"""Is the log's checkpoint anchored on somebody else's clock? The check ``anchor``.

An anchor proves something of a credential only by way of the log: the credential is in a
checkpoint, the anchored checkpoint contains that one, and a block that the verifier trusts
contains the anchored one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from skillmark.core.anchor import AnchorVerdict, Standing
from skillmark.core.anchor.evm import EvmProof, check_evm
from skillmark.core.anchor.opentimestamps import OtsProof, anchor_digest, check_ots
from skillmark.core.encoding import timestamp
from skillmark.core.errors import SkillmarkError
from skillmark.core.jsonio import JsonObject
from skillmark.core.log import (
    Checkpoint,
    LogPolicy,
    LogProof,
    Note,
    check_log_signature,
    merkle,
)
from skillmark.core.log.spelling import from_base64, to_hash
from skillmark.core.proof.authority import CLOCK_SKEW
from skillmark.core.verify.errors import ProofBundleError
from skillmark.core.verify.logged import Logged
from skillmark.core.verify.report import Check, Fact, Outcome
from skillmark.core.verify.strict import Members
from skillmark.core.verify.trust import ANCHOR, Trust

EVM: Final = "EvmAnchor"
OTS: Final = "OpenTimestamps"

_OUTCOMES: Final = {
    Standing.PROVEN: Outcome.PASSED,
    Standing.UNKNOWN: Outcome.NOT_RUN,
    Standing.FAILED: Outcome.FAILED,
}


class AnchorError(ProofBundleError):
    """An anchor does not lead from the log's checkpoint to a block."""

    code = "anchor.malformed"


@dataclass(frozen=True, slots=True)
class Anchored:
    """What the anchors of a credential say.

    Attributes:
        checks: one for each anchor, or one that a demanded one is missing.
        time: of the earliest block that is proven.
    """

    checks: tuple[Check, ...] = ()
    time: datetime | None = None


def check_anchors(
    anchors: Sequence[JsonObject], logged: Logged, trust: Trust, *, at: datetime
) -> Anchored:
    """Return what anchors say of a credential; never raise for what is in them.

    One proven anchor is enough for a policy that demands one.

    Args:
        anchors: as a bundle has them.
        logged: the credential's place in the log, without which they prove nothing.
        trust: the blocks that the verifier trusts, and whether an anchor is demanded.
        at: the moment to judge for.
    """
    demanded = ANCHOR in trust.demand
    if not anchors:
        words = "It is anchored nowhere: no proof of it came with the credential."
        absent = Check(ANCHOR, Outcome.FAILED, "anchor.absent", words)
        return Anchored((absent,) if demanded else ())
    if logged.proof is None or trust.log is None:
        broken = logged.check is not None and logged.check.outcome is Outcome.FAILED
        outcome = Outcome.FAILED if broken else Outcome.NOT_RUN
        words = "An anchor proves nothing of it, for it is not proven to be in the log."
        return Anchored((Check(ANCHOR, outcome, "anchor.not_logged", words, {}, demanded),))
    found = [_judge(one, logged.proof, trust.log, trust, at) for one in anchors]
    times = [verdict.at for verdict in found if _proven(verdict) and verdict.at]
    needed = demanded and not times
    return Anchored(
        tuple(_check(verdict, demanded=needed) for verdict in found), min(times, default=None)
    )


def _judge(
    anchor: JsonObject, proof: LogProof, policy: LogPolicy, trust: Trust, at: datetime
) -> AnchorVerdict:
    """Return the judgement on one anchor, its way from the credential's checkpoint included."""
    try:
        members = Members(anchor, "/anchors", AnchorError)
        kind = members.text("type", 100)
        if kind not in {EVM, OTS}:
            words = "It is anchored in a way that cannot be checked yet."
            return AnchorVerdict(Standing.UNKNOWN, "unsupported.anchor", words)
        checkpoint = _anchored(members, proof, policy)
        if kind == EVM:
            stated = members.optional("proof")
            evm = EvmProof.from_json(None if stated is None else stated.value)
            verdict = check_evm(evm, checkpoint, trust.chains)
        else:
            raw = from_base64(members.text("ots", 1_048_576))
            if raw is None:
                members.refuse("ots", "“ots” is no base64.")
            verdict = check_ots(OtsProof.parse(raw), anchor_digest(checkpoint), trust.bitcoin)
        members.finish()
    except SkillmarkError as error:
        words = f"The anchor does not hold. {error.message}"
        return AnchorVerdict(Standing.FAILED, error.code, words)
    return _not_of_the_future(verdict, at)


def _anchored(members: Members, proof: LogProof, policy: LogPolicy) -> Checkpoint:
    """Return the anchored checkpoint, when it contains the one of the credential's proof."""
    text = members.text("checkpoint", 262_144)
    checkpoint = check_log_signature(Note.parse(text.encode("utf-8", "replace")), policy)
    here = proof.checkpoint
    if checkpoint.origin != here.origin:
        raise AnchorError("The anchor is of another log.", origin=checkpoint.origin)
    path = tuple(_hashes(members))
    merkle.check_consistency(here.size, here.root, checkpoint.size, checkpoint.root, path)
    return checkpoint


def _hashes(members: Members) -> Iterator[bytes]:
    for one in members.texts("consistency", 200, 100):
        digest = to_hash(one)
        if digest is None:
            members.refuse("consistency", "“consistency” holds no hash in base64.")
        yield digest


def _not_of_the_future(verdict: AnchorVerdict, at: datetime) -> AnchorVerdict:
    """Return a verdict that counts for the moment that is asked about."""
    if verdict.at is None or verdict.at <= at + CLOCK_SKEW or not _proven(verdict):
        return verdict
    words = "The block came after the moment that is asked about."
    return replace(verdict, standing=Standing.UNKNOWN, code="anchor.later", reason=words)


def _proven(verdict: AnchorVerdict) -> bool:
    return verdict.standing is Standing.PROVEN


def _check(verdict: AnchorVerdict, *, demanded: bool) -> Check:
    facts: dict[str, Fact] = dict(verdict.facts)
    if verdict.at is not None and _proven(verdict):
        facts["time"] = timestamp.encode(verdict.at)
    return Check(
        ANCHOR, _OUTCOMES[verdict.standing], verdict.code, verdict.reason, facts, demanded
    )
