"""Time stamps: read as the reference library reads them, or not at all; and never believed."""

import hashlib
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from bitcoin_calendar import Calendar, Chain, serialized
from hypothesis import given, settings
from hypothesis import strategies as st
from opentimestamps.core import notary, op
from opentimestamps.core.dubious.notary import EthereumBlockHeaderAttestation
from opentimestamps.core.op import OpSHA256
from opentimestamps.core.serialize import (
    BytesDeserializationContext,
    BytesSerializationContext,
    DeserializationError,
)
from opentimestamps.core.timestamp import DetachedTimestampFile
from opentimestamps.core.timestamp import Timestamp as PeerStamp

from skillmark.core.anchor import Standing
from skillmark.core.anchor import opentimestamps as ots
from skillmark.core.anchor.opentimestamps.operations import KECCAK256, SHA256
from skillmark.core.anchor.opentimestamps.ripemd160 import ripemd160
from skillmark.core.anchor.opentimestamps.timestamp import MAX_DEPTH, MAX_PATHS
from skillmark.core.log import Checkpoint

CHECKPOINT = Checkpoint("skills.example/log", 5, hashlib.sha256(b"root").digest())
DIGEST = ots.anchor_digest(CHECKPOINT)
NONCE = bytes(range(16))


def promised(calendar: Calendar) -> ots.OtsProof:
    """Return the proof after a calendar has taken the digest."""
    given_out, _ = ots.commitment(DIGEST, NONCE)
    answer = ots.Timestamp.parse(calendar.submit(given_out), given_out)
    return ots.stamped(DIGEST, NONCE, [answer])


def kept(calendar: Calendar, proof: ots.OtsProof) -> ots.OtsProof:
    """Return the proof after the calendar has kept its promise."""
    (promise,) = proof.promises
    data = calendar.timestamp(promise.commitment)
    assert data is not None
    upgraded = proof.upgraded(promise, ots.Timestamp.parse(data, promise.commitment))
    assert upgraded.promises == proof.promises
    return upgraded.settled(upgraded.heights[0])


@pytest.fixture(scope="module")
def stamped() -> tuple[ots.OtsProof, ots.BitcoinHeaders, Chain]:
    chain = Chain()
    calendar = Calendar("https://alice.calendar.example", chain)
    for filler in range(3):
        calendar.submit(hashlib.sha256(b"%d" % filler).digest())
    proof = promised(calendar)
    height = calendar.confirm()
    chain.mine()
    return kept(calendar, proof), ots.BitcoinHeaders.from_json(chain.policy(height)), chain


def peer_reads(data: bytes) -> DetachedTimestampFile:
    return DetachedTimestampFile.deserialize(BytesDeserializationContext(data))


def peer_writes(file: DetachedTimestampFile) -> bytes:
    context = BytesSerializationContext()
    file.serialize(context)
    return context.getbytes()


def test_a_checkpoint_is_proven_by_a_header_of_the_verifier(
    stamped: tuple[ots.OtsProof, ots.BitcoinHeaders, Chain],
) -> None:
    proof, headers, _ = stamped
    verdict = ots.check_ots(ots.OtsProof.parse(proof.to_bytes()), DIGEST, headers)
    assert verdict.standing is Standing.PROVEN
    time = datetime.fromtimestamp(1_800_000_600, UTC)
    assert verdict.at == time + timedelta(hours=2)
    assert verdict.facts["height"] == 1
    assert verdict.facts["blockTime"] == "2027-01-15T08:10:00Z"


def test_what_is_stamped_is_the_text_that_the_log_signs() -> None:
    assert hashlib.sha256(CHECKPOINT.text.encode()).digest() == DIGEST
    assert CHECKPOINT.text.startswith("skills.example/log\n5\n")


def test_the_reference_library_reads_what_we_write_and_goes_the_same_ways(
    stamped: tuple[ots.OtsProof, ots.BitcoinHeaders, Chain],
) -> None:
    proof, _, chain = stamped
    theirs = peer_reads(proof.to_bytes())
    assert theirs.file_digest == DIGEST
    attested = list(theirs.timestamp.all_attestations())
    assert [one for _, one in attested] == [notary.BitcoinBlockHeaderAttestation(1)]
    assert attested[0][0] == chain.headers[1][36:68]
    assert peer_writes(theirs) == proof.to_bytes()


