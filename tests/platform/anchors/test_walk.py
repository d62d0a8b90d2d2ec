"""A random walk: blocks, reorganisations, crashes, rivals and visits in any order; laws that hold."""

import random
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from anchor_clock import Clock, sizes
from local_nodes import Anvil
from pydantic import SecretStr

if TYPE_CHECKING:
    from skillmark.platform.anchors.chain import Node
    from skillmark.platform.anchors.keys import LocalSigner
    from skillmark.platform.anchors.models import Contract

    type Publish = Callable[[int], None]

pytestmark = pytest.mark.django_db

STEPS = 60
GWEI = 10**9


class Walk:
    """What may happen, and what must hold after it."""

    def __init__(self, seed: int, chain: Anvil, node: "Node", contract: "Contract") -> None:
        self.dice = random.Random(seed)  # noqa: S311 - a test's dice
        self.chain, self.node, self.contract = chain, node, contract
        self.clock = Clock()
        self.size = 0
        self.safe = node.head().number  # no reorganisation reaches the contract itself

    def reorganise(self) -> None:
        deep = min(self.dice.randint(1, 12), self.chain.head() - self.safe)
        if deep > 0:
            self.chain.ask("anvil_reorg", deep, [])

    def rival(self, payer: "LocalSigner") -> None:
        """Another program uses the number that our newest transaction has."""
        from skillmark.platform.anchors.fees import Fees
        from skillmark.platform.anchors.keys import Order

        nonce = self.node.nonce(payer.address)
        fees = Fees(95 * GWEI, 60 * GWEI)
        self.node.send(payer.sign(Order(31337, nonce, payer.address, b"", 30_000, fees)).raw)

    def check(self) -> None:
        from skillmark.platform.anchors.models import Anchor, Transmission

        found = sizes(self.node, self.contract)
        assert found == sorted(set(found)), "an anchor is there twice, or they do not grow"
        head = self.chain.head()
        for anchor in Anchor.objects.filter(state="final"):
            assert anchor.confirmations >= 12
            assert anchor.proof is not None
            assert (anchor.block or 0) <= head
        for anchor in Anchor.objects.all():
            ours = Transmission.objects.filter(anchor=anchor, void_at=None)
            assert len({one.nonce for one in ours}) <= 1, "two numbers for one anchor"


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_happens_no_anchor_is_there_twice_and_all_get_there(  # noqa: PLR0917 - fixtures
    seed: int,
    chain: Anvil,
    node: "Node",
    contract: "Contract",
    publish: "Publish",
    payer: "LocalSigner",
    configure: Callable[..., None],
) -> None:
    walk = Walk(seed, chain, node, contract)

    def grow() -> None:
        walk.size += walk.dice.randint(1, 50)
        publish(walk.size)

    def lose_the_node() -> None:
        configure(anchor_rpc_url=SecretStr("http://127.0.0.1:9"))
        walk.clock.visit(3_700, at_once=True)
        configure(anchor_rpc_url=SecretStr(chain.url))

    acts: list[tuple[int, Callable[[], object]]] = [
        (8, lambda: walk.clock.visit(walk.dice.choice([15, 200, 3_700]), at_once=True)),
        (5, lambda: chain.mine(walk.dice.randint(1, 5))),
        (2, grow),
        (1, walk.reorganise),
        (1, lambda: walk.rival(payer)),
        (1, lose_the_node),
        (1, lambda: chain.ask("anvil_dropAllTransactions")),
    ]
    weights, choices = [weight for weight, _act in acts], [act for _weight, act in acts]
    grow()
    for _ in range(STEPS):
        walk.dice.choices(choices, weights)[0]()
        walk.check()
    chain.ask("anvil_dropAllTransactions")
    for _ in range(12):  # the network comes to rest: everything becomes final
        anchor = walk.clock.visit(3_700, at_once=True)
        chain.mine(14)
        walk.check()
    assert (anchor.size, anchor.state) == (walk.size, "final")
    assert max(sizes(node, contract)) == walk.size
