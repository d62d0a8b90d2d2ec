"""A node of an Ethereum network: the only module that opens connections to one.

Speaks JSON-RPC through web3, an optional package. The address is the operator's own, not one that
a stranger chose, so it does not go through `skillmark.fetch` (which would refuse the usual node on
one's own machine). Redirects are not followed. What comes back is doubted: proofs are made from
bytes that have the hashes they should (`core.anchor.evm.nodes`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from skillmark.core.anchor.evm import nodes
from skillmark.core.anchor.evm.blocks import Event
from skillmark.core.anchor.evm.errors import EvmError
from skillmark.core.anchor.evm.making import prove
from skillmark.core.anchor.evm.proof import EvmProof, checksummed
from skillmark.platform.anchors.errors import (
    ExtraMissingError,
    FundsError,
    NodeDownError,
    NonceUsedError,
    RefusedError,
    UnprovableError,
)
from skillmark.platform.anchors.fees import GWEI, Market

TIMEOUT_S: Final = 5.0
LOG_RANGE: Final = 2_000  # blocks that public nodes search at once
_HASHES, _WHOLE = False, True  # whether a block comes with its transactions
_NO_TIP: Final = GWEI // 10  # what is offered when the node cannot say
_KNOWN: Final = ("already known", "already imported", "known transaction", "already pending")
_USED: Final = ("nonce too low", "nonce is too low", "invalid nonce", "expected nonce")
_POOR: Final = ("insufficient funds", "doesn't have enough funds", "insufficient balance")

type Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Block:
    """A block, as a node sees it now."""

    number: int
    hash: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Mined:
    """A transaction in a block.

    Attributes:
        block: its height.
        block_hash: 0x and hexadecimal.
        index: of the transaction in it.
        succeeded: it was not undone.
        gas: used by it.
        events: in their order.
        contract: address of the contract that it deployed; empty for others.
    """

    block: int
    block_hash: str
    index: int
    succeeded: bool
    gas: int
    events: tuple[Event, ...]
    contract: str


@dataclass(frozen=True, slots=True)
class Seen:
    """An event of a contract, found by looking through blocks."""

    event: Event
    tx: str
    block: int


class Node:
    """One node of a network.

    Every method raises `NodeDownError` when the node does not answer or answers nonsense.
    """

    def __init__(self, provider: Any) -> None:
        # Without web3's middleware: names are never resolved, and answers come as the node gave them.
        self._web3 = _web3().Web3(provider, middleware=[])

    @classmethod
    def at(cls, url: str) -> "Node":
        """Return the node at an address; nothing is asked yet.

        Raises:
            ExtraMissingError: the packages for Ethereum are not installed.
        """
        options = {"timeout": TIMEOUT_S, "allow_redirects": False}
        provider = _web3().HTTPProvider(
            url, request_kwargs=options, exception_retry_configuration=None
        )
        return cls(provider)

    def chain_id(self) -> int:
        """Return the number of the network."""
        return _number(self._ask("eth_chainId"))

    def head(self) -> Block:
        """Return the newest block."""
        found = self.block("latest")
        if found is None:
            raise NodeDownError("The node has no newest block.")
        return found

    def block(self, which: int | str) -> Block | None:
        """Return a block by its height; None if the node does not have it."""
        answer = self._ask("eth_getBlockByNumber", _height(which), _HASHES)
        if answer is None:
            return None
        at = datetime.fromtimestamp(_number(answer["timestamp"]), UTC)
        return Block(_number(answer["number"]), _text(answer["hash"]), at)

    def balance(self, address: str) -> int:
        """Return what lies on an account, in wei."""
        return _number(self._ask("eth_getBalance", address, "latest"))

    def nonce(self, address: str, which: int | str = "latest") -> int:
        """Return how many transactions of an account are in blocks up to one."""
        return _number(self._ask("eth_getTransactionCount", address, _height(which)))

    def market(self) -> Market:
        """Return what the network asks for: twice nothing is known, so a small tip is offered."""
        answer = self._ask("eth_getBlockByNumber", "latest", _HASHES)
        base = _number(answer.get("baseFeePerGas"))
        try:
            tip = _number(self._ask("eth_maxPriorityFeePerGas"))
        except (NodeDownError, RefusedError):
            tip = _NO_TIP
        return Market(base, tip)

    def has_code(self, address: str, which: int | str = "latest") -> bool:
        """Say whether there is a contract at an address, after one block."""
        return len(nodes.to_bytes(self._ask("eth_getCode", address, _height(which)))) > 0

    def call(self, to: str, data: bytes) -> bytes:
        """Return what a contract answers, without a transaction.

        Raises:
            RefusedError: the contract refuses.
        """
        return nodes.to_bytes(self._ask("eth_call", {"to": to, "data": _hex(data)}, "latest"))

    def gas(self, sender: str, to: str, data: bytes) -> int:
        """Return how much gas a transaction would need.

        Raises:
            RefusedError: the contract would refuse it.
        """
        wanted = {"from": sender, "data": _hex(data)} | ({"to": to} if to else {})
        return _number(self._ask("eth_estimateGas", wanted))

    def mined(self, tx: str) -> Mined | None:
        """Return where a transaction is; None while it is in no block."""
        answer = self._ask_quietly("eth_getTransactionReceipt", tx)
        if answer is None or answer.get("blockNumber") is None:
            return None
        return Mined(
            block=_number(answer["blockNumber"]),
            block_hash=_text(answer["blockHash"]),
            index=_number(answer["transactionIndex"]),
            succeeded=_number(answer.get("status")) == 1,
            gas=_number(answer.get("gasUsed")),
            events=tuple(_events(answer)),
            contract=_contract(answer.get("contractAddress")),
        )

    def knows(self, tx: str) -> bool:
        """Say whether the node has a transaction, in a block or waiting."""
        return self._ask_quietly("eth_getTransactionByHash", tx) is not None

    def send(self, raw: bytes) -> None:
        """Hand a signed transaction over; one that the node has already is fine.

        Raises:
            NonceUsedError: its number is used up.
            FundsError: the account cannot pay.
            RefusedError: the node does not take it for another reason.
        """
        try:
            self._ask("eth_sendRawTransaction", _hex(raw))
        except RefusedError as error:
            words = error.message.lower()
            if any(text in words for text in _KNOWN):
                return
            if any(text in words for text in _USED):
                raise NonceUsedError("The number of the transaction is used up.") from error
            if any(text in words for text in _POOR):
                raise FundsError("The account cannot pay the fee.") from error
            raise

    def events(self, contract: str, begin: int, end: int, *kinds: bytes) -> list[Seen]:
        """Return a contract's events of some kinds in the blocks from `begin` to `end`, in order."""
        wanted = {
            "address": contract,
            "topics": [[_hex(one) for one in kinds]],
            "fromBlock": hex(begin),
            "toBlock": hex(end),
        }
        found = self._ask("eth_getLogs", wanted)
        try:
            return [
                Seen(event, _text(one["transactionHash"]), _number(one["blockNumber"]))
                for one in found
                for event in nodes.events({"logs": [one]})
            ]
        except (EvmError, KeyError, TypeError) as error:
            raise NodeDownError("The node answered with something else.") from error

    def header(self, number: int) -> bytes:
        """Return the RLP of a block's header.

        Raises:
            UnprovableError: it has a form that is not known here.
        """
        answer = self._ask("eth_getBlockByNumber", hex(number), _HASHES)
        if answer is None:
            raise NodeDownError("The node does not have the block.", block=number)
        try:
            return nodes.header(answer)
        except EvmError as error:
            raise UnprovableError(error.message, block=number) from error

    def prove(self, chain: str, contract: str, mined: Mined, log_index: int) -> EvmProof:
        """Return the proof of an event.

        Raises:
            UnprovableError: the block has a form that is not known here.
        """
        answer = self._ask("eth_getBlockByHash", mined.block_hash, _WHOLE)
        if answer is None:
            raise NodeDownError("The node does not have the block.", block=mined.block)
        try:
            return prove(
                chain=chain,
                contract=bytes.fromhex(contract[2:]),
                header=nodes.header(answer),
                transactions=[nodes.transaction(one) for one in answer["transactions"]],
                receipts=[nodes.receipt(one) for one in self._receipts(answer)],
                index=mined.index,
                log_index=log_index,
            )
        except (EvmError, KeyError, TypeError) as error:
            words = error.message if isinstance(error, EvmError) else "A part is missing."
            raise UnprovableError(words, block=mined.block) from error

    def _receipts(self, block: Json) -> list[Json]:
        try:
            found = self._ask("eth_getBlockReceipts", block["hash"])
        except RefusedError:
            found = None
        if found is None:
            found = [
                self._ask("eth_getTransactionReceipt", one["hash"])
                for one in block["transactions"]
            ]
        return list(found)

    def _ask_quietly(self, method: str, tx: str) -> Any:
        """Ask for a transaction; web3 raises where the network answers with nothing."""
        try:
            return self._ask(method, tx)
        except RefusedError as error:
            if "not found" in error.message.lower():
                return None
            raise

    def _ask(self, method: str, *parameters: Any) -> Any:
        failures = _web3().exceptions
        try:
            return self._web3.manager.request_blocking(method, list(parameters))
        except (failures.TransactionNotFound, failures.BlockNotFound):
            return None
        except (failures.Web3RPCError, failures.ContractLogicError) as error:
            raise RefusedError(_said(error), method=method) from error
        except (OSError, ValueError, TypeError, failures.Web3Exception) as error:
            raise NodeDownError(
                "The node does not answer.", method=method, reason=type(error).__name__
            ) from error


def _web3() -> Any:
    try:
        import web3  # noqa: PLC0415 - an optional package
    except ImportError:
        raise ExtraMissingError(
            "Install the extra “ethereum” to anchor on an Ethereum network."
        ) from None
    return web3


def _said(error: Exception) -> str:
    """Return what the node said, in one line."""
    response = getattr(error, "rpc_response", None) or {}
    words = (response.get("error") or {}).get("message") or getattr(error, "message", None)
    return " ".join(str(words or error).split())[:200]


def _events(answer: Json) -> list[Event]:
    try:
        return nodes.events(answer)
    except EvmError as error:
        raise NodeDownError("The node answered with something else.") from error


def _contract(value: object) -> str:
    return checksummed(nodes.to_bytes(value)) if value else ""


def _number(value: object) -> int:
    try:
        return nodes.to_number(value)
    except EvmError as error:
        raise NodeDownError("The node answered with something else.") from error


def _text(value: object) -> str:
    return value if isinstance(value, str) else _hex(nodes.to_bytes(value))


def _height(which: int | str) -> str:
    return which if isinstance(which, str) else hex(which)


def _hex(data: bytes) -> str:
    return f"0x{data.hex()}"
