"""What can keep a checkpoint from being anchored."""

from typing import ClassVar

from skillmark.core.errors import SkillmarkError


class AnchorsError(SkillmarkError):
    """A checkpoint cannot be anchored now."""

    code: ClassVar[str] = "anchors"


class NotConfiguredError(AnchorsError):
    """No network is configured, or something of it is missing."""

    code: ClassVar[str] = "anchors.not_configured"


class ExtraMissingError(AnchorsError):
    """The optional packages for Ethereum networks are not installed."""

    code: ClassVar[str] = "anchors.extra_missing"


class AnchorKeyError(AnchorsError):
    """The key that pays for anchors cannot be had."""

    code: ClassVar[str] = "anchors.key"


class NodeDownError(AnchorsError):
    """The node does not answer, or not in a way that can be read."""

    code: ClassVar[str] = "anchors.node_down"


class NodeBehindError(AnchorsError):
    """The node has not come as far as it was before, so nothing can be concluded from it."""

    code: ClassVar[str] = "anchors.node_behind"


class WrongChainError(AnchorsError):
    """The node is of another network than the configured one."""

    code: ClassVar[str] = "anchors.wrong_chain"


class WrongContractError(AnchorsError):
    """There is no contract of ours at the address, or it is another owner's or another log's."""

    code: ClassVar[str] = "anchors.wrong_contract"


class RefusedError(AnchorsError):
    """The node does not take the transaction."""

    code: ClassVar[str] = "anchors.refused"


class NonceUsedError(RefusedError):
    """The number of the transaction is used up already."""

    code: ClassVar[str] = "anchors.nonce_used"


class FundsError(RefusedError):
    """The account cannot pay the fee."""

    code: ClassVar[str] = "anchors.funds"


class FeeCapError(AnchorsError):
    """The network asks for more than the configured highest fee."""

    code: ClassVar[str] = "anchors.fee_cap"


class ReplacedError(AnchorsError):
    """Another transaction has used the number of ours; ours goes out again with the next one."""

    code: ClassVar[str] = "anchors.replaced"


class ReorganisedError(AnchorsError):
    """The network has dropped the block; the same transaction goes out again."""

    code: ClassVar[str] = "anchors.reorganised"


class FailedError(AnchorsError):
    """The transaction is in a block, but the contract refused it."""

    code: ClassVar[str] = "anchors.failed"


class ForeignEventError(AnchorsError):
    """The contract has an anchor that is not of this log: its key was used elsewhere."""

    code: ClassVar[str] = "anchors.foreign_event"


class NotIncreasingError(AnchorsError):
    """The anchors of the contract do not grow, so none of the later ones counts."""

    code: ClassVar[str] = "anchors.not_increasing"


class UnprovableError(AnchorsError):
    """The block has a form from which no offline proof can be made; the anchor itself is final."""

    code: ClassVar[str] = "anchors.unprovable"


class ChainGoneError(AnchorsError):
    """The network was begun anew, as test networks are; what was anchored in it is gone."""

    code: ClassVar[str] = "anchors.chain_gone"


class BusyError(AnchorsError):
    """Another worker is visiting the network."""

    code: ClassVar[str] = "anchors.busy"


class AddressError(AnchorsError):
    """That is no address of an account to which a contract can be handed over."""

    code: ClassVar[str] = "anchors.address"


class NotOfferedError(AnchorsError):
    """The contract is not offered to the account that would take it over."""

    code: ClassVar[str] = "anchors.not_offered"


class HandedOverError(AnchorsError):
    """The contract was handed over: what is sent to it does not count any more."""

    code: ClassVar[str] = "anchors.handed_over"
