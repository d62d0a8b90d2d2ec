"""Anchors: a checkpoint of the log on somebody else's clock, built and checked without a network.

`evm` is an event of a contract on a chain of the Ethereum kind, `opentimestamps` a time stamp in
Bitcoin's blocks, `merkle_proof_2019` the proof that the Blockcerts tools read. `verdict` is what
a check of any of them answers. Sending and asking is `skillmark.platform.anchors`' work.
"""

from skillmark.core.anchor.verdict import AnchorVerdict, Standing

__all__ = ["AnchorVerdict", "Standing"]
