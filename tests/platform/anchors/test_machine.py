"""The state machine against a real node: pending, mined, final, reverted, anchored again."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from local_nodes import Anvil

from skillmark.core import jsonio
from skillmark.core.anchor import Standing
from skillmark.core.anchor.evm import EVENT, EvmProof, TrustedChain, check_evm
from skillmark.core.log import Checkpoint

if TYPE_CHECKING:
    from skillmark.platform.anchors.chain import Node
    from skillmark.platform.anchors.models import Anchor, Contract

    from .conftest import Publish

pytestmark = pytest.mark.django_db

NOW_ISO = "2026-11-22T09:00:00+00:00"


class Clock:
    """Visits the network, some seconds after the last visit."""

    def __init__(self) -> None:
        from datetime import datetime

        self.now = datetime.fromisoformat(NOW_ISO)

    def visit(self, seconds: float = 15, **options: object) -> "Anchor | None":
        from skillmark.platform.anchors import visiting
        from skillmark.platform.anchors.errors import AnchorsError
        from skillmark.platform.anchors.models import Anchor

        self.now += timedelta(seconds=seconds)
        self.error = ""
        try:
            visiting.visit(self.now, **options)  # type: ignore[arg-type]
        except AnchorsError as error:
            self.error = error.code
        return Anchor.objects.first()


@pytest.fixture
def clock() -> Clock:
    return Clock()


def anchored_events(node: "Node", contract: "Contract") -> list[int]:
    """Return the sizes that the network has anchored, in its order."""
    from skillmark.core.anchor.evm import event_of

    found = node.events(contract.address, EVENT, 0, node.head().number)
    return [said[1] for one in found if (said := event_of(one.event)) is not None]


def states(anchor: "Anchor") -> list[str]:
    return [step.state for step in anchor.steps.all()]


def test_an_anchor_is_final_only_with_twelve_blocks_on_top(
    chain: Anvil, node: "Node", contract: "Contract", publish: "Publish", clock: Clock
) -> None:
    publish(7)
    anchor = clock.visit()
    assert anchor is not None
    assert anchor.state == "pending"
    chain.mine()
    for depth in range(12):
        anchor = clock.visit()
        assert (anchor.state, anchor.confirmations) == ("mined", depth)
        chain.mine()
    anchor = clock.visit()
    assert (anchor.state, anchor.confirmations) == ("final", 12)
    assert states(anchor) == ["pending", "mined", "final"]
    assert anchored_events(node, contract) == [7]


def test_the_kept_proof_is_checked_offline(
    chain: Anvil, contract: "Contract", publish: "Publish", clock: Clock
) -> None:
    publish(7)
    clock.visit()
    chain.mine(13)
    anchor = clock.visit()
    proof = EvmProof.from_json(jsonio.load_object(bytes(anchor.proof)))
    blocks = {anchor.block: bytes.fromhex(anchor.block_hash[2:])}
    known = TrustedChain("eip155:31337", bytes.fromhex(contract.address[2:]), 12, blocks)
    checkpoint = Checkpoint(anchor.origin, anchor.size, bytes.fromhex(anchor.root))
    verdict = check_evm(proof, checkpoint, [known])
    assert verdict.standing is Standing.PROVEN
    assert verdict.at == anchor.block_time


def test_an_anchor_costs_less_than_24_000_gas(
    chain: Anvil, node: "Node", contract: "Contract", publish: "Publish", clock: Clock
) -> None:
    publish(2**40 + 12345)
    clock.visit()
    chain.mine()
    mined = node.mined(clock.visit().tx)
    assert mined is not None
    assert mined.gas <= 24_000
