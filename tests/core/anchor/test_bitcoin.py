"""Headers of Bitcoin: the work they claim is shown, or they are none."""

import hashlib
from typing import Any

import pytest
from bitcoin_calendar import Chain, mined

from skillmark.core.anchor import opentimestamps as ots

GENESIS = (
    "01000000" + "00" * 32 + "3ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a"
    "29ab5f49ffff001d1dac2b7c"
)
"""The first header of Bitcoin itself (2009-01-03)."""


def test_the_first_block_of_bitcoin_has_its_work() -> None:
    headers = ots.BitcoinHeaders.from_json({"blocks": {"0": GENESIS}})
    header = headers.blocks[0]
    assert header.name == "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f"
    assert f"{header.time:%Y-%m-%d %H:%M:%S}" == "2009-01-03 18:15:05"
    assert header.previous == bytes(32)


def test_every_bit_of_the_first_header_counts() -> None:
    raw = bytes.fromhex(GENESIS)
    for bit in range(640):
        changed = bytearray(raw)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(ots.BitcoinHeaderError):
            ots.BitcoinHeaders({0: ots.BlockHeader(bytes(changed))})


def test_a_header_of_a_test_network_is_none_of_bitcoin() -> None:
    chain = Chain()
    easy = {"0": chain.headers[0].hex()}
    assert ots.BitcoinHeaders.from_json({"network": "regtest", "blocks": easy}).blocks
    with pytest.raises(ots.BitcoinHeaderError, match="less work"):
        ots.BitcoinHeaders.from_json({"blocks": easy})


def test_a_header_without_its_work_is_refused() -> None:
    lazy = mined(bytes(32), hashlib.sha256(b"root").digest(), 1_800_000_000, work=False)
    with pytest.raises(ots.BitcoinHeaderError, match="does not show"):
        ots.BitcoinHeaders({1: ots.BlockHeader(lazy)}, ots.Network.REGTEST)


@pytest.mark.parametrize(
    "bits", [0, 0x01000000, 0x20800001, 0x1D80FFFF, 0xFF00FFFF, 0x22010000]
)
def test_a_target_that_is_none_is_refused(bits: int) -> None:
    raw = bytes(72) + bits.to_bytes(4, "little") + bytes(4)
    with pytest.raises(ots.BitcoinHeaderError):
        ots.BlockHeader(raw).check_work(ots.Network.REGTEST)


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {"blocks": []},
        {"network": "moon"},
        {"network": 1},
        {"more": 1},
        {"blocks": {"00": GENESIS}},
        {"blocks": {"-1": GENESIS}},
        {"blocks": {"99999999": GENESIS}},
        {"blocks": {"0": GENESIS.upper()}},
        {"blocks": {"0": GENESIS + "00"}},
        {"blocks": {"0": 5}},
    ],
)
def test_a_policy_of_another_form_is_refused(value: Any) -> None:
    with pytest.raises(ots.BitcoinHeaderError):
        ots.BitcoinHeaders.from_json(value)


def test_eighty_bytes_are_a_header() -> None:
    with pytest.raises(ots.BitcoinHeaderError):
        ots.BlockHeader(bytes(81))
    assert ots.BitcoinHeaders.none().blocks == {}
