"""The judgement on a time stamp, with nothing but headers that the verifier trusts."""

from datetime import datetime, timedelta
from typing import Final

from skillmark.core.anchor.opentimestamps.attestations import BITCOIN_TAG, Block
from skillmark.core.anchor.opentimestamps.bitcoin import BitcoinHeaders, BlockHeader
from skillmark.core.anchor.opentimestamps.operations import SHA256
from skillmark.core.anchor.opentimestamps.proof import OtsProof
from skillmark.core.anchor.verdict import AnchorVerdict, Standing

CLOCK_MARGIN: Final = timedelta(hours=2)
"""How far the rules of Bitcoin let a miner's clock be wrong."""


def check_ots(proof: OtsProof, digest: bytes, headers: BitcoinHeaders) -> AnchorVerdict:
    """Return whether the digest was there when a block was made, and by when at the latest.

    One good attestation is enough; those of other calendars and chains do not spoil it. The time
    of the verdict is the block's plus `CLOCK_MARGIN`.

    Args:
        proof: the time stamp.
        digest: what should have been stamped, SHA-256, 32 bytes.
        headers: that the verifier trusts.
    """
    if proof.hash_tag != SHA256 or proof.digest != digest:
        return AnchorVerdict(
            Standing.FAILED, "anchor.ots_digest", "The time stamp is of something else."
        )
    proven: list[tuple[datetime, int, BlockHeader]] = []
    unknown: list[int] = []
    refuted: list[int] = []
    for path, message in proof.ways:
        attestation = path.attestation
        if not isinstance(attestation, Block) or attestation.tag != BITCOIN_TAG:
            continue
        header = headers.blocks.get(attestation.height)
        if header is None:
            unknown.append(attestation.height)
        elif header.merkle_root == message:
            proven.append((header.time, attestation.height, header))
        else:
            refuted.append(attestation.height)
    if proven:
        return _proven(*min(proven, key=lambda found: found[:2]))
    return _unproven(proof, unknown, refuted)


def _proven(time: datetime, height: int, header: BlockHeader) -> AnchorVerdict:
    at = time + CLOCK_MARGIN
    return AnchorVerdict(
        Standing.PROVEN,
        "anchor.ots_proven",
        f"Block {height} of Bitcoin proves that it was there by {at:%Y-%m-%d %H:%M} UTC.",
        at=at,
        facts={
            "height": height,
            "block": header.name,
            "blockTime": time.isoformat().replace("+00:00", "Z"),
        },
    )


def _unproven(proof: OtsProof, unknown: list[int], refuted: list[int]) -> AnchorVerdict:
    if unknown:
        return AnchorVerdict(
            Standing.UNKNOWN,
            "anchor.ots_block_unknown",
            "Not yet shown to be in Bitcoin: the policy has no header of the block that the time "
            "stamp names.",
            facts={"height": min(unknown)},
        )
    if refuted:
        return AnchorVerdict(
            Standing.FAILED,
            "anchor.ots_block_other",
            "The block does not contain what the time stamp says it does.",
            facts={"height": min(refuted)},
        )
    if proof.promises:
        return AnchorVerdict(
            Standing.UNKNOWN,
            "anchor.ots_pending",
            "Not yet in Bitcoin: a calendar has taken it, and no block contains it so far.",
            facts={"calendars": len({promise.uri for promise in proof.promises})},
        )
    return AnchorVerdict(
        Standing.UNKNOWN,
        "anchor.ots_foreign",
        "The time stamp names no block of Bitcoin.",
    )
