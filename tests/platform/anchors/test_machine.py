"""The state machine against a real node: pending, mined, final, reverted, anchored again."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from anchor_clock import Clock, codes, sizes, states
from local_nodes import KEYS, Anvil, Wire
from pydantic import SecretStr

from skillmark.core import jsonio
from skillmark.core.anchor import Standing
from skillmark.core.anchor.evm import EvmProof, TrustedChain, check_evm
from skillmark.core.log import Checkpoint

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


@pytest.fixture
def wire(chain: Anvil, contract: "Contract", configure: Callable[..., None]) -> Iterator[Wire]:
    """Put a line that can be cut between us and the node."""
    one = Wire(chain)
    configure(anchor_rpc_url=SecretStr(one.url))
    yield one
    one.close()


def raws(anchor: Any) -> list[bytes]:
    return [bytes(one.raw) for one in anchor.transmissions.all()]


def test_an_anchor_is_final_only_with_twelve_blocks_on_top(
    chain: Anvil, node: "Node", contract: "Contract", publish: "Publish", clock: Clock
) -> None:
    publish(7)
    assert clock.visit().state == "pending"
    chain.mine()
    for depth in range(12):
        anchor = clock.visit()
        assert (anchor.state, anchor.confirmations) == ("mined", depth)
        assert anchor.proof is None
        chain.mine()
    anchor = clock.visit()
    assert (anchor.state, anchor.confirmations) == ("final", 12)
    assert states(anchor) == ["pending", "mined", "final"]
    assert sizes(node, contract) == [7]


def test_the_kept_proof_is_checked_offline(
    chain: Anvil, contract: "Contract", publish: "Publish", clock: Clock
) -> None:
    publish(7)
    clock.visit()
    chain.mine(13)
    anchor = clock.visit()
    proof = EvmProof.from_json(jsonio.load_object(bytes(anchor.proof or b"")))
    blocks = {anchor.block or 0: bytes.fromhex(anchor.block_hash[2:])}
    known = TrustedChain("eip155:31337", bytes.fromhex(contract.address[2:]), 12, blocks)
    checkpoint = Checkpoint(anchor.origin, anchor.size, bytes.fromhex(anchor.root))
    verdict = check_evm(proof, checkpoint, [known])
    assert verdict.standing is Standing.PROVEN
    assert verdict.at == anchor.block_time


def test_the_next_anchor_waits_for_its_hour_and_for_a_larger_log(
    chain: Anvil, node: "Node", contract: "Contract", publish: "Publish", clock: Clock
) -> None:
    publish(7)
    clock.visit()
    chain.mine(13)
    clock.visit(3_700)
    assert sizes(node, contract) == [7]
    publish(9)
    assert clock.visit().size == 9  # the hour is long over
    publish(12)
    chain.mine()
    clock.visit()
    assert clock.visit().size == 9  # the next hour has only begun
    assert clock.visit(3_700).size == 12
    chain.mine(13)
    clock.visit()
    assert sizes(node, contract) == [7, 9, 12]


def test_a_node_that_is_down_loses_nothing(  # noqa: PLR0917 - fixtures
    chain: Anvil,
    node: "Node",
    contract: "Contract",
    publish: "Publish",
    clock: Clock,
    configure: Callable[..., None],
) -> None:
    publish(7)
    configure(anchor_rpc_url=SecretStr("http://127.0.0.1:9"))
    waits = []
    for _ in range(8):
        clock.visit(3_600)
        assert clock.error == "anchors.node_down"
        contract.refresh_from_db()
        assert contract.retry_at is not None
        waits.append(contract.retry_at - clock.now)
    assert waits == sorted(waits)
    assert waits[0] < timedelta(minutes=1) < waits[-1] <= timedelta(minutes=10)
    clock.visit(1)  # too early: the node is not even asked
    assert clock.error == ""
    configure(anchor_rpc_url=SecretStr(chain.url))
    clock.visit(3_600)
    chain.mine(13)
    assert clock.visit().state == "final"
    assert sizes(node, contract) == [7]


@pytest.mark.parametrize("cut", ["refuse", "swallow"])
def test_what_was_signed_is_sent_again_and_not_signed_again(  # noqa: PLR0917 - fixtures
    chain: Anvil,
    node: "Node",
    contract: "Contract",
    wire: Wire,
    publish: "Publish",
    clock: Clock,
    cut: str,
) -> None:
    publish(7)
    getattr(wire, cut).add("eth_sendRawTransaction")
    anchor = clock.visit()
    assert clock.error == "anchors.node_down"
    kept = raws(anchor)
    assert len(kept) == 1
    getattr(wire, cut).clear()
    anchor = clock.visit(3_600)
    chain.mine(13)
    anchor = clock.visit()
    assert anchor.state == "final"
    assert raws(anchor)[0] == kept[0]
    assert len({one.nonce for one in anchor.transmissions.all()}) == 1
    assert sizes(node, contract) == [7]


def test_a_reorganisation_of_twelve_blocks_sends_the_same_bytes_again(
    chain: Anvil, node: "Node", contract: "Contract", publish: "Publish", clock: Clock
) -> None:
    publish(7)
    before = clock.visit()
    chain.mine(12)
    anchor = clock.visit()
    assert (anchor.state, anchor.confirmations) == ("mined", 11)
    chain.ask("anvil_reorg", 12, [])
    assert sizes(node, contract) == []
    anchor = clock.visit()
    assert anchor.state == "pending"
    assert (anchor.block, anchor.tx) == (None, "")
    assert codes(anchor) == ["anchors.reorganised"]
    chain.mine(12)
    assert clock.visit().state == "mined"
    chain.mine()
    anchor = clock.visit()
    assert anchor.state == "final"
    assert states(anchor) == ["pending", "mined", "reverted", "pending", "mined", "final"]
    assert raws(anchor) == raws(before)
    assert sizes(node, contract) == [7]


def test_a_network_that_drops_a_final_block_is_believed_and_anchored_in_again(
    chain: Anvil, node: "Node", contract: "Contract", publish: "Publish", clock: Clock
) -> None:
    chain.mine(5)
    publish(7)
    clock.visit()
    chain.mine(14)
    assert clock.visit().state == "final"
    chain.ask("anvil_reorg", 15, [])
    anchor = clock.visit()
    assert anchor.state == "pending"
    assert anchor.proof is None
    chain.mine(13)
    assert clock.visit().state == "final"
    assert sizes(node, contract) == [7]


def test_a_node_that_is_behind_proves_nothing(
    chain: Anvil, contract: "Contract", publish: "Publish", clock: Clock
) -> None:
    publish(7)
    clock.visit()
    early = chain.ask("evm_snapshot")
    chain.mine(3)
    assert clock.visit().state == "mined"
    chain.ask("evm_revert", early)
    anchor = clock.visit()
    assert clock.error == "anchors.node_behind"
    assert anchor.state == "mined"


def test_a_restored_backup_finds_its_anchors_in_the_network(
    chain: Anvil, node: "Node", contract: "Contract", publish: "Publish", clock: Clock
) -> None:
    from skillmark.platform.anchors.models import Anchor, Transmission

    publish(7)
    clock.visit()
    chain.mine(2)
    clock.visit()
    Transmission.objects.all().delete()
    Anchor.objects.all().delete()
    contract.next_at = None
    contract.save()
    clock.visit()
    chain.mine(12)
    anchor = clock.visit()
    assert (anchor.size, anchor.state) == (7, "final")
    assert anchor.proof is not None
    assert sizes(node, contract) == [7]


def test_an_anchor_of_another_tree_raises_an_alarm_and_stops_anchoring(  # noqa: PLR0917 - fixtures
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

    nonce = node.nonce(payer.address)
    call = anchoring(5, b"\x05" * 32)
    fees = Fees(3 * GWEI, GWEI)
    node.send(payer.sign(Order(31337, nonce, contract.address, call, 30_000, fees)).raw)
    chain.mine()
    publish(7)
    clock.visit()
    assert clock.error == "anchors.foreign_event"
    contract.refresh_from_db()
    assert contract.problem_code == "anchors.foreign_event"
    assert sizes(node, contract) == [5]


def test_a_chain_that_was_begun_anew_is_not_the_one_that_was_anchored_in(
    chain: Anvil, contract: "Contract", publish: "Publish", clock: Clock
) -> None:
    publish(7)
    clock.visit()
    chain.mine(13)
    assert clock.visit().state == "final"
    chain.stop()
    chain.start("--timestamp", "1700000000")
    anchor = clock.visit(3_600)
    assert clock.error == "anchors.chain_gone"
    assert (anchor.state, anchor.problem_code) == ("reverted", "anchors.chain_gone")


def test_a_node_of_another_network_is_not_believed(
    contract: "Contract", publish: "Publish", clock: Clock, configure: Callable[..., None]
) -> None:
    from skillmark.platform.anchors import network
    from skillmark.platform.anchors.errors import WrongChainError

    configure(anchor_chain_id=1)
    with pytest.raises(WrongChainError):
        network.check_chain(network.node())


def test_two_workers_never_visit_at_the_same_time(
    chain: Anvil, contract: "Contract", publish: "Publish", clock: Clock
) -> None:
    publish(7)
    type(contract).objects.update(
        lease="another", leased_until=clock.now + timedelta(minutes=1)
    )
    clock.visit()
    assert clock.error == "anchors.busy"
    assert clock.visit(120).state == "pending"  # the other one is dead


def test_the_account_of_the_tests_is_the_payer(payer: "LocalSigner") -> None:
    assert payer.address == "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"
    assert KEYS[0] not in repr(payer)
