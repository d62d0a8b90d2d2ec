"""RIPEMD-160, which the format allows and not every build of OpenSSL has.

After Dobbertin, Bosselaers, Preneel: RIPEMD-160, a strengthened version of RIPEMD (1996),
Appendix A.
"""

import struct
from typing import Final

_MASK: Final = 0xFFFFFFFF
_START: Final = (0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0)
_ADDENDS: Final = (
    (0x00000000, 0x5A827999, 0x6ED9EBA1, 0x8F1BBCDC, 0xA953FD4E),
    (0x50A28BE6, 0x5C4DD124, 0x6D703EF3, 0x7A6D76E9, 0x00000000),
)
_WORDS: Final = (
    (
        "0123456789abcdef",
        "74d1a6f3c0952eb8",
        "3ae49f812706db5c",
        "19ba08c4d37fe562",
        "40597c2ae138b6fd",
    ),
    (
        "5e7092b4d6f81a3c",
        "6b370d5aef8c4912",
        "f5137e69b8c2a04d",
        "86413bf05c2d97ae",
        "cfa4158762de039b",
    ),
)
"""Which of the 16 words each step takes, one hexadecimal digit each."""
_TURNS: Final = (
    (
        (11, 14, 15, 12, 5, 8, 7, 9, 11, 13, 14, 15, 6, 7, 9, 8),
        (7, 6, 8, 13, 11, 9, 7, 15, 7, 12, 15, 9, 11, 7, 13, 12),
        (11, 13, 6, 7, 14, 9, 13, 15, 14, 8, 13, 6, 5, 12, 7, 5),
        (11, 12, 14, 15, 14, 15, 9, 8, 9, 14, 5, 6, 8, 6, 5, 12),
        (9, 15, 5, 11, 6, 8, 13, 12, 5, 12, 13, 14, 11, 8, 5, 6),
    ),
    (
        (8, 9, 9, 11, 13, 15, 15, 5, 7, 7, 8, 11, 14, 14, 12, 6),
        (9, 13, 15, 7, 12, 8, 9, 11, 7, 7, 12, 7, 6, 15, 13, 11),
        (9, 7, 15, 11, 8, 6, 6, 14, 12, 13, 5, 14, 13, 13, 7, 5),
        (15, 5, 8, 11, 14, 14, 6, 14, 6, 9, 12, 9, 12, 5, 15, 8),
        (8, 5, 12, 9, 12, 5, 14, 6, 8, 13, 6, 5, 15, 13, 11, 11),
    ),
)


def ripemd160(data: bytes) -> bytes:
    """Return the 20-byte digest of ``data``."""
    padded = data + b"\x80" + b"\0" * (-(len(data) + 9) % 64) + struct.pack("<Q", len(data) * 8)
    state: tuple[int, ...] = _START
    for offset in range(0, len(padded), 64):
        state = _block(state, struct.unpack_from("<16I", padded, offset))
    return struct.pack("<5I", *state)


def _block(state: tuple[int, ...], words: tuple[int, ...]) -> tuple[int, ...]:
    """Return the state after one block of 64 bytes."""
    left = _line(state, words, 0)
    right = _line(state, words, 1)
    return tuple(
        (state[(i + 1) % 5] + left[(i + 2) % 5] + right[(i + 3) % 5]) & _MASK for i in range(5)
    )


def _line(state: tuple[int, ...], words: tuple[int, ...], side: int) -> tuple[int, ...]:
    """Return the state after the 80 steps of one of the two lines."""
    a, b, c, d, e = state
    for step in range(80):
        part = step // 16
        mixed = _mix(part if side == 0 else 4 - part, b, c, d)
        word = words[int(_WORDS[side][part][step % 16], 16)]
        turned = _turn(
            (a + mixed + word + _ADDENDS[side][part]) & _MASK, _TURNS[side][part][step % 16]
        )
        a, b, c, d, e = e, (turned + e) & _MASK, b, _turn(c, 10), d
    return a, b, c, d, e


def _mix(part: int, x: int, y: int, z: int) -> int:
    if part == 0:
        return x ^ y ^ z
    if part == 1:
        return (x & y) | (~x & _MASK & z)
    if part == 2:  # noqa: PLR2004
        return (x | (~y & _MASK)) ^ z
    if part == 3:  # noqa: PLR2004
        return (x & z) | (y & ~z & _MASK)
    return x ^ (y | (~z & _MASK))


def _turn(value: int, by: int) -> int:
    return ((value << by) | (value >> (32 - by))) & _MASK
