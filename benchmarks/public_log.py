"""How fast the platform writes its log: 1,500 entries/s, and 1 s for a checkpoint, are the goals.

    python benchmarks/public_log.py [--entries 10000] [--at-once 1500] [--credentials 50000]

The path of the product on SQLite: intents as rows → numbered and signed by the issuer's key out
of the vault → tiles synced and read back → signed, two witnesses asked over HTTP, each with its
memory synced → published → rows. Then credentials through batches, and what a proof costs.
"""

import argparse
import os
import secrets
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from beginning import PASSWORD
from machine import facts

# ruff: noqa: PLC0415 - everything of the platform is imported after Django is set up.

GOAL_RATE: Final = 1_500  # entries a second
GOAL_CHECKPOINT_S: Final = 1.0
GOAL_PROOF_MS: Final = 10.0
PROOFS: Final = 200


def main() -> int:
    """Measure, and return 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--at-once", type=int, default=1_500)
    parser.add_argument("--credentials", type=int, default=50_000)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        for line in facts(folder):
            print(line)
        organisation = set_up(folder)
        stack.enter_context(witnesses(folder))
        from skillmark.platform.transparency.publishing import Publisher

        publisher = Publisher.open()
        stack.callback(publisher.close)
        drain(publisher)
        rate, slowest = entries(publisher, organisation, wanted.entries, wanted.at_once)
        print(f"entries    {rate:>9,.0f} a second, from row to published checkpoint")
        print(f"checkpoint {slowest:>9.3f} s, the slowest for {wanted.at_once:,} entries")
        ids, credentials_s = credentials(publisher, organisation, wanted.credentials)
        print(
            f"credentials{wanted.credentials / credentials_s:>9,.0f} a second, through batches"
        )
        proof_ms = proofs(ids)
        print(f"proof      {proof_ms:>9.2f} ms to make one, at the median")
    missed = rate < GOAL_RATE or slowest > GOAL_CHECKPOINT_S or proof_ms > GOAL_PROOF_MS
    return int(missed)


def set_up(folder: Path) -> Any:
    """Make an installation in a folder and return an organisation of it."""
    os.environ["SKILLMARK_DATA_DIR"] = str(folder)
    os.environ["SKILLMARK_LOG_LEVEL"] = "warning"
    os.environ["DJANGO_SETTINGS_MODULE"] = "skillmark.platform.settings.django"
    import django

    django.setup()
    from skillmark.cli import schema

    schema.bring_up_to_date()
    from skillmark.platform.orgs.services import create_organisation
    from skillmark.platform.people.services import create_account

    owner = create_account(
        email="owner@harbour.example", password=PASSWORD, display_name="Olivia", verified=True
    )
    return create_organisation(owner=owner, name="Harbour Skills Training")


@contextmanager
def witnesses(folder: Path) -> Iterator[None]:
    """Run two witnesses over HTTP."""
    from skillmark.cli import witness as commands
    from skillmark.cli.witness_server import Server, Witness
    from skillmark.logstore.witnessing import WitnessStore
    from skillmark.platform.transparency import logkey, places

    running, texts = [], []
    for number in (1, 2):
        place = folder / f"w{number}"
        key = commands.make(place, f"witness{number}.example/w")
        commands.watch(place, logkey.verifier_key())
        identity, _key = commands.read_key(place)
        store = WitnessStore.open(place / "memory")
        logs = commands.logs_of(place)
        witness = Witness(identity, store, partial(dict, logs), str(key))
        server = Server(("127.0.0.1", 0), witness)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        running.append((server, store))
        texts.append(f"{key} http://127.0.0.1:{server.server_address[1]}")
    places.keep_own(tuple(texts))
    yield
    for server, store in running:
        server.shutdown()
        store.close()


def drain(publisher: Any) -> float:
    """Write whatever waits; return the slowest step in seconds."""
    from django.utils import timezone

    slowest = 0.0
    while True:
        begin = time.perf_counter()
        if not publisher.step(timezone.now() + timedelta(seconds=5)):
            return slowest
        slowest = max(slowest, time.perf_counter() - begin)


def entries(publisher: Any, organisation: Any, count: int, at_once: int) -> tuple[float, float]:
    """Return how many entries went in a second, and the slowest checkpoint in seconds."""
    from django.utils import timezone

    from skillmark.core.log import RuleBody, digest, issuer_hash
    from skillmark.platform.transparency.models import LogEntry
    from skillmark.platform.trust import keys

    did = keys.ensure_identity(organisation).did
    slowest = spent = 0.0
    for first in range(0, count, at_once):
        bodies = [
            RuleBody(f"https://harbour.example/p/{number}", 1, secrets.token_hex(32))
            for number in range(first, min(count, first + at_once))
        ]
        rows = [
            LogEntry(
                organisation=organisation,
                did=did,
                issuer=issuer_hash(did),
                kind=body.kind.value,
                body=digest(body),
                said=body.to_json(),
                made_at=timezone.now(),
            )
            for body in bodies
        ]
        begin = time.perf_counter()
        LogEntry.objects.with_scopes_disabled().bulk_create(rows, batch_size=500)
        slowest = max(slowest, drain(publisher))
        spent += time.perf_counter() - begin
    return count / spent, slowest


def credentials(publisher: Any, organisation: Any, count: int) -> tuple[list[Any], float]:
    """Let credentials into the log as chunks of a bulk issue do; return ids and seconds."""
    from django.db import transaction

    from skillmark.platform.transparency.services import ToLog, log_credentials
    from skillmark.platform.trust import keys

    did = keys.ensure_identity(organisation).did
    made = [ToLog(uuid4(), secrets.token_bytes(32), did) for _number in range(count)]
    begin = time.perf_counter()
    for first in range(0, count, 500):
        with transaction.atomic():
            log_credentials(organisation, made[first : first + 500])
    drain(publisher)
    return [one.id for one in made], time.perf_counter() - begin


def proofs(ids: list[Any]) -> float:
    """Return the milliseconds that making one proof takes, the median of some."""
    from skillmark.platform.transparency import selectors

    spent = []
    for one in ids[:: max(1, len(ids) // PROOFS)]:
        begin = time.perf_counter()
        if selectors.proof(one) is None:
            raise SystemExit("a credential has no proof")
        spent.append(time.perf_counter() - begin)
    return sorted(spent)[len(spent) // 2] * 1_000


if __name__ == "__main__":
    sys.exit(main())
