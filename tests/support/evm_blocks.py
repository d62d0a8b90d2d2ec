"""Blocks of a made-up network, with an anchor in one of their transactions; bytes by our own code.

`tests/platform/anchors` proves the same code against blocks that anvil and py-evm made.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from skillmark.core.anchor.evm import EVENT, EvmProof, TrustedChain, origin_hash
from skillmark.core.anchor.evm.blocks import Event, receipt_bytes
from skillmark.core.anchor.evm.keccak import keccak256
from skillmark.core.anchor.evm.making import prove
from skillmark.core.anchor.evm.rlp import Rlp, encode, number
from skillmark.core.anchor.evm.trie import build
from skillmark.core.log import Checkpoint

ORIGIN: Final = "log.harbour.example/2026"
ROOT: Final = hashlib.sha256(b"a tree").digest()
CHECKPOINT: Final = Checkpoint(ORIGIN, 300, ROOT)
CHAIN: Final = "eip155:31337"
CONTRACT: Final = bytes(range(20))
TIME: Final = 1_795_345_000
HEIGHT: Final = 1_000


@dataclass(frozen=True, slots=True)
class Made:
    """How a block is made; each test changes one thing.

    Attributes:
        events: of the transaction.
        succeeded: it was not undone.
        chain_id: it was signed for.
        to: the contract that it calls.
        count: transactions in the block.
        index: of ours.
    """

    events: tuple[Event, ...]
    succeeded: bool = True
    chain_id: int = 31337
    to: bytes = CONTRACT
    count: int = 5
    index: int = 2


def event(
    size: int = 300,
    root: bytes = ROOT,
    *,
    origin: str = ORIGIN,
    address: bytes = CONTRACT,
    name: bytes = EVENT,
) -> Event:
    """Return the event of an anchor."""
    return Event(address, (name, origin_hash(origin)), size.to_bytes(32, "big") + root)


GOOD: Final = Made((event(),))


def transaction(nonce: int, chain_id: int = 31337, to: bytes = CONTRACT) -> bytes:
    """Return a signed transaction; its signature is of nobody."""
    fields: list[Rlp] = [
        *map(number, (chain_id, nonce, 1, 100, 24_000)),
        to,
        b"",
        b"call",
        [],
        *map(number, (1, 2**255 + nonce, 2**254 + nonce)),
    ]
    return b"\x02" + encode(fields)


def receipt(events: Sequence[Event], *, succeeded: bool = True, kind: int = 2) -> bytes:
    """Return the receipt of a transaction."""
    return receipt_bytes(
        kind=kind, status=int(succeeded), gas=24_000, bloom=bytes(256), events=events, more=()
    )


def header(transactions: bytes, receipts: bytes, *, parent: bytes, height: int) -> bytes:
    """Return the RLP of a header as blocks have it since the Prague fork."""
    fields: list[Rlp] = [
        *(parent, bytes(32), bytes(20), bytes(32), transactions, receipts, bytes(256)),
        *map(number, (0, height, 30_000_000, 24_000, TIME + height - HEIGHT)),
        *(b"", bytes(32), bytes(8), number(7), bytes(32), b"", b"", bytes(32), bytes(32)),
    ]
    return encode(fields)


def proof(made: Made = GOOD, *, after: int = 0) -> EvmProof:
    """Return the proof of an anchor in a block made as told, with some headers after it."""
    own = transaction(made.index, made.chain_id, made.to)
    transactions = [transaction(at) for at in range(made.count)]
    transactions[made.index] = own
    receipts = [receipt((), kind=at % 3) for at in range(made.count)]
    receipts[made.index] = receipt(made.events, succeeded=made.succeeded)
    head = header(build(transactions), build(receipts), parent=bytes(32), height=HEIGHT)
    found = prove(
        chain=CHAIN,
        contract=CONTRACT,
        header=head,
        transactions=transactions,
        receipts=receipts,
        index=made.index,
        log_index=0,
    )
    later: list[bytes] = []
    for at in range(after):
        parent = keccak256(later[-1] if later else head)
        later.append(header(bytes(32), bytes(32), parent=parent, height=HEIGHT + at + 1))
    return replace(found, descendants=tuple(later))


def trusting(of: EvmProof, at: int = 0) -> TrustedChain:
    """Return a policy that knows the block of a proof, or one `at` blocks later."""
    data = of.descendants[at - 1] if at else of.header
    return TrustedChain(CHAIN, CONTRACT, 12, {HEIGHT + at: keccak256(data)})
