"""How long a dry run of a rule of 20 nodes takes over the whole population, through the platform.

    python benchmarks/dry_run.py [--learners 100000]

A fresh installation in a temporary folder, removed at the end, on SQLite. Each invented learner
holds 3 to 9 of 13 achievements, each credential a row with a signed document of its own size and
id; the draft nests all, any, k of n and credits. The job's chunks run here one after another, as a
worker runs them, each in one transaction with its progress; then a second run is cancelled half-way.
Seconds are of the clock; the machine's load is printed first. Memory is what this process held at
most, in MiB, before the run and after it.
"""

import argparse
import os
import random
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

from bulk import prepare
from filling import address, copies, digest, in_haste, name
from machine import facts

# ruff: noqa: PLC0415 - everything of the platform is imported after Django is set up.

ACHIEVEMENTS: Final = 13
NODES: Final = 20
SHOWN: Final = 10  # lines of progress


def organisation() -> tuple[Any, list[Any], Any]:
    """Return an organisation with its units and what they add up to."""
    from skillmark.platform.catalog import services as catalog
    from skillmark.platform.catalog.content import Content
    from skillmark.platform.orgs.access import organisation_scope
    from skillmark.platform.orgs.services import create_organisation
    from skillmark.platform.people.services import create_account

    owner = create_account(
        email="owner@harbour.example",
        password="a long enough password",  # noqa: S106 - of nobody
        display_name="Olivia Owner",
        verified=True,
    )
    found = create_organisation(owner=owner, name="Harbour Skills Training")

    def published(title: str, hours: str) -> Any:
        content = Content.parse(
            {
                "name": title,
                "description": f"Shows that somebody knows: {title}.",
                "criteria_markdown": "Pass the practical test.",
                "outcomes": ["Do it safely"],
                "workload_hours": hours,
            }
        )
        draft = catalog.create(found, content, actor=owner)
        return catalog.publish(draft.achievement, actor=owner)

    with organisation_scope(found):
        units = [published(f"Unit {n:02}", str(3 + n % 5)) for n in range(ACHIEVEMENTS)]
        return found, units, published("Certificate", "60")


def fill(units: list[Any], learners: int) -> int:
    """Give each learner some of the units; return how many credentials that makes."""
    chance = random.Random(1)  # noqa: S311 - invented learners, no secret
    holders: list[list[int]] = [[] for _unit in units]
    for learner in range(learners):
        for unit in chance.sample(range(len(units)), chance.randint(3, 9)):
            holders[unit].append(learner)
    in_haste()
    for unit, of in zip(units, holders, strict=True):
        _rows(_first(unit), of)
    return sum(map(len, holders))


def _first(unit: Any) -> Any:
    """Return a credential of a unit, issued as the product does it."""
    from skillmark.core.issue.recipient import Recipient
    from skillmark.platform.issuing import services
    from skillmark.platform.issuing.making import intent
    from skillmark.platform.issuing.models import Source
    from skillmark.platform.orgs.access import organisation_scope

    recipient = Recipient(name="Mark Olsen", email="learner@others.example")
    with organisation_scope(unit.organisation_id):
        return services.issue_one(
            unit.organisation,
            unit,
            intent.intent_for(unit.achievement_id, recipient),
            source=Source.FORM,
            actor=None,
            send_mail=False,
        )


def _rows(first: Any, holders: list[int]) -> None:
    """Insert one award and one credential for each learner who holds the unit."""
    unit = first.achievement_version_id.hex[-6:]
    document, own = bytes(first.document), str(first.pk)
    awards = copies(
        first.award,
        len(holders),
        source_key=lambda n: digest(n) + unit,
        recipient_name=lambda n: name(holders[n]),
        recipient_email=lambda n: address(holders[n]),
    )
    copies(
        first,
        len(holders),
        award_id=awards.__getitem__,
        digest=lambda n: digest(holders[n])[6:] + unit,
        document=lambda n: document.replace(own.encode(), f"{unit}-{holders[n]}".encode()),
    )


