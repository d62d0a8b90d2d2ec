"""Deploying a contract, and beginning anchors of other kinds."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Final

from skillmark.core.anchor.evm import origin_hash
from skillmark.platform.anchors import artefacts, fees, network
from skillmark.platform.anchors.artefacts import Mode
from skillmark.platform.anchors.chain import Mined, Node
from skillmark.platform.anchors.errors import FailedError, FeeCapError, NodeDownError
from skillmark.platform.anchors.keys import ChainSigner, Order
from skillmark.platform.anchors.models import Anchor, AnchorStep, Contract, State

PATIENCE_S: Final = 300.0  # for the block of a deployment
_LOOK_S: Final = 1.0
_SPARE_GAS: Final = (6, 5)


def deploy(
    origin: str,
    mode: Mode,
    *,
    node: Node | None = None,
    signer: ChainSigner | None = None,
    pause: Callable[[float], None] = time.sleep,
) -> tuple[Contract, Mined]:
    """Deploy a contract for a log and use it from now on.

    Args:
        origin: of the log.
        mode: what it keeps.
        node: of the network; the configured one if none is given.
        signer: who pays and owns it; the configured key if none is given.
        pause: waits between two looks, seconds.

    Raises:
        NotConfiguredError: no network or no key is configured.
        FeeCapError: the network asks for more than is allowed.
        NodeDownError: the node does not answer, or it came in no block for five minutes.
        FailedError: the network refused it.
    """
    node, signer = node or network.node(), signer or network.signer()
    genesis = network.check_chain(node)
    offered = fees.first(node.market(), network.limits().cap)
    if offered is None:
        raise FeeCapError("The network asks for more than the highest fee that is allowed.")
    data = artefacts.deployment(mode, origin_hash(origin))
    many, of = _SPARE_GAS
    chain = network.chain()
    signed = signer.sign(
        Order(
            chain_id=int(chain.removeprefix("eip155:")),
            nonce=node.nonce(signer.address, "pending"),
            to="",
            data=data,
            gas=node.gas(signer.address, "", data) * many // of,
            fees=offered,
        )
    )
    node.send(signed.raw)
    mined = wait(node, signed.tx, pause)
    if not mined.succeeded or not mined.contract:
        raise FailedError("The network refused the contract.", tx=signed.tx)
    network.check_contract(node, mined.contract, origin, signer.address)
    return use(mined.contract, mode, origin, genesis, mined.block), mined


def ensure_deployed(origin: str) -> Contract:
    """Return the contract in use, deployed now if there is none in the network as it is.

    Raises:
        AnchorsError: as `deploy`.
    """
    node, signer = network.node(), network.signer()
    genesis, row = network.check_chain(node), network.contract()
    if row is None or row.genesis != genesis or not node.has_code(row.address):
        return deploy(origin, network.mode(), node=node, signer=signer)[0]
    return row


def use(address: str, mode: Mode, origin: str, genesis: str, block: int) -> Contract:
    """Keep a contract as the one in use."""
    row, _made = Contract.objects.get_or_create(
        chain=network.chain(),
        genesis=genesis,
        address=address,
        defaults={
            "mode": mode.value,
            "origin": origin,
            "deployed_block": block,
            "read_block": block,
        },
    )
    return row


def begin(
    *, kind: str, origin: str, size: int, root: str, note: str, chain: str, now: datetime
) -> Anchor:
    """Return the row of an anchor that is a plain transaction; the next visit sends it.

    Args:
        kind: for which `calls.CALLS` knows the call.
        origin: what it is about; with `size` it is anchored once.
        size: leaves.
        root: 64 hexadecimal digits.
        note: for the reader, may be empty.
        chain: CAIP-2.
        now: by our clock.
    """
    row, made = Anchor.objects.get_or_create(
        kind=kind,
        chain=chain,
        contract="",
        origin=origin,
        size=size,
        defaults={"root": root, "note": note, "created_at": now, "changed_at": now},
    )
    if made:
        AnchorStep.objects.create(anchor=row, state=State.PENDING)
    return row


def wait(node: Node, tx: str, pause: Callable[[float], None]) -> Mined:
    """Return where a transaction is, once it is in a block.

    Raises:
        NodeDownError: the node does not answer, or it came in no block for five minutes.
    """
    waited = 0.0
    while (mined := node.mined(tx)) is None:
        if waited >= PATIENCE_S:
            raise NodeDownError("The transaction came in no block yet. Look later.", tx=tx)
        pause(_LOOK_S)
        waited += _LOOK_S
    return mined
