"""The kinds of jobs there are; apps above register theirs.

A kind cuts its work into chunks. A chunk runs in one transaction together with the progress it
makes, inside the organisation's scope, and may run again after a crash: it must then find what it
wrote and add nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from skillmark.platform.jobs.errors import UnknownKindError
from skillmark.platform.jobs.models import Job


@dataclass(frozen=True, slots=True)
class Plan:
    """How much a job has to do.

    Attributes:
        total: items, for the progress bar.
        chunks: how often `JobKind.chunk` will be called, numbered from 0.
    """

    total: int
    chunks: int


@dataclass(frozen=True, slots=True)
class ChunkResult:
    """What one chunk did, in items."""

    done: int
    failed: int = 0


class JobKind(Protocol):
    """One kind of job."""

    def plan(self, job: Job) -> Plan:
        """Say how much there is to do; called once a run, in a transaction."""

    def chunk(self, job: Job, number: int) -> ChunkResult:
        """Do the chunk `number`; what it raises rolls the chunk back and fails the job."""

    def finish(self, job: Job) -> str:
        """Close the work after the last chunk and return one sentence for the page."""


_kinds: dict[str, JobKind] = {}


def kind[C: type[JobKind]](name: str) -> Callable[[C], C]:
    """Register a class (made without arguments) as the kind `name`, ``app.what``."""

    def register(cls: C) -> C:
        _kinds[name] = cls()
        return cls

    return register


def find(name: str) -> JobKind:
    """Return the kind `name`.

    Raises:
        UnknownKindError: there is none.
    """
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKindError("There is no such kind of job.", kind=name) from None
