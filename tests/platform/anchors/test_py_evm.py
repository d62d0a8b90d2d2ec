"""The same against py-evm in this process: deployed, anchored, final, proven, dropped again."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from skillmark.core import jsonio
from skillmark.core.anchor.evm import EvmProof

if TYPE_CHECKING:
    type Publish = Callable[[int], None]

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning"),
]
ORIGIN = "skills.example/log"
CHAIN_ID = 131277322940537


@pytest.fixture
def tester(configure: Callable[..., None]) -> Any:
    from eth_tester import EthereumTester, PyEVMBackend
    from pydantic import SecretStr

    configure(anchor_rpc_url=SecretStr("http://in.process"), anchor_chain_id=CHAIN_ID)
    one = EthereumTester(PyEVMBackend())
    one.disable_auto_mine_transactions()
    return one


def test_an_anchor_in_a_block_of_another_program_is_proven(
    tester: Any, publish: "Publish"
) -> None:
    from anchor_clock import Clock, sizes
    from web3 import EthereumTesterProvider

    from skillmark.platform.anchors import services, visiting
    from skillmark.platform.anchors.artefacts import Mode
    from skillmark.platform.anchors.chain import Node
    from skillmark.platform.anchors.keys import LocalSigner
    from skillmark.platform.anchors.models import Anchor

    node = Node(EthereumTesterProvider(tester))
    signer = LocalSigner((1).to_bytes(32, "big"))
    contract, deployed = services.deploy(
        ORIGIN, Mode.EVENT, node=node, signer=signer, pause=lambda _s: tester.mine_blocks(1)
    )
    assert deployed.succeeded
    publish(7)
    clock = Clock()

    def visit() -> Anchor:
        visiting.visit(clock.now, node=node, signer=signer, at_once=True)
        found: Anchor = Anchor.objects.get()
        return found

    assert visit().state == "pending"
    tester.mine_blocks(12)
    assert visit().state == "mined"
    tester.mine_blocks(1)
    anchor = visit()
    assert (anchor.state, anchor.problem_code) == ("final", "")
    mined = node.mined(anchor.tx)
    assert mined is not None
    assert mined.gas <= 24_000
    proof = EvmProof.from_json(jsonio.load_object(bytes(anchor.proof or b"")))
    assert f"0x{proof.tx.hex()}" == anchor.tx
    assert sizes(node, contract) == [7]


def test_py_evm_turned_back_is_seen(tester: Any, publish: "Publish") -> None:
    from anchor_clock import Clock
    from web3 import EthereumTesterProvider

    from skillmark.platform.anchors import services, visiting
    from skillmark.platform.anchors.artefacts import Mode
    from skillmark.platform.anchors.chain import Node
    from skillmark.platform.anchors.keys import LocalSigner
    from skillmark.platform.anchors.models import Anchor

    node = Node(EthereumTesterProvider(tester))
    signer = LocalSigner((1).to_bytes(32, "big"))
    services.deploy(
        ORIGIN, Mode.STORED, node=node, signer=signer, pause=lambda _s: tester.mine_blocks(1)
    )
    publish(7)
    clock, early = Clock(), tester.take_snapshot()
    visiting.visit(clock.now, node=node, signer=signer)
    tester.mine_blocks(2)
    visiting.visit(clock.now, node=node, signer=signer)
    assert Anchor.objects.get().state == "mined"
    tester.revert_to_snapshot(early)
    tester.mine_blocks(4)
    visiting.visit(clock.now, node=node, signer=signer)
    assert Anchor.objects.get().state == "pending"
    tester.mine_blocks(13)
    visiting.visit(clock.now, node=node, signer=signer)
    anchor = Anchor.objects.get()
    assert (anchor.state, anchor.transmissions.count()) == ("final", 1)
