"""Keccak-256 as Ethereum uses it: the sponge of FIPS 202 with the padding from before the standard.

SHA3-256 of the standard library pads with 0x06 and so gives other digests; this one pads with
0x01 (Ethereum yellow paper, appendix A). Pure Python; a proof needs some thirty permutations,
which take about 20 ms on a slow core.
"""

from typing import Final

DIGEST_BYTES: Final = 32
_RATE: Final = 136  # bytes absorbed at a time: 200 - 2 * 32
_MASK: Final = 2**64 - 1
_ROUND: Final = (
    0x0000000000000001, 0x0000000000008082, 0x800000000000808A, 0x8000000080008000,
    0x000000000000808B, 0x0000000080000001, 0x8000000080008081, 0x8000000000008009,
    0x000000000000008A, 0x0000000000000088, 0x0000000080008009, 0x000000008000000A,
    0x000000008000808B, 0x800000000000008B, 0x8000000000008089, 0x8000000000008003,
    0x8000000000008002, 0x8000000000000080, 0x000000000000800A, 0x800000008000000A,
    0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
)  # fmt: skip
# The steps rho and pi in one walk: where the lane goes, by how many bits it turns.
_WALK: Final = (
    (10, 1), (7, 3), (11, 6), (17, 10), (18, 15), (3, 21), (5, 28), (16, 36), (8, 45), (21, 55),
    (24, 2), (4, 14), (15, 27), (23, 41), (19, 56), (13, 8), (12, 25), (2, 43), (20, 62), (14, 18),
    (22, 39), (9, 61), (6, 20), (1, 44),
)  # fmt: skip


def keccak256(data: bytes) -> bytes:
    """Return the 32 bytes of Keccak-256."""
    padded = bytearray(data)
    padded.append(0x01)
    padded.extend(bytes(-len(padded) % _RATE))
    padded[-1] |= 0x80
    lanes = [0] * 25
    for start in range(0, len(padded), _RATE):
        for lane in range(_RATE // 8):
            place = start + 8 * lane
            lanes[lane] ^= int.from_bytes(padded[place : place + 8], "little")
        _permute(lanes)
    return b"".join(lane.to_bytes(8, "little") for lane in lanes[:4])


def _permute(lanes: list[int]) -> None:
    """Apply Keccak-f[1600] in place."""
    for constant in _ROUND:
        columns = [
            lanes[x] ^ lanes[x + 5] ^ lanes[x + 10] ^ lanes[x + 15] ^ lanes[x + 20]
            for x in range(5)
        ]
        for x in range(5):
            after = columns[(x + 1) % 5]
            mixed = columns[(x - 1) % 5] ^ ((after << 1 | after >> 63) & _MASK)
            for y in range(x, 25, 5):
                lanes[y] ^= mixed
        carried = lanes[1]
        for place, turn in _WALK:
            kept = lanes[place]
            lanes[place] = (carried << turn | carried >> (64 - turn)) & _MASK
            carried = kept
        for y in range(0, 25, 5):
            a, b, c, d, e = lanes[y : y + 5]
            lanes[y] = a ^ (~b & c)
            lanes[y + 1] = b ^ (~c & d)
            lanes[y + 2] = c ^ (~d & e)
            lanes[y + 3] = d ^ (~e & a)
            lanes[y + 4] = e ^ (~a & b)
        lanes[0] ^= constant
