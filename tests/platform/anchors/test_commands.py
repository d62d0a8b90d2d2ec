"""The commands of anchors: for an operator with a site, and for a verifier with a file and a node."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from anchor_clock import Clock
from local_nodes import Anvil
from typer.testing import CliRunner

from skillmark.cli.main import app
from skillmark.core import jsonio

if TYPE_CHECKING:
    from skillmark.platform.anchors.models import Anchor, Contract

    type Publish = Callable[[int], None]

pytestmark = pytest.mark.django_db


def run(*words: str) -> Any:
    return CliRunner().invoke(app, ["anchor", *words], catch_exceptions=False)


def bundle(anchor: "Anchor", path: Path, *, size: int | None = None) -> Path:
    """Write a bundle with one anchor in it."""
    from skillmark.core.log import Checkpoint

    root = bytes.fromhex(anchor.root)
    signature = base64.b64encode(bytes(68)).decode()
    text = Checkpoint(anchor.origin, size or anchor.size, root).text
    item = {
        "type": "EvmAnchor",
        "checkpoint": f"{text}\n\u2014 {anchor.origin} {signature}\n",
        "consistency": [],
        "proof": jsonio.load_object(bytes(anchor.proof or b"")),
    }
    path.write_text(json.dumps({"type": "SkillmarkProofBundle", "anchors": [item]}))
    return path


@pytest.fixture
def final(chain: Anvil, contract: "Contract", publish: "Publish") -> "Anchor":
    clock = Clock()
    publish(7)
    clock.visit()
    chain.mine(13)
    return clock.visit()


def test_a_verifier_looks_an_anchor_up_and_learns_its_block(
    chain: Anvil, final: "Anchor", tmp_path: Path
) -> None:
    file, policy = bundle(final, tmp_path / "b.json"), tmp_path / "p.json"
    policy.write_text('{"type": "SkillmarkPolicy", "version": 1}')
    done = run("verify", str(file), "--rpc", chain.url, "--policy", str(policy))
    assert (done.exit_code, "Anchored." in done.output) == (0, True)
    (known,) = json.loads(policy.read_text())["chains"]
    assert known["blocks"] == {str(final.block): final.block_hash}
    assert known["contract"] == final.contract
    assert run("verify", str(file), "--rpc", chain.url, "--policy", str(policy)).exit_code == 0
    assert len(json.loads(policy.read_text())["chains"]) == 1


def test_too_few_blocks_on_top_could_not_be_told(
    chain: Anvil, final: "Anchor", tmp_path: Path
) -> None:
    file = bundle(final, tmp_path / "b.json")
    done = run("verify", str(file), "--rpc", chain.url, "--confirmations", "100", "--json")
    said = json.loads(done.output)["anchors"][0]
    assert (done.exit_code, said["code"]) == (2, "anchor.evm_shallow")


def test_a_block_that_the_network_dropped_is_false(
    chain: Anvil, final: "Anchor", tmp_path: Path
) -> None:
    chain.mine(2)
    chain.ask("anvil_reorg", 15, [])
    done = run("verify", str(bundle(final, tmp_path / "b.json")), "--rpc", chain.url, "--json")
    said = json.loads(done.output)["anchors"][0]
    assert (done.exit_code, said["code"]) == (1, "anchor.evm_other_block")


def test_the_anchor_of_another_checkpoint_is_false(
    chain: Anvil, final: "Anchor", tmp_path: Path
) -> None:
    file = bundle(final, tmp_path / "b.json", size=8)
    done = run("verify", str(file), "--rpc", chain.url, "--json")
    said = json.loads(done.output)["anchors"][0]
    assert (done.exit_code, said["code"]) == (1, "anchor.evm_checkpoint")


def test_a_contract_whose_sizes_do_not_grow_is_refused(
    chain: Anvil, final: "Anchor", tmp_path: Path
) -> None:
    from skillmark.platform.anchors import network
    from skillmark.platform.anchors.artefacts import anchoring
    from skillmark.platform.anchors.fees import Fees
    from skillmark.platform.anchors.keys import Order

    node, payer = network.node(), network.signer()
    fees = Fees(10 * 10**9, 10**9)
    order = Order(
        31337, node.nonce(payer.address), final.contract, anchoring(7, bytes(32)), 30_000, fees
    )
    node.send(payer.sign(order).raw)
    chain.mine()
    done = run("verify", str(bundle(final, tmp_path / "b.json")), "--rpc", chain.url)
    assert (done.exit_code, "anchors.not_increasing" in done.output) == (2, True)


def test_a_bundle_without_an_anchor_and_a_node_that_is_down(
    chain: Anvil, final: "Anchor", tmp_path: Path
) -> None:
    empty = tmp_path / "e.json"
    empty.write_text('{"anchors": []}')
    done = run("verify", str(empty), "--rpc", chain.url)
    assert (done.exit_code, "cli.no_anchor" in done.output) == (2, True)
    file = bundle(final, tmp_path / "b.json")
    done = run("verify", str(file), "--rpc", "http://127.0.0.1:9")
    assert (done.exit_code, "anchors.node_down" in done.output) == (2, True)


def test_an_operator_deploys_anchors_and_sees_how_it_stands(
    chain: Anvil,
    node: object,
    publish: "Publish",
    configure: Callable[..., None],
    tmp_path: Path,
) -> None:
    configure(public_log_origin="skills.example/log")
    assert "No contract is in use" in run("status").output
    chain.ask("evm_setIntervalMining", 1)
    done = run("deploy", "--mode", "stored")
    assert done.exit_code == 0, done.output
    address = done.output.strip().splitlines()[-1]
    publish(7)
    done = run("run")
    assert done.exit_code == 0, done.output
    assert "pending" in done.output
    chain.mine(13)
    assert "final" in run("run").output
    said = json.loads(run("status", "--json").output)
    assert said["network"]["contract"] == address
    assert said["network"]["mode"] == "stored"
    assert [one["state"] for one in said["anchors"]] == ["final"]
    assert run("balance").output.startswith("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266 99")
    assert run("deploy", "--mode", "other").exit_code == 2


def test_a_key_is_made_once(tmp_path: Path) -> None:
    path = tmp_path / "key"
    assert run("key", str(path)).output.startswith("0x")
    assert run("key", str(path)).exit_code == 2
