"""What is asked of a contract before anything is sent to it: whose it is, and where it came about."""

from typing import Final

from skillmark.core.anchor.evm.proof import checksummed
from skillmark.platform.anchors import artefacts
from skillmark.platform.anchors.artefacts import Mode
from skillmark.platform.anchors.chain import Node
from skillmark.platform.anchors.errors import (
    HandedOverError,
    RefusedError,
    WrongContractError,
)
from skillmark.platform.anchors.models import Contract

ADDRESS_BYTES: Final = 20
NOBODY: Final = bytes(ADDRESS_BYTES)


def require_ours(node: Node, row: Contract, sender: str) -> None:
    """Accept a contract that still takes anchors from an account.

    Raises:
        HandedOverError: it was handed over; anchors go to its successor.
        WrongContractError: it is another account's.
    """
    mode = Mode(row.mode)
    if mode is Mode.EVENT:
        successor = address_of(node, row.address, "successor()", mode)
        if successor != NOBODY:
            raise HandedOverError(
                "The contract was handed over; what is sent to it does not count any more.",
                successor=checksummed(successor),
            )
    if address_of(node, row.address, "owner()", mode) != bytes.fromhex(sender[2:]):
        raise WrongContractError(
            "The contract belongs to another account.", contract=row.address, account=sender
        )


def deployed_in(node: Node, contract: str) -> int:
    """Return the block in which a contract came about, by halving.

    Raises:
        RefusedError: the node does not know the past of its network.
    """
    low, high = 0, node.head().number
    while low < high:
        middle = (low + high) // 2
        if node.has_code(contract, middle):
            high = middle
        else:
            low = middle + 1
    return low


def mode_of(node: Node, contract: str) -> Mode:
    """Return the mode of a contract: only the stored one knows a size.

    Raises:
        WrongContractError: there is none of ours at the address.
    """
    if not node.has_code(contract):
        raise WrongContractError("There is no contract at the address.", contract=contract)
    for mode, question in ((Mode.STORED, "size()"), (Mode.EVENT, "successor()")):
        try:
            node.call(contract, artefacts.of(mode).methods[question])
        except RefusedError:
            continue
        return mode
    raise WrongContractError(
        "The contract at the address is not one of ours.", contract=contract
    )


def address_of(node: Node, contract: str, question: str, mode: Mode) -> bytes:
    """Return the address that a contract answers a question with, 20 bytes.

    Raises:
        WrongContractError: it does not know the question.
    """
    try:
        answer = node.call(contract, artefacts.of(mode).methods[question])
    except RefusedError as error:
        raise WrongContractError(
            "The contract at the address is not one of ours.", contract=contract
        ) from error
    return answer[-ADDRESS_BYTES:]
