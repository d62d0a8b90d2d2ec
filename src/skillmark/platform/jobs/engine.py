"""DBOS: what makes a job survive a crash.

The workflow is only the order of the steps; each step is a function of `runner`. Nothing leaves
the machine: no conductor, no telemetry, no admin server. Its tables lie in a SQLite file of their
own, or in the schema ``dbos`` of PostgreSQL when many machines share the work.
"""

import time
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
import structlog
from dbos import DBOS, DBOSConfig, SetWorkflowID
from django.conf import settings
from django.db import close_old_connections
from django.db.utils import InterfaceError, OperationalError

from skillmark.core.errors import SkillmarkError
from skillmark.platform.jobs import runner
from skillmark.platform.jobs.models import Job

log = structlog.get_logger("skillmark.jobs")

NAME: Final = "skillmark"
VERSION: Final = "1"  # of the workflow below; the kinds may change freely
QUEUE: Final = "jobs"
AT_ONCE: Final = 2  # jobs one worker runs at the same time
POLL_S: Final = 0.3
BUSY_TIMEOUT_MS: Final = 30_000
TRIES: Final = 5  # of a step that met a database at a bad moment
FIRST_WAIT_S: Final = 0.5

_own_engines: Final[dict[str, sa.Engine]] = {}


def launch(executor: str) -> None:
    """Start the engine in this process as `executor`."""
    url: str = settings.SKILLMARK.jobs_database
    config = DBOSConfig(
        name=NAME,
        system_database_url=url,
        executor_id=executor,
        application_version=VERSION,
        enable_otlp=False,
        log_level="WARNING",
        console_log_level="WARNING",
        scheduler_polling_interval_sec=3600.0,
        notification_listener_polling_interval_sec=1.0,
    )
    if url.startswith("sqlite"):
        config["system_database_engine"] = _own_engines.setdefault(url, _sqlite_engine(url))
    DBOS(config=config)
    DBOS.launch()
    DBOS.register_queue(
        QUEUE,
        worker_concurrency=AT_ONCE,
        polling_interval_sec=POLL_S,
        on_conflict="always_update",
    )


def destroy(wait: timedelta = timedelta()) -> None:
    """Stop the engine, after at most `wait` for what runs; the rest is taken up again later."""
    DBOS.destroy(workflow_completion_timeout_sec=int(wait.total_seconds()))
    while _own_engines:
        _own_engines.popitem()[1].dispose()


def enqueue(job: Job) -> None:
    """Hand a job's current run to the engine; a second time changes nothing."""
    with SetWorkflowID(f"{job.pk}.{job.run}"):
        DBOS.enqueue_workflow(QUEUE, run_job, str(job.pk), job.run)


def take_over(alive: set[str]) -> list[str]:
    """Hand the workflows of executors that are not `alive` to the living; return their ids."""
    pending = DBOS.list_workflows(status="PENDING", load_input=False, load_output=False)
    orphans = [flow.workflow_id for flow in pending if flow.executor_id not in alive]
    if orphans:
        DBOS.resume_workflows(orphans, queue_name=QUEUE)
        log.warning("jobs taken over", count=len(orphans))
    return orphans


@DBOS.workflow(name="skillmark.job", max_recovery_attempts=1_000)
def run_job(job_id: str, run: int) -> None:
    """Run one job: plan, chunk by chunk, close. Repeats of a step change nothing."""
    try:
        for number in range(_begin(job_id, run)):
            if _step(job_id, run, number) == runner.Next.STOP:
                break
        _complete(job_id, run)
    except Exception as error:
        log.exception("job failed", job=job_id)
        _fail(job_id, run, *runner.reason(error))


@DBOS.step(name="skillmark.job.begin")
def _begin(job_id: str, run: int) -> int:
    return int(_in_database(runner.begin, UUID(job_id), run))


@DBOS.step(name="skillmark.job.step")
def _step(job_id: str, run: int, number: int) -> str:
    return str(_in_database(runner.step, UUID(job_id), run, number))


@DBOS.step(name="skillmark.job.complete")
def _complete(job_id: str, run: int) -> None:
    _in_database(runner.complete, UUID(job_id), run)


@DBOS.step(name="skillmark.job.fail")
def _fail(job_id: str, run: int, code: str, message: str) -> None:
    _in_database(runner.fail, UUID(job_id), run, code, message)


def _in_database(work: Any, *arguments: Any) -> Any:
    """Do `work` on a fresh connection, again when the database was not there."""
    for attempt in range(TRIES):
        close_old_connections()
        try:
            return work(*arguments)
        except SkillmarkError:
            raise
        except (OperationalError, InterfaceError) as error:
            if attempt == TRIES - 1:
                raise
            log.warning("step repeated", attempt=attempt + 1, error=type(error).__name__)
            time.sleep(FIRST_WAIT_S * 2**attempt)
        finally:
            close_old_connections()
    raise AssertionError("unreachable")


def _sqlite_engine(url: str) -> sa.Engine:
    """Return an engine as DBOS makes it, plus what SQLite before 3.42 lacks."""
    engine = sa.create_engine(url, pool_size=10, max_overflow=10, pool_timeout=30)

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = "IMMEDIATE"
        connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.create_function("unixepoch", 1, _unixepoch)

    return engine


def _unixepoch(_modifier: str) -> float:
    """Stand in for ``unixepoch('subsec')``: seconds since 1970, to the millisecond."""
    return round(time.time(), 3)
