"""How long it takes until every list says that all a stolen key signed is revoked: 60 s at most.

    python benchmarks/revoking.py [--rows 1000000] [--database URL] [--spare]

One organisation gets a million credentials: rows copied from one that was issued properly, each
with its place in a status list that is half full, as in service. Then `revoke_all_of_key` is
called. The clock stops when it returns: every bit is set and every list is signed and stored. The
published lists are then read as a verifier reads them, and their bits are counted. What follows by
a job (states, audit entries, mails) is timed for one chunk. ``--spare`` asks about every credential
whether it stays, as the answer to a stolen key does.

SQLite in a temporary folder, or PostgreSQL by ``--database`` or SKILLMARK_TEST_DATABASE_URL.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any, Final

from beginning import Place, first_of_each
from everything import _credentials as credentials
from filling import copies, every, in_haste, timed
from lists import prepare
from machine import facts

# ruff: noqa: PLC0415 - everything of the platform is imported after Django is set up.

GOAL_S: Final = 60.0
ORDER: Final = 20_261_122  # of the places in the lists; any will do


def fill(rows: int) -> Place:
    """Make an organisation with so many credentials that nobody has revoked."""
    in_haste()
    place = first_of_each()
    timed(
        [
            ("credentials", partial(credentials, place, rows - 1)),
            ("all of them active", _all_active),
            ("places in status lists", partial(_places, place)),
            ("statistics", _analyse),
        ]
    )
    return place


def _all_active() -> None:
    from django.utils import timezone

    from skillmark.platform.issuing.models import Credential

    every(Credential).update(state="active", issued_at=timezone.now() - timedelta(days=1))


def _places(place: Place) -> None:
    """Give every credential a place in a revocation list, lists half full, in random order."""
    from django.db import transaction

    from skillmark.platform.issuing.models import Credential
    from skillmark.platform.trust import addresses, keys, status
    from skillmark.platform.trust.models import StatusList, StatusSlot

    identity = keys.ensure_identity(place.organisation)
    first = every(StatusSlot).get(purpose="revocation")
    every(StatusSlot).filter(pk=first.pk).update(subject_id=place.credential.pk)
    waiting = list(
        every(Credential).exclude(pk=place.credential.pk).values_list("pk", flat=True)
    )
    dice = random.Random(ORDER)  # noqa: S311 - places in a list, no secret
    number = 1
    while waiting:
        number += 1
        row = StatusList(
            organisation=place.organisation,
            identity=identity,
            purpose="revocation",
            number=number,
        )
        row.url = addresses.status_list(row.pk)
        row.used = min(len(waiting), row.length // status.FULL_SHARE)
        with transaction.atomic():
            status.publish(row)
        part, waiting = waiting[: row.used], waiting[row.used :]
        indexes = dice.sample(range(row.length), len(part))
        first.status_list = row
        copies(first, len(part), index=indexes.__getitem__, subject_id=part.__getitem__)


def _analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("PRAGMA synchronous=NORMAL")
            cursor.execute("ANALYZE")


def measure(place: Place, *, spare: bool) -> float:
    """Revoke everything, print what it took, and return the seconds until the last list."""
    from skillmark.platform.issuing.services import mass_revocation
    from skillmark.platform.orgs.access import organisation_scope
    from skillmark.platform.trust import keys
    from skillmark.platform.trust.models import KeyPurpose

    with organisation_scope(place.organisation):
        identity = keys.ensure_identity(place.organisation)
        key = keys.active_key(identity, KeyPurpose.CREDENTIAL)
        foreseen, took = _clock(lambda: mass_revocation.foresee(key))
        print(f"  foreseen: {foreseen.credentials:,} credentials{took:>24.1f} s")
        before = time.process_time()
        done, seconds = _clock(
            lambda: mass_revocation.revoke_all_of_key(
                key,
                since=None,
                reason="The key was stolen.",
                actor=None,
                approved=True,
                spare=_times if spare else None,
            )
        )
        print(f"  {done.credentials:,} revoked in {done.lists} signed lists{seconds:>22.1f} s")
        used = time.process_time() - before
        print(f"  of which this process worked{used:>33.1f} s")
        found, took = _clock(_set_bits)
        print(f"  bits set in the lists as published: {found:,}{took:>16.1f} s")
        if found != done.credentials:
            sys.exit("The lists do not say what was done.")
        _follow(done.job_id)
    return float(seconds)


def _times(ids: Any) -> set[Any]:
    from skillmark.platform.transparency.times import trusted_times

    return set(trusted_times(ids))


def _set_bits() -> int:
    from skillmark.core import jsonio
    from skillmark.core.status import list_credential
    from skillmark.platform.trust.models import StatusList

    total = 0
    for row in every(StatusList).filter(purpose="revocation"):
        bits = list_credential.parse(jsonio.load_object(bytes(row.document))).bits
        total += int.from_bytes(bits.data).bit_count()
    return total


def _follow(job_id: Any) -> None:
    from skillmark.platform.issuing.services.mass_revocation import TURNED_AT_ONCE, FollowUp
    from skillmark.platform.jobs.models import Job

    job = every(Job).get(pk=job_id)
    done, seconds = _clock(lambda: FollowUp().chunk(job, 0))
    rate = done.done / seconds
    print(
        f"  after that: {TURNED_AT_ONCE:,} states, audit entries and mails{seconds:>12.1f} s"
        f" ({rate:,.0f}/s)"
    )


def _clock(work: Callable[[], Any]) -> tuple[Any, float]:
    start = time.perf_counter()
    made = work()
    return made, time.perf_counter() - start


def main() -> None:
    """Run the benchmark; exit status 1 when it took longer than it may."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--database", default=os.environ.get("SKILLMARK_TEST_DATABASE_URL", ""))
    parser.add_argument("--spare", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for line in facts(None):
            print(line)
        prepare(folder, asked.database)
        seconds = measure(fill(asked.rows), spare=asked.spare)
    print(f"until the last signed list: {seconds:.1f} s of {GOAL_S:.0f} s")
    sys.exit(seconds > GOAL_S)


if __name__ == "__main__":
    main()
