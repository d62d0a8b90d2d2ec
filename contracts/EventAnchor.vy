# pragma version 0.4.3
# pragma evm-version cancun
# pragma optimize gas
# SPDX-License-Identifier: Apache-2.0
"""
@title Checkpoints of one transparency log, as events
@license Apache-2.0
@notice An anchor costs less than 24,000 gas, so its call reads no storage: one read (2,100 gas)
    would break that. Owner and log are part of the code. That sizes increase is
    checked by whoever reads the events, in their order: `skillmark anchor verify`.
    The contract that checks it itself is StoredAnchor.
"""

event Anchored:
    origin: indexed(bytes32)  # SHA-256 of the log's origin
    size: uint64  # leaves of its tree
    root: bytes32  # of its tree


event Offered:
    owner: indexed(address)


event Succeeded:
    successor: indexed(address)


OWNER: immutable(address)
ORIGIN: immutable(bytes32)

# Handing over, in two steps: the owner offers, the next one accepts with a contract of its own.
# From the block of `Succeeded` on only the successor's events count.
offered: public(address)
successor: public(address)


@deploy
def __init__(origin: bytes32):
    """
    @param origin SHA-256 of the log's origin
    """
    OWNER = msg.sender
    ORIGIN = origin


@external
def anchor(size: uint64, root: bytes32):
    """
    @notice Anchor a checkpoint; only the owner can.
    """
    assert msg.sender == OWNER, "owner"
    log Anchored(origin=ORIGIN, size=size, root=root)


@external
def offer(owner: address):
    """
    @notice Offer the log's anchors to another owner; the zero address takes the offer back.
    """
    assert msg.sender == OWNER, "owner"
    assert self.successor == empty(address), "over"
    self.offered = owner
    log Offered(owner=owner)


@external
def accept(successor: address):
    """
    @notice Go on in another contract, deployed by whom this one was offered to.
    """
    assert msg.sender == self.offered, "offered"
    assert successor != empty(address) and successor != self, "successor"
    self.offered = empty(address)
    self.successor = successor
    log Succeeded(successor=successor)


@external
@view
def owner() -> address:
    """
    @return who anchors here
    """
    return OWNER


@external
@view
def origin() -> bytes32:
    """
    @return SHA-256 of the log's origin
    """
    return ORIGIN