def test_before_a_block_contains_it_it_is_a_promise() -> None:
    proof = promised(Calendar("https://alice.calendar.example", Chain()))
    verdict = ots.check_ots(proof, DIGEST, ots.BitcoinHeaders.none())
    assert (verdict.standing, verdict.code) == (Standing.UNKNOWN, "anchor.ots_pending")
    assert verdict.at is None


def test_without_the_header_it_is_unknown_and_another_header_refutes_it(
    stamped: tuple[ots.OtsProof, ots.BitcoinHeaders, Chain],
) -> None:
    proof, headers, chain = stamped
    unknown = ots.check_ots(proof, DIGEST, ots.BitcoinHeaders.none())
    assert (unknown.standing, unknown.code) == (Standing.UNKNOWN, "anchor.ots_block_unknown")
    other = {"network": "regtest", "blocks": {"1": chain.headers[2].hex()}}
    refuted = ots.check_ots(proof, DIGEST, ots.BitcoinHeaders.from_json(other))
    assert (refuted.standing, refuted.code) == (Standing.FAILED, "anchor.ots_block_other")
    foreign = ots.check_ots(proof, hashlib.sha256(b"another").digest(), headers)
    assert (foreign.standing, foreign.code) == (Standing.FAILED, "anchor.ots_digest")


def test_no_bit_can_be_turned(
    stamped: tuple[ots.OtsProof, ots.BitcoinHeaders, Chain],
) -> None:
    proof, headers, _ = stamped
    data = proof.to_bytes()
    refused = unproven = 0
    for bit in range(len(data) * 8):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        try:
            found = ots.OtsProof.parse(bytes(changed))
        except ots.OtsError:
            refused += 1
        else:
            assert ots.check_ots(found, DIGEST, headers).standing is not Standing.PROVEN, bit
            unproven += 1
    assert refused > 100
    assert unproven > 1_000


