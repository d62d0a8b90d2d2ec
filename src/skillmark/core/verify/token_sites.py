"""Keys of an issuer whose name is a web address: which of them are really the issuer's?

Open Badges 3.0 §8.2 lets a token name its key by an address and says nothing of whose it is. Many
issuers share one site, so the same origin is not enough: the key lies below the issuer's own
address or among the site's ``.well-known``, or the document at the issuer's address names it.
"""

from collections.abc import Iterator
from contextlib import suppress
from typing import Final
from urllib.parse import SplitResult, urlsplit

from skillmark.core import jsonio
from skillmark.core.crypto import CryptoError, ForeignKey, read_jwk
from skillmark.core.jsonio import JsonObject
from skillmark.core.proof.jws import Jws
from skillmark.core.verify.documents import Documents
from skillmark.core.verify.evidence import MAX_KEY, Need, NeedKind, Unavailable
from skillmark.core.verify.fields import objects, text, texts
from skillmark.core.verify.report import Check, Fact, failed, not_run, passed
from skillmark.core.verify.signatures import NOT_BOUND, NOT_BOUND_REASON

MAX_KEYS: Final = 64  # of one set
MAX_ADDRESS: Final = 2_048  # characters

_SCHEMES: Final = ("https", "http")
"""Plain http is only ever fetched of origins that were allowed by name."""


def key_needs(issuer: str, token: Jws) -> tuple[Need, ...]:
    """Return the documents that may show the token's key to be the issuer's; none if none can."""
    kid = token.text("kid")
    if _parts(issuer) is None or (kid is None and "jwk" not in token.header):
        return ()
    if kid is None:
        return (_need(issuer),)
    address = _document_of(kid, issuer)
    if address is None:
        return ()
    return tuple(_need(url) for url in dict.fromkeys([address, *_witness(address, issuer)]))


def find_key(issuer: str, token: Jws, documents: Documents) -> tuple[ForeignKey | None, Check]:
    """Return the key, and whether it is the issuer's."""
    kid = token.text("kid")
    facts: dict[str, Fact] = {"issuer": issuer, "signed_by": (kid or "")[:500]}
    if not key_needs(issuer, token):
        return None, _unbound(issuer, token, facts)
    found: dict[str, JsonObject] = {}
    for need in key_needs(issuer, token):
        document = _read(documents.get(need.url))
        if isinstance(document, Unavailable):
            return None, not_run("issuer", document.code, document.reason, **facts)
        found[need.url] = document
    try:
        keys = _named(kid, found, issuer) if kid else list(_keys_of(found[issuer], issuer))
        proposed = token.header.get("jwk")
        if proposed is not None:
            wanted = read_jwk(proposed if isinstance(proposed, dict) else {})
            candidates = [wanted] if wanted in _usable(keys) else []
        else:
            candidates = [read_jwk(jwk) for jwk in keys]
    except CryptoError as error:
        reason = "The key at the issuer's address cannot be used."
        return None, failed("issuer", error.code, reason, **facts)
    if len(candidates) != 1:
        return None, failed("issuer", NOT_BOUND, NOT_BOUND_REASON, **facts)
    reason = "The key it gives belongs to the issuer."
    return candidates[0], passed("issuer", "issuer.bound", reason, **facts)


def _usable(keys: list[JsonObject]) -> Iterator[ForeignKey]:
    for jwk in keys:
        with suppress(CryptoError):
            yield read_jwk(jwk)


def _unbound(issuer: str, token: Jws, facts: dict[str, Fact]) -> Check:
    if _parts(issuer) is None:
        reason = "The issuer's kind of identifier cannot be looked up yet."
        return not_run("issuer", "unsupported.issuer", reason, **facts)
    if token.text("kid") is None:
        reason = "The token does not say which key of the issuer signed it."
        return failed("issuer", "token.key_unnamed", reason, **facts)
    return failed("issuer", NOT_BOUND, NOT_BOUND_REASON, **facts)


def _parts(address: str) -> SplitResult | None:
    """Return the parts of a web address in its plain form, or None."""
    if len(address) > MAX_ADDRESS or "\\" in address or "/../" in f"{address}/":
        return None
    try:
        parts = urlsplit(address)
        plain = (
            parts.geturl() == address and parts.scheme in _SCHEMES and "@" not in parts.netloc
        )
    except ValueError:
        return None
    return parts if plain and parts.hostname and not parts.query else None


def _document_of(kid: str, issuer: str) -> str | None:
    """Return the address of the document with the key when it is on the issuer's own site."""
    address = kid.partition("#")[0]
    key, owner = _parts(address), _parts(issuer)
    if key is None or owner is None or owner.fragment:
        return None
    same = (key.scheme, key.netloc) == (owner.scheme, owner.netloc)
    return address if same else None


def _witness(address: str, issuer: str) -> Iterator[str]:
    """Yield the issuer's own address, when that of the key alone does not show whose it is."""
    key, owner = urlsplit(address), urlsplit(issuer)
    below = owner.path.strip("/") and address.startswith(issuer.rstrip("/") + "/")
    if address != issuer and not below and not key.path.startswith("/.well-known/"):
        yield issuer


def _need(url: str) -> Need:
    return Need(url, NeedKind.KEY, url, MAX_KEY)


def _read(found: bytes | Unavailable) -> JsonObject | Unavailable:
    if isinstance(found, Unavailable):
        return found
    try:
        return jsonio.load_object(found, max_bytes=MAX_KEY)
    except jsonio.JsonError as error:
        reason = "What lies at the address of the issuer's key is no key."
        return Unavailable(error.code, reason)


def _named(kid: str, found: dict[str, JsonObject], issuer: str) -> list[JsonObject]:
    """Return the keys of a name, when whoever has to speak for the name does."""
    address, _, fragment = kid.partition("#")
    if issuer in found and address != issuer and not _names(found[issuer], kid, issuer):
        return []
    document = found[address]
    if "kty" in document:
        return [document] if text(document.get("kid", kid)) in {kid, fragment} else []
    keys = list(_keys_of(document, address))
    if len(keys) == 1 and not fragment and "kid" not in keys[0]:
        return keys
    return [jwk for jwk in keys if text(jwk.get("kid")) in {kid, fragment or kid}]


def _names(profile: JsonObject, kid: str, issuer: str) -> bool:
    """Tell whether the document at the issuer's address names a key as its own."""
    listed = {text(profile.get("jwks_uri"))}
    for member in ("publicKey", "assertionMethod"):
        listed |= set(texts(profile.get(member)))
        listed |= {text(one.get("id")) for one in objects(profile.get(member))}
    return profile.get("id") == issuer and bool(listed & {kid, kid.partition("#")[0]})


def _keys_of(document: JsonObject, address: str) -> Iterator[JsonObject]:
    """Yield the keys of a JWK set, of a profile with one, or of a controlled identifier."""
    sets = [document, *objects(document.get("jwks"))]
    if sets[1:] and document.get("id") != address:
        return
    for one in sets:
        yield from objects(one.get("keys"))[:MAX_KEYS]
    if document.get("id") == address:
        for method in objects(document.get("assertionMethod"))[:MAX_KEYS]:
            for jwk in objects(method.get("publicKeyJwk")):
                yield {"kid": text(method.get("id")), **jwk}
