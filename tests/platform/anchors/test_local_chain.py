"""The demo's chain stays the same network over restarts, with blocks of today."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import local_nodes
import pytest

from skillmark.cli import local_chain

pytestmark = [pytest.mark.no_database]
LATE_S = 15
WAIT_S = 30.0
HEADER = (False,)  # not the transactions


@contextmanager
def started(folder: Path) -> Iterator[local_nodes.Anvil]:
    """Run the chain as the demo does, until our end of its input closes."""
    node = local_nodes.Anvil(local_chain._free_port())
    words = ["--port", str(node.port), "--folder", str(folder)]
    words += ["--anvil", str(local_nodes.program())]
    command = [sys.executable, "-m", "skillmark.cli.local_chain", *words]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        assert local_chain._answers(node.port)
        yield node
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(WAIT_S) == 0


def next_block(node: local_nodes.Anvil) -> tuple[int, int]:
    """Return number and time of a block that was made after this was asked."""
    before = int(node.ask("eth_blockNumber"), 16)
    end = time.monotonic() + WAIT_S
    while time.monotonic() < end:
        block = node.ask("eth_getBlockByNumber", "latest", *HEADER)
        if int(block["number"], 16) > before + 1:
            return int(block["number"], 16), int(block["timestamp"], 16)
        time.sleep(0.2)
    raise AssertionError("no block was made")


def test_a_restart_goes_on_with_the_same_network_at_todays_time(tmp_path: Path) -> None:
    firsts, tops = set(), [0]
    for _ in range(3):
        with started(tmp_path) as node:
            number, at = next_block(node)
            firsts.add(node.ask("eth_getBlockByNumber", "0x0", *HEADER)["hash"])
        assert number > tops[-1]
        assert abs(at - time.time()) < LATE_S
        tops.append(number)
        time.sleep(1.1)  # another second, so that another first block would show
    assert len(firsts) == 1
