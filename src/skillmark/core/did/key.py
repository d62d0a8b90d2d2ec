"""did:key: the identifier is the public key itself, as a Multikey.

§ refers to the did:key method specification of the W3C CCG. Nothing is looked up; a document
is derived. Only keys that sign are taken.
"""

from skillmark.core.crypto import CryptoError, PublicKey
from skillmark.core.did.document import DidDocument, VerificationMethod
from skillmark.core.did.errors import DidKeyError, DidMethodError
from skillmark.core.did.url import DidUrl


def did_of(public: PublicKey) -> str:
    """Return the did:key of ``public``."""
    return f"did:key:{public.to_multikey()}"


def public_key(did: str) -> PublicKey:
    """Return the key that a did:key spells.

    Raises:
        DidSyntaxError: no DID.
        DidMethodError: another method.
        DidKeyError: wrong multicodec or width, no point of the curve, or another spelling.
    """
    url = DidUrl.parse_did(did)
    if url.method != "key":
        raise DidMethodError("The DID is no did:key.", method=url.method)
    try:
        return PublicKey.from_multikey(url.identifier)
    except CryptoError as error:
        raise DidKeyError(f"The did:key cannot be used. {error.message}") from error


def verification_method(did: str) -> str:
    """Return the id of the one verification method of a did:key, §3.1.

    Raises:
        DidError: as `public_key`.
    """
    return f"{did}#{public_key(did).to_multikey()}"


def resolve(did: str) -> DidDocument:
    """Return the document of a did:key, §3.1: one key, for assertion and authentication.

    Raises:
        DidError: as `public_key`.
    """
    key = public_key(did)
    name = f"{did}#{key.to_multikey()}"
    purposes = frozenset({name})
    return DidDocument(
        did, (VerificationMethod(name, did, key),), purposes, purposes, unusable={}
    )
