"""Anchors on an Ethereum network: what is proven, what is not, and no bit that may be another."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from evm_blocks import (
    CHAIN,
    CHECKPOINT,
    CONTRACT,
    GOOD,
    HEIGHT,
    ORIGIN,
    ROOT,
    TIME,
    event,
    proof,
    transaction,
    trusting,
)

from skillmark.core import jsonio
from skillmark.core.anchor import Standing
from skillmark.core.anchor.evm import EvmProof, TrustedChain, check_evm
from skillmark.core.anchor.evm.errors import EvmFormatError, RlpError, TrieError
from skillmark.core.anchor.evm.keccak import keccak256
from skillmark.core.anchor.evm.making import prove
from skillmark.core.anchor.evm.rlp import decode, encode
from skillmark.core.log import Checkpoint

PROOF = proof()
TRUSTED = [trusting(PROOF)]


def judge(
    one: EvmProof, checkpoint: Checkpoint = CHECKPOINT, trusted: Any = None
) -> tuple[Standing, str]:
    verdict = check_evm(one, checkpoint, TRUSTED if trusted is None else trusted)
    return verdict.standing, verdict.code


def test_an_anchor_in_a_known_block_is_proven_with_the_time_of_the_block() -> None:
    verdict = check_evm(PROOF, CHECKPOINT, TRUSTED)
    assert (verdict.standing, verdict.code) == (Standing.PROVEN, "anchor.evm_proven")
    assert verdict.at == datetime.fromtimestamp(TIME, UTC)
    assert verdict.facts["block"] == HEIGHT


@pytest.mark.parametrize("count", [1, 2, 3, 17, 128, 129, 130])
def test_an_anchor_anywhere_in_a_block_of_any_size_is_proven(count: int) -> None:
    for index in {0, count // 2, count - 1} & set(range(count)):
        one = proof(replace(GOOD, count=count, index=index))
        assert judge(one, trusted=[trusting(one)])[0] is Standing.PROVEN


def test_a_known_block_later_vouches_for_the_ones_before() -> None:
    one = proof(after=5)
    assert judge(one, trusted=[trusting(one, 5)])[0] is Standing.PROVEN
    cut = replace(one, descendants=one.descendants[:4])
    assert judge(cut, trusted=[trusting(one, 5)]) == (
        Standing.UNKNOWN,
        "anchor.evm_block_unknown",
    )
    gap = replace(one, descendants=(*one.descendants[:2], *one.descendants[3:]))
    assert judge(gap, trusted=[trusting(one, 5)]) == (Standing.FAILED, "anchor.evm_header")


def blocks(**known: bytes) -> list[TrustedChain]:
    return [
        TrustedChain(CHAIN, CONTRACT, 12, {int(at[1:]): name for at, name in known.items()})
    ]


@pytest.mark.parametrize(
    ("trusted", "standing", "code"),
    [
        ([], Standing.UNKNOWN, "anchor.evm_chain_unknown"),
        (blocks(), Standing.UNKNOWN, "anchor.evm_block_unknown"),
        (blocks(b999=bytes(32)), Standing.UNKNOWN, "anchor.evm_block_unknown"),
        (blocks(b1000=bytes(32)), Standing.FAILED, "anchor.evm_other_block"),
        (
            [replace(trusting(PROOF), chain="eip155:1")],
            Standing.UNKNOWN,
            "anchor.evm_chain_unknown",
        ),
        (
            [replace(trusting(PROOF), contract=bytes(20))],
            Standing.UNKNOWN,
            "anchor.evm_chain_unknown",
        ),
        (
            [*blocks(b1000=bytes(32)), trusting(PROOF)],
            Standing.FAILED,
            "anchor.evm_other_block",
        ),
    ],
)
def test_only_the_policy_says_which_blocks_are_the_networks(
    trusted: list[TrustedChain], standing: Standing, code: str
) -> None:
    assert judge(PROOF, trusted=trusted) == (standing, code)


FORGERIES: dict[str, tuple[Callable[[], EvmProof], str]] = {
    "a testnet's anchor shown as mainnet's": (
        lambda: proof(replace(GOOD, chain_id=1)),
        "anchor.evm_transaction",
    ),
    "a transaction to another contract": (
        lambda: proof(replace(GOOD, to=bytes(20))),
        "anchor.evm_transaction",
    ),
    "a failed transaction": (
        lambda: proof(replace(GOOD, succeeded=False)),
        "anchor.evm_reverted",
    ),
    "no event": (lambda: proof(replace(GOOD, events=())), "anchor.evm_event"),
    "the event of another contract": (
        lambda: proof(replace(GOOD, events=(event(address=bytes(20)),))),
        "anchor.evm_event",
    ),
    "an event of another name": (
        lambda: proof(replace(GOOD, events=(event(name=bytes(32)),))),
        "anchor.evm_event",
    ),
    "another log": (
        lambda: proof(replace(GOOD, events=(event(origin="log.evil.example"),))),
        "anchor.evm_checkpoint",
    ),
    "another size": (
        lambda: proof(replace(GOOD, events=(event(size=299),))),
        "anchor.evm_checkpoint",
    ),
    "a size beyond 64 bits": (
        lambda: proof(replace(GOOD, events=(event(size=300 + 2**64),))),
        "anchor.evm_event",
    ),
    "another root": (
        lambda: proof(replace(GOOD, events=(event(root=bytes(32)),))),
        "anchor.evm_checkpoint",
    ),
    "a second event instead of the first": (
        lambda: replace(proof(replace(GOOD, events=(event(), event(size=1)))), log_index=1),
        "anchor.evm_checkpoint",
    ),
    "an event that is not there": (
        lambda: replace(PROOF, log_index=1),
        "anchor.evm_event",
    ),
    "another height": (lambda: replace(PROOF, block=HEIGHT + 1), "anchor.evm_header"),
    "another transaction's place": (lambda: replace(PROOF, index=1), "anchor.evm_path"),
    "another transaction's name": (
        lambda: replace(PROOF, tx=keccak256(transaction(1))),
        "anchor.evm_transaction",
    ),
    "another network's name": (
        lambda: replace(PROOF, chain="eip155:1"),
        "anchor.evm_transaction",
    ),
    "another contract's name": (
        lambda: replace(PROOF, contract=bytes(20)),
        "anchor.evm_transaction",
    ),
    "no path": (lambda: replace(PROOF, receipt_path=()), "anchor.evm_path"),
    "a path cut short": (
        lambda: replace(PROOF, receipt_path=PROOF.receipt_path[:-1]),
        "anchor.evm_path",
    ),
    "a path with a node too many": (
        lambda: replace(PROOF, receipt_path=(*PROOF.receipt_path, b"\xc0")),
        "anchor.evm_path",
    ),
    "the path of the transaction for the receipt": (
        lambda: replace(PROOF, receipt_path=PROOF.transaction_path),
        "anchor.evm_path",
    ),
    "a receipt that the path does not lead to": (
        lambda: replace(PROOF, receipt=proof(replace(GOOD, events=(event(), event()))).receipt),
        "anchor.evm_path",
    ),
    "no header": (lambda: replace(PROOF, header=b""), "anchor.evm_header"),
    "a header with bytes behind it": (
        lambda: replace(PROOF, header=PROOF.header + b"\x00"),
        "anchor.evm_header",
    ),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_is_refused_by_its_name(name: str) -> None:
    forge, code = FORGERIES[name]
    forged = forge()
    # The attacker's own block is even trusted: what is wrong is found all the same.
    trusted = (
        [*TRUSTED]
        if forged.header == PROOF.header
        else [TrustedChain(CHAIN, CONTRACT, 12, {HEIGHT: keccak256(forged.header)})]
    )
    assert judge(forged, trusted=trusted) == (Standing.FAILED, code)


@pytest.mark.parametrize(
    "other",
    [
        Checkpoint("log.other.example", 300, ROOT),
        Checkpoint(ORIGIN, 301, ROOT),
        Checkpoint(ORIGIN, 300, bytes(32)),
    ],
)
def test_a_good_anchor_of_another_checkpoint_is_refused(other: Checkpoint) -> None:
    assert judge(PROOF, other) == (Standing.FAILED, "anchor.evm_checkpoint")


def flipped(data: bytes) -> list[bytes]:
    """Return the data with a bit of every byte turned over; which one goes round."""
    return [
        data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1 :] for at in range(len(data))
    ]


@pytest.mark.parametrize("field", ["header", "receipt", "transaction", "tx", "contract"])
def test_no_bit_may_be_another(field: str) -> None:
    small = proof(replace(GOOD, count=2, index=1))
    trusted = [trusting(small)]
    assert judge(small, trusted=trusted)[0] is Standing.PROVEN
    for other in flipped(getattr(small, field)):
        assert judge(replace(small, **{field: other}), trusted=trusted)[0] is Standing.FAILED


@pytest.mark.parametrize("field", ["receipt_path", "transaction_path"])
def test_no_bit_of_a_path_may_be_another(field: str) -> None:
    small = proof(replace(GOOD, count=2, index=1))
    trusted = [trusting(small)]
    path = getattr(small, field)
    for at, node in enumerate(path):
        for other in flipped(node):
            changed = (*path[:at], other, *path[at + 1 :])
            forged = replace(small, **{field: changed})
            assert judge(forged, trusted=trusted)[0] is Standing.FAILED


def test_json_has_one_spelling_and_comes_back() -> None:
    one = proof(after=2)
    written = jsonio.dumps(one.to_json())
    assert EvmProof.from_json(jsonio.load_object(written)) == one
    assert len(jsonio.dumps(PROOF.to_json())) < 8_000


BAD_MEMBERS = [
    ("chain", "eip155:01"),
    ("chain", "eip155:0"),
    ("chain", "bip122:1"),
    ("chain", 1),
    ("contract", "0x00"),
    ("contract", CONTRACT.hex()),
    ("tx", "0x00"),
    ("tx", "0x" + "A" * 64),
    ("block", -1),
    ("block", True),
    ("block", "1000"),
    ("block", 2**53),
    ("index", None),
    ("logIndex", 1.5),
    ("header", "0x0"),
    ("header", "0xgg"),
    ("header", "0x" + "00" * 5_000),
    ("receipt", []),
    ("receiptPath", "0x"),
    ("receiptPath", ["0x"] * 13),
    ("transactionPath", [1]),
    ("descendants", ["0x"] * 513),
]


@pytest.mark.parametrize(("name", "value"), BAD_MEMBERS)
def test_another_spelling_of_a_proof_is_refused(name: str, value: Any) -> None:
    with pytest.raises(EvmFormatError):
        EvmProof.from_json(PROOF.to_json() | {name: value})


@pytest.mark.parametrize("name", sorted(PROOF.to_json()))
def test_a_proof_without_a_member_is_refused(name: str) -> None:
    value = PROOF.to_json()
    del value[name]
    with pytest.raises(EvmFormatError):
        EvmProof.from_json(value)
    with pytest.raises(EvmFormatError):
        EvmProof.from_json(PROOF.to_json() | {"more": 1})


def test_a_policy_is_read_in_one_spelling() -> None:
    good = {
        "chain": CHAIN,
        "contract": "0x" + CONTRACT.hex().upper(),
        "confirmations": 12,
        "blocks": {"1000": "0x" + "ab" * 32},
    }
    read = TrustedChain.from_json(good)
    assert read == TrustedChain(CHAIN, CONTRACT, 12, {1000: b"\xab" * 32})
    for change in (
        {"confirmations": -1},
        {"confirmations": True},
        {"blocks": []},
        {"blocks": {"0x3e8": "0x" + "ab" * 32}},
        {"blocks": {"01": "0x" + "ab" * 32}},
        {"blocks": {"1000": "0xab"}},
        {"more": 1},
    ):
        with pytest.raises(EvmFormatError):
            TrustedChain.from_json(good | change)


def test_parts_of_another_block_make_no_proof() -> None:
    parts: dict[str, Any] = {
        "chain": CHAIN,
        "contract": CONTRACT,
        "header": PROOF.header,
        "transactions": [transaction(at) for at in range(5)],
        "receipts": [],
        "index": 0,
        "log_index": 0,
    }
    with pytest.raises(TrieError):
        prove(**parts)
    with pytest.raises(TrieError):
        prove(**parts | {"receipts": [PROOF.receipt]})


@pytest.mark.parametrize(
    "spelling",
    [
        "",
        "8100",  # a small byte with a length
        "817f",
        "b800",  # a long length for a short string
        "b837" + "00" * 55,
        "b90037" + "00" * 55,  # leading zeros of a length
        "83ffff",  # cut short
        "c2",
        "c18100",
        "f800",
        "0000",  # left over
        "c0" * 2,
        "bfffffffffffffffff",
        "ffffffffffffffffff",
        "c1" * 12 + "c0",  # too deep
    ],
)
def test_rlp_has_one_spelling(spelling: str) -> None:
    with pytest.raises(RlpError):
        decode(bytes.fromhex(spelling))


@pytest.mark.parametrize(
    ("value", "spelling"),
    [  # ethereum/tests RLPTests/rlptest.json
        (b"", "80"),
        (b"\x00", "00"),
        (b"\x7f", "7f"),
        (b"\x80", "8180"),
        (b"dog", "83646f67"),
        ([], "c0"),
        ([b"cat", b"dog"], "c88363617483646f67"),
        ([[], [[]], [[], [[]]]], "c7c0c1c0c3c0c1c0"),
        (b"\x00" * 56, "b838" + "00" * 56),
        ([b"\x01"] * 60, "f83c" + "01" * 60),
    ],
)
def test_rlp_is_as_ethereum_has_it(value: Any, spelling: str) -> None:
    assert encode(value).hex() == spelling
    assert decode(bytes.fromhex(spelling)) == value


@pytest.mark.parametrize(
    ("data", "digest"),
    [
        (b"", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"),
        (b"abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"),
        (b"testing", "5f16f4c7f149ac4f9510d9cf8cf384038ad348b3bcdc01915f95de12df9d1b02"),
    ],
)
def test_keccak_is_ethereums_and_not_the_standards(data: bytes, digest: str) -> None:
    assert keccak256(data).hex() == digest
