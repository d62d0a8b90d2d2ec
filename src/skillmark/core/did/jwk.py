"""did:jwk: the identifier is a public JWK in base64url.

§ refers to the did:jwk method specification. A JWK has many spellings, so one key has many
DIDs; we write the shortest and read any, as long as the base64url is strict.
"""

from skillmark.core.crypto import CryptoError, PublicKey
from skillmark.core.did.document import DidDocument, VerificationMethod
from skillmark.core.did.errors import DidKeyError, DidMethodError
from skillmark.core.did.url import DidUrl
from skillmark.core.encoding import EncodingError, base64url
from skillmark.core.jsonio import JsonError, dumps, load_object


def did_of(public: PublicKey) -> str:
    """Return a did:jwk of ``public``."""
    return f"did:jwk:{base64url.encode(dumps(public.to_jwk()))}"


def public_key(did: str) -> PublicKey:
    """Return the key that a did:jwk spells.

    Raises:
        DidSyntaxError: no DID.
        DidMethodError: another method.
        DidKeyError: not base64url, no strict JSON, or no public signing key of ours.
    """
    url = DidUrl.parse_did(did)
    if url.method != "jwk":
        raise DidMethodError("The DID is no did:jwk.", method=url.method)
    try:
        return PublicKey.from_jwk(load_object(base64url.decode(url.identifier)))
    except (EncodingError, JsonError, CryptoError) as error:
        raise DidKeyError(f"The did:jwk cannot be used. {error.message}") from error


def verification_method(did: str) -> str:
    """Return the id of the one verification method of a did:jwk, always ``#0``.

    Raises:
        DidError: as `public_key`.
    """
    public_key(did)
    return f"{did}#0"


def resolve(did: str) -> DidDocument:
    """Return the document of a did:jwk: one key, for assertion and authentication.

    Raises:
        DidError: as `public_key`.
    """
    name = f"{did}#0"
    purposes = frozenset({name})
    return DidDocument(
        did, (VerificationMethod(name, did, public_key(did)),), purposes, purposes, unusable={}
    )