def test_no_bit_of_a_header_can_be_turned(
    stamped: tuple[ots.OtsProof, ots.BitcoinHeaders, Chain],
) -> None:
    proof, headers, _ = stamped
    raw = headers.blocks[1].raw
    for bit in range(288, 544):  # the Merkle root
        changed = bytearray(raw)
        changed[bit // 8] ^= 1 << bit % 8
        with suppress(ots.OtsError):
            forged = ots.BitcoinHeaders(
                {1: ots.BlockHeader(bytes(changed))}, ots.Network.REGTEST
            )
            assert ots.check_ots(proof, DIGEST, forged).standing is Standing.FAILED


def test_one_good_calendar_is_enough_and_the_others_stay() -> None:
    chain = Chain()
    names = ["https://alice.calendar.example", "https://bob.calendar.example"]
    alice, bob = (Calendar(name, chain) for name in names)
    given_out, _ = ots.commitment(DIGEST, NONCE)
    answers = [ots.Timestamp.parse(one.submit(given_out), given_out) for one in (alice, bob)]
    proof = ots.stamped(DIGEST, NONCE, answers)
    assert sorted(promise.uri for promise in proof.promises) == names
    height = bob.confirm()
    promise = next(one for one in proof.promises if one.uri == names[1])
    data = bob.timestamp(promise.commitment)
    assert data is not None
    upgraded = proof.upgraded(promise, ots.Timestamp.parse(data, promise.commitment))
    assert upgraded.heights == (height,)
    assert sorted(one.uri for one in upgraded.promises) == names
    assert upgraded.without([ots.bitcoin_block(height)]) == proof
    assert upgraded.settled(height).promises == ()
    with pytest.raises(ots.OtsError):
        upgraded.settled(height + 1)
    headers = ots.BitcoinHeaders.from_json(chain.policy(height))
    assert ots.check_ots(upgraded, DIGEST, headers).standing is Standing.PROVEN
    assert peer_writes(peer_reads(upgraded.to_bytes())) == upgraded.to_bytes()


def test_a_calendar_that_answers_for_another_message_is_refused() -> None:
    chain = Chain()
    calendar = Calendar("https://alice.calendar.example", chain)
    proof = promised(calendar)
    (promise,) = proof.promises
    other = hashlib.sha256(b"another").digest()
    answer = ots.Timestamp.parse(calendar.submit(other), other)
    with pytest.raises(ots.OtsError, match="do not lead"):
        proof.upgraded(promise, answer)


ATTESTATIONS = st.one_of(
    st.builds(notary.PendingAttestation, st.text(alphabet="abcXYZ019-._/:", max_size=30)),
    st.builds(notary.BitcoinBlockHeaderAttestation, st.integers(0, 2**40)),
    st.builds(notary.LitecoinBlockHeaderAttestation, st.integers(0, 2**40)),
    st.builds(EthereumBlockHeaderAttestation, st.integers(0, 2**40)),
    st.builds(
        notary.UnknownAttestation, st.binary(min_size=8, max_size=8), st.binary(max_size=40)
    ),
)
OPERATIONS = st.one_of(
    st.builds(op.OpAppend, st.binary(min_size=1, max_size=40)),
    st.builds(op.OpPrepend, st.binary(min_size=1, max_size=40)),
    st.sampled_from(
        [op.OpSHA1(), op.OpSHA256(), op.OpRIPEMD160(), op.OpKECCAK256(), op.OpHexlify()]
    ),
)
WAYS = st.lists(
    st.tuples(st.lists(OPERATIONS, max_size=6), ATTESTATIONS), min_size=1, max_size=12
)


def grown(ways: list[tuple[list[op.Op], notary.TimeAttestation]]) -> DetachedTimestampFile:
    stamp = PeerStamp(DIGEST)
    for operations, attestation in ways:
        at = stamp
        for operation in operations:
            at = at.ops.add(operation)
        at.attestations.add(attestation)
    return DetachedTimestampFile(OpSHA256(), stamp)


@settings(max_examples=300)
@given(WAYS)
def test_every_tree_of_the_reference_library_is_read_and_written_alike(
    ways: list[tuple[list[op.Op], notary.TimeAttestation]],
) -> None:
    file = grown(ways)
    data = peer_writes(file)
    ours = ots.OtsProof.parse(data)
    assert ours.to_bytes() == data
    messages = sorted(ours.timestamp.attested)
    assert messages == sorted(message for message, _ in file.timestamp.all_attestations())


@settings(max_examples=300)
@given(WAYS, st.data())
def test_what_is_accepted_the_reference_library_accepts_and_writes_alike(
    ways: list[tuple[list[op.Op], notary.TimeAttestation]], data: st.DataObject
) -> None:
    file = bytearray(peer_writes(grown(ways)))
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(30, len(file) - 1))
        kind = data.draw(st.sampled_from(["set", "cut", "copy"]))
        if kind == "set":
            file[at] = data.draw(st.integers(0, 255))
        elif kind == "cut" and len(file) > 40:
            del file[at]
        else:
            file[at:at] = file[at : at + data.draw(st.integers(1, 40))]
    with suppress(ots.OtsError):
        ours = ots.OtsProof.parse(bytes(file))
        if any(0xF2 in {one.tag for one in path.operations} for path in ours.timestamp.paths):
            return  # the library warns that it may drop this one
        assert peer_writes(peer_reads(bytes(file))) == bytes(file)


def test_reverse_is_read() -> None:
    stamp = PeerStamp(DIGEST)
    with pytest.warns(PendingDeprecationWarning):
        stamp.ops.add(op.OpReverse()).attestations.add(notary.PendingAttestation("c"))
    ours = ots.Timestamp.parse(serialized(stamp), DIGEST)
    assert ours.attested == (DIGEST[::-1],)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("nothing", lambda data: data[:0]),
        ("another magic", lambda data: b"\x01" + data[1:]),
        ("another version", lambda data: data[:31] + b"\x02" + data[32:]),
        ("a hash that files are not stamped by", lambda data: data[:32] + b"\x67" + data[33:]),
        ("a head alone", lambda data: data[:65]),
        ("trailing bytes", lambda data: data + b"\x00"),
        ("cut off", lambda data: data[:-1]),
    ],
)
def test_no_file_is_refused(
    name: str,
    change: object,
    stamped: tuple[ots.OtsProof, ots.BitcoinHeaders, Chain],
) -> None:
    assert callable(change)
    with pytest.raises(ots.OtsError):
        ots.OtsProof.parse(change(stamped[0].to_bytes()))


