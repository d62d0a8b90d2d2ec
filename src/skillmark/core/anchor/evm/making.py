"""Making the proof of an event from the parts of its block."""

from collections.abc import Sequence

from skillmark.core.anchor.evm.blocks import Header
from skillmark.core.anchor.evm.errors import TrieError
from skillmark.core.anchor.evm.keccak import keccak256
from skillmark.core.anchor.evm.proof import EvmProof
from skillmark.core.anchor.evm.trie import build, path_to


def prove(
    *,
    chain: str,
    contract: bytes,
    header: bytes,
    transactions: Sequence[bytes],
    receipts: Sequence[bytes],
    index: int,
    log_index: int,
) -> EvmProof:
    """Return the proof of one event.

    Args:
        chain: CAIP-2.
        contract: that made the event, 20 bytes.
        header: RLP of the block's header.
        transactions: the bytes of all transactions of the block, in order.
        receipts: the bytes of their receipts, in order.
        index: of the transaction.
        log_index: of the event in its receipt.

    Raises:
        TrieError: the parts are not this block's.
        HeaderError: the header is malformed.
    """
    head = Header.parse(header)
    if index >= min(len(transactions), len(receipts)):
        raise TrieError("The block has no such transaction.")
    if build(transactions) != head.transactions_root:
        raise TrieError("The transactions do not make the root in the header.")
    if build(receipts) != head.receipts_root:
        raise TrieError("The receipts do not make the root in the header.")
    return EvmProof(
        chain=chain,
        contract=contract,
        tx=keccak256(transactions[index]),
        block=head.number,
        index=index,
        log_index=log_index,
        header=header,
        transaction=transactions[index],
        transaction_path=path_to(transactions, index),
        receipt=receipts[index],
        receipt_path=path_to(receipts, index),
    )
