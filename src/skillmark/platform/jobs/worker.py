"""The process that does the work: runs jobs, hands over those of dead workers, sends mail."""

import os
import socket
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Final

import structlog
from django.db import close_old_connections
from django.utils import timezone

from skillmark.platform.events import outbox
from skillmark.platform.events.ids import uuid7
from skillmark.platform.jobs import beside, engine, periodic, services
from skillmark.platform.jobs.models import Job, JobWorker
from skillmark.platform.jobs.signals import work_waiting

log = structlog.get_logger("skillmark.worker")

FEED_S: Final = 0.5
BEAT_S: Final = 5.0
ROUND_S: Final = 5.0
DEAD_AFTER: Final = timedelta(seconds=30)
PATIENCE: Final = timedelta(seconds=10)  # for a running chunk when the worker stops


class Worker:
    """One worker: start it, stop it; what it leaves undone another one takes up."""

    def __init__(self) -> None:
        self.executor = uuid7().hex
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Start the engine and the threads that feed it, watch the others and send mail."""
        self._beat()
        engine.launch(self.executor)
        self._hand_over_again()
        self._loop("feed", self._feed, FEED_S, work_waiting)
        self._loop("beat", self._beat_and_take_over, BEAT_S, None)
        self._loop("periodic", _come_round, ROUND_S, None)
        sender = threading.Thread(target=outbox.run, args=(self._stop,), name="outbox")
        self._threads += [sender, *beside.threads(self._stop)]
        for thread in self._threads:
            thread.start()
        log.info("worker started", executor=self.executor)

    def stop(self, patience: timedelta = PATIENCE) -> None:
        """Stop, waiting at most `patience` for what runs."""
        self._stop.set()
        work_waiting.set()
        outbox.wake()
        for thread in self._threads:
            thread.join(timeout=PATIENCE.total_seconds())
        engine.destroy(patience)
        JobWorker.objects.filter(pk=self.executor).delete()
        close_old_connections()
        log.info("worker stopped", executor=self.executor)

    def _loop(
        self,
        name: str,
        work: Callable[[], None],
        every_s: float,
        wake: threading.Event | None,
    ) -> None:
        def repeat() -> None:
            while not self._stop.is_set():
                close_old_connections()
                try:
                    work()
                except Exception:
                    log.exception("worker round failed", part=name)
                finally:
                    close_old_connections()
                (wake or self._stop).wait(every_s)
                if wake is not None:
                    wake.clear()

        self._threads.append(threading.Thread(target=repeat, name=name))

    def _feed(self) -> None:
        for job in services.unhanded():
            engine.enqueue(job)
            Job.objects.with_scopes_disabled().filter(pk=job.pk, run=job.run).update(
                enqueued_run=job.run
            )

    def _hand_over_again(self) -> None:
        """Hand every open job to the engine, in case its own tables were lost."""
        Job.objects.with_scopes_disabled().filter(
            state__in=("queued", "running"), enqueued_run__gt=0
        ).update(enqueued_run=0)

    def _beat(self) -> None:
        JobWorker.objects.update_or_create(
            pk=self.executor,
            defaults={
                "host": socket.gethostname(),
                "process": os.getpid(),
                "seen_at": timezone.now(),
            },
        )

    def _beat_and_take_over(self) -> None:
        self._beat()
        engine.take_over({worker.pk for worker in JobWorker.objects.all() if _alive(worker)})
        JobWorker.objects.filter(seen_at__lt=timezone.now() - 100 * DEAD_AFTER).delete()


def _come_round() -> None:
    periodic.run_due(timezone.now())


def _alive(worker: JobWorker) -> bool:
    """Say whether a worker lives: seen lately, and on this machine its process exists."""
    if timezone.now() - worker.seen_at > DEAD_AFTER:
        return False
    if worker.host != socket.gethostname():
        return True
    try:
        os.kill(worker.process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
