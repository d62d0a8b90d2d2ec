"""Handing a contract over to another account, in two steps: its owner offers, the next one accepts.

A `Step` says what will be sent and what it costs at most; nothing leaves before `send`. In the
stored mode the contract changes its owner. In the event mode owner and log are part of the code, so
the next owner goes on in a contract of its own, and the old one says which (`contracts/`).
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.utils import timezone

from skillmark.core.anchor.evm import origin_hash
from skillmark.core.anchor.evm.proof import checksummed
from skillmark.platform.anchors import (
    artefacts,
    fees,
    network,
    questions,
    services,
    visiting,
)
from skillmark.platform.anchors.artefacts import Mode
from skillmark.platform.anchors.chain import Mined, Node
from skillmark.platform.anchors.errors import (
    AddressError,
    FailedError,
    FeeCapError,
    FundsError,
    NotConfiguredError,
    NotOfferedError,
    WrongContractError,
)
from skillmark.platform.anchors.fees import Fees
from skillmark.platform.anchors.keys import ChainSigner, Order
from skillmark.platform.anchors.models import Contract
from skillmark.platform.anchors.questions import ADDRESS_BYTES, NOBODY
from skillmark.platform.anchors.sending import next_nonce

_SPARE_GAS: Final = (6, 5)


@dataclass(frozen=True, slots=True)
class Step:
    """One transaction that has not been sent.

    Attributes:
        node: where it will be sent.
        signer: who signs and pays.
        contract: that is handed over, checksummed.
        mode: of the contract.
        to: that is called; empty to deploy a contract.
        data: the call.
        gas: limit.
        offered: fees.
        balance: what lies on the account, wei.
    """

    node: Node
    signer: ChainSigner
    contract: str
    mode: Mode
    to: str
    data: bytes
    gas: int
    offered: Fees
    balance: int

    @property
    def cost(self) -> int:
        """What it costs at most, wei."""
        return self.gas * self.offered.most


def parse(text: str) -> bytes:
    """Read the address of an account.

    Raises:
        AddressError: it is none, its checksum is wrong, or it is nobody's.
    """
    digits = text.removeprefix("0x")
    try:
        raw = bytes.fromhex(digits) if digits.isascii() and " " not in digits else b""
    except ValueError:
        raw = b""
    if not text.startswith("0x") or len(raw) != ADDRESS_BYTES:
        raise AddressError("An address is 0x and 40 hexadecimal digits.", address=text[:80])
    if digits not in {digits.lower(), digits.upper()} and checksummed(raw) != text:
        raise AddressError("The address has a wrong checksum; look at it again.", address=text)
    if raw == NOBODY:
        raise AddressError("To that address nothing is handed over.", address=text)
    return raw


def offer(to: bytes, *, node: Node | None = None, signer: ChainSigner | None = None) -> Step:
    """Return the step that offers the contract in use to an account.

    Args:
        to: the account; `NOBODY` takes an offer back.
        node: of the network; the configured one if none is given.
        signer: the owner; the configured key if none is given.

    Raises:
        NotConfiguredError: there is no network, no key or no contract.
        WrongContractError: the contract is another account's.
        HandedOverError: it was handed over already.
        AddressError: it is offered to its owner.
        AnchorsError: the network does not answer, is too dear, or the account cannot pay.
    """
    node, signer = node or network.node(), signer or network.signer()
    row = network.contract()
    if row is None:
        raise NotConfiguredError("There is no contract in use that could be offered.")
    network.check_chain(node)
    questions.require_ours(node, row, signer.address)
    if to == _raw(signer.address):
        raise AddressError("The contract belongs to that account already.")
    mode = Mode(row.mode)
    data = _call(mode, "offer(address)", to)
    return _step(node, signer, row.address, mode, to=row.address, data=data)


def deployment(
    contract: str, origin: str, *, node: Node | None = None, signer: ChainSigner | None = None
) -> Step | None:
    """Return the step that deploys the successor of a contract; None where none is wanted.

    Args:
        contract: that is offered to us.
        origin: of our log.
        node: of the network; the configured one if none is given.
        signer: the next owner; the configured key if none is given.

    Raises:
        NotOfferedError: the contract is not offered to this account.
        AnchorsError: as `offer`.
    """
    node, signer = node or network.node(), signer or network.signer()
    network.check_chain(node)
    mode = _require_offered(node, contract, origin, signer.address)
    if mode is Mode.STORED:
        return None
    data = artefacts.deployment(mode, origin_hash(origin))
    return _step(node, signer, contract, mode, to="", data=data)


def acceptance(
    contract: str,
    successor: str,
    origin: str,
    *,
    node: Node | None = None,
    signer: ChainSigner | None = None,
) -> Step:
    """Return the step that takes a contract over.

    Args:
        contract: that is offered to us.
        successor: in the event mode our own contract, in which we go on; else empty.
        origin: of our log.
        node: of the network; the configured one if none is given.
        signer: the next owner; the configured key if none is given.

    Raises:
        NotOfferedError: the contract is not offered to this account.
        WrongContractError: the successor is not ours, or of another log.
        AnchorsError: as `offer`.
    """
    node, signer = node or network.node(), signer or network.signer()
    network.check_chain(node)
    mode = _require_offered(node, contract, origin, signer.address)
    if mode is Mode.STORED:
        data = _call(mode, "accept()")
        return _step(node, signer, contract, mode, to=contract, data=data)
    network.check_contract(node, successor, origin, signer.address)
    data = _call(mode, "accept(address)", _raw(successor))
    return _step(node, signer, contract, mode, to=contract, data=data)


def send(step: Step, *, pause: Callable[[float], None] = time.sleep) -> tuple[Mined, str]:
    """Sign and send a step, wait for its block, and return where it is and the transaction's hash.

    Raises:
        BusyError: a worker is anchoring at this moment; the number of the next transaction is its.
        NodeDownError: the node does not answer, or it came in no block for five minutes.
        FailedError: the contract refused it.
    """
    with visiting.alone(network.contract(), timezone.now()) as renew:
        sender, chain = step.signer.address, network.chain()
        nonce = next_nonce(sender, chain, step.node.nonce(sender, "pending"))
        number = int(chain.removeprefix("eip155:"))
        signed = step.signer.sign(
            Order(number, nonce, step.to, step.data, step.gas, step.offered)
        )
        step.node.send(signed.raw)

        def look(seconds: float) -> None:
            pause(seconds)
            renew()

        mined = services.wait(step.node, signed.tx, look)
    if not mined.succeeded:
        raise FailedError("The contract refused it.", tx=signed.tx)
    return mined, signed.tx


def taken_over(step: Step, origin: str, successor: str, *, since: int) -> Contract:
    """Keep the contract in which we go on as the one in use, once `acceptance` is in a block.

    Args:
        step: that was sent.
        origin: of our log.
        successor: as given to `acceptance`.
        since: the block from which its events are read.
    """
    first = step.node.block(0)
    address = successor or step.contract
    genesis = first.hash if first else ""
    row = services.use(checksummed(_raw(address)), step.mode, origin, genesis, since)
    Contract.objects.filter(pk=row.pk).update(created_at=timezone.now())
    row.refresh_from_db()
    return row


def _require_offered(node: Node, contract: str, origin: str, sender: str) -> Mode:
    mode = questions.mode_of(node, contract)
    if node.call(contract, artefacts.asking("origin")) != origin_hash(origin):
        raise WrongContractError("The contract is for another log.", contract=contract)
    if questions.address_of(node, contract, "offered()", mode) != _raw(sender):
        raise NotOfferedError(
            "The contract is not offered to this account.", contract=contract, account=sender
        )
    return mode


def _step(
    node: Node, signer: ChainSigner, contract: str, mode: Mode, *, to: str, data: bytes
) -> Step:
    offered = fees.first(node.market(), network.limits().cap)
    if offered is None:
        raise FeeCapError("The network asks for more than the highest fee that is allowed.")
    many, of = _SPARE_GAS
    gas = node.gas(signer.address, to, data) * many // of
    balance = node.balance(signer.address)
    step = Step(node, signer, contract, mode, to, data, gas, offered, balance)
    if step.cost > balance:
        raise FundsError("The account cannot pay the fee.", account=signer.address, wei=balance)
    return step


def _call(mode: Mode, name: str, *words: bytes) -> bytes:
    begin = artefacts.of(mode).methods[name]
    return begin + b"".join(word.rjust(artefacts.WORD, b"\x00") for word in words)


def _raw(address: str) -> bytes:
    return bytes.fromhex(address[2:])
