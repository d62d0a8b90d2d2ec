"""Ethereum nodes of our own for the tests: anvil, mined by hand, and py-evm in this process.

`anvil()` skips the test by name when the program can neither be found nor installed.
"""

import fcntl
import json
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

import pytest

from skillmark.cli import local_chain

ROOT: Final = Path(__file__).parents[2]
CACHE: Final = ROOT / ".cache" / "anvil"
READY_S: Final = 20.0
# The first accounts of anvil's well-known test mnemonic; whoever pays real money to them loses it.
KEYS: Final = (
    "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80",
    "59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d",
)


@cache
def program() -> Path:
    """Return anvil, or skip."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several test processes begin at once
        found = local_chain.find_anvil(CACHE, offline=False)
    if found is None:
        pytest.skip("anvil is not installed and npm cannot bring it")
    return found


class Anvil:
    """A running anvil whose blocks are made by hand."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *words: str) -> None:
        """Start it, and wait until it answers."""
        command = local_chain.anvil_command(program(), self.port, "--no-mining", *words)
        self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
        end = time.monotonic() + READY_S
        while time.monotonic() < end:
            with suppress(OSError):
                self.ask("eth_chainId")
                return
            time.sleep(0.05)
        raise AssertionError("anvil did not start")

    def stop(self) -> None:
        """End it; the port answers no more."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(READY_S)
            self._process = None

    def ask(self, method: str, *parameters: Any) -> Any:
        """Return the answer of the node."""
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": list(parameters)}
        request = urllib.request.Request(  # noqa: S310 - loopback
            self.url, json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
            said = json.loads(answer.read())
        assert "error" not in said, said
        return said["result"]

    def mine(self, blocks: int = 1) -> None:
        """Make blocks."""
        self.ask("anvil_mine", hex(blocks))

    def head(self) -> int:
        """Return the height of the newest block."""
        return int(self.ask("eth_blockNumber"), 16)


@contextmanager
def anvil() -> Iterator[Anvil]:
    """Run an anvil for the length of a test."""
    one = Anvil(local_chain._free_port())
    one.start()
    try:
        yield one
    finally:
        one.stop()


class Wire:
    """Stands between us and a node, and can cut the line where a test wants it.

    Attributes:
        url: where it answers.
        refuse: methods whose calls never reach the node.
        swallow: methods whose answers never come back.
    """

    def __init__(self, node: Anvil) -> None:
        self.refuse: set[str] = set()
        self.swallow: set[str] = set()
        wire = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                method = json.loads(body)["method"]
                if method in wire.refuse:
                    self.close_connection = True
                    return
                request = urllib.request.Request(  # noqa: S310 - loopback
                    node.url, body, {"Content-Type": "application/json"}
                )
                with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
                    said = answer.read()
                if method in wire.swallow:
                    self.close_connection = True
                    return
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            def log_message(self, *_words: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Cut it for good."""
        self._server.shutdown()
        self._server.server_close()
