"""Headers of Bitcoin blocks: 80 bytes, their Merkle root, their time, their work.

A verifier brings headers that it trusts; the work is checked all the same, so that nobody can
invent a header and slip it in. Whether a block is in the chain that most work stands behind is
what trusting its header means; it is not decided here.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from typing import Final, Self

from skillmark.core.anchor.opentimestamps.errors import BitcoinHeaderError
from skillmark.core.jsonio import JsonValue

HEADER_BYTES: Final = 80
MAX_HEIGHT: Final = 10_000_000
MAX_HEADERS: Final = 100_000

_HEX: Final = re.compile(r"[0-9a-f]{160}", re.ASCII)
_HEIGHT: Final = re.compile(r"0|[1-9][0-9]{0,7}", re.ASCII)


class Network(Enum):
    """The networks, with the highest target that their rules allow."""

    MAIN = 0xFFFF << 208
    TEST = MAIN
    REGTEST = 0x7FFFFF << 232


@dataclass(frozen=True, slots=True)
class BlockHeader:
    """A header.

    Attributes:
        raw: the 80 bytes.
    """

    raw: bytes

    def __post_init__(self) -> None:
        if len(self.raw) != HEADER_BYTES:
            raise BitcoinHeaderError("A header has 80 bytes.", length=len(self.raw))

    @property
    def previous(self) -> bytes:
        """The hash of the block before, in the order of the bytes (not reversed)."""
        return self.raw[4:36]

    @property
    def merkle_root(self) -> bytes:
        """The root of the block's transactions, 32 bytes in their order."""
        return self.raw[36:68]

    @property
    def time(self) -> datetime:
        """The miner's clock; up to two hours wrong."""
        return datetime.fromtimestamp(int.from_bytes(self.raw[68:72], "little"), UTC)

    @property
    def hash(self) -> bytes:
        """SHA-256 of SHA-256 of the header, in the order of the bytes (not reversed)."""
        return hashlib.sha256(hashlib.sha256(self.raw).digest()).digest()

    @property
    def name(self) -> str:
        """The hash as people write it: reversed, hexadecimal."""
        return self.hash[::-1].hex()

    @property
    def target(self) -> int:
        """The number that the hash must not exceed, out of the compact form.

        Raises:
            BitcoinHeaderError: negative, zero or more than 256 bits.
        """
        bits = int.from_bytes(self.raw[72:76], "little")
        size, word = bits >> 24, bits & 0x007FFFFF
        target = word >> 8 * (3 - size) if size <= 3 else word << 8 * (size - 3)  # noqa: PLR2004
        if bits & 0x00800000 or not 0 < target < 2**256:
            raise BitcoinHeaderError("The header's target is no target.")
        return target

    def check_work(self, network: Network) -> None:
        """Accept a header whose hash shows the work that it claims, and not too little of it.

        Raises:
            BitcoinHeaderError: it does not.
        """
        if self.target > network.value:
            raise BitcoinHeaderError("The header demands less work than its network allows.")
        if int.from_bytes(self.hash, "little") > self.target:
            raise BitcoinHeaderError("The hash of the header does not show the work it claims.")


@dataclass(frozen=True, slots=True)
class BitcoinHeaders:
    """The headers that a verifier trusts, by height; each has shown its work.

    Raises:
        BitcoinHeaderError: one of them has not.
    """

    blocks: Mapping[int, BlockHeader] = field(default_factory=dict)
    network: Network = Network.MAIN

    def __post_init__(self) -> None:
        for height, header in self.blocks.items():
            if not 0 <= height <= MAX_HEIGHT:
                raise BitcoinHeaderError("There is no block of that height.", height=height)
            header.check_work(self.network)

    @classmethod
    def none(cls) -> Self:
        """Return no headers: every time stamp stays unproven."""
        return cls()

    @classmethod
    def from_json(cls, value: JsonValue) -> Self:
        """Read ``bitcoin`` of a policy file: ``{"network"?: "main", "blocks": {height: hex}}``.

        Raises:
            BitcoinHeaderError: another form, or a header without its work.
        """
        if not isinstance(value, dict) or not value.keys() <= {"network", "blocks"}:
            raise BitcoinHeaderError("“bitcoin” of a policy has a network and blocks.")
        name, blocks = value.get("network", "main"), value.get("blocks", {})
        networks = {"main": Network.MAIN, "test": Network.TEST, "regtest": Network.REGTEST}
        if not isinstance(name, str) or name not in networks:
            raise BitcoinHeaderError("The network is main, test or regtest.")
        if not isinstance(blocks, dict) or len(blocks) > MAX_HEADERS:
            raise BitcoinHeaderError("The blocks of a policy are headers by height.")
        return cls(
            {_height(key): _header(text) for key, text in blocks.items()}, networks[name]
        )


def _height(text: str) -> int:
    if _HEIGHT.fullmatch(text) is None:
        raise BitcoinHeaderError("A height is a number without leading zeros.")
    return int(text)


def _header(text: JsonValue) -> BlockHeader:
    if not isinstance(text, str) or _HEX.fullmatch(text) is None:
        raise BitcoinHeaderError("A header is 160 hexadecimal digits, lower case.")
    return BlockHeader(bytes.fromhex(text))
