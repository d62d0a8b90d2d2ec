"""Kinds of jobs that the job tests run: counting, failing, waiting for a sign."""

import threading

from skillmark.core.errors import SkillmarkError
from skillmark.platform.events import services as events
from skillmark.platform.jobs import registry
from skillmark.platform.jobs.models import Job
from skillmark.platform.jobs.registry import ChunkResult, Plan

CHUNK = 10


class SampleError(SkillmarkError):
    """The sample job was told to fail."""

    code = "sample.failed"


class Sign:
    """What a running sample waits for, and what it says it has reached."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.go_on = threading.Event()

    def clear(self) -> None:
        self.reached.clear()
        self.go_on.clear()


sign = Sign()
moods: dict[str, str] = {}


@registry.kind("sample.count")
class Count:
    """Counts to ``items`` in chunks of ten; leaves one audit entry a chunk."""

    def plan(self, job: Job) -> Plan:
        items = int(job.arguments["items"])
        return Plan(items, -(-items // CHUNK))

    def chunk(self, job: Job, number: int) -> ChunkResult:
        mood = moods.get(job.title, "")
        events.record(
            organisation_id=job.organisation_id,
            actor=None,
            action="sample.counted",
            object=job,
            after={"chunk": number},
        )
        if mood == "fail" and number == 1:
            raise SampleError("The sample was told to fail.")
        if mood == "bug" and number == 1:
            raise ZeroDivisionError
        if mood == "wait" and number == 1:
            sign.reached.set()
            sign.go_on.wait(20)
        items = int(job.arguments["items"])
        return ChunkResult(min(CHUNK, items - number * CHUNK))

    def finish(self, job: Job) -> str:
        return f"Counted to {job.done}."
