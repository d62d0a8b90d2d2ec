"""The attestations at the ends of a time stamp: who says that a message was there, and when.

Only a block header of Bitcoin is believed here, and only by a reader who brings it. A calendar's
promise (pending) and the attestations of other chains are read, kept and never counted.
"""

import re
from dataclasses import dataclass
from typing import Final

from skillmark.core.anchor.opentimestamps.codec import Reader, number, var_bytes
from skillmark.core.anchor.opentimestamps.errors import OtsAttestationError

TAG_BYTES: Final = 8
MAX_PAYLOAD: Final = 8_192  # bytes
MAX_URI: Final = 1_000  # letters

PENDING_TAG: Final = bytes.fromhex("83dfe30d2ef90c8e")
BITCOIN_TAG: Final = bytes.fromhex("0588960d73d71901")
LITECOIN_TAG: Final = bytes.fromhex("06869a0d73d71b45")
ETHEREUM_TAG: Final = bytes.fromhex("30fe8087b5c7ead7")

_URI: Final = re.compile(r"[A-Za-z0-9\-._/:]{0,1000}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Pending:
    """A calendar has taken the message and will know more later.

    Attributes:
        uri: of the calendar; letters, digits and ``-._/:`` only.

    Raises:
        OtsAttestationError: other letters, or more than `MAX_URI`.
    """

    uri: str

    def __post_init__(self) -> None:
        if _URI.fullmatch(self.uri) is None:
            raise OtsAttestationError("A calendar's address has letters it must not have.")

    tag = PENDING_TAG

    @property
    def payload(self) -> bytes:
        """What stands after the tag."""
        return var_bytes(self.uri.encode("ascii"))


@dataclass(frozen=True, slots=True)
class Block:
    """The message is the Merkle root of a block: of Bitcoin, Litecoin or Ethereum.

    Attributes:
        tag: of which chain.
        height: of the block.
    """

    tag: bytes
    height: int

    @property
    def payload(self) -> bytes:
        """What stands after the tag."""
        return number(self.height)


@dataclass(frozen=True, slots=True)
class Unknown:
    """An attestation of a kind that nobody had thought of yet; kept as it is.

    Raises:
        OtsAttestationError: the tag or the payload has a length that none has, or the tag is
            of a kind we do know.
    """

    tag: bytes
    payload: bytes

    def __post_init__(self) -> None:
        known = {PENDING_TAG, BITCOIN_TAG, LITECOIN_TAG, ETHEREUM_TAG}
        if len(self.tag) != TAG_BYTES or len(self.payload) > MAX_PAYLOAD or self.tag in known:
            raise OtsAttestationError("This is no attestation of an unknown kind.")


type Attestation = Pending | Block | Unknown


def bitcoin_block(height: int) -> Block:
    """Return the attestation of a block of Bitcoin."""
    return Block(BITCOIN_TAG, height)


def order(attestation: Attestation) -> tuple[bytes, int, bytes]:
    """Return what attestations of one message are sorted by when they are written."""
    if isinstance(attestation, Block):
        return attestation.tag, attestation.height, b""
    if isinstance(attestation, Pending):
        return attestation.tag, 0, attestation.uri.encode("ascii")
    return attestation.tag, 0, attestation.payload


def to_bytes(attestation: Attestation) -> bytes:
    """Return an attestation as it stands in a file, without the byte that announces it."""
    return attestation.tag + var_bytes(attestation.payload)


def read(reader: Reader) -> Attestation:
    """Read an attestation.

    Raises:
        OtsError: cut off, too long, or a payload of a known kind that is not of its form.
    """
    tag = reader.take(TAG_BYTES)
    payload = reader.var_bytes(MAX_PAYLOAD)
    inner = Reader(payload)
    if tag == PENDING_TAG:
        text = inner.var_bytes(MAX_URI)
        found: Attestation = Pending(text.decode("latin-1"))
    elif tag in {BITCOIN_TAG, LITECOIN_TAG, ETHEREUM_TAG}:
        found = Block(tag, inner.number())
    else:
        return Unknown(tag, payload)
    if not inner.done:
        raise OtsAttestationError("Something stands behind an attestation.")
    return found
