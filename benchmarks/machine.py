"""What machine a figure was measured on, and how busy it was."""

import os
import platform
import shutil
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from cryptography.hazmat.backends.openssl.backend import backend


def facts(folder: Path | None = None) -> Iterator[str]:
    """Yield lines on processor, load, and the versions that matter.

    Args:
        folder: where a database lies, when there is one.
    """
    busy = os.getloadavg()[0]
    yield f"processor  {_processor()}, {os.cpu_count()} cores, load {busy:.1f} at the start"
    yield (
        f"software   {platform.system()}, Python {platform.python_version()}, "
        f"cryptography {version('cryptography')} with {backend.openssl_version_text()}"
    )
    if folder is not None:
        free = shutil.disk_usage(folder).free / 2**30
        yield f"database   SQLite in a temporary folder, {free:,.0f} GiB free"
    if busy > (os.cpu_count() or 1) / 2:
        yield "The machine is busy: the rates are lower than they would be on an idle one."


def _processor() -> str:
    """Return the name of the processor."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor() or platform.machine()
