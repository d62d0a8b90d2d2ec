"""A calendar of OpenTimestamps and a chain like Bitcoin's regtest, small and real.

Time stamps are made with the reference library, so that what our reader sees was not written by
it. The chain's blocks are mined: their hashes show the work that their headers claim.
"""

import hashlib
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentimestamps.core.notary import BitcoinBlockHeaderAttestation, PendingAttestation
from opentimestamps.core.op import OpAppend, OpPrepend, OpSHA256
from opentimestamps.core.serialize import BytesSerializationContext
from opentimestamps.core.timestamp import Timestamp, cat_sha256d, make_merkle_tree

REGTEST_BITS = 0x207FFFFF
GENESIS_TIME = 1_800_000_000


def double_sha256(data: bytes) -> bytes:
    return hashlib.sha256(hashlib.sha256(data).digest()).digest()


def mined(
    previous: bytes,
    merkle_root: bytes,
    time: int,
    *,
    bits: int = REGTEST_BITS,
    work: bool = True,
) -> bytes:
    """Return a header with the work it claims, or just without it."""
    size, word = bits >> 24, bits & 0x7FFFFF
    target = word << 8 * (size - 3)
    nonce = 0
    while True:
        header = (
            struct.pack("<I", 2)
            + previous
            + merkle_root
            + struct.pack("<III", time, bits, nonce)
        )
        if (int.from_bytes(double_sha256(header), "little") <= target) is work:
            return header
        nonce += 1


@dataclass
class Chain:
    """Blocks of two transactions: the miner's, and one that may carry 32 bytes."""

    headers: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not self.headers:
            self.mine()

    def mine(self, payload: Timestamp | None = None) -> int:
        """Mine a block and return its height; the payload gets its attestation."""
        height = len(self.headers)
        coinbase = Timestamp(double_sha256(b"coinbase %d" % height))
        root = coinbase.msg
        if payload is not None:
            begun = payload.ops.add(OpPrepend(b"\x01\x00\x00\x00 a transaction \x6a\x20"))
            ended = begun.ops.add(OpAppend(b"\x00\x00\x00\x00"))
            txid = ended.ops.add(OpSHA256()).ops.add(OpSHA256())
            tip = cat_sha256d(coinbase, txid)
            tip.attestations.add(BitcoinBlockHeaderAttestation(height))
            root = tip.msg
        previous = double_sha256(self.headers[-1]) if self.headers else bytes(32)
        self.headers.append(mined(previous, root, GENESIS_TIME + 600 * height))
        return height

    def policy(self, *heights: int) -> dict[str, object]:
        """Return ``bitcoin`` of a policy that trusts these blocks."""
        blocks = {str(height): self.headers[height].hex() for height in heights}
        return {"network": "regtest", "blocks": blocks}


@dataclass
class Calendar:
    """Takes digests, promises, and keeps its promise when `confirm` is called."""

    uri: str
    chain: Chain
    waiting: dict[bytes, Timestamp] = field(default_factory=dict)
    done: dict[bytes, Timestamp] = field(default_factory=dict)

    def submit(self, digest: bytes) -> bytes:
        """Return the time stamp of a digest: a promise."""
        stamp = Timestamp(digest)
        at = stamp.ops.add(OpPrepend(b"\x65\x00\x00" + bytes([len(self.waiting)])))
        commitment = at.ops.add(OpAppend(hashlib.sha256(digest).digest()[:8]))
        commitment.attestations.add(PendingAttestation(self.uri))
        self.waiting[commitment.msg] = Timestamp(commitment.msg)
        return serialized(stamp)

    def confirm(self) -> int:
        """Put all that waits into one transaction of the next block; return its height."""
        leaves = []
        for message in self.waiting:
            stamp = Timestamp(message)
            self.done[message] = stamp
            leaves.append(stamp.ops.add(OpSHA256()))
        self.waiting.clear()
        return self.chain.mine(make_merkle_tree(leaves))

    def timestamp(self, commitment: bytes) -> bytes | None:
        """Return what is known of a commitment by now, or None."""
        found = self.done.get(commitment)
        return serialized(found) if found is not None else None


def serialized(stamp: Timestamp) -> bytes:
    context = BytesSerializationContext()
    stamp.serialize(context)
    return context.getbytes()


@dataclass
class CalendarSite:
    """A calendar and an explorer of its chain behind one address."""

    url: str
    calendar: Calendar
    chain: Chain
    broken: bool = False
    answer: bytes | None = None
    asked: list[str] = field(default_factory=list)

    def answered(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        """Return status and body."""
        self.asked.append(f"{method} {path}")
        if self.broken:
            return 503, b"the calendar is being repaired"
        if self.answer is not None:
            return 200, self.answer
        if method == "POST":
            return (200, self.calendar.submit(body)) if path == "/digest" else (404, b"")
        found = self._found(path)
        return (200, found) if found is not None else (404, b"Pending confirmation")

    def _found(self, path: str) -> bytes | None:
        _, kind, name, *rest = path.split("/")
        if kind == "timestamp":
            return self.calendar.timestamp(bytes.fromhex(name))
        if kind == "block-height" and int(name) < len(self.chain.headers):
            return double_sha256(self.chain.headers[int(name)])[::-1].hex().encode()
        if kind == "block" and rest == ["header"]:
            for header in self.chain.headers:
                if double_sha256(header)[::-1].hex() == name:
                    return header.hex().encode()
        if (kind, name, rest) == ("blocks", "tip", ["height"]):
            return str(len(self.chain.headers) - 1).encode()
        return None


@contextmanager
def calendar_site(chain: Chain | None = None) -> Iterator[CalendarSite]:
    """Serve a calendar on the loopback."""
    site: CalendarSite

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(b"")

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["Content-Length"])))

        def _answer(self, body: bytes) -> None:
            status, data = site.answered(self.command, self.path, body)
            self.send_response(status)
            self.send_header("Content-Type", "application/vnd.opentimestamps.v1")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    chain = chain or Chain()
    url = f"http://127.0.0.1:{server.server_address[1]}"
    site = CalendarSite(url, Calendar(url, chain), chain)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
