"""What can be wrong with an anchor on an Ethereum network."""

from typing import ClassVar

from skillmark.core.errors import SkillmarkError


class EvmError(SkillmarkError):
    """The anchor on an Ethereum network is not what it should be."""

    code: ClassVar[str] = "anchor.evm"


class RlpError(EvmError):
    """The bytes are no RLP, or not its only spelling (yellow paper, appendix B)."""

    code: ClassVar[str] = "anchor.evm_rlp"


class EvmFormatError(EvmError):
    """The proof is not written as proofs are."""

    code: ClassVar[str] = "anchor.evm_malformed"


class HeaderError(EvmError):
    """The bytes are no header of a block, or of another block than the proof says."""

    code: ClassVar[str] = "anchor.evm_header"


class PathError(EvmError):
    """The path does not lead from the root in the header to what it should prove."""

    code: ClassVar[str] = "anchor.evm_path"


class TransactionError(EvmError):
    """The transaction is another one, for another network or to another contract."""

    code: ClassVar[str] = "anchor.evm_transaction"


class ReceiptError(EvmError):
    """The bytes are no receipt of a transaction."""

    code: ClassVar[str] = "anchor.evm_receipt"


class FailedTransactionError(EvmError):
    """The transaction is in the block but failed, so it changed nothing."""

    code: ClassVar[str] = "anchor.evm_reverted"


class EventError(EvmError):
    """The receipt has no event of the contract at that place."""

    code: ClassVar[str] = "anchor.evm_event"


class OtherCheckpointError(EvmError):
    """The event anchors another checkpoint: another log, another size or another root."""

    code: ClassVar[str] = "anchor.evm_checkpoint"


class OtherBlockError(EvmError):
    """The policy knows another block at that height."""

    code: ClassVar[str] = "anchor.evm_other_block"


class TrieError(EvmError):
    """The parts of a block do not make the roots in its header, so nothing can be proven from it."""

    code: ClassVar[str] = "anchor.evm_block_parts"
