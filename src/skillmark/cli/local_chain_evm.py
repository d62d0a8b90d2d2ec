"""py-evm behind a small JSON-RPC server on loopback: the local chain where anvil cannot be had.

It keeps nothing: the next start is a new chain. eth-tester is a package of the development group.
"""

import json
import os
import sys
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

MAX_BODY: Final = 1_000_000  # bytes


class Chain:
    """A chain in this process; one thing at a time."""

    def __init__(self) -> None:
        from eth_tester import EthereumTester, PyEVMBackend  # noqa: PLC0415 - optional
        from web3 import EthereumTesterProvider  # noqa: PLC0415

        self._tester: Any = EthereumTester(PyEVMBackend())
        self._tester.disable_auto_mine_transactions()
        self._provider: Any = EthereumTesterProvider(self._tester)
        self._web3: Any = _web3(self._provider)
        self._lock = threading.Lock()

    def mine(self) -> None:
        """Make one block."""
        with self._lock:
            self._tester.mine_blocks(1)

    def answer(self, call: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answer to a call, as JSON-RPC has it."""
        said: dict[str, Any] = {"jsonrpc": "2.0", "id": call.get("id")}
        try:
            with self._lock:
                found = self._web3.manager.request_blocking(
                    str(call.get("method")), list(call.get("params") or [])
                )
        except Exception as error:  # noqa: BLE001 - whatever it is, the caller is told
            words = " ".join(str(error).split())[:300]
            if "NotFound" in type(error).__name__:
                return said | {"result": None}
            return said | {"error": {"code": -32000, "message": words}}
        return said | {"result": _plain(found)}


def serve(host: str, port: int, block_time_s: float) -> int:
    """Serve a chain that makes a block every `block_time_s`, until standard input ends."""
    chain, stop = Chain(), threading.Event()

    class Handler(BaseHTTPRequestHandler):
        """Answers calls."""

        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            """Answer one call."""
            length = min(int(self.headers.get("Content-Length") or 0), MAX_BODY)
            try:
                said = chain.answer(json.loads(self.rfile.read(length)))
            except (ValueError, AttributeError):
                said = {"jsonrpc": "2.0", "id": None, "error": {"code": -32700, "message": "?"}}
            body = json.dumps(said).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 1024):
            pass
        stop.set()

    server = ThreadingHTTPServer((host, port), Handler)
    for work in (server.serve_forever, watch):
        threading.Thread(target=work, daemon=True).start()
    while not stop.wait(block_time_s):
        chain.mine()
    server.shutdown()
    return 0


def _web3(provider: Any) -> Any:
    from web3 import Web3  # noqa: PLC0415 - optional

    return Web3(provider, middleware=[])


def _plain(value: Any) -> Any:
    """Return what the chain said as JSON values; bytes as Ethereum writes them."""
    if isinstance(value, bytes | bytearray):
        return f"0x{bytes(value).hex()}"
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
