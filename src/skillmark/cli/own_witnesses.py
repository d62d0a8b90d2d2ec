"""The witnesses that run beside a site that names no others: better than none, and said to be ours.

Each has its own folder, key and memory and is a process of its own. They catch a log that forgets
or forks by accident; against its own operator only witnesses run by others help.
"""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from django.conf import settings

from skillmark.cli import beside, witness
from skillmark.core.log import NoteKey

_HOST: Final = "127.0.0.1"
_NAMES: Final = ("harbour", "quay", "beacon")


@contextmanager
def watching(count: int = 1) -> Iterator[None]:
    """Run witnesses while the site runs, unless the operator named others."""
    from skillmark.platform.transparency import logkey, places  # noqa: PLC0415 - needs Django

    config = settings.SKILLMARK
    if config.public_log_witnesses or not config.public_log_writer:
        yield
        return
    log = logkey.verifier_key()
    with ExitStack() as stack:
        texts = []
        for name in _NAMES[:count]:
            folder = config.data_dir / "witness" / name
            key = _ready(folder, f"{config.site_host}/witness/{name}", log)
            port = _free_port()
            stack.enter_context(
                beside.running(
                    f"witness {name}",
                    beside.module(
                        "skillmark.cli.witness",
                        *("serve", str(folder), "--port", str(port), "--until-eof"),
                    ),
                )
            )
            texts.append(f"{key} http://{_HOST}:{port}")
        places.keep_own(tuple(texts))
        yield


def _ready(folder: Path, name: str, log: NoteKey) -> NoteKey:
    """Return the key of a witness that watches the log; both are made when they are not there."""
    key = (
        witness.read_key(folder)[1]
        if (folder / "witness.key").exists()
        else witness.make(folder, name)
    )
    witness.watch(folder, log)
    return key


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        port: int = probe.getsockname()[1]
    return port
