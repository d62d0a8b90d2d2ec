"""Merkle proofs of the Blockcerts tools: built, read in one spelling, and never believed alone."""

import hashlib
import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from skillmark.core.anchor import Standing
from skillmark.core.anchor import merkle_proof_2019 as mp
from skillmark.core.anchor.merkle_proof_2019 import cbor
from skillmark.core.canon import canonicalize

TX = hashlib.sha256(b"a transaction").digest()
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
SENDER = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"
DOCUMENT: dict[str, Any] = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "id": "urn:uuid:0198a000-0000-7000-8000-000000000001",
    "type": ["VerifiableCredential"],
    "issuer": "did:web:skills.example:i:harbour",
    "credentialSubject": {"id": "urn:uuid:0198a000-0000-7000-8000-000000000002"},
}
PUBLISHED = (
    "z6nGv6rMRybRe9CuMzbQbdu7sA858v1d13JU3hoAr1x93cheinB35kDXqCvaA93WTLWGtLZMdQSvvNCxEMZPhLvDa4"
    "CbUYkm4pCwBe7kCZAsuwHZwHxgyzCbRUWFbMXHhkVSHoPYmPzfi4arfHKMgKSurZ7oqe3GHRdi78TbHGvA65edK8JB"
    "EdTUt8SpCdc7wz5qiwj3THtcNAXfgK4LmCAu4fq8CnjLcMtGoEdfXfjy3turtaTapyM3katuYKAzbJF3FiE8i8NXBs"
    "iBnEbvKk7k"
)
"""A proof value as the encoder of the Blockcerts project writes it (its own test vector)."""


def signed(document: dict[str, Any], index: int = 0, size: int = 16) -> dict[str, Any]:
    leaves = [hashlib.sha256(b"%d" % at).digest() for at in range(size)]
    leaves[index] = mp.target_of(document, canonicalize)
    tree = mp.Tree.of(leaves)
    value = mp.ProofValue(
        leaves[index], tree.path(index), tree.root, (mp.Anchor("eth", "sepolia", TX),)
    )
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": "merkle-proof-2019",
        "created": "2026-11-22T12:00:00Z",
        "proofPurpose": "assertionMethod",
        "verificationMethod": "did:web:skills.example:i:harbour#blockcerts",
        "proofValue": str(value),
    }
    return document | {"proof": proof}


def trusted(document: dict[str, Any], **changes: Any) -> mp.Transactions:
    value = mp.ProofValue.parse(document["proof"]["proofValue"])
    facts = {"data": value.root, "sender": SENDER, "at": AT} | changes
    return mp.Transactions({str(value.anchors[0]): mp.Transaction(**facts)})


def checked(document: dict[str, Any], known: mp.Transactions, **more: Any) -> Any:
    return mp.check(
        document, document["proof"], canonicalize=canonicalize, trusted=known, **more
    )


def test_a_document_in_a_trusted_transaction_is_proven() -> None:
    document = signed(DOCUMENT, 5)
    verdict = checked(document, trusted(document), address=SENDER.lower())
    assert (verdict.standing, verdict.at) == (Standing.PROVEN, AT)
    assert verdict.facts["anchor"] == f"blink:eth:sepolia:0x{TX.hex()}"


def test_without_the_transaction_it_is_unknown() -> None:
    document = signed(DOCUMENT)
    verdict = checked(document, mp.Transactions.none())
    assert (verdict.standing, verdict.code) == (Standing.UNKNOWN, "anchor.merkle_unknown")


def test_each_forgery_has_its_code() -> None:
    document = signed(DOCUMENT, 3)
    known = trusted(document)
    changed = document | {"id": "urn:uuid:0198a000-0000-7000-8000-000000000009"}
    assert checked(changed, known).code == "anchor.merkle_target"
    assert checked(document, trusted(document, data=TX)).code == "anchor.merkle_root"
    other = "0x" + "11" * 20
    assert checked(document, known, address=other).code == "anchor.merkle_sender"
    chained = document | {"proof": [{"type": "another"}, document["proof"]]}
    verdict = mp.check(chained, document["proof"], canonicalize=canonicalize, trusted=known)
    assert (verdict.standing, verdict.code) == (Standing.UNKNOWN, "anchor.merkle_chained")
    strange = document | {"@context": ["https://unknown.example/v1"]}
    assert checked(strange, known).code == "anchor.merkle_document"


def test_a_path_that_leads_elsewhere_is_refused() -> None:
    document = signed(DOCUMENT)
    value = mp.ProofValue.parse(document["proof"]["proofValue"])
    step = value.path[0]
    turned = (mp.Step(step.sibling, left=not step.left), *value.path[1:])
    document["proof"] |= {
        "proofValue": str(mp.ProofValue(value.target, turned, value.root, value.anchors))
    }
    assert checked(document, trusted(document)).code == "anchor.merkle_path"


def test_no_letter_of_a_proof_value_can_be_changed() -> None:
    document = signed(DOCUMENT, 2)
    known = trusted(document)
    text = document["proof"]["proofValue"]
    for at in range(len(text)):
        letter = "2" if text[at] != "2" else "3"
        forged = document | {
            "proof": document["proof"] | {"proofValue": text[:at] + letter + text[at + 1 :]}
        }
        assert checked(forged, known).standing is not Standing.PROVEN, at


def test_the_vector_of_the_project_is_read_and_written_again() -> None:
    value = mp.ProofValue.parse(PUBLISHED)
    assert value.anchors[0].chain in {"btc", "eth"}
    assert value.climbed == value.root
    assert mp.ProofValue.parse(str(value)) == value


