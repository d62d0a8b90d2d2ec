"""Calendars of OpenTimestamps, and an explorer that knows the headers of Bitcoin's blocks.

What either says is believed as far as it proves itself: a time stamp must lead from what we sent,
a header must show its work. The addresses are the operator's own; they are asked through the one
gate, without redirects.
"""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from skillmark.core.anchor import opentimestamps as ots
from skillmark.core.anchor.opentimestamps import BitcoinHeaders, BlockHeader, Timestamp
from skillmark.fetch import Call, Fetcher, FetchError
from skillmark.fetch.errors import NotFoundError
from skillmark.platform.anchors.ots_errors import CalendarAnswerError, ExplorerAnswerError

TIMEOUT_S: Final = 10.0
MAX_ANSWER: Final = 10_000  # bytes, as the reference client has it
MAX_LINE: Final = 200  # bytes
MEDIA_TYPE: Final = "application/vnd.opentimestamps.v1"

_HASH: Final = re.compile(rb"[0-9a-f]{64}")
_HEADER: Final = re.compile(rb"[0-9a-f]{160}")
_HEIGHT: Final = re.compile(rb"[0-9]{1,8}")


def plain(url: str) -> str:
    """Return an address without the slash at its end, as addresses of calendars are compared."""
    return url.rstrip("/")


def _fetcher(url: str) -> Fetcher:
    parts = urlsplit(url)
    return Fetcher(timeout_s=TIMEOUT_S, allow_origins={f"{parts.scheme}://{parts.netloc}"})


@dataclass(frozen=True, slots=True)
class Calendar:
    """One calendar, by its address."""

    url: str

    def submit(self, digest: bytes) -> Timestamp:
        """Return the calendar's time stamp of a digest: a promise that it will be in a block.

        Raises:
            FetchError: it does not answer.
            CalendarAnswerError: what it answers is no time stamp, or promises nothing.
        """
        call = Call("POST", digest, "application/octet-stream", accept=MEDIA_TYPE)
        answer = _fetcher(self.url).call(
            f"{plain(self.url)}/digest", call, max_bytes=MAX_ANSWER
        )
        found = self._read(answer.body, digest)
        if not any(isinstance(path.attestation, ots.Pending) for path in found.paths):
            raise CalendarAnswerError("The calendar promises nothing.", calendar=self.url)
        return found

    def timestamp(self, commitment: bytes) -> Timestamp | None:
        """Return what the calendar knows of what it was given; None while no block has it.

        Raises:
            FetchError: it does not answer.
            CalendarAnswerError: what it answers is no time stamp.
        """
        url = f"{plain(self.url)}/timestamp/{commitment.hex()}"
        try:
            answer = _fetcher(self.url).call(url, Call(accept=MEDIA_TYPE), max_bytes=MAX_ANSWER)
        except NotFoundError:
            return None
        found = self._read(answer.body, commitment)
        tags = {
            path.attestation.tag
            for path in found.paths
            if isinstance(path.attestation, ots.Block)
        }
        return found if ots.BITCOIN_TAG in tags else None

    def _read(self, body: bytes, message: bytes) -> Timestamp:
        try:
            return Timestamp.parse(body, message)
        except ots.OtsError as error:
            raise CalendarAnswerError(
                "The calendar's answer is no time stamp.", calendar=self.url, reason=error.code
            ) from error


@dataclass(frozen=True, slots=True)
class Explorer:
    """A server that knows Bitcoin's blocks, with the addresses that Esplora has."""

    url: str
    network: ots.Network

    def header(self, height: int) -> BlockHeader | None:
        """Return the header of the block of a height; None while there is none.

        Raises:
            FetchError: it does not answer.
            ExplorerAnswerError: it answers nonsense, or a header without the work it claims.
        """
        try:
            name = self._line(f"/block-height/{height}", _HASH)
            raw = self._line(f"/block/{name.decode()}/header", _HEADER)
        except NotFoundError:
            return None
        try:
            header = BlockHeader(bytes.fromhex(raw.decode()))
            BitcoinHeaders({height: header}, self.network)
        except ots.OtsError as error:
            raise ExplorerAnswerError(
                "The explorer's header does not show its work.",
                explorer=self.url,
                reason=error.code,
            ) from error
        if header.name != name.decode():
            raise ExplorerAnswerError(
                "The header is of another block than the explorer says.", explorer=self.url
            )
        return header

    def tip(self) -> int:
        """Return the height of the newest block.

        Raises:
            FetchError: it does not answer.
            ExplorerAnswerError: it answers nonsense.
        """
        return int(self._line("/blocks/tip/height", _HEIGHT))

    def _line(self, path: str, form: re.Pattern[bytes]) -> bytes:
        fetched = _fetcher(self.url).get(f"{plain(self.url)}{path}", max_bytes=MAX_LINE)
        line = fetched.body.strip()
        if form.fullmatch(line) is None:
            raise ExplorerAnswerError("The explorer answers nonsense.", explorer=self.url)
        return line


__all__ = ["Calendar", "Explorer", "FetchError", "plain"]
