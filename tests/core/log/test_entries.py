"""Entries, bodies and batches: one spelling, at most 200 bytes, nothing of a person."""

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from log_samples import DID, ISSUER, START, credential, entry, key

from skillmark.core.crypto import Algorithm
from skillmark.core.log import (
    AuditHeadBody,
    Batch,
    DefinitionBody,
    Entry,
    KeyAct,
    KeyEventBody,
    Kind,
    LogError,
    Place,
    RuleBody,
    StatusListBody,
    commitment,
    credential_digest,
    digest,
    issuer_hash,
    padding_bytes,
)
from skillmark.core.log.entry import MAX_BYTES
from skillmark.core.log.errors import EntryFormatError

P256 = key("issuer on a curve", Algorithm.P256)
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
NUMBERS = st.integers(1, 2**63 - 1)


def code_of(data: bytes) -> str:
    with pytest.raises(LogError) as caught:
        Entry.parse(data)
    return caught.value.code


@given(st.sampled_from(Kind), NUMBERS, NUMBERS, st.binary(min_size=32, max_size=32))
def test_an_entry_reads_back(kind: Kind, sequence: int, time: int, body: bytes) -> None:
    made = entry(sequence, body, kind=kind, time=time)
    data = made.to_bytes()
    assert Entry.parse(data) == made
    assert len(data) <= MAX_BYTES
    assert data[2:34] == issuer_hash(DID)


@given(st.integers(0, 255), st.binary(max_size=210))
def test_any_bytes_are_an_entry_in_one_spelling_or_refused(place: int, tail: bytes) -> None:
    made = entry(3).to_bytes()
    for data in (tail, made[:place] + tail + made[place + len(tail) :], made + tail):
        try:
            read = Entry.parse(data)
        except EntryFormatError:
            continue
        assert read.to_bytes() == data


