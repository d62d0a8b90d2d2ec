"""Small processes beside the site: they start with it, come back when they fall, and end with it."""

import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

import structlog

log = structlog.get_logger("skillmark.serving")

RESTART_PAUSE_S: Final = 2.0
STOP_TIMEOUT_S: Final = 20.0


@contextmanager
def running(
    name: str, command: Sequence[str], env: Mapping[str, str] | None = None
) -> Iterator[None]:
    """Keep a process running, with a pipe to it that ends when we do.

    Args:
        name: for the program's log.
        command: the program and what it is told; it stops when its input ends.
        env: its environment; ours if not given.
    """
    stop = threading.Event()
    processes: list[subprocess.Popen[bytes]] = []

    def keep_running() -> None:
        while not stop.is_set():
            process = subprocess.Popen(  # noqa: S603 - our own program
                command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, env=env
            )
            processes[:] = [process]
            code = process.wait()
            if not stop.is_set():
                log.error("process ended, starting another", process=name, code=code)
                stop.wait(RESTART_PAUSE_S)

    keeper = threading.Thread(target=keep_running, name=f"{name} keeper", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        stop.set()
        for process in processes:
            _end(process)
        keeper.join(STOP_TIMEOUT_S)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def module(name: str, *words: str) -> list[str]:
    """Return the command line that runs a module of ours."""
    return [sys.executable, "-P", "-m", name, *words]
