"""A contract goes over to another account: offered, accepted, priced before, refused where it must."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from anchor_clock import Clock, sizes
from local_nodes import KEYS, Anvil
from typer.testing import CliRunner

from skillmark.cli.main import app

if TYPE_CHECKING:
    from skillmark.platform.anchors.chain import Node
    from skillmark.platform.anchors.models import Contract

    type Publish = Callable[[int], None]
    type Configure = Callable[..., None]

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning"),
]
ORIGIN = "skills.example/log"
OWNER = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"
NEXT = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"


def run(*words: str, answer: str = "") -> Any:
    return CliRunner().invoke(app, ["anchor", *words], input=answer, catch_exceptions=False)


@pytest.fixture
def become(configure: "Configure", monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Act as one of two accounts."""

    def as_(which: int) -> None:
        monkeypatch.setenv("ANCHOR_KEY_OF_TESTS", KEYS[which])

    configure(public_log_origin=ORIGIN)
    return as_


@pytest.fixture(params=["event", "stored"])
def deployed(
    request: pytest.FixtureRequest,
    chain: Anvil,
    node: "Node",
    become: Callable[[int], None],
) -> "Contract":
    from skillmark.platform.anchors import services
    from skillmark.platform.anchors.artefacts import Mode

    mode = Mode(request.param)
    made = services.deploy(ORIGIN, mode, pause=lambda _s: chain.mine())[0]
    chain.ask("evm_setIntervalMining", 1)
    return made


def test_a_contract_goes_over_and_anchors_go_on(
    chain: Anvil,
    node: "Node",
    deployed: "Contract",
    become: Callable[[int], None],
    publish: "Publish",
) -> None:
    """By the commands alone; afterwards the next owner anchors and the earlier one cannot."""
    from skillmark.platform.anchors import network, visiting
    from skillmark.platform.anchors.errors import AnchorsError

    publish(7)
    clock = Clock()
    clock.visit()
    chain.mine(13)
    assert clock.visit().state == "final"
    done = run("offer", NEXT, "--yes")
    assert done.exit_code == 0, done.output
    assert "cost" in done.output
    assert len(done.stdout.strip()) == 66
    become(1)
    done = run("accept", deployed.address, "--yes")
    assert done.exit_code == 0, done.output
    address = done.stdout.strip().splitlines()[-1]
    assert (address == deployed.address) is (deployed.mode == "stored")
    row = network.contract()
    assert row is not None
    assert (row.address, row.mode, row.origin) == (address, deployed.mode, ORIGIN)
    publish(9)
    visiting.visit(clock.now, at_once=True)
    chain.mine(13)
    visiting.visit(clock.now, at_once=True)
    assert sizes(node, row)[-1] == 9
    if deployed.mode == "stored":
        become(0)
        publish(11)
        with pytest.raises(AnchorsError) as caught:
            visiting.visit(clock.now, at_once=True)
        assert caught.value.code == "anchors.wrong_contract"


def test_what_was_handed_over_takes_no_more_anchors(
    chain: Anvil,
    deployed: "Contract",
    become: Callable[[int], None],
    configure: "Configure",
    publish: "Publish",
) -> None:
    """The earlier owner's site is told by its own contract, not by a bill for nothing."""
    from skillmark.platform.anchors import visiting
    from skillmark.platform.anchors.errors import AnchorsError
    from skillmark.platform.anchors.models import Anchor

    assert run("offer", NEXT, "--yes").exit_code == 0
    become(1)
    assert run("accept", deployed.address, "--yes").exit_code == 0
    become(0)
    configure(anchor_contract=deployed.address)
    publish(7)
    with pytest.raises(AnchorsError) as caught:
        visiting.visit(Clock().now, at_once=True)
    wanted = "handed_over" if deployed.mode == "event" else "wrong_contract"
    assert caught.value.code == f"anchors.{wanted}"
    assert not Anchor.objects.exists()
    again = run("offer", NEXT, "--yes")
    assert (again.exit_code, f"anchors.{wanted}" in again.output) == (2, True)


