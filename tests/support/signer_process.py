"""The signer as a real process beside a test, on the test's own database."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from pydantic import SecretStr

from skillmark.platform.trust.signer import client

START_S = 120.0


@dataclass(frozen=True)
class Running:
    """A signer that answers."""

    process: subprocess.Popen[bytes]
    path: Path
    data: Path

    @property
    def address(self) -> str:
        return f"unix:{self.path}"

    @property
    def journal(self) -> Path:
        return self.data / "signer.sqlite3"


def database_url() -> str:
    """Return the URL of the database that the test writes to."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    host, port = facts["HOST"], facts["PORT"] or 5432
    return f"postgresql://{facts['USER']}:{facts['PASSWORD']}@{host}:{port}/{facts['NAME']}"


@contextmanager
def running(**more: str) -> Iterator[Running]:
    """Run `skillmark signer run` until the test is over."""
    folder = Path(tempfile.mkdtemp(prefix="signer-"))
    path = folder / "s"
    process = start(folder, path, **more)
    try:
        yield Running(process, path, folder)
    finally:
        client._forget()
        process.kill()
        process.communicate()


def start(folder: Path, path: Path, **more: str) -> subprocess.Popen[bytes]:
    """Start one and wait until it answers."""
    env = {name: text for name, text in os.environ.items() if not name.startswith("SKILLMARK")}
    env |= {
        "DJANGO_SETTINGS_MODULE": "skillmark.platform.settings.django",
        "SKILLMARK_DATA_DIR": str(folder),
        "SKILLMARK_SIGNER_DATABASE_URL": database_url(),
        "SKILLMARK_KEY_PASSPHRASE": "only for tests",
        "SKILLMARK_SECRET_KEY": "only-for-tests-" + "0" * 40,
        "SKILLMARK_SIGNER": f"unix:{path}",
        "PYTHONPATH": os.pathsep.join(sys.path),
        **more,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "skillmark.cli.signer", "run"],
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=None if os.environ.get("DEBUG_SIGNER") else subprocess.PIPE,
    )
    end = time.monotonic() + START_S
    while not client.is_there(f"unix:{path}"):
        if process.poll() is not None or time.monotonic() > end:
            process.kill()
            _out, told = process.communicate()
            raise AssertionError((told or b"").decode() or "the signer does not answer")
        time.sleep(0.05)
    return process


def keyless(tmp_path: Path, address: str, **more: Any) -> Any:
    """Return settings of a web process: the signer's address, and no way to any key."""
    empty = tmp_path / "web"
    empty.mkdir(exist_ok=True)
    return settings.SKILLMARK.model_copy(
        update={"signer": address, "key_passphrase": SecretStr(""), "data_dir": empty, **more}
    )
