"""A chain on one's own machine, for the demo and for tests: anvil, or py-evm in a process of ours.

Nobody else keeps it, so what is anchored there proves nothing to anybody, and the pages say so.
anvil is Foundry's node: a program on the path, or the package ``@foundry-rs/anvil`` of npm.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from importlib.util import find_spec
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

PACKAGE: Final = "@foundry-rs/anvil@1.7.1"
CHAIN_ID: Final = 31337
PY_EVM_CHAIN_ID: Final = 131277322940537
HOST: Final = "127.0.0.1"
BLOCK_TIME_S: Final = 2  # so that twelve blocks take half a minute
SAVE_EVERY_S: Final = 5
OFFLINE_S: Final = 15.0
ONLINE_S: Final = 120.0
_READY_S: Final = 30.0


# The first account of each, with money of no worth. Both keys stand in the books of their makers.
_ANVIL_KEY: Final = "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"
_PY_EVM_KEY: Final = f"{1:064x}"
KEY_NAME: Final = "SKILLMARK_DEMO_ANCHOR_KEY"


@dataclass(frozen=True, slots=True)
class LocalChain:
    """A chain that runs.

    Attributes:
        url: of its node.
        kind: ``anvil`` or ``py-evm``.
        chain_id: its number.
        folder: where it keeps what it knows.
    """

    url: str
    kind: str
    chain_id: int
    folder: Path

    def ready(self) -> bool:
        """Wait until it answers; say whether it did in time."""
        return _answers(urlsplit(self.url).port or 0)

    def configure(self) -> None:
        """Let the site that starts next anchor here, every minute."""
        os.environ |= {
            "SKILLMARK_ANCHOR_RPC_URL": self.url,
            "SKILLMARK_ANCHOR_CHAIN_ID": str(self.chain_id),
            "SKILLMARK_ANCHOR_KEY": f"env:{KEY_NAME}",
            "SKILLMARK_ANCHOR_INTERVAL_MINUTES": "1",
            KEY_NAME: _ANVIL_KEY if self.kind == "anvil" else _PY_EVM_KEY,
        }


def find_anvil(cache: Path, *, offline: bool) -> Path | None:
    """Return the program anvil, or None.

    Args:
        cache: a folder into which npm may install it.
        offline: only from npm's own cache, which takes seconds at most.
    """
    if found := shutil.which("anvil"):
        return Path(found)
    if found_here := _installed(cache):
        return found_here
    if shutil.which("npm") is None:
        return None
    cache.mkdir(parents=True, exist_ok=True)
    command = ["npm", "install", "--prefix", str(cache), "--no-save", "--no-audit", "--no-fund"]
    command += ["--ignore-scripts", "--loglevel=error", *(["--offline"] if offline else [])]
    with suppress(subprocess.TimeoutExpired, OSError):
        subprocess.run(  # noqa: S603 - npm itself
            [*command, PACKAGE],
            capture_output=True,
            timeout=OFFLINE_S if offline else ONLINE_S,
            check=False,
        )
    return _installed(cache)


@contextmanager
def running(folder: Path) -> Iterator[LocalChain | None]:
    """Run a chain while the site runs; None if neither kind can be had.

    Args:
        folder: where it keeps its state, so that the next start goes on from there.
    """
    from skillmark.cli import beside  # noqa: PLC0415 - only the demo needs it

    folder.mkdir(parents=True, exist_ok=True)
    if find_spec("web3") is None:
        yield None
        return
    anvil = find_anvil(folder / "node", offline=True)
    if anvil is None and find_spec("eth_tester") is None:
        yield None
        return
    port = _free_port()
    words = ["--port", str(port), "--folder", str(folder)]
    words += ["--anvil", str(anvil)] if anvil else []
    with beside.running("local chain", beside.module("skillmark.cli.local_chain", *words)):
        kind, number = ("anvil", CHAIN_ID) if anvil else ("py-evm", PY_EVM_CHAIN_ID)
        yield LocalChain(f"http://{HOST}:{port}", kind, number, folder)


def anvil_command(anvil: Path, port: int, *more: str) -> list[str]:
    """Return the command line of a quiet anvil."""
    words = ["--host", HOST, "--port", str(port), "--chain-id", str(CHAIN_ID), "--silent"]
    return [str(anvil), *words, *more]


def _installed(cache: Path) -> Path | None:
    found = sorted(cache.glob("node_modules/@foundry-rs/anvil-*/bin/anvil*"))
    return found[0] if found else None


def _free_port() -> int:
    with socket.socket() as one:
        one.bind((HOST, 0))
        return int(one.getsockname()[1])


def _answers(port: int) -> bool:
    end = time.monotonic() + _READY_S
    while time.monotonic() < end:
        with suppress(OSError), socket.create_connection((HOST, port), timeout=1):
            return True
        time.sleep(0.1)
    return False


def _began(folder: Path) -> int:
    """Return when the chain was begun, in seconds since 1970: its first block has that time.

    anvil makes its first block anew with every start. With the time of the first start it gets
    the same hash, so what was anchored before is still anchored in this very network.
    """
    kept = folder / "began"
    if not kept.exists():
        kept.write_text(f"{int(time.time())}\n", encoding="ascii")
    return int(kept.read_text(encoding="ascii"))


def _set_clock(port: int) -> None:
    """Let the next blocks have the time of this machine, wherever the first one stands."""
    if not _answers(port):
        return
    order = {"jsonrpc": "2.0", "id": 1, "method": "evm_setTime", "params": [int(time.time())]}
    with suppress(OSError), closing(HTTPConnection(HOST, port, timeout=_READY_S)) as node:
        node.request("POST", "/", json.dumps(order), {"Content-Type": "application/json"})
        node.getresponse().read()


def _run_anvil(anvil: Path, port: int, folder: Path) -> int:
    """Run anvil until our input ends or we are told to stop; it saves itself when it ends."""
    state = ["--state", str(folder / "state.json"), "--state-interval", str(SAVE_EVERY_S)]
    state += ["--timestamp", str(_began(folder))]
    process = subprocess.Popen(  # noqa: S603 - the program that was found
        anvil_command(anvil, port, "--block-time", str(BLOCK_TIME_S), *state),
        stdin=subprocess.DEVNULL,
    )
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_set_clock, args=(port,), daemon=True).start()

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 1024):
            pass
        process.terminate()

    threading.Thread(target=watch, daemon=True).start()
    return process.wait()


def main(words: list[str]) -> int:
    """Run a chain: ``--port N --folder DIR [--anvil PATH]``."""
    given = dict(zip(words[::2], words[1::2], strict=True))
    port, folder = int(given["--port"]), Path(given["--folder"])
    if "--anvil" in given:
        return _run_anvil(Path(given["--anvil"]), port, folder)
    from skillmark.cli import local_chain_evm  # noqa: PLC0415 - a package of the development group

    return local_chain_evm.serve(HOST, port, BLOCK_TIME_S)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
