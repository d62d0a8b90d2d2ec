"""The configured network: which node, which account, which contract, which limits."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Final

from django.conf import settings

from skillmark.core.anchor.evm import origin_hash
from skillmark.platform.anchors import artefacts, keys
from skillmark.platform.anchors.artefacts import Mode
from skillmark.platform.anchors.chain import Node
from skillmark.platform.anchors.errors import (
    NotConfiguredError,
    RefusedError,
    WrongChainError,
    WrongContractError,
)
from skillmark.platform.anchors.fees import GWEI
from skillmark.platform.anchors.keys import ChainSigner
from skillmark.platform.anchors.models import Contract

_ADDRESS_BYTES: Final = 20
LOCAL: Final = frozenset({31337, 1337, 131277322940537})  # what anvil, hardhat and py-evm use


@dataclass(frozen=True, slots=True)
class Limits:
    """What the operator allows.

    Attributes:
        confirmations: blocks on top before an anchor is final.
        interval: between two anchors.
        cap: wei for each gas, at most.
    """

    confirmations: int
    interval: timedelta
    cap: int


def configured() -> bool:
    """Say whether a network is configured."""
    config = settings.SKILLMARK
    return bool(config.anchor_rpc_url.get_secret_value() and config.anchor_chain_id)


def chain() -> str:
    """Return the name of the configured network, CAIP-2."""
    return f"eip155:{settings.SKILLMARK.anchor_chain_id}"


def is_local(name: str) -> bool:
    """Say whether a network is one that runs on a developer's machine and proves nothing."""
    return name.removeprefix("eip155:") in {str(number) for number in LOCAL}


def limits() -> Limits:
    """Return the configured limits."""
    config = settings.SKILLMARK
    return Limits(
        config.anchor_confirmations,
        timedelta(minutes=config.anchor_interval_minutes),
        int(Decimal(str(config.anchor_max_fee_gwei)) * GWEI),
    )


def mode() -> Mode:
    """Return what a contract that is deployed next keeps."""
    return Mode(settings.SKILLMARK.anchor_mode)


def node() -> Node:
    """Return the configured node; it is not asked yet.

    Raises:
        NotConfiguredError: there is none.
        ExtraMissingError: the packages for Ethereum are not installed.
    """
    if not configured():
        raise NotConfiguredError("Configure the address of a node and the network's number.")
    return Node.at(settings.SKILLMARK.anchor_rpc_url.get_secret_value())


def signer() -> ChainSigner:
    """Return who signs and pays.

    Raises:
        NotConfiguredError: no key is configured.
        AnchorKeyError: the key cannot be had.
    """
    uri: str = settings.SKILLMARK.anchor_key
    if not uri:
        raise NotConfiguredError("Configure the key that pays for anchors.")
    return keys.load(uri)


def contract() -> Contract | None:
    """Return the contract in use: the configured one, else the one deployed last."""
    known = Contract.objects.filter(chain=chain())
    address: str = settings.SKILLMARK.anchor_contract
    if not address:
        return known.first()
    return known.filter(address__iexact=address).first()


def check_chain(node_: Node) -> str:
    """Return the hash of the first block of the node's network.

    Raises:
        WrongChainError: it is another network than the configured one.
    """
    wanted: int = settings.SKILLMARK.anchor_chain_id
    if (number := node_.chain_id()) != wanted:
        raise WrongChainError(
            f"The node is of the network {number}, not {wanted}.", chain=number, wanted=wanted
        )
    first = node_.block(0)
    return first.hash if first else ""


def check_contract(node_: Node, address: str, origin: str, sender: str) -> None:
    """Accept a contract that takes checkpoints of a log from an account.

    Raises:
        WrongContractError: nothing is there, or it is for another log or another owner.
    """
    if not node_.has_code(address):
        raise WrongContractError("There is no contract at the address.", contract=address)
    try:
        owner = node_.call(address, artefacts.asking("owner"))[-_ADDRESS_BYTES:]
        of = node_.call(address, artefacts.asking("origin"))
    except RefusedError as error:
        raise WrongContractError(
            "The contract at the address is not one of ours.", contract=address
        ) from error
    if of != origin_hash(origin):
        raise WrongContractError("The contract is for another log.", contract=address)
    if owner != bytes.fromhex(sender[2:]):
        raise WrongContractError(
            "The contract belongs to another account.", contract=address, account=sender
        )
