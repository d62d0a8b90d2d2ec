"""The published vectors of Data Integrity EdDSA Cryptosuites 1.0, every file of them.

Keys, canonical forms, hashes, signatures and signed documents, proof sets and proof chains;
made again from the unsigned document where we write the suite, and checked where we read it.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest
from vector_table import record

from skillmark.core import canon, did, jsonio, proof
from skillmark.core.canon import jcs
from skillmark.core.crypto import PrivateKey, PublicKey
from skillmark.core.encoding import multibase, timestamp
from skillmark.core.jsonio import JsonObject

FOLDER: Final = Path(__file__).parents[2] / "vectors" / "vc-di-eddsa"
CANONICALIZE: Final = partial(canon.canonicalize, allow_examples=True)


def _json(name: str) -> Any:
    return jsonio.load_object((FOLDER / name).read_bytes())


def _text(name: str) -> str:
    return (FOLDER / name).read_text().strip()


def _key(method: str) -> PublicKey:
    return did.key.resolve(method.partition("#")[0]).method(method).public_key


@dataclass(frozen=True)
class Suite:
    """Where the files of one suite lie, and how it makes its canonical bytes."""

    name: str
    suffix: str
    jcs: bool = False
    written: bool = True

    def path(self, stem: str, extension: str = "txt") -> str:
        return f"{self.name}/{stem}{self.suffix}.{extension}"

    def canonical(self, document: JsonObject) -> bytes:
        return jcs.canonicalize(document) if self.jcs else CANONICALIZE(document)


SUITES = [
    Suite("eddsa-rdfc-2022", "DataInt"),
    Suite("eddsa-jcs-2022", "JCS", jcs=True),
    Suite("Ed25519Signature2020", "EdSig", written=False),
]


@pytest.mark.parametrize("suite", SUITES, ids=lambda suite: suite.name)
def test_the_canonical_forms_and_hashes(suite: Suite) -> None:
    document = proof.without_proof(_json(suite.path("signed", "json")))
    options = _json(suite.path("proofConfig", "json"))
    halves = []
    for value, stem in ((document, "Doc"), (options, "Proof")):
        name = f"canon{stem}" if stem == "Doc" else "proofCanon"
        canonical = suite.canonical(value)
        assert canonical.decode().strip() == _text(suite.path(name))
        digest = hashlib.sha256(canonical).hexdigest()
        assert digest == _text(suite.path(f"{stem.lower()}Hash"))
        halves.append(digest)
    assert "".join(reversed(halves)) == _text(suite.path("combinedHash"))
    for stem in (
        "canonDoc",
        "docHash",
        "proofCanon",
        "proofHash",
        "proofConfig",
        "combinedHash",
    ):
        record("vc-di-eddsa", f"{suite.name} {stem}", "pass")


@pytest.mark.parametrize("suite", SUITES, ids=lambda suite: suite.name)
def test_the_signature_is_made_again(suite: Suite) -> None:
    key = PrivateKey.from_multikey(_json("keyPair.json")["privateKeyMultibase"])
    signature = key.sign(bytes.fromhex(_text(suite.path("combinedHash"))))
    assert signature.hex() == _text(suite.path("sigHex"))
    assert multibase.encode(signature) == _text(suite.path("sigBTC58"))
    record("vc-di-eddsa", f"{suite.name} sigHex", "pass")
    record("vc-di-eddsa", f"{suite.name} sigBTC58", "pass")


@pytest.mark.parametrize("suite", SUITES, ids=lambda suite: suite.name)
def test_the_signed_document_holds(suite: Suite) -> None:
    signed = _json(suite.path("signed", "json"))
    (only,) = proof.proofs_of(signed)
    key = _key(only["verificationMethod"])  # type: ignore[arg-type]
    proof.check_proof(signed, only, key, canonicalize=CANONICALIZE)
    record("vc-di-eddsa", f"{suite.name} signed", "pass")


@pytest.mark.parametrize(
    "suite", [suite for suite in SUITES if suite.written], ids=lambda suite: suite.name
)
def test_the_signed_document_is_made_again(suite: Suite) -> None:
    key = PrivateKey.from_multikey(_json("keyPair.json")["privateKeyMultibase"])
    signed = _json(suite.path("signed", "json"))
    options = signed["proof"]
    made: dict[str, Any] = {
        "signer": key,
        "verification_method": options["verificationMethod"],
        "created": timestamp.decode(options["created"]),
        "cryptosuite": suite.name,
        "canonicalize": CANONICALIZE,
    }
    assert proof.add_proof(_json("unsigned.json"), **made) == signed
    assert proof.BulkSigner(**made).add_proof(_json("unsigned.json")) == signed
    record("vc-di-eddsa", f"{suite.name} made again", "pass")


def test_the_key_pair_belongs_together() -> None:
    pairs = [_json("keyPair.json"), *_json("proof-set-chain/multiKeyPairs.json").values()]
    for number, pair in enumerate(pairs):
        key = PrivateKey.from_multikey(pair["privateKeyMultibase"])
        assert key.public.to_multikey() == pair["publicKeyMultibase"]
        assert key.to_multikey() == pair["privateKeyMultibase"]
        record("vc-di-eddsa", f"key pair {number}", "pass")


def _created(options: JsonObject) -> datetime:
    return timestamp.decode(str(options["created"]))


def _add(document: JsonObject, options: Any) -> JsonObject:
    """Sign as a published proof was signed, with the key of its verification method."""
    pairs = _json("proof-set-chain/multiKeyPairs.json").values()
    secrets = {pair["publicKeyMultibase"]: pair["privateKeyMultibase"] for pair in pairs}
    method = options["verificationMethod"]
    return proof.add_proof(
        document,
        signer=PrivateKey.from_multikey(secrets[method.partition("#")[2]]),
        verification_method=method,
        created=_created(options),
        proof_id=options.get("id"),
        previous_proof=options.get("previousProof"),
        canonicalize=CANONICALIZE,
    )


@pytest.mark.parametrize("name", ["signedProofSet1", "signedProofChain1"])
def test_a_set_and_a_chain_hold_and_are_made_again(name: str) -> None:
    signed = _json(f"proof-set-chain/{name}.json")
    made = _json("proof-set-chain/unsigned.json")
    for each in proof.proofs_of(signed):
        key = _key(str(each["verificationMethod"]))
        proof.check_proof(signed, each, key, canonicalize=CANONICALIZE)
        made = _add(made, each)
    assert made == signed
    record("vc-di-eddsa", name, "pass")


@pytest.mark.parametrize("name", ["Set", "Chain"])
def test_the_published_steps_of_sets_and_chains(name: str) -> None:
    signed = _json(f"proof-set-chain/signedProof{name}1.json")
    config = _json(f"proof-set-chain/proof{name}Config1.json")
    finished = _json(f"proof-set-chain/proof{name}ConfigSigned1.json")
    assert finished in proof.proofs_of(signed)
    assert {key: finished[key] for key in config if key != "@context"} == {
        key: config[key] for key in config if key != "@context"
    }
    if name == "Chain":
        before = _json("proof-set-chain/proofChainTempDoc1.json")
        assert proof.proofs_of(_add(before, finished))[-1] == finished
        record("vc-di-eddsa", "proofChainTempDoc1", "pass")
    record("vc-di-eddsa", f"proof{name}Config1", "pass")
    record("vc-di-eddsa", f"proof{name}ConfigSigned1", "pass")
