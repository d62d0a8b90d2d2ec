"""A witness over HTTP: ``add-checkpoint`` (C2SP tlog-witness), and what it saw last, to be read.

A thread a request; the memory decides between two that race. Nothing is believed but signatures.
"""

import html
import time
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from skillmark.core.log import Answer, NoteKey, WitnessIdentity, add_checkpoint
from skillmark.core.log.witness import MAX_REQUEST
from skillmark.logstore.errors import LogStoreError
from skillmark.logstore.witnessing import WitnessStore

READ_S: Final = 10.0  # seconds that a client has to send its request
_TEXT: Final = "text/plain; charset=utf-8"
_TRIES: Final = 3

type Logs = Mapping[str, tuple[NoteKey, ...]]


class Witness:
    """What the witness does, whoever asks.

    Attributes:
        name: of its key.
        vkey: its verifier key.
    """

    def __init__(
        self,
        identity: WitnessIdentity,
        store: WitnessStore,
        logs: Callable[[], Logs],
        vkey: str,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.name = identity.name
        self.vkey = vkey
        self.logs = logs
        self._identity = identity
        self._store = store
        self._clock = clock

    def add(self, body: bytes) -> Answer:
        """Answer a request; what is cosigned is remembered before it is said.

        Raises:
            LogStoreError: the memory cannot be written; nothing was signed for anybody.
        """
        for _attempt in range(_TRIES):
            answer = add_checkpoint(
                body,
                logs=self.logs(),
                known=self._store.latest(),
                witness=self._identity,
                at=int(self._clock()),
            )
            if answer.latest is None or answer.note is None:
                return answer
            if self._store.advance(answer.replaces, answer.latest, answer.note):
                return answer
        return Answer(503, b"Too many requests at once.\n")

    def seen(self, origin: str) -> bytes | None:
        """Return the newest checkpoint of a log that the witness cosigned."""
        return self._store.note(origin)

    def page(self) -> str:
        """Return a page for people: who this is and what it saw last."""
        latest = self._store.latest()
        rows = "".join(
            f"<tr><th scope=row>{html.escape(origin)}</th><td>"
            f"{latest[origin].size if origin in latest else 'nothing yet'}</td></tr>"
            for origin in sorted(self.logs())
        )
        return (
            "<!doctype html><html lang=en><meta charset=utf-8><title>Witness</title>"
            f"<h1>Witness {html.escape(self.name)}</h1><p>This small server remembers the newest "
            "checkpoint of each log below, and cosigns a newer one only if the log has only grown."
            f"</p><p>Its key:</p><pre>{html.escape(self.vkey)}</pre><table><caption>Logs</caption>"
            f"<tr><th scope=col>Log<th scope=col>Entries seen</tr>{rows}</table></html>\n"
        )


class Server(ThreadingHTTPServer):
    """The witness on its port."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, address: tuple[str, int], witness: Witness) -> None:
        self.witness = witness
        super().__init__(address, _Handler)


class _Handler(BaseHTTPRequestHandler):
    """One request."""

    server: Server
    server_version = "skillmark-witness"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = READ_S

    def do_POST(self) -> None:
        if urlsplit(self.path).path != "/add-checkpoint":
            self._say(404, b"There is no such address.\n")
            return
        body = self._body()
        if body is None:
            return
        try:
            answer = self.server.witness.add(body)
        except LogStoreError as error:
            self._say(503, f"{error.message}\n".encode())
            return
        self._say(answer.status, answer.body, answer.media_type)

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path == "/":
            self._say(200, self.server.witness.page().encode(), "text/html; charset=utf-8")
            return
        if parts.path == "/checkpoint":
            origin = parse_qs(parts.query).get("origin", [""])[0]
            origins = list(self.server.witness.logs())
            wanted = origin or (origins[0] if len(origins) == 1 else "")
            note = self.server.witness.seen(wanted)
            self._say(200 if note else 404, note or b"Nothing was seen of that log.\n")
            return
        self._say(404, b"There is no such address.\n")

    def do_HEAD(self) -> None:
        self.do_GET()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as the base class
        """Say nothing: who asks is nobody's business."""

    def _body(self) -> bytes | None:
        """Return the body, or None after an answer that says what is wrong with it."""
        said = self.headers.get("Content-Length", "")
        length = int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else -1  # noqa: PLR2004
        if length < 0 or self.headers.get("Transfer-Encoding"):
            self.close_connection = True
            self._say(411, b"Say how long the body is.\n")
            return None
        if length > MAX_REQUEST:
            self.close_connection = True
            self._say(413, b"No request is that long.\n")
            return None
        return self.rfile.read(length)

    def _say(self, status: int, body: bytes, media_type: str = _TEXT) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Content-Security-Policy", "default-src 'none'")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
