"""The proof that something public is in the log: each link of it is needed, and each bit."""

from dataclasses import replace
from typing import Any

import pytest
from log_samples import DID, OTHER_DID, START, cosigned, entry, key, policy, reader_of, sign

from skillmark.core.log import (
    Kind,
    LogError,
    LogPolicy,
    LogProof,
    Publication,
    StatusListBody,
    check_publication,
    digest,
)

LIST = StatusListBody("https://harbour.example/status/1", "ab" * 32)
OTHER = StatusListBody("https://harbour.example/status/1", "cd" * 32)
KEYS = frozenset({entry(1).key})


def proof_of(leaf: bytes, *, before: int = 5, witnesses: tuple[int, ...] = (1, 2)) -> LogProof:
    entries = [entry(number).to_bytes() for number in range(1, before + 1)] + [leaf]
    reader = reader_of(entries)
    note = cosigned(sign(reader.checkpoint), *witnesses)
    return LogProof(before, reader.inclusion(before), note, leaf)


def listed(**more: Any) -> bytes:
    return entry(6, digest(LIST), **({"kind": Kind.STATUS_LIST} | more)).to_bytes()


MADE = proof_of(listed())


def look(data: bytes = MADE.to_bytes(), **more: Any) -> Publication:
    asked: Any = {"did": DID, "keys": KEYS, "policy": policy(), "at": START + 60}
    return check_publication(data, more.pop("body", LIST), **(asked | more))


def test_it_says_where_and_since_when() -> None:
    found = look()
    assert (found.index, found.size, found.key) == (5, 6, entry(1).key)
    assert found.time is not None
    assert START <= found.time <= START + 60
    assert look(keys=None) == found


@pytest.mark.parametrize(
    ("data", "asked", "code"),
    [
        (MADE, {"body": OTHER}, "log.entry_kind"),
        (MADE, {"did": OTHER_DID}, "log.entry_issuer"),
        (MADE, {"keys": frozenset()}, "log.entry_key"),
        (MADE, {"at": START - 3_600}, "log.cosignature_future"),
        (MADE, {"policy": LogPolicy.parse(b"quorum none\n")}, "log.origin_unknown"),
        (proof_of(listed(), witnesses=(1,)), {}, "log.quorum"),
        (proof_of(listed(kind=Kind.DEFINITION)), {}, "log.entry_kind"),
        (proof_of(listed(signer=key("thief"))), {}, "log.entry_key"),
        (replace(MADE, index=4), {}, "log.inclusion"),
        (replace(MADE, extra=b"nothing"), {}, "log.proof_extra"),
    ],
)
def test_each_link_is_needed(data: LogProof, asked: Any, code: str) -> None:
    with pytest.raises(LogError) as found:
        look(data.to_bytes(), **asked)
    assert found.value.code == code


def test_an_entry_that_nobody_signed() -> None:
    leaf = bytearray(listed())
    leaf[-1] ^= 1
    with pytest.raises(LogError):
        look(proof_of(bytes(leaf)).to_bytes())


def test_every_bit_of_the_entry_and_the_path_counts() -> None:
    raw = MADE.extra
    for bit in range(len(raw) * 8):
        changed = bytearray(raw)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(LogError):
            look(replace(MADE, extra=bytes(changed)).to_bytes())
    for place, one in enumerate(MADE.path):
        for bit in range(256):
            digest_ = bytearray(one)
            digest_[bit // 8] ^= 1 << bit % 8
            path = (*MADE.path[:place], bytes(digest_), *MADE.path[place + 1 :])
            with pytest.raises(LogError):
                look(replace(MADE, path=path).to_bytes())
