"""Signing, keeping and sending the transactions of anchors.

A signed transaction is a row before it leaves. What is sent again is the same bytes; what has a
higher fee has the same number and the same call; a new number is only taken when the old one is
used up for good. So the network can take one transaction for an anchor, and never two.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Max

from skillmark.platform.anchors import calls, fees
from skillmark.platform.anchors.chain import Block, Node
from skillmark.platform.anchors.errors import FeeCapError, NonceUsedError, RefusedError
from skillmark.platform.anchors.fees import Fees
from skillmark.platform.anchors.keys import ChainSigner, Order
from skillmark.platform.anchors.models import Anchor, Contract, Transmission
from skillmark.platform.anchors.network import Limits

STUCK: Final = timedelta(minutes=3)  # in no block after that: a higher fee is offered
_EMPTY_GAS: Final = 21_000  # of a transaction without a call
_SPARE_GAS: Final = (6, 5)  # more than the estimate, for what changes until the block


@dataclass(slots=True)
class Visit:
    """One visit to the network.

    Attributes:
        node: that is asked.
        signer: who pays.
        contract: that anchors are sent to.
        limits: of the operator.
        head: the newest block when the visit began.
        now: by our clock.
        renew: keeps others away for longer; raises when they have come already.
    """

    node: Node
    signer: ChainSigner
    contract: Contract
    limits: Limits
    head: Block
    now: datetime
    renew: Callable[[], None]


def open_ones(anchor: Anchor) -> list[Transmission]:
    """Return the transactions of an anchor that can still be in a block, oldest first."""
    return list(anchor.transmissions.filter(void_at=None))


def keep_first(visit: Visit, anchor: Anchor) -> Transmission:
    """Sign a transaction with the next number and keep it.

    Raises:
        FeeCapError: the network asks for more than is allowed.
        RefusedError: the contract would refuse the call.
    """
    offered = fees.first(visit.node.market(), visit.limits.cap)
    if offered is None:
        raise FeeCapError("The network asks for more than the highest fee that is allowed.")
    sender = visit.signer.address
    call = calls.CALLS[anchor.kind](anchor, sender)
    gas = visit.node.gas(sender, call.to, call.data)
    counted = visit.node.nonce(sender)
    with transaction.atomic():
        Anchor.objects.select_for_update().get(pk=anchor.pk)
        if known := open_ones(anchor):
            return known[-1]
        return _keep(visit, anchor, next_nonce(sender, anchor.chain, counted), gas, offered)


def keep_raised(visit: Visit, last: Transmission) -> Transmission | None:
    """Sign the same call with the same number and a higher fee; None if the cap forbids it."""
    before = Fees(int(last.max_fee), int(last.priority_fee))
    offered = fees.raised(before, visit.node.market(), visit.limits.cap)
    if offered is None:
        return None
    call = calls.CALLS[last.anchor.kind](last.anchor, last.sender)
    gas = visit.node.gas(last.sender, call.to, call.data)
    with transaction.atomic():
        Anchor.objects.select_for_update().get(pk=last.anchor_id)
        newest = open_ones(last.anchor)[-1]
        if newest.pk != last.pk:
            return newest
        return _keep(visit, last.anchor, last.nonce, gas, offered)


def send(visit: Visit, one: Transmission) -> None:
    """Hand a kept transaction to the node, unless it has it.

    Raises:
        FundsError: the account cannot pay.
        RefusedError: the node does not take it.
    """
    if not visit.node.knows(one.tx):
        try:
            visit.node.send(bytes(one.raw))
        except NonceUsedError:
            return  # perhaps by this one: the next visit looks for it
    Transmission.objects.filter(pk=one.pk).update(sent_at=visit.now)


def send_newest(visit: Visit, anchor: Anchor) -> None:
    """Send the newest transaction of an anchor, with a higher fee when it is stuck.

    Raises:
        FeeCapError: it is stuck and the cap allows no higher fee.
        RefusedError: the node does not take it.
    """
    newest = open_ones(anchor)[-1]
    capped = False
    stuck = newest.sent_at is not None and visit.now - newest.created_at >= STUCK
    if stuck and not _fill_gap(visit, newest):
        raised = keep_raised(visit, newest)
        capped, newest = raised is None, raised or newest
    try:
        send(visit, newest)
    except RefusedError:
        if not capped:
            raise
    if capped:
        raise FeeCapError("The network asks for more than the highest fee that is allowed.")


def _fill_gap(visit: Visit, waiting: Transmission) -> bool:
    """Use up a number before ours that nobody uses any more, so that ours can come in a block.

    It was a foreign transaction's, which the network dropped. An empty transaction to ourselves
    takes its place; a new number for the anchor could bring it in twice.
    """
    missing = visit.node.nonce(waiting.sender, "pending")
    ours = Transmission.objects.filter(
        chain=waiting.chain, sender=waiting.sender, void_at=None, nonce=missing
    )
    if missing >= waiting.nonce or ours.exists():
        return False
    offered = fees.first(visit.node.market(), visit.limits.cap)
    if offered is None:
        raise FeeCapError("The network asks for more than the highest fee that is allowed.")
    number = int(waiting.chain.removeprefix("eip155:"))
    empty = Order(number, missing, waiting.sender, b"", _EMPTY_GAS, offered)
    with suppress(RefusedError):  # the node has it already
        visit.node.send(visit.signer.sign(empty).raw)
    return True


def used_up(visit: Visit, anchor: Anchor) -> bool | None:
    """Say whether foreign transactions have used the number of an anchor's own.

    Returns:
        False if it is free, None if it is used but could become free again, True if it is used
        up for good.
    """
    last = open_ones(anchor)[-1]
    if visit.node.nonce(last.sender) <= last.nonce:
        return False
    deep = max(visit.head.number - visit.limits.confirmations, 0)
    return True if visit.node.nonce(last.sender, deep) > last.nonce else None


def _keep(visit: Visit, anchor: Anchor, nonce: int, gas: int, offered: Fees) -> Transmission:
    sender = visit.signer.address
    call = calls.CALLS[anchor.kind](anchor, sender)
    many, of = _SPARE_GAS
    signed = visit.signer.sign(
        Order(
            chain_id=int(anchor.chain.removeprefix("eip155:")),
            nonce=nonce,
            to=call.to,
            data=call.data,
            gas=gas * many // of,
            fees=offered,
        )
    )
    return Transmission.objects.create(
        anchor=anchor,
        chain=anchor.chain,
        sender=sender,
        nonce=nonce,
        raw=signed.raw,
        tx=signed.tx,
        max_fee=str(offered.most),
        priority_fee=str(offered.tip),
        created_at=visit.now,
    )


def next_nonce(sender: str, chain: str, counted: int) -> int:
    """Return the next number: what the network counts, or what follows our own that wait."""
    waiting = Transmission.objects.filter(chain=chain, sender=sender, void_at=None)
    last = waiting.aggregate(last=Max("nonce"))["last"]
    return counted if last is None else max(counted, last + 1)
