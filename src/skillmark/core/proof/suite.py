"""The plan that cryptosuites follow (Data Integrity 1.0 §3).

Bring proof options and document each into canonical bytes, hash both, sign the two hashes side
by side. A suite says how its canonical bytes come about, and which keys go with which hash.
"""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar

from skillmark.core.canon import Canonicalizer
from skillmark.core.crypto import Algorithm, PublicKey, SignatureError, Signer
from skillmark.core.encoding import EncodingError, multibase
from skillmark.core.jsonio import JsonObject
from skillmark.core.proof.errors import (
    KeyTypeError,
    ProofSignatureError,
    ProofValueError,
    ReadOnlyCryptosuiteError,
)


class Cryptosuite(ABC):
    """One way to make and to check proofs.

    Attributes:
        proof_type: the ``type`` of its proofs.
        name: the ``cryptosuite`` of its proofs; None for legacy types.
        hashes: the keys it uses, each with its hash, by the names of `hashlib`.
        read_only: whether it is read for the sake of old documents and never written.
    """

    proof_type: ClassVar[str] = "DataIntegrityProof"
    name: ClassVar[str | None]
    hashes: ClassVar[Mapping[Algorithm, str]]
    read_only: ClassVar[bool] = False

    @abstractmethod
    def options_for(self, document: JsonObject, options: JsonObject) -> JsonObject:
        """Return the proof as it will stand in ``document``, still without its value."""

    @abstractmethod
    def canonical_options(
        self,
        document: JsonObject,
        options: JsonObject,
        canonicalize: Canonicalizer,
        hash_name: str,
    ) -> bytes:
        """Return the canonical bytes of the proof without its value.

        Raises:
            ProofContextError: the proof names another context than the document.
            CanonError: the options have no canonical bytes.
        """

    @abstractmethod
    def canonical_document(
        self,
        document: JsonObject,
        options: JsonObject,
        canonicalize: Canonicalizer,
        hash_name: str,
    ) -> bytes:
        """Return the canonical bytes of the document as it is signed.

        Raises:
            CanonError: the document has no canonical bytes.
        """

    def hash_name(self, algorithm: Algorithm) -> str:
        """Return the hash that goes with a key.

        Raises:
            KeyTypeError: the suite does not use such keys.
        """
        name = self.hashes.get(algorithm)
        if name is None:
            raise KeyTypeError(
                f"The suite {self.name or self.proof_type} does not use {algorithm} keys.",
                algorithm=str(algorithm),
            )
        return name

    def prepare(
        self,
        document: JsonObject,
        options: JsonObject,
        signer: Signer,
        canonicalize: Canonicalizer,
    ) -> tuple[JsonObject, bytes]:
        """Return the proof still without its value, and the hash of it.

        Both depend on the context of ``document`` only, so a batch can keep them.

        Raises:
            ReadOnlyCryptosuiteError: the suite is only read.
            KeyTypeError: the suite does not use such keys.
            ProofError, CanonError: as `canonical_options`.
        """
        if self.read_only:
            raise ReadOnlyCryptosuiteError(f"{self.proof_type} is only read, never written.")
        hash_name = self.hash_name(signer.algorithm)
        proof = self.options_for(document, options)
        canonical = self.canonical_options(document, proof, canonicalize, hash_name)
        return proof, hashlib.new(hash_name, canonical).digest()

    def finish(
        self,
        document: JsonObject,
        prepared: tuple[JsonObject, bytes],
        signer: Signer,
        canonicalize: Canonicalizer,
    ) -> JsonObject:
        """Return the proof with its value over ``document``.

        Raises:
            CanonError: the document has no canonical bytes.
        """
        proof, options_hash = prepared
        hash_name = self.hash_name(signer.algorithm)
        canonical = self.canonical_document(document, proof, canonicalize, hash_name)
        hashed = hashlib.new(hash_name, canonical).digest()
        return proof | {"proofValue": multibase.encode(signer.sign(options_hash + hashed))}

    def verify(
        self,
        document: JsonObject,
        proof: JsonObject,
        public_key: PublicKey,
        canonicalize: Canonicalizer,
    ) -> None:
        """Check ``proof`` over ``document``, which is given as it was signed.

        Raises:
            KeyTypeError: the suite does not use such keys.
            ProofValueError: the value is not base58btc of the width of a signature.
            ProofContextError: the proof names another context than the document.
            ProofSignatureError: the signature does not match.
            CanonError: the document or the options have no canonical bytes.
        """
        hash_name = self.hash_name(public_key.algorithm)
        signature = _signature(proof, public_key.algorithm)
        options = {name: value for name, value in proof.items() if name != "proofValue"}
        halves = (
            self.canonical_options(document, options, canonicalize, hash_name),
            self.canonical_document(document, options, canonicalize, hash_name),
        )
        signed = b"".join(hashlib.new(hash_name, half).digest() for half in halves)
        try:
            public_key.verify(signature, signed)
        except SignatureError:
            raise ProofSignatureError(
                "The signature does not match the document and the key."
            ) from None


def _signature(proof: JsonObject, algorithm: Algorithm) -> bytes:
    value = proof.get("proofValue")
    try:
        signature = multibase.decode(value if isinstance(value, str) else "")
    except EncodingError:
        raise ProofValueError("The proof value is not base58btc multibase.") from None
    if len(signature) != algorithm.signature_bytes:
        raise ProofValueError(
            f"The proof value has not {algorithm.signature_bytes} bytes.",
            length=len(signature),
        )
    return signature
