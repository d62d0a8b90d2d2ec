"""The contracts on a real node: who may anchor, what grows, who takes over, and what it costs."""

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from anchor_clock import sizes
from local_nodes import KEYS, Anvil

from skillmark.core.anchor.evm import EVENT, origin_hash
from skillmark.core.anchor.evm.keccak import keccak256

if TYPE_CHECKING:
    from skillmark.platform.anchors.chain import Mined, Node
    from skillmark.platform.anchors.keys import LocalSigner
    from skillmark.platform.anchors.models import Contract

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).parents[3]
ORIGIN = "skills.example/log"
EVENT_GAS = 24_000
WORST = 2**64 - 1  # a size of eight bytes that are not zero
DENSE = bytes(range(1, 33))  # a root without a zero byte


class Hand:
    """Sends calls to a contract by hand, as anybody could."""

    def __init__(self, chain: Anvil, node: "Node") -> None:
        from skillmark.platform.anchors.keys import LocalSigner

        self.chain, self.node = chain, node
        self.owner = LocalSigner(bytes.fromhex(KEYS[0]))
        self.other = LocalSigner(bytes.fromhex(KEYS[1]))

    def call(self, who: "LocalSigner", to: str, data: bytes) -> "Mined":
        from skillmark.platform.anchors.fees import Fees
        from skillmark.platform.anchors.keys import Order

        fees = Fees(50 * 10**9, 10**9)
        nonce = self.node.nonce(who.address)
        signed = who.sign(Order(31337, nonce, to, data, 900_000, fees))
        self.node.send(signed.raw)
        self.chain.mine()
        mined = self.node.mined(signed.tx)
        assert mined is not None
        return mined


def method(name: str, *words: bytes) -> bytes:
    return keccak256(name.encode())[:4] + b"".join(word.rjust(32, b"\x00") for word in words)


def address(who: "LocalSigner | str") -> bytes:
    return bytes.fromhex((who if isinstance(who, str) else who.address)[2:])


@pytest.fixture
def hand(chain: Anvil, node: "Node") -> Hand:
    return Hand(chain, node)


@pytest.fixture
def stored(chain: Anvil, node: "Node", db: None) -> "Contract":
    from skillmark.platform.anchors import services
    from skillmark.platform.anchors.artefacts import Mode

    return services.deploy(ORIGIN, Mode.STORED, pause=lambda _s: chain.mine())[0]


def anchoring(size: int, root: bytes = DENSE) -> bytes:
    from skillmark.platform.anchors import artefacts

    return artefacts.anchoring(size, root)


def test_an_event_costs_less_than_24_000_gas_at_the_worst(
    hand: Hand, contract: "Contract"
) -> None:
    for size in (1, 255, 2**32, WORST):
        mined = hand.call(hand.owner, contract.address, anchoring(size))
        assert mined.succeeded
        assert mined.gas <= EVENT_GAS, size
    assert len(anchoring(WORST)) == 4 + 32 + 32


def test_an_event_says_log_size_and_root(hand: Hand, contract: "Contract") -> None:
    (event,) = hand.call(hand.owner, contract.address, anchoring(7)).events
    assert event.address == address(contract.address)
    assert event.topics == (EVENT, origin_hash(ORIGIN))
    assert event.data == (7).to_bytes(32, "big") + DENSE


def test_only_the_owner_anchors(hand: Hand, contract: "Contract", stored: "Contract") -> None:
    for place in (contract, stored):
        assert not hand.call(hand.other, place.address, anchoring(7)).succeeded
        assert hand.call(hand.owner, place.address, anchoring(7)).succeeded


def test_a_size_beyond_64_bits_is_refused(
    hand: Hand, contract: "Contract", stored: "Contract"
) -> None:
    long = anchoring(0)[:4] + (2**64).to_bytes(32, "big") + DENSE
    for place in (contract, stored):
        assert not hand.call(hand.owner, place.address, long).succeeded


def test_a_stored_size_only_grows(hand: Hand, stored: "Contract") -> None:
    for size, accepted in ((5, True), (5, False), (4, False), (0, False), (6, True)):
        assert hand.call(hand.owner, stored.address, anchoring(size)).succeeded is accepted
    assert hand.node.call(stored.address, method("size()")) == (6).to_bytes(32, "big")
    assert hand.node.call(stored.address, method("root()")) == DENSE
    assert sizes(hand.node, stored) == [5, 6]