def draft(found: Any, units: list[Any], final: Any) -> Any:
    """Return the draft of a pathway with a rule of 20 nodes."""
    from skillmark.platform.orgs.access import organisation_scope
    from skillmark.platform.pathways import addresses, rules
    from skillmark.platform.pathways.services import drafting

    leaves = [
        {"achievement": {"id": addresses.achievement(unit.achievement_id)}} for unit in units
    ]
    core = {"all": [leaves[0], {"any": leaves[1:3]}]}
    chosen = {"atLeast": {"count": 2, "of": leaves[3:8]}}
    electives = {"credits": {"atLeast": "12", "unit": "hours", "of": leaves[6:13]}}
    document: dict[str, Any] = {
        "type": "PathwayRule",
        "version": 1,
        "rule": {"all": [core, chosen, electives], "earned": {"withinDays": 800}},
    }
    with organisation_scope(found):
        content = drafting.Content(
            name="Certificate", achievement=final.achievement, rule=document
        )
        version = drafting.create(found, content, actor=None)
    if len(rules.draft_rule(version.rule).nodes) != NODES:
        sys.exit("the rule has another number of nodes")
    return version


def run(found: Any, version: Any) -> None:
    """Print the progress of a whole run, and what it found."""
    from skillmark.platform.jobs import runner
    from skillmark.platform.jobs.models import Job

    job = _job(found, version)
    before, start = _peak(), time.perf_counter()
    chunks = runner.begin(job.pk, job.run)
    for number in range(chunks):
        runner.step(job.pk, job.run, number)
        if (number + 1) % max(chunks // SHOWN, 1) == 0:
            done = Job.objects.with_scopes_disabled().get(pk=job.pk).done
            took = time.perf_counter() - start
            print(f"  {done:>9,} looked at{took:>9.1f} s{_peak():>8.0f} MiB", flush=True)
    runner.complete(job.pk, job.run)
    took = time.perf_counter() - start
    ended = Job.objects.with_scopes_disabled().get(pk=job.pk)
    print(f"dry run    {ended.done:,} learners in {took:.1f} s, {ended.done / took:,.0f}/s")
    print(f"found      {ended.message}")
    print(f"memory     {before:.0f} MiB before, {_peak():.0f} MiB after")


def cancel(found: Any, version: Any) -> None:
    """Cancel a second run half-way, and print how soon it ends."""
    from skillmark.platform.jobs import runner, services
    from skillmark.platform.jobs.models import Job
    from skillmark.platform.orgs.access import organisation_scope

    job = _job(found, version)
    chunks = runner.begin(job.pk, job.run)
    for number in range(chunks // 2):
        runner.step(job.pk, job.run, number)
    start = time.perf_counter()
    with organisation_scope(found):
        services.cancel(job, actor=None)
    answer = runner.step(job.pk, job.run, chunks // 2)
    took = time.perf_counter() - start
    ended = Job.objects.with_scopes_disabled().get(pk=job.pk)
    print(
        f"cancelled  after {ended.done:,} of {ended.total:,}: {answer.value} and {ended.state} "
        f"in {took * 1000:.0f} ms"
    )


def _job(found: Any, version: Any) -> Any:
    from skillmark.platform.orgs.access import organisation_scope
    from skillmark.platform.pathways.services import dry_runs

    with organisation_scope(found):
        return dry_runs.start(version, actor=None).job


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--learners", type=int, default=100_000)
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="skillmark-dry-run-", dir=os.environ.get("TMPDIR"))
    try:
        print("\n".join(facts(Path(folder))))
        prepare(folder)
        found, units, final = organisation()
        start = time.perf_counter()
        held = fill(units, options.learners)
        took = time.perf_counter() - start
        print(f"filled     {options.learners:,} learners, {held:,} credentials, {took:.0f} s")
        version = draft(found, units, final)
        run(found, version)
        cancel(found, version)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
