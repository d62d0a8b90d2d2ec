"""What the signer costs: the same orders to the desk in this process and over the socket.

    python benchmarks/signing.py [--documents 4000] [--batch 200]

Credentials are built as the platform builds them and put to the desk in orders of ``--batch``:
checked, written in the journal, signed, verified. A figure is documents a second, the best of three
rounds; the socket's process runs beside, so building and signing are not at the same time. Then one
document an order, as a form issues, in milliseconds; and how long after a halt is committed the
signer's process still signed. SQLite in a temporary folder.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from beginning import first_of_each
from lists import prepare
from machine import facts

# ruff: noqa: PLC0415 - everything of the platform is imported after Django is set up.

ROUNDS: Final = 3
SINGLE: Final = 100  # orders of one document
START_S: Final = 120.0


def documents(place: Any, count: int) -> list[Any]:
    """Return unsigned documents like the one that was issued, each with an id of its own."""
    from skillmark.core.encoding import timestamp
    from skillmark.platform.trust.signer.orders import Document

    first = json.loads(bytes(place.credential.document))
    del first["proof"]
    found = []
    for number in range(count):
        one = json.loads(json.dumps(first))
        one["id"] = one["id"].rpartition("/")[0] + f"/{uuid4()}"
        one["validFrom"] = timestamp.encode(_now())
        subject = one["credentialSubject"]
        subject["identifier"][0]["identityHash"] = f"Amara Osei {number}"
        found.append(Document.of(one))
    return found


def _now() -> Any:
    from django.utils import timezone

    return timezone.now().replace(microsecond=0)


def orders(place: Any, made: Sequence[Any], batch: int) -> list[tuple[Any, Sequence[Any]]]:
    """Return new orders for documents, `batch` each."""
    from skillmark.platform.trust import keys
    from skillmark.platform.trust.models import KeyPurpose
    from skillmark.platform.trust.signer.orders import Order, Task

    identity = keys.ensure_identity(place.organisation)
    key = keys.active_key(identity, KeyPurpose.CREDENTIAL)
    return [
        (
            Order(uuid4(), place.organisation.pk, key.pk, Task.CREDENTIAL, _now()),
            made[start : start + batch],
        )
        for start in range(0, len(made), batch)
    ]


def measure(place: Any, made: Sequence[Any], batch: int) -> tuple[float, float]:
    """Return documents a second in orders of `batch`, and milliseconds for one alone."""
    from skillmark.platform.trust.signer import transport
    from skillmark.platform.trust.signer.orders import Signed

    best = 0.0
    for _ in range(ROUNDS):
        work = orders(place, made, batch)
        start = time.perf_counter()
        for order, part in work:
            if not all(isinstance(one, Signed) for one in transport.sign(order, part)):
                sys.exit("Not everything was signed.")
        best = max(best, len(made) / (time.perf_counter() - start))
    alone = []
    for order, part in orders(place, made[:SINGLE], 1):
        start = time.perf_counter()
        transport.sign(order, part)
        alone.append(time.perf_counter() - start)
    return best, 1_000 * sorted(alone)[len(alone) // 2]


def with_process(folder: str, work: Callable[[], Any]) -> Any:
    """Return what `work` returns while a signer runs and this process asks it."""
    from django.conf import settings

    from skillmark.platform.trust.signer import client

    path = Path(folder) / "s"
    process = subprocess.Popen(
        [sys.executable, "-m", "skillmark.cli.signer", "run", "--socket", str(path)],
        env=dict(os.environ) | {"PYTHONPATH": os.pathsep.join(sys.path)},
        stderr=subprocess.DEVNULL,
    )
    before = settings.SKILLMARK
    try:
        end = time.monotonic() + START_S
        while not client.is_there(f"unix:{path}"):
            if time.monotonic() > end:
                sys.exit("The signer does not answer.")
            time.sleep(0.1)
        settings.SKILLMARK = before.model_copy(update={"signer": f"unix:{path}"})
        return work()
    finally:
        settings.SKILLMARK = before
        process.terminate()
        process.wait()


def halting(place: Any, made: Sequence[Any]) -> float:
    """Return the seconds from the commit of a halt to the first order that is refused."""
    from skillmark.platform.trust import switches
    from skillmark.platform.trust.errors import SigningHaltedError
    from skillmark.platform.trust.signer import transport

    switch = switches.halt(reason="benchmark")
    start = time.perf_counter()
    try:
        while True:
            for order, part in orders(place, made[:1], 1):
                transport.sign(order, part)
    except SigningHaltedError:
        return time.perf_counter() - start
    finally:
        switches.resume(switch)


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--documents", type=int, default=4_000)
    parser.add_argument("--batch", type=int, default=200)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for line in facts(Path(folder)):
            print(line)
        prepare(folder, "")
        os.environ["SKILLMARK_SIGNER_PER_MINUTE"] = "0"
        place = first_of_each()
        made = documents(place, asked.documents)
        here, here_ms = measure(place, made, asked.batch)
        print(f"in process      {here:>8,.0f} documents/s   one alone {here_ms:>6.1f} ms")
        (there, there_ms), late = with_process(
            folder, lambda: (measure(place, made, asked.batch), halting(place, made))
        )
        print(f"over the socket {there:>8,.0f} documents/s   one alone {there_ms:>6.1f} ms")
        print(f"overhead        {100 * (here / there - 1):>8.0f} %")
        print(f"after a halt    the next order is refused, {1_000 * late:.0f} ms later")


if __name__ == "__main__":
    main()
