"""Run a command beside a throwaway PostgreSQL server on loopback.

``python tools/with_postgres.py COMMAND [ARG ...]`` starts a server in a temporary folder on a free
port, sets ``SKILLMARK_TEST_DATABASE_URL`` for the command, returns its exit status and removes all.
As root the server runs under the ``postgres`` account, since PostgreSQL refuses to run as root.
Exit status 77 means that no PostgreSQL is installed: the caller says so, loudly.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

NOT_INSTALLED = 77  # exit status, as automake and meson use it for "skipped"


def binaries() -> Path | None:
    """Return the folder of the newest ``initdb`` on this machine, or None."""
    versions = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: int(path.parts[-3]),
    )
    if versions:
        return versions[-1].parent
    found = shutil.which("initdb")
    return Path(found).parent if found else None


def free_port() -> int:
    """Return a TCP port that was free on loopback a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def as_server_account(command: list[str]) -> list[str]:
    """Return the command, run as ``postgres`` when we are root."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


def run(command: list[str], folder: Path, bin_dir: Path) -> int:
    """Return the exit status of the command, run beside a server in ``folder``."""
    data, port = folder / "data", free_port()
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    subprocess.run(
        as_server_account(
            [
                *(str(bin_dir / "initdb"), "-D", str(data), "-U", "skillmark"),
                *("-A", "trust", "-E", "UTF8", "--no-sync"),
            ]
        ),
        check=True,
        stdout=subprocess.DEVNULL,
        cwd=folder,
    )
    # Nothing here outlives the command, so nothing need outlive a loss of power.
    fleeting = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    options = f"-p {port} -c listen_addresses=127.0.0.1 {fleeting} -k {folder}"
    control = [str(bin_dir / "pg_ctl"), "-D", str(data), "-w", "-s"]
    subprocess.run(
        as_server_account([*control, "-o", options, "-l", str(folder / "log"), "start"]),
        check=True,
        cwd=folder,
    )
    try:
        url = f"postgresql://skillmark@127.0.0.1:{port}/postgres"
        return subprocess.run(
            command, env={**os.environ, "SKILLMARK_TEST_DATABASE_URL": url}, check=False
        ).returncode
    finally:
        subprocess.run(
            as_server_account([*control, "-m", "immediate", "stop"]), check=False, cwd=folder
        )


def main() -> int:
    """Return the exit status for the shell."""
    bin_dir = binaries()
    if bin_dir is None:
        print("PostgreSQL is not installed", file=sys.stderr)
        return NOT_INSTALLED
    folder = Path(tempfile.mkdtemp(prefix="skillmark-postgres-"))
    try:
        return run(sys.argv[1:], folder, bin_dir)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