HEAD = (
    bytes.fromhex("004f70656e54696d657374616d7073000050726f6f6600bf89e2e884e89294")
    + b"\x01\x08"
)
PENDING = bytes.fromhex("0083dfe30d2ef90c8e") + b"\x02\x01c"


@pytest.mark.parametrize(
    ("name", "body"),
    [
        (
            "a number longer than it need be",
            bytes.fromhex("000588960d73d71901") + b"\x02\x80\x00",
        ),
        (
            "a number of many bytes",
            bytes.fromhex("000588960d73d71901") + b"\x0b" + b"\xff" * 11,
        ),
        ("something behind a height", bytes.fromhex("000588960d73d71901") + b"\x02\x01\x01"),
        ("a calendar with a query", bytes.fromhex("0083dfe30d2ef90c8e") + b"\x03\x02c?"),
        ("an empty argument", b"\xf0\x00" + PENDING),
        ("an unknown operation", b"\x55" + PENDING),
        ("a fork of a fork", b"\xff\xff" + PENDING + PENDING),
        ("the same attestation twice", b"\xff" + PENDING + PENDING),
        ("branches out of order", b"\xff\xf0\x01b" + PENDING + b"\xf0\x01a" + PENDING),
        ("the same branch twice", b"\xff\xf0\x01a" + PENDING + b"\xf0\x01a" + PENDING),
        ("an attestation behind a branch", b"\xff\xf0\x01a" + PENDING + PENDING),
        ("too deep", b"\x08" * (MAX_DEPTH + 1) + PENDING),
        ("a message that grows and grows", b"\xf3" * 8 + PENDING),
        ("too many branches", b"\xff" * 2 * (MAX_PATHS + 2)),
        ("too large", b"\x08" * 40_000),
        ("too much work", b"\xf3\xf3\xf3\xf3\xf3\xf3\xf3\x67" * 20 + PENDING),
    ],
)
def test_no_time_stamp_is_refused(name: str, body: bytes) -> None:
    with pytest.raises(ots.OtsError):
        ots.OtsProof.parse(HEAD + DIGEST + body)


def test_the_deepest_time_stamp_is_read_and_the_library_agrees() -> None:
    data = HEAD + DIGEST + b"\x08" * MAX_DEPTH + PENDING
    assert ots.OtsProof.parse(data).to_bytes() == data
    peer_reads(data)
    with pytest.raises(DeserializationError):
        peer_reads(HEAD + DIGEST + b"\x08" * (MAX_DEPTH + 1) + PENDING)


def test_a_wide_time_stamp_is_read() -> None:
    ways = [
        ([op.OpAppend(bytes([at]))], notary.PendingAttestation("c")) for at in range(MAX_PATHS)
    ]
    data = peer_writes(grown(ways))
    assert ots.OtsProof.parse(data).to_bytes() == data
    ways.append(([op.OpAppend(b"\xff\xff")], notary.PendingAttestation("c")))
    with pytest.raises(ots.OtsError):
        ots.OtsProof.parse(peer_writes(grown(ways)))


@given(st.binary(max_size=200))
def test_ripemd160_is_the_library_s(data: bytes) -> None:
    assert ripemd160(data) == op.OpRIPEMD160()(data)


def test_operations_have_arguments_or_none() -> None:
    for tag, argument in ((SHA256, b"a"), (KECCAK256, b"a"), (0xF0, b""), (0x99, b"")):
        with pytest.raises(ots.OtsError):
            ots.Operation(tag, argument)


def test_an_attestation_of_another_chain_proves_nothing() -> None:
    data = HEAD + DIGEST + bytes.fromhex("0006869a0d73d71b45") + b"\x01\x05"
    verdict = ots.check_ots(ots.OtsProof.parse(data), DIGEST, ots.BitcoinHeaders.none())
    assert (verdict.standing, verdict.code) == (Standing.UNKNOWN, "anchor.ots_foreign")


def test_proofs_of_other_hashes_are_read_and_prove_no_checkpoint() -> None:
    digest = hashlib.new("sha1", b"a file", usedforsecurity=False).digest()
    data = HEAD[:-1] + b"\x02" + digest + PENDING
    proof = ots.OtsProof.parse(data)
    assert proof.to_bytes() == data
    assert ots.check_ots(proof, digest, ots.BitcoinHeaders.none()).standing is Standing.FAILED
