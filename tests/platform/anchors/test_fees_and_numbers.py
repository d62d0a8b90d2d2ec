"""Fees and numbers of transactions: spikes, caps, replacements, failures; never two anchors."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from anchor_clock import Clock, sizes
from local_nodes import Anvil

if TYPE_CHECKING:
    from skillmark.platform.anchors.chain import Node
    from skillmark.platform.anchors.keys import LocalSigner
    from skillmark.platform.anchors.models import Contract

    type Publish = Callable[[int], None]

pytestmark = pytest.mark.django_db

GWEI = 10**9


@pytest.fixture
def clock() -> Clock:
    return Clock()


def foreign(chain: Anvil, node: "Node", payer: "LocalSigner", nonce: int) -> None:
    """Use a number of our account for another transaction, as another program would."""
    from skillmark.platform.anchors.fees import Fees
    from skillmark.platform.anchors.keys import Order

    fees = Fees(90 * GWEI, 50 * GWEI)
    node.send(payer.sign(Order(31337, nonce, payer.address, b"", 30_000, fees)).raw)


def test_a_replaced_transaction_is_given_up_only_when_its_number_is_used_for_good(  # noqa: PLR0917 - fixtures
    chain: Anvil,
    node: "Node",
    contract: "Contract",
    publish: "Publish",
    clock: Clock,
    payer: "LocalSigner",
) -> None:
    publish(7)
    first = clock.visit().transmissions.get()
    foreign(chain, node, payer, first.nonce)
    chain.mine()
    for _ in range(12):
        anchor = clock.visit()
        assert anchor.state == "reverted"
        assert anchor.problem_code == "anchors.replaced"
        assert anchor.transmissions.count() == 1
        chain.mine()
    anchor = clock.visit()
    assert anchor.state == "pending"
    old, new = anchor.transmissions.all()
    assert old.void_at is not None
    assert (new.nonce, new.void_at) == (old.nonce + 1, None)
    chain.mine(13)
    assert clock.visit().state == "final"
    assert sizes(node, contract) == [7]


def test_a_reorganisation_brings_back_the_replaced_transaction_and_not_a_second(  # noqa: PLR0917 - fixtures
    chain: Anvil,
    node: "Node",
    contract: "Contract",
    publish: "Publish",
    clock: Clock,
    payer: "LocalSigner",
) -> None:
    publish(7)
    foreign(chain, node, payer, clock.visit().transmissions.get().nonce)
    chain.mine(5)
    assert clock.visit().problem_code == "anchors.replaced"
    chain.ask("anvil_reorg", 5, [])
    assert clock.visit().state == "pending"
    chain.mine(13)
    assert clock.visit().state == "final"
    assert sizes(node, contract) == [7]


def test_a_stuck_transaction_gets_a_higher_fee_under_the_same_number(
    chain: Anvil, node: "Node", contract: "Contract", publish: "Publish", clock: Clock
) -> None:
    publish(7)
    first = clock.visit().transmissions.get()
    chain.ask("anvil_setNextBlockBaseFeePerGas", hex(int(first.max_fee) + GWEI))
    chain.mine()
    clock.visit()
    anchor = clock.visit(200)
    old, new = anchor.transmissions.all()
    assert (old.nonce, bytes(old.raw) == bytes(new.raw)) == (new.nonce, False)
    assert int(new.max_fee) >= int(old.max_fee) * 11 // 10
    assert int(new.priority_fee) >= int(old.priority_fee) * 11 // 10
    chain.mine(13)
    anchor = clock.visit()
    assert (anchor.state, anchor.tx) == ("final", new.tx)
    assert sizes(node, contract) == [7]


def test_a_fee_above_the_cap_is_never_offered(  # noqa: PLR0917 - fixtures
    chain: Anvil,
    node: "Node",
    contract: "Contract",
    publish: "Publish",
    clock: Clock,
    configure: Callable[..., None],
) -> None:
    configure(anchor_max_fee_gwei=3.0)
    publish(7)
    first = clock.visit().transmissions.get()
    for _ in range(20):
        chain.ask("anvil_setNextBlockBaseFeePerGas", hex(50 * GWEI))
        chain.mine()
        anchor = clock.visit(200)
        if clock.error:
            break
    assert clock.error == anchor.problem_code == "anchors.fee_cap"
    assert anchor.state == "pending"
    assert all(int(one.max_fee) <= 3 * GWEI for one in anchor.transmissions.all())
    assert {one.nonce for one in anchor.transmissions.all()} == {first.nonce}
    chain.ask("anvil_setNextBlockBaseFeePerGas", hex(GWEI))
    chain.mine()
    clock.visit()
    chain.mine(13)
    anchor = clock.visit()
    assert (anchor.state, anchor.problem_code) == ("final", "")
    assert sizes(node, contract) == [7]


def test_nothing_is_signed_while_the_network_asks_for_too_much(
    chain: Anvil, node: "Node", contract: "Contract", publish: "Publish", clock: Clock
) -> None:
    chain.ask("anvil_setNextBlockBaseFeePerGas", hex(500 * GWEI))
    chain.mine()
    publish(7)
    anchor = clock.visit()
    assert (clock.error, anchor.transmissions.count()) == ("anchors.fee_cap", 0)
    chain.ask("anvil_setNextBlockBaseFeePerGas", hex(GWEI))
    chain.mine()
    clock.visit()
    chain.mine(13)
    assert clock.visit().state == "final"


def test_an_empty_account_waits_for_money(  # noqa: PLR0917 - fixtures
    chain: Anvil,
    node: "Node",
    contract: "Contract",
    publish: "Publish",
    clock: Clock,
    payer: "LocalSigner",
) -> None:
    chain.ask("anvil_setBalance", payer.address, "0x1")
    publish(7)
    clock.visit()
    assert clock.error in {"anchors.funds", "anchors.refused"}
    chain.ask("anvil_setBalance", payer.address, hex(10**18))
    clock.visit()
    chain.mine(13)
    assert clock.visit().state == "final"
    assert sizes(node, contract) == [7]


def test_a_transaction_that_failed_in_its_block_goes_out_again_when_that_is_final(  # noqa: PLR0917 - fixtures
    chain: Anvil,
    node: "Node",
    contract: "Contract",
    publish: "Publish",
    clock: Clock,
    payer: "LocalSigner",
) -> None:
    from skillmark.platform.anchors.artefacts import anchoring
    from skillmark.platform.anchors.fees import Fees
    from skillmark.platform.anchors.keys import Order

    publish(7)
    one = clock.visit().transmissions.get()
    chain.ask("anvil_dropTransaction", one.tx)
    call = anchoring(7, bytes.fromhex(one.anchor.root))
    poor = Order(31337, one.nonce, contract.address, call, 23_000, Fees(3 * GWEI, GWEI))
    signed = payer.sign(poor)  # too little gas: it comes in a block and fails there
    one.raw, one.tx = signed.raw, signed.tx
    one.save()
    node.send(signed.raw)
    chain.mine()
    anchor = clock.visit()
    assert (anchor.state, anchor.problem_code) == ("reverted", "anchors.failed")
    assert anchor.transmissions.count() == 1
    chain.mine(12)
    clock.visit()
    anchor = clock.visit()
    assert anchor.transmissions.count() == 2
    chain.mine(13)
    assert clock.visit().state == "final"
    assert sizes(node, contract) == [7]
