# pragma version 0.4.3
# pragma evm-version cancun
# pragma optimize gas
# SPDX-License-Identifier: Apache-2.0
"""
@title Checkpoints of one transparency log, kept for other contracts
@license Apache-2.0
@notice The newest size and root are kept and the size can only grow. The same event as
    EventAnchor's goes out, so that a proof of either is checked alike.
"""

event Anchored:
    origin: indexed(bytes32)  # SHA-256 of the log's origin
    size: uint64  # leaves of its tree
    root: bytes32  # of its tree


event Offered:
    owner: indexed(address)


event Owned:
    owner: indexed(address)


# Owner and size lie in one slot (bits 64 to 223 and 0 to 63), so that an anchor reads it once.
SIZE_BITS: constant(uint256) = 64
MAX_SIZE: constant(uint256) = 2**64 - 1

ORIGIN: immutable(bytes32)
head: uint256
root: public(bytes32)
offered: public(address)


@deploy
def __init__(origin: bytes32):
    """
    @param origin SHA-256 of the log's origin
    """
    ORIGIN = origin
    self.head = convert(msg.sender, uint256) << SIZE_BITS
    log Owned(owner=msg.sender)


@external
def anchor(size: uint64, root: bytes32):
    """
    @notice Anchor a checkpoint; only the owner can, and its size must be larger than the last.
    """
    head: uint256 = self.head
    assert convert(msg.sender, uint256) == head >> SIZE_BITS, "owner"
    assert convert(size, uint256) > head & MAX_SIZE, "size"
    self.head = (head & ~MAX_SIZE) | convert(size, uint256)
    self.root = root
    log Anchored(origin=ORIGIN, size=size, root=root)


@external
def offer(owner: address):
    """
    @notice Offer the contract to another owner; the zero address takes the offer back.
    """
    assert convert(msg.sender, uint256) == self.head >> SIZE_BITS, "owner"
    self.offered = owner
    log Offered(owner=owner)


@external
def accept():
    """
    @notice Take over what was offered to the caller.
    """
    assert msg.sender == self.offered, "offered"
    self.offered = empty(address)
    self.head = (convert(msg.sender, uint256) << SIZE_BITS) | (self.head & MAX_SIZE)
    log Owned(owner=msg.sender)


@external
@view
def owner() -> address:
    """
    @return who anchors here
    """
    return convert(convert(self.head >> SIZE_BITS, uint160), address)


@external
@view
def size() -> uint64:
    """
    @return leaves of the newest tree
    """
    return convert(self.head & MAX_SIZE, uint64)


@external
@view
def origin() -> bytes32:
    """
    @return SHA-256 of the log's origin
    """
    return ORIGIN