def test_a_stored_anchor_costs_little_more(hand: Hand, stored: "Contract") -> None:
    hand.call(hand.owner, stored.address, anchoring(1))
    assert hand.call(hand.owner, stored.address, anchoring(WORST)).gas <= 34_000


def test_a_stored_contract_changes_hands_in_two_steps(hand: Hand, stored: "Contract") -> None:
    offer, accept = method("offer(address)", address(hand.other)), method("accept()")
    assert not hand.call(hand.other, stored.address, offer).succeeded
    assert not hand.call(hand.other, stored.address, accept).succeeded
    hand.call(hand.owner, stored.address, anchoring(5))
    assert hand.call(hand.owner, stored.address, offer).succeeded
    assert hand.call(hand.owner, stored.address, anchoring(6)).succeeded  # still the owner
    assert not hand.call(hand.owner, stored.address, accept).succeeded
    assert hand.call(hand.other, stored.address, accept).succeeded
    assert not hand.call(hand.owner, stored.address, anchoring(8)).succeeded
    assert not hand.call(hand.other, stored.address, anchoring(6)).succeeded  # grows on
    assert hand.call(hand.other, stored.address, anchoring(7)).succeeded
    assert not hand.call(hand.other, stored.address, accept).succeeded  # once
    owner = hand.node.call(stored.address, method("owner()"))
    assert owner[-20:] == address(hand.other)


def test_an_event_contract_is_handed_over_in_two_steps_to_a_successor(
    hand: Hand, contract: "Contract"
) -> None:
    successor = address("0x" + "11" * 20)
    offer = method("offer(address)", address(hand.other))
    accept = method("accept(address)", successor)
    assert not hand.call(hand.other, contract.address, offer).succeeded
    assert not hand.call(hand.other, contract.address, accept).succeeded
    assert hand.call(hand.owner, contract.address, offer).succeeded
    assert not hand.call(hand.owner, contract.address, accept).succeeded
    for wrong in (bytes(20), address(contract.address)):
        call = method("accept(address)", wrong)
        assert not hand.call(hand.other, contract.address, call).succeeded
    (event,) = hand.call(hand.other, contract.address, accept).events
    assert event.topics[0] == keccak256(b"Succeeded(address)")
    assert hand.node.call(contract.address, method("successor()"))[-20:] == successor
    assert not hand.call(hand.owner, contract.address, offer).succeeded  # over


def test_an_offer_is_taken_back(hand: Hand, contract: "Contract") -> None:
    hand.call(hand.owner, contract.address, method("offer(address)", address(hand.other)))
    hand.call(hand.owner, contract.address, method("offer(address)", bytes(20)))
    accept = method("accept(address)", b"\x11" * 20)
    assert not hand.call(hand.other, contract.address, accept).succeeded


def test_money_is_not_taken(hand: Hand, contract: "Contract", stored: "Contract") -> None:
    from eth_account import Account

    for place in (contract, stored):
        signed = Account.from_key(KEYS[0]).sign_transaction(
            {
                "chainId": 31337,
                "nonce": hand.node.nonce(hand.owner.address),
                "to": place.address,
                "value": 1,
                "data": anchoring(1),
                "gas": 100_000,
                "maxFeePerGas": 50 * 10**9,
                "maxPriorityFeePerGas": 10**9,
            }
        )
        hand.node.send(bytes(signed.raw_transaction))
        hand.chain.mine()
        mined = hand.node.mined("0x" + bytes(signed.hash).hex())
        assert mined is not None
        assert not mined.succeeded


def test_a_contract_of_another_log_or_owner_is_not_used(
    contract: "Contract", node: "Node"
) -> None:
    from skillmark.platform.anchors import network
    from skillmark.platform.anchors.errors import WrongContractError

    owner = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"
    network.check_contract(node, contract.address, ORIGIN, owner)
    for place, origin, who in (
        ("0x" + "22" * 20, ORIGIN, owner),
        (contract.address, "another.example/log", owner),
        (contract.address, ORIGIN, "0x" + "22" * 20),
    ):
        with pytest.raises(WrongContractError):
            network.check_contract(node, place, origin, who)


def test_the_shipped_contracts_are_what_the_pinned_compiler_makes(tmp_path: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, 'tools'); import build_contracts as b;"
        "wrong = [s.stem for s in sorted(b.SOURCES.glob('*.vy'))"
        " if (b.ARTEFACTS / f'{s.stem}.json').read_text('utf-8') != b.written(s)];"
        "sys.exit(f'built anew they differ: {wrong}' if wrong else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
