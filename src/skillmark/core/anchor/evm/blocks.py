"""What a block is made of: header, transactions, receipts and the events in them.

Yellow paper §4.3, EIP-2718 (types), EIP-1559 (fees), and whatever a later fork has appended to the
header: a header is what has the hash, so fields behind the known ones are carried along.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

from skillmark.core.anchor.evm.errors import (
    HeaderError,
    ReceiptError,
    RlpError,
    TransactionError,
)
from skillmark.core.anchor.evm.keccak import DIGEST_BYTES, keccak256
from skillmark.core.anchor.evm.rlp import Rlp, decode_list, encode, number, read_number

ADDRESS_BYTES: Final = 20
MAX_HEADER: Final = 4_096  # bytes; today's have some 650
MIN_FIELDS: Final = 15  # of the first header ever
MAX_FIELDS: Final = 32
MAX_TIME: Final = 2**38  # seconds; later ones no calendar has
_PARENT, _TRANSACTIONS, _RECEIPTS, _NUMBER, _TIME = 0, 4, 5, 8, 11
_FEE_TYPE: Final = 2  # EIP-1559
_TYPED: Final = 0x7F  # types go up to here, EIP-2718
_FEE_FIELDS: Final = 12
_CHAIN, _TO, _INPUT = 0, 5, 7
_RECEIPT_FIELDS: Final = 4  # further ones only on networks that append some
_LOG_FIELDS: Final = 3
MAX_TOPICS: Final = 4


@dataclass(frozen=True, slots=True)
class Header:
    """What a proof needs of a block's header.

    Attributes:
        hash: Keccak-256 of its RLP.
        parent: hash of the block before.
        number: its height.
        time: seconds since 1970, as the block says.
        transactions_root: of the trie of its transactions.
        receipts_root: of the trie of their receipts.
    """

    hash: bytes
    parent: bytes
    number: int
    time: int
    transactions_root: bytes
    receipts_root: bytes

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Read the RLP of a header.

        Raises:
            HeaderError: it is none.
        """
        try:
            fields = decode_list(data[: MAX_HEADER + 1])
            if not MIN_FIELDS <= len(fields) <= MAX_FIELDS:
                raise HeaderError("The header has too few or too many fields.")
            height, time = read_number(fields[_NUMBER]), read_number(fields[_TIME])
        except RlpError as error:
            raise HeaderError("The header is malformed.") from error
        if time > MAX_TIME:
            raise HeaderError("The time of the header is beyond every calendar.")
        parent, transactions, receipts = (
            _hash(fields[at]) for at in (_PARENT, _TRANSACTIONS, _RECEIPTS)
        )
        return cls(keccak256(data), parent, height, time, transactions, receipts)


@dataclass(frozen=True, slots=True)
class Transaction:
    """What a proof needs of a transaction with a fee cap (EIP-1559), the only kind we send.

    Attributes:
        hash: Keccak-256 of its bytes.
        chain_id: of the network it was signed for.
        to: address of the contract it calls, 20 bytes.
    """

    hash: bytes
    chain_id: int
    to: bytes

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Read the bytes of a signed transaction.

        Raises:
            TransactionError: none, or of another type.
        """
        if data[:1] != bytes([_FEE_TYPE]):
            raise TransactionError("The transaction is not of the type that anchors have.")
        try:
            fields = decode_list(data[1:])
            chain_id = read_number(fields[_CHAIN]) if len(fields) == _FEE_FIELDS else 0
        except RlpError as error:
            raise TransactionError("The transaction is malformed.") from error
        if not chain_id:
            raise TransactionError("The transaction is for no network.")
        to = fields[_TO]
        if not isinstance(to, bytes) or len(to) != ADDRESS_BYTES:
            raise TransactionError("The transaction calls no contract.")
        return cls(keccak256(data), chain_id, to)


@dataclass(frozen=True, slots=True)
class Event:
    """One log entry of a receipt.

    Attributes:
        address: of the contract that made it, 20 bytes.
        topics: up to four times 32 bytes; the first names the event.
        data: the rest.
    """

    address: bytes
    topics: tuple[bytes, ...]
    data: bytes


@dataclass(frozen=True, slots=True)
class Receipt:
    """What came of a transaction.

    Attributes:
        succeeded: it was not undone.
        events: in their order.
    """

    succeeded: bool
    events: tuple[Event, ...]

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Read the bytes of a receipt, of any type.

        Raises:
            ReceiptError: it is none.
        """
        typed = bool(data) and data[0] <= _TYPED
        try:
            fields = decode_list(data[1:] if typed else data)
            if len(fields) < _RECEIPT_FIELDS:
                raise ReceiptError("The receipt has too few fields.")
            status = fields[0]
            events = fields[3]
        except RlpError as error:
            raise ReceiptError("The receipt is malformed.") from error
        if status not in {b"", b"\x01"} or isinstance(events, bytes):  # not from before EIP-658
            raise ReceiptError("The receipt is malformed.")
        return cls(status == b"\x01", tuple(map(_event, events)))


def receipt_bytes(
    *,
    kind: int,
    status: int,
    gas: int,
    bloom: bytes,
    events: Sequence[Event],
    more: Sequence[int],
) -> bytes:
    """Return a receipt as it lies in the trie.

    Args:
        kind: the transaction's type; 0 for the first kind, which has no type byte.
        status: 1 when it succeeded, otherwise 0.
        gas: cumulative in the block.
        bloom: 256 bytes.
        events: in their order.
        more: numbers that some networks append.
    """
    logs: list[Rlp] = [[one.address, list(one.topics), one.data] for one in events]
    body = encode([number(status), number(gas), bloom, logs, *map(number, more)])
    return bytes([kind]) + body if kind else body


def _hash(value: Rlp) -> bytes:
    if not isinstance(value, bytes) or len(value) != DIGEST_BYTES:
        raise HeaderError("A hash of the header is not 32 bytes.")
    return value


def _event(value: Rlp) -> Event:
    if isinstance(value, bytes) or len(value) != _LOG_FIELDS:
        raise ReceiptError("An event of the receipt is malformed.")
    address, topics, data = value
    if not isinstance(address, bytes) or len(address) != ADDRESS_BYTES:
        raise ReceiptError("The address of an event is malformed.")
    if isinstance(topics, bytes) or len(topics) > MAX_TOPICS or not isinstance(data, bytes):
        raise ReceiptError("An event of the receipt is malformed.")
    read = [
        topic for topic in topics if isinstance(topic, bytes) and len(topic) == DIGEST_BYTES
    ]
    if len(read) != len(topics):
        raise ReceiptError("A topic of an event is malformed.")
    return Event(address, tuple(read), data)
