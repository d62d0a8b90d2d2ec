"""The operations of a time stamp: each makes a message out of the one before it.

Tags and limits as the format's reference implementation has them; the encoding has one spelling.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from skillmark.core.anchor.evm.keccak import keccak256
from skillmark.core.anchor.opentimestamps.codec import Reader, var_bytes
from skillmark.core.anchor.opentimestamps.errors import OtsOperationError
from skillmark.core.anchor.opentimestamps.ripemd160 import ripemd160

MAX_MESSAGE: Final = 4_096  # bytes, before an operation and after it

SHA1: Final = 0x02
RIPEMD160: Final = 0x03
SHA256: Final = 0x08
KECCAK256: Final = 0x67
APPEND: Final = 0xF0
PREPEND: Final = 0xF1
REVERSE: Final = 0xF2
HEXLIFY: Final = 0xF3

BINARY: Final = frozenset({APPEND, PREPEND})
SLOW: Final = frozenset({RIPEMD160, KECCAK256})  # ours are pure Python
DIGEST_BYTES: Final = {SHA1: 20, RIPEMD160: 20, SHA256: 32}
"""The hashes that a file may be stamped by, and the length of their digests."""

_UNARY: Final[dict[int, Callable[[bytes], bytes]]] = {
    SHA1: lambda message: hashlib.sha1(message).digest(),  # noqa: S324 - the format has it
    RIPEMD160: ripemd160,
    SHA256: lambda message: hashlib.sha256(message).digest(),
    KECCAK256: keccak256,
    REVERSE: lambda message: message[::-1],
    HEXLIFY: lambda message: message.hex().encode("ascii"),
}


@dataclass(frozen=True, slots=True, order=True)
class Operation:
    """One step; steps are ordered by tag, then argument, as they are written.

    Attributes:
        tag: which operation.
        argument: what is appended or prepended; empty for all others.

    Raises:
        OtsOperationError: no operation of the format.
    """

    tag: int
    argument: bytes = b""

    def __post_init__(self) -> None:
        if self.tag in BINARY:
            if not 1 <= len(self.argument) <= MAX_MESSAGE:
                raise OtsOperationError(
                    "What is appended has 1 to 4,096 bytes.", length=len(self.argument)
                )
        elif self.tag not in _UNARY or self.argument:
            raise OtsOperationError("There is no such operation.", tag=self.tag)

    def apply(self, message: bytes) -> bytes:
        """Return the message after the operation.

        Raises:
            OtsOperationError: the message is empty where it must not be, or the result longer
                than `MAX_MESSAGE`.
        """
        if self.tag == APPEND:
            result = message + self.argument
        elif self.tag == PREPEND:
            result = self.argument + message
        else:
            result = _UNARY[self.tag](message)
        if not 1 <= len(result) <= MAX_MESSAGE:
            raise OtsOperationError(
                "The operation makes a message that is empty or too long.", length=len(result)
            )
        return result

    def to_bytes(self) -> bytes:
        """Return the operation as it stands in a file."""
        tag = bytes([self.tag])
        return tag + var_bytes(self.argument) if self.tag in BINARY else tag

    @classmethod
    def read(cls, reader: Reader, tag: int) -> "Operation":
        """Read the rest of an operation whose tag has been read.

        Raises:
            OtsError: unknown, truncated or out of range.
        """
        if tag in BINARY:
            return cls(tag, reader.var_bytes(MAX_MESSAGE))
        return cls(tag)
