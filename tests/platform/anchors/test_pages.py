"""What everybody sees of anchors: the list, the panel, the policy, the items of a bundle."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from pydantic import SecretStr

from skillmark.core.jsonio import JsonObject

if TYPE_CHECKING:
    from skillmark.platform.anchors.models import Anchor, Contract

    type Publish = Callable[[int], None]

pytestmark = pytest.mark.django_db

ORIGIN = "skills.example/log"
ADDRESS = "0x5FbDB2315678afecb367f032d93F642f64180aa3"


@pytest.fixture
def network_in_use(configure: Callable[..., None]) -> "Contract":
    from skillmark.platform.anchors.models import Contract

    configure(anchor_rpc_url=SecretStr("http://127.0.0.1:9"), anchor_chain_id=11155111)
    return Contract.objects.create(
        chain="eip155:11155111",
        genesis="0x" + "00" * 32,
        address=ADDRESS,
        mode="event",
        origin=ORIGIN,
        sender="0x" + "11" * 20,
        balance=str(10**18),
    )


def anchored(size: int, state: str = "final", **more: Any) -> "Anchor":
    from skillmark.platform.anchors.models import Anchor

    placed = state in {"mined", "final"}
    facts = {
        "kind": "evm",
        "state": state,
        "origin": ORIGIN,
        "size": size,
        "root": hashlib.sha256(str(size).encode()).hexdigest(),
        "note": f"note of {size}",
        "chain": "eip155:11155111",
        "contract": ADDRESS,
        "tx": "0x" + f"{size:064x}" if placed else "",
        "block": 1_000 + size if placed else None,
        "block_hash": "0x" + f"{size:064x}" if placed else "",
        "block_time": datetime(2026, 11, 22, 9, tzinfo=UTC) if placed else None,
        "confirmations": 12 if state == "final" else 3,
        "proof": b'{"chain":"eip155:11155111"}' if state == "final" else None,
    }
    return Anchor.objects.create(**facts | more)


def page(client: Client) -> str:
    answer = client.get("/log/anchors")
    assert answer.status_code == 200
    return answer.content.decode()


def test_without_a_network_the_list_says_so(client: Client) -> None:
    assert "No network is configured" in page(client)


def test_before_the_first_anchor_the_list_says_so(
    client: Client, network_in_use: "Contract"
) -> None:
    text = page(client)
    assert "Nothing is anchored yet" in text
    assert ADDRESS in text
    assert "Sepolia" in text


def test_only_a_final_anchor_is_called_anchored(
    client: Client, network_in_use: "Contract"
) -> None:
    for state in ("pending", "mined", "reverted"):
        row = anchored(5, state)
        assert "Anchored" not in page(client).replace("Anchors", "")
        row.delete()
    anchored(5)
    assert "Anchored" in page(client)


def test_a_local_test_chain_is_named_so(client: Client, network_in_use: "Contract") -> None:
    anchored(5)
    assert "local test chain" not in page(client)
    anchored(6, chain="eip155:31337")
    assert "proves nothing to anybody else" in page(client)


def test_what_went_wrong_is_said(client: Client, network_in_use: "Contract") -> None:
    network_in_use.problem_code = "anchors.node_down"
    network_in_use.problem = "The node does not answer."
    network_in_use.balance = "1"
    network_in_use.save()
    text = page(client)
    assert "The node does not answer." in text
    assert "nearly empty" in text


def test_a_transaction_is_linked_only_where_the_operator_wants_it(
    client: Client, network_in_use: "Contract", configure: Callable[..., None]
) -> None:
    anchored(5)
    assert "explorer.example" not in page(client)
    configure(anchor_explorer="https://explorer.example/tx/{tx}")
    assert f'href="https://explorer.example/tx/0x{5:064x}"' in page(client)
    assert "src=" not in page(client).split("explorer.example")[1].split("</table>")[0]


def test_a_long_list_is_paged(client: Client, network_in_use: "Contract") -> None:
    for size in range(1, 31):
        anchored(size)
    assert "30 entries" in page(client)
    assert client.get("/log/anchors?page=2").content.decode().count("<tr>") == 6


def test_no_cookie_is_set_and_no_cache_kept(client: Client) -> None:
    answer = client.get("/log/anchors")
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-cache"


def test_the_first_final_anchor_that_covers_a_size_is_the_one(
    network_in_use: "Contract",
) -> None:
    from skillmark.platform.anchors import selectors

    anchored(5)
    anchored(9, "mined")
    anchored(12)
    assert [one.size for one in selectors.of(5)] == [5]
    assert [one.size for one in selectors.of(6)] == [12]
    assert selectors.of(13) == []
    anchored(20, "pending")
    assert [one.state for one in selectors.of(13)] == ["pending"]


def test_a_bundle_has_final_anchors_only_with_the_way_to_them(
    network_in_use: "Contract", publish: "Publish", monkeypatch: pytest.MonkeyPatch
) -> None:
    from skillmark.platform.anchors import selectors

    asked: list[tuple[int, int]] = []

    def consistency(old: int, new: int) -> list[bytes]:
        asked.append((old, new))
        return [b"\x01" * 32]

    monkeypatch.setattr(selectors.log_of, "consistency", consistency)
    anchored(9, "mined")
    assert selectors.bundle_items(5) == []
    anchored(12)
    (item,) = selectors.bundle_items(12)
    assert item["consistency"] == []
    (item,) = selectors.bundle_items(5)
    assert asked == [(5, 12)]
    assert item["type"] == "EvmAnchor"
    assert item["checkpoint"] == "note of 12"
    assert item["proof"] == {"chain": "eip155:11155111"}


def test_the_policy_names_contract_and_final_blocks_only(
    client: Client, network_in_use: "Contract"
) -> None:
    from skillmark.platform.anchors import panels, selectors

    anchored(5)
    anchored(6, "mined")
    (chain,) = selectors.policy_chains()
    assert chain["contract"] == ADDRESS
    assert chain["blocks"] == {"1005": "0x" + f"{5:064x}"}
    part: JsonObject = panels.policy_part()
    assert part["chains"] == [chain]


def test_a_chain_that_is_gone_is_in_no_policy(network_in_use: "Contract") -> None:
    from skillmark.platform.anchors import selectors

    network_in_use.problem_code = "anchors.chain_gone"
    network_in_use.save()
    assert selectors.policy_chains() == []


def test_the_panel_says_that_the_next_anchor_covers_it(network_in_use: "Contract") -> None:
    from django.template.loader import render_to_string

    from skillmark.platform.anchors import panels

    panel = panels.of_size(5)
    assert panel is not None
    text = render_to_string(panel.template, {"panel": panel.context})
    assert "The next anchor covers it" in text
    anchored(7)
    panel = panels.of_size(5)
    assert panel is not None
    text = render_to_string(panel.template, {"panel": panel.context})
    assert "Anchored" in text
    assert "1,007" in text


def test_without_any_network_there_is_no_panel() -> None:
    from skillmark.platform.anchors import panels

    assert panels.of_size(5) is None
