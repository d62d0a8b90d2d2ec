"""OpenTimestamps: a digest in a block of Bitcoin, by way of calendars that need no trust.

Pure: files ``.ots`` as values, read in one spelling and within limits, joined, and judged with
block headers that the verifier brings. Talking to calendars is
`skillmark.platform.anchors.calendars`' work.
"""

from skillmark.core.anchor.opentimestamps.attestations import (
    BITCOIN_TAG,
    Attestation,
    Block,
    Pending,
    Unknown,
    bitcoin_block,
)
from skillmark.core.anchor.opentimestamps.bitcoin import BitcoinHeaders, BlockHeader, Network
from skillmark.core.anchor.opentimestamps.checking import CLOCK_MARGIN, check_ots
from skillmark.core.anchor.opentimestamps.errors import BitcoinHeaderError, OtsError
from skillmark.core.anchor.opentimestamps.operations import Operation
from skillmark.core.anchor.opentimestamps.proof import (
    NONCE_BYTES,
    OtsProof,
    Promise,
    anchor_digest,
    commitment,
    stamped,
)
from skillmark.core.anchor.opentimestamps.timestamp import MAX_BYTES, Path, Timestamp

__all__ = [
    "BITCOIN_TAG",
    "CLOCK_MARGIN",
    "MAX_BYTES",
    "NONCE_BYTES",
    "Attestation",
    "BitcoinHeaderError",
    "BitcoinHeaders",
    "Block",
    "BlockHeader",
    "Network",
    "Operation",
    "OtsError",
    "OtsProof",
    "Path",
    "Pending",
    "Promise",
    "Timestamp",
    "Unknown",
    "anchor_digest",
    "bitcoin_block",
    "check_ots",
    "commitment",
    "stamped",
]