@pytest.mark.parametrize("size", [1, 2, 3, 5, 16, 17, 31, 100])
def test_every_leaf_leads_to_the_root(size: int) -> None:
    leaves = [hashlib.sha256(b"%d" % at).digest() for at in range(size)]
    tree = mp.Tree.of(leaves)
    anchor = (mp.Anchor("eth", "mainnet", TX),)
    for index, leaf in enumerate(leaves):
        assert mp.ProofValue(leaf, tree.path(index), tree.root, anchor).climbed == tree.root


@pytest.mark.parametrize(
    ("leaves", "more"), [(1, 15), (16, 0), (17, 15), (32, 0), (100, 28), (1 << 20, 0)]
)
def test_batches_look_alike(leaves: int, more: int) -> None:
    assert mp.padding(leaves) == more


@pytest.mark.parametrize("leaves", [[], [b"short"]])
def test_no_tree_is_refused(leaves: list[bytes]) -> None:
    with pytest.raises(mp.MerkleProofError):
        mp.Tree.of(leaves)
    with pytest.raises(mp.MerkleProofError):
        mp.padding(0)


ITEMS = st.recursive(
    st.integers(-(2**63), 2**63) | st.binary(max_size=300),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=12,
)


@given(ITEMS)
def test_cbor_comes_back(item: Any) -> None:
    with suppress(mp.MerkleProofError):  # deeper than any proof value
        assert cbor.decode(cbor.encode(item)) == item


@given(st.binary(max_size=60))
def test_cbor_has_one_spelling(data: bytes) -> None:
    with suppress(mp.MerkleProofError):
        assert cbor.encode(cbor.decode(data)) == data


@pytest.mark.parametrize(
    "data",
    [
        "",
        "18",
        "1801",
        "1900ff",
        "5f41ff",
        "9f00ff",
        "a0",
        "6161",
        "f4",
        "8100ff",
        "82",
        "42ff",
    ],
)
def test_no_cbor_of_a_proof_value_is_refused(data: str) -> None:
    with pytest.raises(mp.MerkleProofError):
        cbor.decode(bytes.fromhex(data))


@pytest.mark.parametrize(
    "item",
    [
        0,
        [],
        [[0, b""]],
        [[0, cbor.encode(TX)], [1, cbor.encode(TX)], [2, []]],
        [[0, cbor.encode(TX)], [1, cbor.encode(TX)], [2, []], [3, []]],
        [[0, cbor.encode(TX)], [1, TX], [2, [[[0, 1], [1, 1], [2, cbor.encode(TX)]]]], [3, []]],
        [
            [0, cbor.encode(TX)],
            [1, cbor.encode(TX)],
            [2, [[[0, 1], [1, 2], [2, cbor.encode(TX)]]]],
            [3, []],
        ],
        [
            [0, cbor.encode(TX)],
            [0, cbor.encode(TX)],
            [1, cbor.encode(TX)],
            [2, [[[0, 1], [1, 1], [2, cbor.encode(TX)]]]],
            [3, []],
        ],
        [
            [0, cbor.encode(TX)],
            [1, cbor.encode(TX)],
            [2, [[[0, 1], [1, 1], [2, cbor.encode(TX)]]]],
            [3, [[2, cbor.encode(TX)]]],
        ],
    ],
)
def test_no_proof_value_is_refused(item: Any) -> None:
    from skillmark.core.encoding import multibase

    with pytest.raises(mp.MerkleProofError):
        mp.ProofValue.parse(multibase.encode(cbor.encode(item)))


def test_networks_have_the_names_of_the_key_map() -> None:
    assert str(mp.Anchor.on("eip155:1", TX)).startswith("blink:eth:mainnet:0x")
    assert mp.Anchor.on("eip155:11155111", TX).caip2 == "eip155:11155111"
    for unknown in ("eip155:31337", "bip122:1", ""):
        with pytest.raises(mp.MerkleAnchorError):
            mp.Anchor.on(unknown, TX)


def test_an_account_is_found_in_a_did_document() -> None:
    # The first account of every development node, whose key is public.
    secret = 0xAC0974BEC39A17E36BA4A6B4D238FF944BACB478CBED5EFCAE784D7BF4F2FF80
    public = ec.derive_private_key(secret, ec.SECP256K1()).public_key()
    point = public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    multikey = mp.multikey_of(point)
    assert multikey.startswith("zQ3s")
    assert mp.address_of({"publicKeyMultibase": multikey}) == SENDER.lower()
    from skillmark.core.encoding import base64url

    jwk = {
        "kty": "EC",
        "crv": "secp256k1",
        "x": base64url.encode(point[1:33]),
        "y": base64url.encode(point[33:]),
    }
    assert mp.address_of({"publicKeyJwk": jwk}) == SENDER.lower()
    for bad in (
        {},
        {"publicKeyMultibase": "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"},
        {"publicKeyMultibase": "nothing"},
        {"publicKeyJwk": jwk | {"x": jwk["y"]}},
        {"publicKeyJwk": jwk | {"crv": "P-256"}},
        {"publicKeyJwk": jwk | {"x": 5}},
    ):
        with pytest.raises(mp.MerkleProofError):
            mp.address_of(json.loads(json.dumps(bad)))
    with pytest.raises(mp.MerkleProofError):
        mp.multikey_of(bytes(33))


def test_what_kind_of_proof_it_is() -> None:
    assert mp.is_merkle_proof({"type": "MerkleProof2019"})
    assert mp.is_merkle_proof(signed(DOCUMENT)["proof"])
    assert not mp.is_merkle_proof(
        {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022"}
    )
    assert not mp.is_merkle_proof(["MerkleProof2019"])