def test_what_an_earlier_owner_still_sends_harms_no_anchor(
    chain: Anvil,
    node: "Node",
    contract: "Contract",
    become: Callable[[int], None],
    publish: "Publish",
) -> None:
    """A verifier follows the contract to its successor, whose sizes grow."""
    from skillmark.core import jsonio
    from skillmark.core.anchor.evm import EvmProof
    from skillmark.core.log import Checkpoint
    from skillmark.platform.anchors import network, online, visiting
    from skillmark.platform.anchors.artefacts import anchoring
    from skillmark.platform.anchors.fees import Fees
    from skillmark.platform.anchors.keys import LocalSigner, Order

    publish(7)
    clock = Clock()
    clock.visit()
    chain.mine(13)
    anchor = clock.visit()
    chain.ask("evm_setIntervalMining", 1)
    assert run("offer", NEXT, "--yes").exit_code == 0
    become(1)
    assert run("accept", contract.address, "--yes").exit_code == 0
    publish(9)
    visiting.visit(clock.now, at_once=True)
    chain.mine(1)
    earlier = LocalSigner(bytes.fromhex(KEYS[0]))
    fees = Fees(10 * 10**9, 10**9)
    nonce = node.nonce(earlier.address, "pending")
    order = Order(31337, nonce, contract.address, anchoring(3, bytes(32)), 30_000, fees)
    node.send(earlier.sign(order).raw)
    chain.mine(1)
    assert sizes(node, contract) == [7, 3]
    successor = network.contract()
    assert successor is not None
    assert sizes(node, successor) == [9]
    proof = EvmProof.from_json(jsonio.load_object(bytes(anchor.proof or b"")))
    checkpoint = Checkpoint(anchor.origin, anchor.size, bytes.fromhex(anchor.root))
    found = online.look_up(node, proof, checkpoint, confirmations=1)
    assert (found.verdict.standing.value, found.later) == ("proven", (9,))


def test_nothing_is_sent_before_the_yes(
    node: "Node", deployed: "Contract", become: Callable[[int], None]
) -> None:
    before = node.nonce(OWNER, "pending")
    done = run("offer", NEXT, answer="n\n")
    assert (done.exit_code, "cli.anchor_not_sent" in done.output) == (2, True)
    assert run("offer", NEXT, "--dry-run").exit_code == 0
    assert node.nonce(OWNER, "pending") == before
    become(1)
    refused = run("accept", deployed.address, "--yes")
    assert (refused.exit_code, "anchors.not_offered" in refused.output) == (2, True)


def test_an_offer_is_taken_back(deployed: "Contract", become: Callable[[int], None]) -> None:
    assert run("offer", NEXT, answer="y\n").exit_code == 0
    assert run("offer", "--take-back", "--yes").exit_code == 0
    become(1)
    refused = run("accept", deployed.address, "--yes")
    assert (refused.exit_code, "anchors.not_offered" in refused.output) == (2, True)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), "cli.failed"),
        ((NEXT, "--take-back"), "cli.failed"),
        (("0x1234",), "anchors.address"),
        ((NEXT[2:],), "anchors.address"),
        ((NEXT[:-1] + "c8"[0],), "anchors.address"),
        ((NEXT.replace("C8", "c8"),), "anchors.address"),
        (("0x" + "0" * 40,), "anchors.address"),
        (("0x" + " 1" * 20,), "anchors.address"),
        ((OWNER,), "anchors.address"),
    ],
)
def test_what_cannot_be_offered_is_refused(
    contract: "Contract", become: Callable[[int], None], words: tuple[str, ...], code: str
) -> None:
    done = run("offer", *words, "--yes")
    assert (done.exit_code, code in done.output) == (2, True), done.output


