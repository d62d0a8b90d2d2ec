"""The proof of an event on an Ethereum network, and its JSON.

Everything that leads from the event up to the hash of a block lies in it: the receipt and the
transaction with their paths, the header, and perhaps the headers after it. Whether that block is
one of the network's is what only a verifier's policy can say (`checking`).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Self

from skillmark.core.anchor.evm.blocks import MAX_HEADER
from skillmark.core.anchor.evm.errors import EvmFormatError
from skillmark.core.anchor.evm.keccak import keccak256
from skillmark.core.anchor.evm.trie import MAX_NODES
from skillmark.core.jsonio import MAX_INTEGER, JsonObject, JsonValue

MAX_RECEIPT: Final = 65_536  # bytes
MAX_TRANSACTION: Final = 16_384  # bytes
MAX_NODE: Final = 131_072  # bytes: a leaf holds the receipt
MAX_DESCENDANTS: Final = 512  # headers
_CHAIN: Final = re.compile(r"eip155:[1-9][0-9]{0,18}", re.ASCII)
_HEX: Final = re.compile(r"0x(?:[0-9a-f]{2})*", re.ASCII)
_ADDRESS: Final = re.compile(r"0x[0-9a-fA-F]{40}", re.ASCII)


@dataclass(frozen=True, slots=True)
class EvmProof:
    """An event with everything that leads to its block.

    Attributes:
        chain: CAIP-2, ``eip155:1``.
        contract: address of the contract, 20 bytes.
        tx: hash of the transaction, 32 bytes.
        block: height of the block.
        index: of the transaction in the block.
        log_index: of the event in the transaction's receipt, from 0.
        header: RLP of the block's header.
        transaction: its bytes, with their type.
        transaction_path: trie nodes from the root down.
        receipt: its bytes, with their type.
        receipt_path: trie nodes from the root down.
        descendants: RLP of the headers after the block, oldest first; may be empty.
    """

    chain: str
    contract: bytes
    tx: bytes
    block: int
    index: int
    log_index: int
    header: bytes
    transaction: bytes
    transaction_path: tuple[bytes, ...]
    receipt: bytes
    receipt_path: tuple[bytes, ...]
    descendants: tuple[bytes, ...] = ()

    @classmethod
    def from_json(cls, value: JsonValue) -> Self:
        """Read a proof.

        Raises:
            EvmFormatError: a member is missing, unknown, too large or in another spelling.
        """
        if not isinstance(value, dict) or not _MEMBERS >= value.keys() >= _MEMBERS - _OPEN:
            raise EvmFormatError("The proof has other members than such a proof.")
        return cls(
            chain=chain_of(value["chain"]),
            contract=address_of(value["contract"]),
            tx=hex_of(value["tx"], 32, exact=True),
            block=_count(value["block"]),
            index=_count(value["index"]),
            log_index=_count(value["logIndex"]),
            header=hex_of(value["header"], MAX_HEADER),
            transaction=hex_of(value["transaction"], MAX_TRANSACTION),
            transaction_path=_hexes(value["transactionPath"], MAX_NODES, MAX_NODE),
            receipt=hex_of(value["receipt"], MAX_RECEIPT),
            receipt_path=_hexes(value["receiptPath"], MAX_NODES, MAX_NODE),
            descendants=_hexes(value.get("descendants", []), MAX_DESCENDANTS, MAX_HEADER),
        )

    def to_json(self) -> JsonObject:
        """Return the JSON that `from_json` reads; descendants only if there are any."""
        written: JsonObject = {
            "chain": self.chain,
            "contract": to_hex(self.contract),
            "tx": to_hex(self.tx),
            "block": self.block,
            "index": self.index,
            "logIndex": self.log_index,
            "header": to_hex(self.header),
            "transaction": to_hex(self.transaction),
            "transactionPath": _written(self.transaction_path),
            "receipt": to_hex(self.receipt),
            "receiptPath": _written(self.receipt_path),
        }
        if self.descendants:
            written["descendants"] = _written(self.descendants)
        return written


_OPEN: Final = frozenset({"descendants"})
_MEMBERS: Final = _OPEN | {
    "block",
    "chain",
    "contract",
    "header",
    "index",
    "logIndex",
    "receipt",
    "receiptPath",
    "transaction",
    "transactionPath",
    "tx",
}


def to_hex(data: bytes) -> str:
    """Return bytes as Ethereum writes them: 0x and small hexadecimal digits."""
    return f"0x{data.hex()}"


def chain_of(value: JsonValue) -> str:
    """Read the name of a network, CAIP-2 of the namespace ``eip155``.

    Raises:
        EvmFormatError: another spelling.
    """
    if not isinstance(value, str) or _CHAIN.fullmatch(value) is None:
        raise EvmFormatError("A network is named like eip155:1.")
    return value


def address_of(value: JsonValue) -> bytes:
    """Read an address, in whatever case its digits are: the case is no part of it.

    Raises:
        EvmFormatError: another spelling.
    """
    if not isinstance(value, str) or _ADDRESS.fullmatch(value) is None:
        raise EvmFormatError("An address is 0x and forty hexadecimal digits.")
    return bytes.fromhex(value[2:])


def checksummed(address: bytes) -> str:
    """Return an address with the capitals that are its checksum (EIP-55)."""
    digits = address.hex()
    digest = keccak256(digits.encode()).hex()
    big = (
        one.upper() if other >= "8" else one for one, other in zip(digits, digest, strict=False)
    )
    return f"0x{''.join(big)}"


def hex_of(value: JsonValue, limit: int, *, exact: bool = False) -> bytes:
    """Read bytes in the spelling of `to_hex`.

    Args:
        value: what stands there.
        limit: bytes at most.
        exact: it must be that many.

    Raises:
        EvmFormatError: another spelling, or another length.
    """
    if not isinstance(value, str) or len(value) > 2 * limit + 2:
        raise EvmFormatError("Bytes are too long, or no text.")
    if _HEX.fullmatch(value) is None or (exact and len(value) != 2 * limit + 2):
        raise EvmFormatError("Bytes are 0x and small hexadecimal digits.")
    return bytes.fromhex(value[2:])


def _hexes(value: JsonValue, most: int, limit: int) -> tuple[bytes, ...]:
    if not isinstance(value, list) or len(value) > most:
        raise EvmFormatError("A list is missing or too long.")
    return tuple(hex_of(item, limit) for item in value)


def _count(value: JsonValue) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MAX_INTEGER:
        raise EvmFormatError("A number is missing or out of range.")
    return value


def _written(items: Iterable[bytes]) -> list[JsonValue]:
    return [to_hex(item) for item in items]
