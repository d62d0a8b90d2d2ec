"""What an anchor costs on a real node, and what that is for each credential: 24,000 gas is the goal.

    python benchmarks/anchor.py [--credentials 10000] [--anchors 20]

Starts anvil, deploys both contracts, sends anchors and prints the gas in the node's own
receipts. One anchor covers every credential that was logged before it, so its cost is divided by
how many there are. Gas prices and currencies change by the hour; the table says what it would be
at some of them. Then: how long it takes to prove an anchor and to check the proof offline.
"""

import argparse
import hashlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from machine import facts
from skillmark.cli import local_chain
from skillmark.core.anchor import Standing
from skillmark.core.anchor.evm import TrustedChain, check_evm, origin_hash
from skillmark.core.log import Checkpoint

# ruff: noqa: PLC0415 - the platform's modules are imported after the environment is set.

GOAL_GAS: Final = 24_000
ORIGIN: Final = "log.bench.example/1"
GWEI: Final = 10**9
PRICES: Final = (  # gwei for each gas, the currency's price in euro: examples, not a forecast
    ("a quiet rollup", 0.005, 2_500.0),
    ("Ethereum, quiet", 0.5, 2_500.0),
    ("Ethereum, usual", 5.0, 2_500.0),
    ("Ethereum, busy", 50.0, 2_500.0),
)


@contextmanager
def anvil(folder: Path) -> Iterator[str]:
    """Run an anvil that mines at once, and yield its address."""
    program = local_chain.find_anvil(folder / "node", offline=False)
    if program is None:
        sys.exit("anvil is not installed and npm cannot bring it.")
    port = local_chain._free_port()  # noqa: SLF001 - the same program
    process = subprocess.Popen(local_chain.anvil_command(program, port))
    try:
        local_chain._answers(port)  # noqa: SLF001
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)


class Payer:
    """Deploys and anchors, by hand, with the modules that the workers use."""

    def __init__(self, url: str) -> None:
        from skillmark.platform.anchors.chain import Node
        from skillmark.platform.anchors.keys import LocalSigner

        self.node = Node.at(url)
        self.signer = LocalSigner(bytes.fromhex(local_chain._ANVIL_KEY))  # noqa: SLF001

    def send(self, to: str, data: bytes) -> Any:
        """Send a call and return its receipt."""
        from skillmark.platform.anchors.fees import Fees
        from skillmark.platform.anchors.keys import Order

        nonce = self.node.nonce(self.signer.address)
        order = Order(31337, nonce, to, data, 1_000_000, Fees(100 * GWEI, GWEI))
        signed = self.signer.sign(order)
        self.node.send(signed.raw)
        mined = self.node.mined(signed.tx)
        if mined is None or not mined.succeeded:
            sys.exit("The node refused a transaction.")
        return mined


def root(size: int) -> bytes:
    """Return a root for a size."""
    return hashlib.sha256(str(size).encode()).digest()


def measure(payer: Payer, anchors: int) -> dict[str, list[int]]:
    """Return the gas of each anchor by mode, and say what deploying costs."""
    from skillmark.platform.anchors import artefacts

    found: dict[str, list[int]] = {}
    for mode in artefacts.Mode:
        deployed = payer.send("", artefacts.deployment(mode, origin_hash(ORIGIN)))
        spent = [
            payer.send(deployed.contract, artefacts.anchoring(size, root(size))).gas
            for size in range(10_000, 10_000 * (anchors + 1), 10_000)
        ]
        found[mode.value] = spent
        steady = spent[1:] or spent
        print(
            f"{mode.value:<8} deployed once for {deployed.gas:,} gas; first anchor {spent[0]:,}, "
            f"then {min(steady):,} to {max(steady):,}, median {statistics.median(steady):,.0f}"
        )
    return found


def prices(gas: int, credentials: int) -> None:
    """Print what an anchor is, and a credential of so many in it."""
    print(
        f"\nFor each of {credentials:,} credentials in one anchor: {gas / credentials:.2f} gas"
    )
    print(f"{'at':<18}{'gwei':>8}{'an anchor':>16}{'a credential':>18}")
    for name, gwei, euro in PRICES:
        cost = gas * gwei / GWEI * euro
        print(f"{name:<18}{gwei:>8}{cost:>14.5f} €{cost / credentials:>16.9f} €")


def proving(payer: Payer) -> None:
    """Print how long a proof takes to make and to check."""
    from skillmark.platform.anchors import artefacts

    deployed = payer.send("", artefacts.deployment(artefacts.Mode.EVENT, origin_hash(ORIGIN)))
    mined = payer.send(deployed.contract, artefacts.anchoring(7, root(7)))
    begun = time.perf_counter()
    proof = payer.node.prove("eip155:31337", deployed.contract, mined, 0)
    made = time.perf_counter() - begun
    name = bytes.fromhex(mined.block_hash[2:])
    known = [TrustedChain(proof.chain, proof.contract, 12, {proof.block: name})]
    begun, rounds = time.perf_counter(), 20
    for _ in range(rounds):
        verdict = check_evm(proof, Checkpoint(ORIGIN, 7, root(7)), known)
        if verdict.standing is not Standing.PROVEN:
            sys.exit(verdict.reason)
    checked = (time.perf_counter() - begun) / rounds
    print(
        f"\nA proof is made in {made * 1000:.0f} ms and checked offline in {checked * 1000:.1f} ms."
    )


def main() -> int:
    """Measure, print, and fail when an anchor is dearer than the goal."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--credentials", type=int, default=10_000)
    words.add_argument("--anchors", type=int, default=20)
    given = words.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skillmark.platform.settings.testing")
    import django

    django.setup()
    for line in facts():
        print(line)
    with tempfile.TemporaryDirectory() as place, anvil(Path(place)) as url:
        payer = Payer(url)
        print()
        spent = measure(payer, given.anchors)
        worst = max(spent["event"])
        prices(worst, given.credentials)
        proving(payer)
    good = worst <= GOAL_GAS
    print(f"\n{'reached' if good else 'NOT reached'}: {worst:,} of {GOAL_GAS:,} gas an anchor")
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