def test_a_poor_account_is_told_before_anything_is_sent(
    chain: Anvil, contract: "Contract", become: Callable[[int], None]
) -> None:
    chain.ask("anvil_setBalance", OWNER, "0x10")
    done = run("offer", NEXT, "--yes")
    assert (done.exit_code, "anchors.funds" in done.output) == (2, True), done.output


def test_a_contract_of_another_log_or_none_is_not_taken(
    chain: Anvil,
    contract: "Contract",
    become: Callable[[int], None],
    configure: "Configure",
) -> None:
    chain.ask("evm_setIntervalMining", 1)
    assert run("offer", NEXT, "--yes").exit_code == 0
    become(1)
    configure(public_log_origin="other.example/log")
    done = run("accept", contract.address, "--yes")
    assert (done.exit_code, "anchors.wrong_contract" in done.output) == (2, True)
    done = run("accept", NEXT, "--yes")
    assert (done.exit_code, "anchors.wrong_contract" in done.output) == (2, True)


def test_where_a_contract_came_about_is_found(
    chain: Anvil, node: "Node", contract: "Contract"
) -> None:
    from skillmark.platform.anchors import questions

    chain.mine(37)
    assert questions.deployed_in(node, contract.address) == contract.deployed_block


def test_a_worker_at_work_keeps_the_command_away(
    contract: "Contract", become: Callable[[int], None]
) -> None:
    from datetime import timedelta

    from django.utils import timezone

    from skillmark.platform.anchors.models import Contract as Row

    Row.objects.update(leased_until=timezone.now() + timedelta(minutes=1), lease="other")
    done = run("offer", NEXT, "--yes")
    assert (done.exit_code, "anchors.busy" in done.output) == (2, True)


@pytest.mark.parametrize("mode", ["event", "stored"])
def test_the_same_on_py_evm(configure: "Configure", mode: str) -> None:
    from eth_tester import EthereumTester, PyEVMBackend
    from eth_tester.exceptions import TransactionFailed
    from pydantic import SecretStr
    from web3 import EthereumTesterProvider

    from skillmark.platform.anchors import handing, questions, services
    from skillmark.platform.anchors.artefacts import Mode
    from skillmark.platform.anchors.chain import Node
    from skillmark.platform.anchors.keys import LocalSigner

    configure(
        anchor_rpc_url=SecretStr("http://in.process"), anchor_chain_id=131_277_322_940_537
    )
    tester = EthereumTester(PyEVMBackend())
    tester.disable_auto_mine_transactions()

    class Provider(EthereumTesterProvider):
        """Answers a refused call as a node does, not with an exception of its own."""

        def make_request(self, method: Any, params: Any) -> Any:
            try:
                return super().make_request(method, params)
            except TransactionFailed as error:
                return {"id": 1, "jsonrpc": "2.0", "error": {"code": 3, "message": str(error)}}

    node = Node(Provider(tester))
    first, second = (LocalSigner(number.to_bytes(32, "big")) for number in (1, 2))

    def pause(_seconds: float) -> None:
        tester.mine_blocks(1)

    row, _ = services.deploy(ORIGIN, Mode(mode), node=node, signer=first, pause=pause)
    step = handing.offer(handing.parse(second.address), node=node, signer=first)
    assert step.cost < step.balance
    handing.send(step, pause=pause)
    successor, since = "", 0
    deploying = handing.deployment(row.address, ORIGIN, node=node, signer=second)
    assert (deploying is None) is (mode == "stored")
    if deploying is not None:
        mined, _tx = handing.send(deploying, pause=pause)
        successor, since = mined.contract, mined.block
    taking = handing.acceptance(row.address, successor, ORIGIN, node=node, signer=second)
    mined, _tx = handing.send(taking, pause=pause)
    assert mined.gas <= taking.gas
    now = handing.taken_over(taking, ORIGIN, successor, since=since)
    questions.require_ours(node, now, second.address)
