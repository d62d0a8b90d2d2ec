"""Tokens: is the signature of a JWT good, and does its key belong to the issuer?

The same three checks as for a Data Integrity proof. The header proposes a key; only the issuer's
DID document, or for an issuer with a web address what lies there, makes it the issuer's. A key of
anybody else is refused before anything is fetched.
"""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from skillmark.core.crypto import ForeignKey, read_jwk
from skillmark.core.did import (
    DidDocument,
    DidError,
    DidUrl,
    MethodUnusableError,
    RsaMethod,
    VerificationMethod,
)
from skillmark.core.encoding import timestamp
from skillmark.core.errors import SkillmarkError
from skillmark.core.proof.authority import CLOCK_SKEW
from skillmark.core.proof.vc_jwt import Token
from skillmark.core.vc import Credential
from skillmark.core.verify import token_sites
from skillmark.core.verify.documents import Asking, Documents
from skillmark.core.verify.histories import Known
from skillmark.core.verify.keys import check_key, whose
from skillmark.core.verify.report import (
    Check,
    Fact,
    failed,
    failed_by,
    not_run,
    not_run_by,
    passed,
)
from skillmark.core.verify.signatures import NOT_BOUND, NOT_BOUND_REASON, known_of, no_document
from skillmark.core.verify.signed import Signed

type Method = VerificationMethod | RsaMethod


def ask_for_keys(signed: Signed, token: Token, documents: Documents) -> Asking:
    """Ask for the issuer's documents, when the token's key could be one of the issuer's."""
    if not signed.issuer_id.startswith("did:"):
        yield from documents.ask(token_sites.key_needs(signed.issuer_id, token.jws))
    elif _method_id(signed.issuer_id, token) is not None:
        yield from documents.ask_for_dids([signed.issuer_id])


def check_token(signed: Signed, token: Token, documents: Documents) -> list[Check]:
    """Return ``proof``, ``issuer`` and ``key`` of a token."""
    if token.issued is not None and token.issued > signed.at + CLOCK_SKEW:
        reason = "The proof was made in the future."
        created = timestamp.encode(token.issued)
        return [failed("proof", "proof.created_in_future", reason, created=created)]
    if not signed.issuer_id.startswith("did:"):
        key, issuer = token_sites.find_key(signed.issuer_id, token.jws, documents)
        if key is None:
            return [_not_found(), issuer]
        in_force = passed("key", "key.active", "The key it gives is in force.")
        return [_check_signature(token, key, token.jws.text("kid")), issuer, in_force]
    known, method, issuer = _find_method(signed, token, documents)
    if known is None or method is None:
        return [_not_found(), issuer]
    return [
        _check_signature(token, method.public_key, method.id),
        issuer,
        check_key(signed, token.issued, method, known),
    ]


def limited(credential: Credential, token: Token | None) -> Credential:
    """Return the credential with the shorter period, where its token says one."""
    if token is None:
        return credential
    starts = [one for one in (credential.valid_from, token.not_before) if one]
    ends = [one for one in (credential.valid_until, token.expires) if one]
    return replace(
        credential, valid_from=max(starts, default=None), valid_until=min(ends, default=None)
    )


def check_end(token: Token | None, at: datetime) -> Check | None:
    """Return that a token holds no longer, RFC 7519 §4.1.4: at its end it has ended."""
    if token is None or token.expires is None or at < token.expires:
        return None
    until = timestamp.encode(token.expires)
    return failed("validity", "validity.expired", "It has expired.", valid_until=until)


def signed_at(token: Token) -> str | None:
    """Return when the token says that it was made; the issuer's word."""
    moment: datetime | None = token.issued
    return None if moment is None else timestamp.encode(moment)


def _not_found() -> Check:
    reason = "The key that made the signature was not found."
    return not_run("proof", "proof.key_not_found", reason)


def _check_signature(token: Token, key: ForeignKey, name: str | None) -> Check:
    try:
        token.jws.check(key)
    except SkillmarkError as error:
        return failed_by("proof", error)
    return passed(
        "proof",
        "proof.valid",
        "The signature is good: nothing was changed since it was signed.",
        cryptosuite=token.jws.algorithm,
        method=name,
        created=signed_at(token),
    )


def _method_id(issuer: str, token: Token) -> str | None:
    """Return the full name of the key in the issuer's DID document, "" for its only key.

    None when the header names a key of somebody else.
    """
    kid = token.jws.text("kid")
    if kid is None:
        return ""
    name = f"{issuer}{kid}" if kid.startswith("#") else kid
    try:
        return name if DidUrl.parse(name).did == issuer else None
    except DidError:
        return None


def _find_method(
    signed: Signed, token: Token, documents: Documents
) -> tuple[Known | None, Method | None, Check]:
    """Return the key in the issuer's own DID document, and whether it may sign credentials."""
    facts: dict[str, Fact] = {
        "issuer": signed.issuer_id,
        "signed_by": (token.jws.text("kid") or "")[:500],
    }
    name = _method_id(signed.issuer_id, token)
    if name is None:
        return None, None, failed("issuer", NOT_BOUND, NOT_BOUND_REASON, **facts)
    try:
        found = known_of(signed.issuer_id, documents.resolved)
        if not isinstance(found, Known):
            return None, None, no_document(signed.issuer_id, found)
        document = found.listing(name) if name else found.document
        method = document.token_method(name) if name else _only_method(document, token)
        fault = _check_bound(document, method, token, facts)
        if fault is not None or method is None:
            return found, None, fault or _unnamed(facts)
        return found, method, whose(signed, found, method)
    except MethodUnusableError as error:
        return None, None, not_run_by("issuer", error)
    except SkillmarkError as error:
        return None, None, failed_by("issuer", error)


def _unnamed(facts: dict[str, Fact]) -> Check:
    reason = "The token does not say which key of the issuer signed it."
    return failed("issuer", "token.key_unnamed", reason, **facts)


def _check_bound(
    document: DidDocument, method: Method | None, token: Token, facts: dict[str, Fact]
) -> Check | None:
    """Return why a method may not sign credentials for the issuer, or None when it may."""
    if method is None:
        return _unnamed(facts)
    proposed = token.jws.header.get("jwk")
    if proposed is not None:
        written = read_jwk(proposed if isinstance(proposed, dict) else {})
        if written != method.public_key:
            return failed("issuer", NOT_BOUND, NOT_BOUND_REASON, **facts)
    if method.controller != document.id:
        return failed("issuer", NOT_BOUND, NOT_BOUND_REASON, **facts)
    if method.id not in document.assertion_method:
        reason = "The key is not listed under assertionMethod."
        return failed("issuer", "proof.method_unauthorized", reason, method=method.id)
    return None


def _only_method(document: DidDocument, token: Token) -> Method | None:
    """Return the key that the header writes out, or the issuer's only one."""
    methods: list[Method] = []
    for name in sorted(document.assertion_method):
        with suppress(DidError):  # a key of another type is not the one
            methods.append(document.token_method(name))
    proposed = token.jws.header.get("jwk")
    if isinstance(proposed, dict):
        key = read_jwk(proposed)
        methods = [method for method in methods if method.public_key == key]
    return methods[0] if len(methods) == 1 else None
