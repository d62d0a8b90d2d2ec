"""The writer as a part of the worker: a thread that looks every quarter of a second."""

import threading
from typing import Final

import structlog
from django.conf import settings
from django.db import Error, close_old_connections
from django.utils import timezone

from skillmark.core.errors import SkillmarkError
from skillmark.logstore.errors import StoreLockedError
from skillmark.platform.events.ids import uuid7
from skillmark.platform.jobs import beside
from skillmark.platform.transparency.errors import LogElsewhereError
from skillmark.platform.transparency.lease import Lease
from skillmark.platform.transparency.publishing import Publisher, clear_error, note_error

log = structlog.get_logger("skillmark.log")

TICK_S: Final = 0.25
PAUSE_S: Final = 2.0  # after an error
ASK_AGAIN: Final = 2  # seconds between two questions to witnesses that did not answer


class Writer:
    """One process's try to write the log."""

    def __init__(self) -> None:
        self._lease = Lease(uuid7().hex)
        self._publisher: Publisher | None = None
        self._asked = timezone.now()

    def run(self, stop: threading.Event) -> None:
        """Write the log until told to stop; whatever goes wrong is kept, said, and tried again."""
        while not stop.is_set():
            close_old_connections()
            try:
                pause = self.attempt()
            finally:
                close_old_connections()
            stop.wait(pause)
        self._close()
        self._lease.let_go()

    def attempt(self) -> float:
        """Do a round; return how many seconds to wait before the next one. Never raises ours."""
        try:
            self.round()
        except (StoreLockedError, LogElsewhereError):
            self._close()
        except (SkillmarkError, Error, OSError) as error:
            self._close()
            _complain(error)
        else:
            return TICK_S
        return PAUSE_S

    def round(self) -> int:
        """Do what waits, and return how many entries went in.

        Raises:
            LogElsewhereError: another machine writes the log.
            SkillmarkError: it cannot be written.
        """
        now = timezone.now()
        if not self._lease.hold(now):
            raise LogElsewhereError("Another machine writes the log.")
        if self._publisher is None:
            self._publisher = Publisher.open()
            clear_error()
        count = self._publisher.step(now)
        if count == 0 and (now - self._asked).total_seconds() >= ASK_AGAIN:
            self._asked = now
            self._publisher.cosign()
        return count

    def _close(self) -> None:
        if self._publisher is not None:
            self._publisher.close()
            self._publisher = None


def _complain(error: Exception) -> None:
    """Say it in the log of the program, and keep it for the operator if the database lets us."""
    ours = error if isinstance(error, SkillmarkError) else None
    log.error("public log not written", code=ours.code if ours else type(error).__name__)
    if ours is not None:
        try:
            note_error(ours, timezone.now())
        except Error:
            log.exception("cannot keep why the public log is not written")


def run(stop: threading.Event) -> None:
    """Write the log until told to stop, where this machine may."""
    if settings.SKILLMARK.public_log_writer:
        Writer().run(stop)


beside.register("public log", run)