def test_every_flipped_bit_of_an_entry_is_refused() -> None:
    for made in (entry(3), entry(3, signer=P256)):
        data = made.to_bytes()
        for bit in range(8 * len(data)):
            changed = bytearray(data)
            changed[bit // 8] ^= 1 << bit % 8
            with pytest.raises(LogError):
                Entry.parse(bytes(changed)).check_signature()


def test_the_issuer_signs_and_nobody_else() -> None:
    made = entry(3)
    made.check_signature()
    for changed in (
        replace(made, sequence=4),
        replace(made, issuer=issuer_hash("did:web:other.example")),
        replace(made, kind=Kind.AUDIT_HEAD),
        replace(made, key=key("thief").public),
    ):
        with pytest.raises(LogError) as caught:
            changed.check_signature()
        assert caught.value.code == "log.entry_signature"
    with pytest.raises(LogError):
        replace(made, signature=b"").to_bytes()


def test_a_signature_on_a_curve_has_one_of_its_two_spellings() -> None:
    """The twin (r, n-s) verifies too, and would make two leaves of one entry."""
    for sequence in range(1, 9):
        data = entry(sequence, signer=P256).to_bytes()
        s = int.from_bytes(data[-32:])
        assert s <= ORDER // 2
        assert code_of(data[:-32] + (ORDER - s).to_bytes(32)) == "log.entry_malformed"


def test_values_out_of_range_are_refused() -> None:
    data = entry(1).to_bytes()
    for changed in (
        b"\x02" + data[1:],
        data[:1] + b"\x07" + data[2:],
        data[:1] + b"\x00" + data[2:],
        data[:34] + bytes(8) + data[42:],
        data[:34] + b"\xff" * 8 + data[42:],
        data[:42] + bytes(8) + data[50:],
        data[:82] + b"\x03" + data[83:],
        data[:82] + b"\x02" + data[83:],
        data[:83] + bytes(32) + data[115:],
        data[:-1],
        data + b"\0",
        b"",
    ):
        assert code_of(changed) == "log.entry_malformed"
    for sequence, time in ((0, 1), (1, 0), (2**63, 1), (1, -1)):
        with pytest.raises(LogError):
            entry(sequence, time=time)
    with pytest.raises(LogError):
        entry(1, b"short")
    with pytest.raises(LogError):
        entry(1, signer=key("large", Algorithm.P384))


BODIES = (
    StatusListBody("https://harbour.example/status/1", "ab" * 32),
    KeyEventBody(KeyAct.REVOKED, f"{DID}#key-1", ISSUER.public.to_multikey(), START),
    DefinitionBody("https://harbour.example/a/1", 2, "cd" * 32),
    RuleBody("https://harbour.example/a/1", 2, "cd" * 32),
    AuditHeadBody("0190a5d2-0000-7000-8000-000000000001", 9, "ef" * 32),
)


def test_every_kind_of_body_has_a_hash_of_its_own() -> None:
    """A definition and a rule with the same fields are not the same."""
    assert len({digest(body) for body in BODIES}) == len(BODIES)
    assert {body.kind for body in BODIES} | {Kind.ISSUE_BATCH} == set(Kind)
    said = b'skillmark-log-body-v1\n{"sha256":"%s","type":"status-list","url":"%s"}' % (
        b"ab" * 32,
        b"https://harbour.example/status/1",
    )
    assert digest(BODIES[0]) == hashlib.sha256(said).digest()


def batch_of(count: int) -> tuple[Batch, list[Place], list[bytes]]:
    digests = [hashlib.sha256(b"credential %d" % number).digest() for number in range(count)]
    salts = [hashlib.sha256(b"salt %d" % number).digest() for number in range(count)]
    batch = Batch.of(
        [commitment(salt, one) for salt, one in zip(salts, digests, strict=True)],
        hashlib.shake_256(b"fill").digest(padding_bytes(count)),
    )
    return batch, [batch.place(at, salts[at]) for at in range(count)], digests


@pytest.mark.parametrize("count", [1, 2, 15, 16, 17, 100])
def test_every_credential_is_in_its_batch_and_in_no_other_place(count: int) -> None:
    batch, places, digests = batch_of(count)
    for place, one in zip(places, digests, strict=True):
        place.check(one, batch.root)
    other = (0, 1) if count > 1 else (0, 0)
    wrong = [
        (replace(places[0], salt=bytes(32)), digests[0]),
        (replace(places[0], index=1), digests[0]),
        (replace(places[0], path=places[0].path[::-1]), digests[0]),
        (replace(places[0], path=(*places[0].path, bytes(32))), digests[0]),
    ]
    wrong += [(places[other[0]], digests[other[1]])] if count > 1 else []
    for place, one in wrong:
        with pytest.raises(LogError) as caught:
            place.check(one, batch.root)
        assert caught.value.code == "log.batch"


def test_the_tree_says_no_more_than_the_next_power_of_two() -> None:
    sizes = {count: len(batch_of(count)[0].levels[0]) for count in (1, 16, 17, 32, 33)}
    assert sizes == {1: 16, 16: 16, 17: 32, 32: 32, 33: 64}


def test_without_its_salt_a_commitment_says_nothing_of_a_credential() -> None:
    """Nothing that is logged can be made again from the credential alone."""
    batch, places, digests = batch_of(3)
    logged = b"".join(b"".join(level) for level in batch.levels)
    assert digests[0] not in logged
    assert places[0].salt not in logged
    assert commitment(places[0].salt, digests[0]) != commitment(places[1].salt, digests[0])
    for guess in (bytes(32), places[1].salt, digests[0]):
        assert hashlib.sha256(b"\x00" + commitment(guess, digests[0])).digest() not in logged


def test_a_place_and_a_batch_have_limits() -> None:
    fill = bytes(padding_bytes(1))
    for commitments, padding in (([], b""), ([b"x" * 32], fill[:-1]), ([b"x"], fill)):
        with pytest.raises(LogError):
            Batch.of(commitments, padding)
    path = (bytes(32),) * 4
    for salt, index, hashes in (
        (bytes(31), 0, path),
        (bytes(32), 16, path),
        (bytes(32), -1, path),
        (bytes(32), 0, path[:3]),
        (bytes(32), 0, path * 7),
    ):
        with pytest.raises(LogError):
            Place(salt, index, hashes)
    with pytest.raises(LogError):
        commitment(bytes(31), bytes(32))
    with pytest.raises(LogError):
        batch_of(3)[0].place(3, bytes(32))


def test_the_digest_of_a_credential_is_without_its_proofs() -> None:
    plain = credential(1)
    assert credential_digest(plain) == credential_digest(plain | {"proof": []})  # type: ignore[arg-type]
    assert credential_digest(plain) != credential_digest(plain | {"name": "x"})  # type: ignore[arg-type]
