"""Serving an installation: prepare the database, collect static files, run web and worker.

The worker is a process of its own, so that signing a batch never slows a page down. It hangs on
a pipe to its parent: when the parent is gone, however that came, the worker stops.
"""

import hashlib
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import django
import structlog
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connections
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from skillmark.cli import beside, own_witnesses, schema

log = structlog.get_logger("skillmark.serving")

COLLECTED: Final = ".collected"  # what the collected files were made from
BLOCKING_THREADS: Final = 4  # requests one web process answers at the same time


def set_up() -> None:
    """Make Django ready in this process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skillmark.platform.settings.django")
    django.setup()


def migrate() -> None:
    """Bring the database to this release's shape."""
    schema.bring_up_to_date()
    load_skills()


def load_skills() -> None:
    """Load the skills that come with the program, once; takes about three seconds then."""
    from skillmark.platform.skills import seed  # noqa: PLC0415 - needs `set_up` first

    for framework in seed.load():
        log.info("skills loaded", framework=framework.key, skills=framework.skill_count)


def collect_static() -> None:
    """Write the static files under their hashed names into the data folder, if they changed."""
    mark = Path(settings.STATIC_ROOT) / COLLECTED
    now = _static_sources()
    if mark.exists() and mark.read_text("ascii") == now:
        return
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    mark.write_text(now, "ascii")


def _static_sources() -> str:
    """Return a digest of the names, sizes and times of the files to collect."""
    seen = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            facts = Path(storage.path(name)).stat()
            seen.update(f"{name}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def serve(
    host: str, port: int, *, workers: int, worker_command: Sequence[str], witnesses: int = 1
) -> None:
    """Serve until told to stop: web processes here, job worker and witnesses beside them.

    Args:
        host: the address to listen on.
        port: the port to listen on.
        workers: web processes.
        worker_command: the command line that runs `run_worker`.
        witnesses: of our own, where the operator names no others.
    """
    multiprocessing.set_start_method("spawn", force=True)
    server = Server(
        "skillmark.cli.served:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=BLOCKING_THREADS,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    )
    with (
        own_witnesses.watching(witnesses),
        beside.running("worker", [*worker_command, "--until-eof"]),
    ):
        connections.close_all()
        server.serve(target_loader=load_application)


def load_application(_target: str) -> Callable[..., Any]:
    """Return the site for a web process; by its name, whatever the working folder holds.

    The server's own way would look for a file of that name in the working folder first, and inside
    a package import it under another one.
    """
    from skillmark.cli.served import application  # noqa: PLC0415 - only in a web process

    no_core_dumps()
    return application


def no_core_dumps() -> None:
    """Keep this process's memory, keys with it, out of files, where the system lets one."""
    from skillmark.platform.trust.signer import hardening  # noqa: PLC0415 - after set-up

    with suppress(AttributeError, OSError, ValueError):  # another system than Linux
        hardening.no_dumps()


def run_worker(*, until_eof: bool) -> None:
    """Run jobs and send mail until a signal comes, or standard input ends."""
    from skillmark.platform.jobs.worker import Worker  # noqa: PLC0415 - needs `set_up` first

    no_core_dumps()
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    if until_eof:
        threading.Thread(target=_watch_input, args=(stop,), daemon=True).start()
    worker = Worker()
    worker.start()
    stop.wait()
    worker.stop()


def _watch_input(stop: threading.Event) -> None:
    # Not through the buffer: a thread that waits inside it would abort the interpreter's end.
    while os.read(sys.stdin.fileno(), 1):
        pass
    stop.set()


def addresses() -> list[tuple[str, str]]:
    """Return what to tell the operator: a word and an address each."""
    config = settings.SKILLMARK
    pages = [
        ("Home", "/"),
        ("Verify", "/verify"),
        ("Log", "/log"),
        ("Studio", "/studio"),
        ("API", "/api/v1/docs"),
    ]
    if config.mailbox_open:
        pages.append(("Mailbox", "/mailbox"))
    return [(word, config.site_url + path) for word, path in pages]
