"""The published vectors of Data Integrity ECDSA Cryptosuites 1.0 for both suites and both curves.

ECDSA has many signatures of one text: the published ones are checked, ours are made from the
same keys and checked by the same rules.
"""

import hashlib
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest
from vector_table import record

from skillmark.core import canon, did, jsonio, proof
from skillmark.core.canon import jcs
from skillmark.core.crypto import Algorithm, PrivateKey, PublicKey
from skillmark.core.encoding import multibase, timestamp
from skillmark.core.jsonio import JsonObject
from skillmark.core.proof import ProofError

FOLDER: Final = Path(__file__).parents[2] / "vectors" / "vc-di-ecdsa"
CANONICALIZE: Final = partial(canon.canonicalize, allow_examples=True)
HASHES: Final = {Algorithm.P256: "sha256", Algorithm.P384: "sha384"}


@dataclass(frozen=True)
class Suite:
    """Where the files of one suite and curve lie, and how it makes its canonical bytes."""

    name: str
    algorithm: Algorithm

    @property
    def is_jcs(self) -> bool:
        return "jcs" in self.name

    @property
    def curve(self) -> str:
        return self.algorithm.replace("-", "")

    def file(self, stem: str, extension: str = "txt") -> Path:
        suffix = ("JCS" if self.is_jcs else "") + "ECDSA" + self.curve
        return FOLDER / f"{self.name}-{self.curve.lower()}" / f"{stem}{suffix}.{extension}"

    def text(self, stem: str) -> str:
        return self.file(stem).read_text().strip()

    def json(self, stem: str) -> Any:
        return jsonio.load_object(self.file(stem, "json").read_bytes())

    def canonical(self, document: JsonObject) -> bytes:
        if self.is_jcs:
            return jcs.canonicalize(document)
        return CANONICALIZE(document, HASHES[self.algorithm])

    def key(self) -> PrivateKey:
        pair = jsonio.load_object((FOLDER / f"{self.curve.lower()}KeyPair.json").read_bytes())
        return PrivateKey.from_multikey(str(pair["secretKeyMultibase"]))


SUITES = [
    Suite(name, algorithm)
    for name in ("ecdsa-rdfc-2019", "ecdsa-jcs-2019")
    for algorithm in HASHES
]
each_suite = pytest.mark.parametrize("suite", SUITES, ids=lambda s: f"{s.name} {s.algorithm}")


def _public(method: object) -> PublicKey:
    name = str(method)
    return did.key.resolve(name.partition("#")[0]).method(name).public_key


@each_suite
def test_the_canonical_forms_and_hashes(suite: Suite) -> None:
    document = proof.without_proof(suite.json("signed"))
    halves = []
    for value, stem in ((document, "Doc"), (suite.json("proofConfig"), "Proof")):
        name = "canonDoc" if stem == "Doc" else "proofCanon"
        canonical = suite.canonical(value)
        assert canonical.decode().strip() == suite.text(name)
        digest = hashlib.new(HASHES[suite.algorithm], canonical).hexdigest()
        assert digest == suite.text(f"{stem.lower()}Hash")
        halves.append(digest)
    assert "".join(reversed(halves)) == suite.text("combinedHash")
    for stem in ("canonDoc", "docHash", "proofCanon", "proofHash", "combinedHash"):
        record("vc-di-ecdsa", f"{suite.name} {suite.algorithm} {stem}", "pass")


@each_suite
def test_the_signature_is_of_the_hashes(suite: Suite) -> None:
    signature = bytes.fromhex(suite.text("sigHex"))
    assert multibase.encode(signature) == suite.text("sigBTC58")
    suite.key().public.verify(signature, bytes.fromhex(suite.text("combinedHash")))
    record("vc-di-ecdsa", f"{suite.name} {suite.algorithm} sigHex", "pass")


@each_suite
def test_the_signed_document_holds_and_nothing_else_does(suite: Suite) -> None:
    signed = suite.json("signed")
    (only,) = proof.proofs_of(signed)
    key = _public(only["verificationMethod"])
    assert key == suite.key().public
    proof.check_proof(signed, only, key, canonicalize=CANONICALIZE)
    for changed in (
        signed | {"name": "Another name"},
        signed | {"validFrom": "2011-01-01T00:00:00Z"},
    ):
        with pytest.raises(ProofError):
            proof.check_proof(changed, only, key, canonicalize=CANONICALIZE)
    value = str(only["proofValue"])
    for broken in (value[:-1], value + "1", "z", "", multibase.encode(b"\0" * 64)):
        with pytest.raises(ProofError):
            proof.check_proof(
                signed, only | {"proofValue": broken}, key, canonicalize=CANONICALIZE
            )
    record("vc-di-ecdsa", f"{suite.name} {suite.algorithm} signed", "pass")


@each_suite
def test_what_we_sign_with_the_same_key_holds(suite: Suite) -> None:
    unsigned = jsonio.load_object((FOLDER / "unsigned.json").read_bytes())
    options = suite.json("signed")["proof"]
    made: dict[str, Any] = {
        "signer": suite.key(),
        "verification_method": options["verificationMethod"],
        "created": timestamp.decode(options["created"]),
        "cryptosuite": suite.name,
        "canonicalize": CANONICALIZE,
    }
    for signed in (
        proof.add_proof(unsigned, **made),
        proof.BulkSigner(**made).add_proof(unsigned),
    ):
        mine: Any = signed["proof"]
        assert {**mine, "proofValue": ""} == {**options, "proofValue": ""}
        proof.check_proof(signed, mine, suite.key().public, canonicalize=CANONICALIZE)
    record("vc-di-ecdsa", f"{suite.name} {suite.algorithm} made", "pass")


@each_suite
def test_each_suite_takes_its_own_keys_and_its_own_hash(suite: Suite) -> None:
    """A P-256 proof says nothing about a P-384 key, an Ed25519 key or the other transformation."""
    signed = suite.json("signed")
    (only,) = proof.proofs_of(signed)
    others = [other for other in SUITES if other.algorithm != suite.algorithm]
    ed25519 = PrivateKey.generate(Algorithm.ED25519, b"\1" * 32).public
    for key in (others[0].key().public, ed25519):
        with pytest.raises(ProofError):
            proof.check_proof(signed, only, key, canonicalize=CANONICALIZE)
    for name in ("ecdsa-rdfc-2019", "ecdsa-jcs-2019", "eddsa-rdfc-2022", "eddsa-jcs-2022"):
        if name != suite.name:
            with pytest.raises(ProofError):
                proof.check_proof(
                    signed,
                    only | {"cryptosuite": name},
                    suite.key().public,
                    canonicalize=CANONICALIZE,
                )
