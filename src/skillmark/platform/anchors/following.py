"""Following one anchor: pending, mined, final; reverted and sent again.

Nothing is remembered between visits but the rows: each visit looks where the transactions are now.
"""

from typing import Final

import structlog

from skillmark.core import jsonio
from skillmark.core.anchor.evm import TrustedChain, check_evm, event_of, origin_hash
from skillmark.core.anchor.verdict import Standing
from skillmark.core.errors import SkillmarkError
from skillmark.core.log.checkpoint import Checkpoint
from skillmark.platform.anchors import sending
from skillmark.platform.anchors.chain import Mined
from skillmark.platform.anchors.errors import (
    FailedError,
    NodeBehindError,
    NodeDownError,
    ReorganisedError,
    ReplacedError,
    UnprovableError,
)
from skillmark.platform.anchors.models import Anchor, AnchorStep, Kind, State, Transmission
from skillmark.platform.anchors.sending import Visit

log = structlog.get_logger("skillmark.anchors")

TRIES: Final = 3  # an anchor that the contract refused as often is given up
_PLACE: Final = ["tx", "block", "block_hash", "block_time", "confirmations"]


def follow(visit: Visit, anchor: Anchor) -> None:
    """Take one anchor as far as it goes today.

    Raises:
        NodeDownError: the node does not answer.
        AnchorsError: it cannot go on now; `State` and place are as far as they are known.
    """
    found = _find(visit, anchor)
    if found is None:
        _gone(visit, anchor)
    elif found[1].succeeded and (place := _event_at(anchor, found[1])) is not None:
        _in_block(visit, anchor, found[0], found[1], place)
    else:
        _refused(visit, anchor, found[1])


def given_up(anchor: Anchor) -> bool:
    """Say whether nothing more is done for an anchor."""
    return anchor.state == State.REVERTED and anchor.failures >= TRIES


def move(anchor: Anchor, state: str, why: SkillmarkError | None = None) -> None:
    """Bring an anchor into a state, and keep that it came there."""
    code, words = (why.code, why.message) if why else ("", "")
    if state == anchor.state and code == anchor.problem_code:
        return
    anchor.state, anchor.problem_code, anchor.problem = state, code, words
    AnchorStep.objects.create(anchor=anchor, state=state, code=code, words=words)
    log.info("anchor moved", size=anchor.size, chain=anchor.chain, state=state, code=code)


def _find(visit: Visit, anchor: Anchor) -> tuple[str, Mined] | None:
    """Return the transaction of an anchor that is in a block of the network, and where."""
    names = [one.tx for one in sending.open_ones(anchor)]
    if anchor.tx and anchor.tx not in names:
        names.append(anchor.tx)
    for name in names:
        mined = visit.node.mined(name)
        if mined is None:
            continue
        block = visit.node.block(mined.block)
        if block is not None and block.hash == mined.block_hash:
            return name, mined
    return None


def _event_at(anchor: Anchor, mined: Mined) -> int | None:
    """Return which event of the receipt is the anchor; 0 for kinds that have no event."""
    if anchor.kind != Kind.EVM:
        return 0
    wanted = origin_hash(anchor.origin), anchor.size, bytes.fromhex(anchor.root)
    contract = bytes.fromhex(anchor.contract[2:])
    for at, event in enumerate(mined.events):
        if event.address == contract and event_of(event) == wanted:
            return at
    return None


def _in_block(visit: Visit, anchor: Anchor, tx: str, mined: Mined, place: int) -> None:
    block = visit.node.block(mined.block)
    if block is None:
        raise NodeDownError("The node does not have the block.", block=mined.block)
    depth = max(visit.head.number - mined.block, 0)
    if anchor.state == State.FINAL and anchor.block_hash == mined.block_hash:
        anchor.confirmations = max(depth, anchor.confirmations)
        _save(visit, anchor, "confirmations")
        return
    if anchor.block_hash not in {"", mined.block_hash}:
        move(anchor, State.REVERTED, ReorganisedError("The network dropped the block."))
    anchor.tx, anchor.block, anchor.block_hash = tx, mined.block, mined.block_hash
    anchor.block_time, anchor.confirmations, anchor.failures = block.at, depth, 0
    anchor.proof = None
    move(anchor, State.MINED)
    if depth >= visit.limits.confirmations:
        _finish(visit, anchor, mined, place)
    _save(visit, anchor, *_PLACE, "proof", "failures")


def _finish(visit: Visit, anchor: Anchor, mined: Mined, place: int) -> None:
    """Make the proof and check it as a verifier would; then, and only then, it is final."""
    if anchor.kind != Kind.EVM:
        move(anchor, State.FINAL)
        return
    try:
        anchor.proof = _proof(visit, anchor, mined, place)
    except UnprovableError as error:
        move(anchor, State.FINAL, error)
    else:
        move(anchor, State.FINAL)


def _proof(visit: Visit, anchor: Anchor, mined: Mined, place: int) -> bytes:
    proof = visit.node.prove(anchor.chain, anchor.contract, mined, place)
    known = TrustedChain(
        anchor.chain,
        proof.contract,
        visit.limits.confirmations,
        {mined.block: bytes.fromhex(mined.block_hash[2:])},
    )
    checkpoint = Checkpoint(anchor.origin, anchor.size, bytes.fromhex(anchor.root))
    verdict = check_evm(proof, checkpoint, [known])
    if verdict.standing is not Standing.PROVEN:
        raise UnprovableError(verdict.reason)
    return jsonio.dumps(proof.to_json())


def _refused(visit: Visit, anchor: Anchor, mined: Mined) -> None:
    """The contract refused the call: the number is used up, and the anchor goes out again."""
    error = FailedError("The contract refused the transaction.")
    move(anchor, State.REVERTED, error)
    if visit.head.number - mined.block >= visit.limits.confirmations:
        _void(visit, anchor)
        anchor.failures += 1
        anchor.tx = ""
    _save(visit, anchor, "tx", "failures")


def _gone(visit: Visit, anchor: Anchor) -> None:
    """None of its transactions is in a block: send, raise the fee, or take a new number."""
    if anchor.state in {State.MINED, State.FINAL}:
        if visit.head.number < (anchor.block or 0):
            raise NodeBehindError("The node has not come as far as it was before.")
        move(anchor, State.REVERTED, ReorganisedError("The network dropped the block."))
        anchor.tx, anchor.block, anchor.block_hash = "", None, ""
        anchor.block_time, anchor.confirmations, anchor.proof = None, 0, None
        _save(visit, anchor, *_PLACE, "proof")
    if given_up(anchor):
        return
    if sending.open_ones(anchor):
        used = sending.used_up(visit, anchor)
        if used is not False:
            _replaced(visit, anchor, for_good=used is True)
            if used is None:
                return
    if not sending.open_ones(anchor):
        sending.keep_first(visit, anchor)
    sending.send_newest(visit, anchor)
    move(anchor, State.PENDING)
    _save(visit, anchor)


def _replaced(visit: Visit, anchor: Anchor, *, for_good: bool) -> None:
    why = ReplacedError("Another transaction has used the number of this one.")
    move(anchor, State.REVERTED, why)
    if for_good:
        _void(visit, anchor)
    _save(visit, anchor)


def _void(visit: Visit, anchor: Anchor) -> None:
    Transmission.objects.filter(anchor=anchor, void_at=None).update(void_at=visit.now)


def _save(visit: Visit, anchor: Anchor, *fields: str) -> None:
    anchor.changed_at = visit.now
    anchor.save(update_fields=[*fields, "state", "problem_code", "problem", "changed_at"])
