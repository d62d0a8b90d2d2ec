"""How long a recipients file takes through the platform on SQLite, step by step.

    python benchmarks/bulk.py [--rows 1000 10000]

A fresh installation in a temporary folder, removed at the end. Read: the file is parsed and every
row stored with its state; once as a CSV file, and once as an XLSX workbook that is thrown away. Issue: each row built, linted, given its two status entries, signed,
checked, stored with audit entries and mail, in chunks of one transaction each. The job's engine is
left out; its chunks run here, one after another. Seconds are CPU seconds of this process.
"""

import argparse
import io
import os
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from machine import facts

HEADER = "name,email,identifier,achieved_on"


def people(count: int, run: int) -> bytes:
    """Return a file of invented people, none of whom is in the file of another run."""
    rows = (
        f"Person Nr {n},person{n}@run{run}.example,HST-{run}-{n:06},2026-03-{n % 28 + 1:02}"
        for n in range(count)
    )
    return "\n".join([HEADER, *rows]).encode()


def workbook(data: bytes) -> bytes:
    """Return the file as a spreadsheet program would write it."""
    from openpyxl import Workbook  # noqa: PLC0415 (only here)

    book = Workbook(write_only=True)
    sheet = book.create_sheet("People")
    for line in data.decode().splitlines():
        sheet.append(line.split(","))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def prepare(folder: str) -> None:
    """Set up an empty platform in a folder."""
    for name in [name for name in os.environ if name.startswith("SKILLMARK_")]:
        del os.environ[name]
    os.environ |= {
        "SKILLMARK_DATA_DIR": folder,
        "SKILLMARK_SECRET_KEY": "only-for-benchmarks-" + "0" * 40,
        "SKILLMARK_KEY_PASSPHRASE": "only for benchmarks",
        "DJANGO_SETTINGS_MODULE": "skillmark.platform.settings.django",
    }
    import django  # noqa: PLC0415 (after its settings)

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)


def provider() -> tuple[Any, Any, Any]:
    """Return an owner, their organisation and a published version."""
    from skillmark.platform.catalog import services as catalog  # noqa: PLC0415
    from skillmark.platform.catalog.content import Content  # noqa: PLC0415
    from skillmark.platform.orgs.access import organisation_scope  # noqa: PLC0415
    from skillmark.platform.orgs.services import create_organisation  # noqa: PLC0415
    from skillmark.platform.people.services import create_account  # noqa: PLC0415

    owner = create_account(
        email="owner@harbour.example",
        password="a long enough password",  # noqa: S106 (of nobody)
        display_name="Olivia Owner",
        verified=True,
    )
    organisation = create_organisation(owner=owner, name="Harbour Skills Training")
    content = Content.parse(
        {
            "name": "Fire prevention",
            "description": "Prevents and fights small fires at work.",
            "criteria_markdown": "Pass the practical test.",
            "outcomes": ["Choose the right extinguisher"],
            "workload_hours": "3",
        }
    )
    with organisation_scope(organisation):
        draft = catalog.create(organisation, content, actor=owner)
        return owner, organisation, catalog.publish(draft.achievement, actor=owner)


def measure(sizes: list[int]) -> None:
    """Print a line for each file."""
    from skillmark.platform.issuing import services  # noqa: PLC0415
    from skillmark.platform.jobs import runner  # noqa: PLC0415
    from skillmark.platform.orgs.access import organisation_scope  # noqa: PLC0415

    owner, organisation, version = provider()
    titles = ("CSV s", "XLSX s", "issue s", "rows/s", "peak MB")
    print(f"{'rows':>8}" + "".join(f"{title:>10}" for title in titles))
    for run, size in enumerate(sizes):
        data = people(size, run)
        book = workbook(data)
        with organisation_scope(organisation):
            opened = time.process_time()
            services.preview_batch(
                organisation, version, book, filename="people.xlsx", actor=owner
            )
            start = time.process_time()
            batch = services.preview_batch(
                organisation, version, data, filename="people.csv", actor=owner
            )
            read = time.process_time()
            batch = services.start_batch(batch.pk, actor=owner)
            if batch.job_id is None:
                sys.exit("the batch has no job")
            runner.run_to_end(batch.job_id)
            end = time.process_time()
            batch.refresh_from_db()
        if batch.issued != size:
            sys.exit(f"only {batch.issued} of {size} rows were issued")
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        rate = size / (end - start)
        took = (read - start, start - opened, end - read)
        seconds = "".join(f"{one:>10.2f}" for one in took)
        print(f"{size:>8,}{seconds}{rate:>10,.0f}{memory:>10,.0f}")


def main() -> None:
    """Measure in a folder of its own."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000, 10_000])
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="skillmark-bulk-")
    try:
        prepare(folder)
        print("\n".join(facts(Path(folder))))
        measure(options.rows)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
