"""A program that starts a slow job and works on it; the test kills it half way.

Usage: ``python killed_worker.py start|work``, with ``SKILLMARK_DATA_DIR`` in the environment.
"""

import os
import sys
import time

from skillmark.cli import serving

ITEMS = 200
CHUNK = 10
HOLD_AT = "SAMPLE_HOLD_AT"  # after so many items it stops in the midst of a chunk, to be killed


def main(what: str) -> None:
    """Do one of the two."""
    serving.set_up()
    from skillmark.platform.events import services as events
    from skillmark.platform.jobs import registry, services
    from skillmark.platform.jobs.models import Job
    from skillmark.platform.jobs.registry import ChunkResult, Plan
    from skillmark.platform.orgs.access import organisation_scope
    from skillmark.platform.orgs.services import create_organisation
    from skillmark.platform.people.services import create_account

    @registry.kind("sample.slow")
    class Slow:
        """Leaves one audit entry a chunk, and waits where it is told."""

        def plan(self, _job: Job) -> Plan:
            return Plan(ITEMS, ITEMS // CHUNK)

        def chunk(self, job: Job, number: int) -> ChunkResult:
            if number * CHUNK == int(os.environ.get(HOLD_AT, ITEMS)):
                time.sleep(600)
            events.record(
                organisation_id=job.organisation_id,
                actor=None,
                action="sample.counted",
                object=job,
                after={"chunk": number},
            )
            return ChunkResult(CHUNK)

        def finish(self, _job: Job) -> str:
            return "Done."

    if what == "start":
        serving.migrate()
        owner = create_account(email="o@h.example", password=None, display_name="Owner")
        organisation = create_organisation(owner=owner, name="Harbour")
        with organisation_scope(organisation):
            services.start("sample.slow", organisation, {}, title="Slow")
        return
    serving.run_worker(until_eof=False)


if __name__ == "__main__":
    main(sys.argv[1])
