"""What a node says of a block, turned back into the bytes that were hashed.

Nodes answer in JSON (execution-apis); a trie is made of RLP. Whatever comes out is compared with
the hash that it should have, so a lying or unknown spelling is found here and not by a verifier.
Numbers come as hexadecimal text or as numbers, names in either spelling: two kinds of nodes do.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from skillmark.core.anchor.evm.blocks import Event, receipt_bytes
from skillmark.core.anchor.evm.errors import TrieError
from skillmark.core.anchor.evm.keccak import keccak256
from skillmark.core.anchor.evm.rlp import Rlp, encode, number

type Answer = Mapping[str, Any]

_BLOOM_BYTES: Final = 256
_CAPITAL: Final = re.compile(r"([A-Z])")
_DEPOSIT: Final = 0x7E  # a transaction that another chain ordered (OP Stack)
_HASH: Final = 32
_EXTRA: Final = 12  # place of the extra data in a header

# Name and kind of each field, in the order of the RLP; the last ones came fork by fork.
_HEADER: Final = (
    ("parentHash", "bytes"), ("sha3Uncles", "bytes"), ("miner", "bytes"), ("stateRoot", "bytes"),
    ("transactionsRoot", "bytes"), ("receiptsRoot", "bytes"), ("logsBloom", "bloom"),
    ("difficulty", "number"), ("number", "number"), ("gasLimit", "number"), ("gasUsed", "number"),
    ("timestamp", "number"), ("extraData", "bytes"), ("mixHash", "bytes"), ("nonce", "bytes"),
)  # fmt: skip
_HEADER_LATER: Final = (
    ("baseFeePerGas", "number"), ("withdrawalsRoot", "bytes"), ("blobGasUsed", "number"),
    ("excessBlobGas", "number"), ("parentBeaconBlockRoot", "bytes"), ("requestsHash", "bytes"),
)  # fmt: skip
_FEES: Final = (("maxPriorityFeePerGas", "number"), ("maxFeePerGas", "number"))
_CALL: Final = (("gas", "number"), ("to", "bytes"), ("value", "number"), ("input", "bytes"))
_SIGNED: Final = (("yParity", "number"), ("r", "number"), ("s", "number"))
_BEGINNING: Final = (("chainId", "number"), ("nonce", "number"))
_TRANSACTIONS: Final = {
    0: (("nonce", "number"), ("gasPrice", "number"), *_CALL, ("v", "number"), *_SIGNED[1:]),
    1: (*_BEGINNING, ("gasPrice", "number"), *_CALL, ("accessList", "access"), *_SIGNED),
    2: (*_BEGINNING, *_FEES, *_CALL, ("accessList", "access"), *_SIGNED),
    3: (
        *_BEGINNING, *_FEES, *_CALL, ("accessList", "access"), ("maxFeePerBlobGas", "number"),
        ("blobVersionedHashes", "hashes"), *_SIGNED,
    ),
    4: (
        *_BEGINNING, *_FEES, *_CALL, ("accessList", "access"), ("authorizationList", "permits"),
        *_SIGNED,
    ),
    _DEPOSIT: (
        ("sourceHash", "bytes"), ("from", "bytes"), ("to", "bytes"), ("mint", "number"),
        ("value", "number"), ("gas", "number"), ("isSystemTx", "number"), ("input", "bytes"),
    ),
}  # fmt: skip
_PERMIT: Final = (("chainId", "number"), ("address", "bytes"), ("nonce", "number"), *_SIGNED)


def header(block: Answer) -> bytes:
    """Return the RLP of a block's header.

    Raises:
        TrieError: it does not have the hash that the node says.
    """
    later = [field for field in _HEADER_LATER if _get(block, field[0]) is not None]
    fields = _fields(block, (*_HEADER, *later))
    for extra in (
        fields[_EXTRA],
        to_bytes(fields[_EXTRA]).rstrip(b"\x00"),
    ):  # some nodes fill it up
        fields[_EXTRA] = extra
        data = encode(fields)
        if keccak256(data) == to_bytes(_get(block, "hash")):
            return data
    raise TrieError("The network's headers have a form that is not known here.")


def transaction(answer: Answer) -> bytes:
    """Return the bytes of a signed transaction.

    Raises:
        TrieError: they do not have the hash that the node says, or the type is not known.
    """
    kind = to_number(_get(answer, "type"))
    if kind not in _TRANSACTIONS:
        raise TrieError("The block has a transaction of a type that is not known here.")
    body = encode(_fields(answer, _TRANSACTIONS[kind]))
    data = bytes([kind]) + body if kind else body
    if keccak256(data) != to_bytes(_get(answer, "hash")):
        raise TrieError("A transaction of the block has a form that is not known here.")
    return data


def receipt(answer: Answer) -> bytes:
    """Return the bytes of a receipt, as they lie in the trie.

    Raises:
        TrieError: a part of it is malformed.
    """
    kind = to_number(_get(answer, "type"))
    more = ("depositNonce", "depositReceiptVersion") if kind == _DEPOSIT else ()
    return receipt_bytes(
        kind=kind,
        status=to_number(_get(answer, "status")),
        gas=to_number(_get(answer, "cumulativeGasUsed")),
        bloom=_bloom_of(events(answer)),
        events=events(answer),
        more=[to_number(found) for name in more if (found := _get(answer, name)) is not None],
    )


def events(answer: Answer) -> list[Event]:
    """Return the events of a receipt, in their order."""
    return [
        Event(
            to_bytes(_get(one, "address")),
            tuple(to_bytes(topic) for topic in _get(one, "topics") or ()),
            to_bytes(_get(one, "data")),
        )
        for one in _get(answer, "logs") or ()
    ]


def to_number(value: object) -> int:
    """Read a number; nothing is 0.

    Raises:
        TrieError: it is none.
    """
    try:
        if isinstance(value, str):
            return int(value, 16)
        if isinstance(value, bytes):
            return int.from_bytes(value, "big")
        if value is None or isinstance(value, int):
            return int(value or 0)
    except ValueError:
        pass
    raise TrieError("The node's answer has no number where one belongs.")


def to_bytes(value: object) -> bytes:
    """Read bytes; nothing is no bytes.

    Raises:
        TrieError: they are none.
    """
    try:
        if isinstance(value, str) and value.startswith("0x"):
            return bytes.fromhex(value[2:])
    except ValueError:
        pass
    if value is None or isinstance(value, bytes):
        return bytes(value or b"")
    raise TrieError("The node's answer has no bytes where they belong.")


def _get(answer: Answer, name: str) -> Any:
    if name in answer:
        return answer[name]
    if name == "input" and "data" in answer:
        return answer["data"]
    if name == "yParity" and "y_parity" not in answer:
        return answer.get("v")
    return answer.get(_CAPITAL.sub(lambda match: f"_{match[0].lower()}", name))


def _fields(answer: Answer, wanted: Sequence[tuple[str, str]]) -> list[Rlp]:
    return [_KINDS[kind](_get(answer, name)) for name, kind in wanted]


def _access(value: Any) -> Rlp:
    return [
        [
            to_bytes(_get(one, "address")),
            [_word(slot) for slot in _get(one, "storageKeys") or ()],
        ]
        for one in value or ()
    ]


def _word(value: object) -> bytes:
    return number(value).rjust(_HASH, b"\x00") if isinstance(value, int) else to_bytes(value)


def _bloom(value: object) -> bytes:
    if isinstance(value, int):
        return number(value).rjust(_BLOOM_BYTES, b"\x00")
    return to_bytes(value)


def _bloom_of(events_: Sequence[Event]) -> bytes:
    """Return the bloom filter of the events: three bits for every address and topic, §4.3.1."""
    bits = 0
    for event in events_:
        for word in (event.address, *event.topics):
            digest = keccak256(word)
            for at in (0, 2, 4):
                bits |= 1 << (int.from_bytes(digest[at : at + 2], "big") % (8 * _BLOOM_BYTES))
    return number(bits).rjust(_BLOOM_BYTES, b"\x00")


_KINDS: Final[dict[str, Callable[[Any], Rlp]]] = {
    "number": lambda value: number(to_number(value)),
    "bytes": to_bytes,
    "bloom": _bloom,
    "access": _access,
    "hashes": lambda value: [to_bytes(one) for one in value or ()],
    "permits": lambda value: [_fields(one, _PERMIT) for one in value or ()],
}
