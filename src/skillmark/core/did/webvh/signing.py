"""The one proof of did:webvh 1.0: eddsa-jcs-2022 by a did:key, of entries and by witnesses.

Stricter than Data Integrity at large: exactly these members, this suite, this purpose, and a
key that is spelt twice alike. `skillmark.core.proof` stands above DIDs and reads credentials;
what a log needs of it is these few lines. § names a section of did:webvh 1.0.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self

from skillmark.core.canon import jcs
from skillmark.core.crypto import (
    Algorithm,
    PrivateKey,
    PublicKey,
    SignatureError,
    Signer,
)
from skillmark.core.did import key
from skillmark.core.did.errors import DidError
from skillmark.core.did.webvh.errors import (
    ProofFormError,
    ProofKeyError,
    ProofPurposeError,
    ProofSignatureError,
    ProofSuiteError,
)
from skillmark.core.encoding import EncodingError, multibase, timestamp
from skillmark.core.jsonio import JsonObject, JsonValue

SUITE: Final = "eddsa-jcs-2022"

_TYPE: Final = "DataIntegrityProof"
_PURPOSE: Final = "assertionMethod"
_NEEDED: Final = frozenset(
    {"type", "cryptosuite", "verificationMethod", "proofPurpose", "proofValue"}
)
_ALLOWED: Final = _NEEDED | {"created"}
_SIGNATURE: Final = 64  # bytes, RFC 8032 §5.1.6


@dataclass(frozen=True, slots=True)
class LogKey:
    """A key that signs entries or approves them, wherever its secret lies.

    Attributes:
        public: its public half, Ed25519.
        signer: what signs with it.
    """

    public: PublicKey
    signer: Signer

    @classmethod
    def of(cls, private: PrivateKey) -> Self:
        """Return the key that lies in memory."""
        return cls(private.public, private)

    @property
    def multikey(self) -> str:
        """The public half as ``updateKeys`` names it."""
        return self.public.to_multikey()

    @property
    def did(self) -> str:
        """The did:key, as a witness is named."""
        return key.did_of(self.public)


def ed25519(did: str) -> PublicKey | None:
    """Return the key of a did:key if it can make these proofs, else None."""
    try:
        public = key.public_key(did)
    except DidError:
        return None
    return public if public.algorithm is Algorithm.ED25519 else None


def sign(document: JsonObject, by: LogKey, *, at: datetime) -> JsonObject:
    """Return a proof of ``document``, which has none yet.

    Args:
        document: an entry with its final version id, or what a witness approves.
        by: the key.
        at: the moment of signing, written into the proof.

    Raises:
        ProofKeyError: the key is not Ed25519.
        TimestampError: ``at`` has no zone.
    """
    if by.public.algorithm is not Algorithm.ED25519:
        raise ProofKeyError("Entries are signed with Ed25519 only.")
    options: JsonObject = {
        "type": _TYPE,
        "cryptosuite": SUITE,
        "verificationMethod": f"{by.did}#{by.multikey}",
        "created": timestamp.encode(at),
        "proofPurpose": _PURPOSE,
    }
    value = multibase.encode(by.signer.sign(_signed(document, options)))
    return options | {"proofValue": value}


def check(document: JsonObject, proof: JsonValue) -> str:
    """Return the Multikey that signed ``document``, § Authorized Keys.

    Whether that key may is the caller's question.

    Args:
        document: what was signed, without proofs.
        proof: one member of its ``proof``.

    Raises:
        ProofFormError: members are missing, too many or of another kind.
        ProofSuiteError: another type or cryptosuite.
        ProofPurposeError: another purpose.
        ProofKeyError: no did:key of an Ed25519 key, spelt twice alike.
        ProofSignatureError: the signature does not match.
    """
    if not isinstance(proof, dict) or not _NEEDED <= proof.keys() <= _ALLOWED:
        raise ProofFormError("The proof has not exactly the members it needs.")
    texts = {name: value for name, value in proof.items() if isinstance(value, str)}
    if len(texts) != len(proof):
        raise ProofFormError("A member of the proof is no text.")
    if texts["type"] != _TYPE or texts["cryptosuite"] != SUITE:
        raise ProofSuiteError(
            f"The proof is not of the suite {SUITE}.", cryptosuite=texts["cryptosuite"][:100]
        )
    if texts["proofPurpose"] != _PURPOSE:
        raise ProofPurposeError(f"The purpose of the proof is not {_PURPOSE}.")
    did, _, fragment = texts["verificationMethod"].partition("#")
    public = ed25519(did)
    if public is None or fragment != did.removeprefix("did:key:"):
        raise ProofKeyError("The proof does not name an Ed25519 did:key and its own key.")
    options: JsonObject = {n: value for n, value in proof.items() if n != "proofValue"}
    try:
        signature = multibase.decode(texts["proofValue"])
    except EncodingError:
        raise ProofFormError("The signature is not base58btc.") from None
    if len(signature) != _SIGNATURE:
        raise ProofFormError("The signature has not 64 bytes.", length=len(signature))
    try:
        public.verify(signature, _signed(document, options))
    except SignatureError:
        raise ProofSignatureError(
            "The signature does not match the key and the text."
        ) from None
    return fragment


def _signed(document: JsonObject, options: JsonObject) -> bytes:
    """Return the bytes that are signed, Data Integrity EdDSA §3.3.4."""
    halves = (hashlib.sha256(jcs.canonicalize(half)).digest() for half in (options, document))
    return b"".join(halves)
