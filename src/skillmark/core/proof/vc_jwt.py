"""A credential in a token: Open Badges 3.0 §8.2, VC-JWT of VCDM 1.1 §6.3.1, VC-JOSE-COSE §3.1.

Three forms, told apart by ``typ`` and by where the credential stands: ``vc+jwt`` is the credential
itself; ``JWT`` is the credential with claims beside it (Open Badges 3.0), or a ``vc`` claim that
holds it (VCDM 1.1). Claims that the token says twice have to agree; nothing here is proven.
"""

import copy
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from skillmark.core.encoding import TimestampError, timestamp
from skillmark.core.jsonio import JsonError, JsonObject, JsonValue, load_object
from skillmark.core.proof import jws
from skillmark.core.proof.jws import Jws
from skillmark.core.proof.token_errors import TokenClaimError, TokenShapeError, TokenTypeError
from skillmark.core.vc.model import BASE_CONTEXT_1

MAX_DATE: Final = 253_402_300_799  # seconds; the end of the year 9999

_CLAIMS: Final = frozenset({"iss", "sub", "aud", "exp", "nbf", "iat", "jti"})


class Form(StrEnum):
    """How a token holds its credential; the value is what a report calls it."""

    JOSE = "VC-JOSE-COSE"
    BADGE = "Open Badges 3.0 JWT"
    VC_CLAIM = "VC-JWT 1.1"


@dataclass(frozen=True, slots=True)
class Token:
    """A credential in a token, read and not proven.

    Attributes:
        jws: the token in its parts.
        form: how it holds the credential.
        document: the credential, with what the claims alone say of it.
        not_before: the token holds from then on, or None.
        expires: the token holds until then, or None.
        issued: when it says that it was made, or None.
    """

    jws: Jws
    form: Form
    document: JsonObject
    not_before: datetime | None = None
    expires: datetime | None = None
    issued: datetime | None = None


def parse(data: bytes) -> Token:
    """Read a token that holds a credential.

    Raises:
        TokenTypeError: ``typ`` is of another kind of token, or no credential is in it.
        TokenClaimError: a claim is malformed, or disagrees with the credential.
        TokenError: see `jws.parse`.
    """
    return of(jws.parse(data))


def of(token: Jws) -> Token:
    """Return the credential in a token; see `parse`."""
    claims = payload_of(token)
    form = _form(token, claims)
    if form is Form.VC_CLAIM:
        document = _filled(claims)
    else:
        document = {name: value for name, value in claims.items() if name not in _CLAIMS}
    _check_names(claims, document, form)
    moments = {name: _moment(claims, name) for name in ("nbf", "exp", "iat")}
    if form is not Form.JOSE:
        _check_same(moments["nbf"], document, ("validFrom", "issuanceDate"), "nbf")
        _check_same(moments["exp"], document, ("validUntil", "expirationDate"), "exp")
    return Token(token, form, document, moments["nbf"], moments["exp"], moments["iat"])


def payload_of(token: Jws) -> JsonObject:
    """Return the payload as an object.

    Raises:
        TokenShapeError: it is no strict JSON object.
    """
    try:
        return load_object(token.payload, max_bytes=jws.MAX_TOKEN)
    except JsonError as error:
        raise TokenShapeError(
            f"What the token holds cannot be read. {error.message}", cause=error.code
        ) from error


def _form(token: Jws, claims: JsonObject) -> Form:
    kind = (token.text("typ") or "JWT").lower().removeprefix("application/")
    if kind == "vc+jwt":
        if "vc" in claims or "vp" in claims:
            raise TokenTypeError("The token holds a credential inside a credential.")
        return Form.JOSE
    if kind != "jwt":
        raise TokenTypeError("The token is of another kind than a credential.", typ=kind[:40])
    inside = claims.get("vc")
    if "vc" in claims:
        if not isinstance(inside, dict) or "@context" in claims or "type" in claims:
            raise TokenTypeError("The token holds a credential inside a credential.")
        return Form.VC_CLAIM
    if "@context" not in claims:
        raise TokenTypeError("The token holds no credential.")
    return Form.BADGE


def _filled(claims: JsonObject) -> JsonObject:
    """Return the ``vc`` claim with what only the other claims say, VCDM 1.1 §6.3.1."""
    inside = claims["vc"]
    document: JsonObject = copy.deepcopy(inside) if isinstance(inside, dict) else {}
    context = document.get("@context")
    old = BASE_CONTEXT_1 in (context if isinstance(context, list) else [context])
    names = {"jti": "id", "iss": "issuer"}
    dates = {
        "nbf": ("issuanceDate", "validFrom") if old else ("validFrom",),
        "exp": ("expirationDate", "validUntil") if old else ("validUntil",),
    }
    for claim, name in names.items():
        if claim in claims and name not in document:
            document[name] = claims[claim]
    for claim, members in dates.items():
        moment = _moment(claims, claim)
        if moment is not None and not any(name in document for name in members):
            document[members[0]] = timestamp.encode(moment)
    subject = document.get("credentialSubject")
    if "sub" in claims and isinstance(subject, dict) and "id" not in subject:
        subject["id"] = claims["sub"]
    return document


def _check_names(claims: JsonObject, document: JsonObject, form: Form) -> None:
    """Refuse claims that name another issuer, credential or holder than the credential does."""
    issuer = document.get("issuer")
    named = issuer.get("id") if isinstance(issuer, dict) else issuer
    if "iss" not in claims and form is not Form.JOSE:
        raise TokenClaimError("The token does not name its issuer.", claim="iss")
    _check_equal(claims, "iss", named)
    _check_equal(claims, "jti", document.get("id"))
    subject = document.get("credentialSubject")
    if isinstance(subject, list) and len(subject) == 1:
        subject = subject[0]
    _check_equal(claims, "sub", subject.get("id") if isinstance(subject, dict) else None)


def _check_equal(claims: JsonObject, name: str, said: JsonValue) -> None:
    if name in claims and (not isinstance(claims[name], str) or claims[name] != said):
        raise _differs(name)


def _differs(name: str) -> TokenClaimError:
    return TokenClaimError(
        f"The token and the credential in it disagree on “{name}”.", claim=name
    )


def _moment(claims: JsonObject, name: str) -> datetime | None:
    """Return a NumericDate; only whole seconds are taken."""
    if name not in claims:
        return None
    value = claims[name]
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MAX_DATE:
        raise TokenClaimError(f"The claim “{name}” is no time in whole seconds.", claim=name)
    return datetime.fromtimestamp(value, UTC)


def _check_same(
    moment: datetime | None, document: JsonObject, members: tuple[str, ...], claim: str
) -> None:
    """Refuse a time that the credential says otherwise, to the second."""
    for member in members:
        value = document.get(member)
        if moment is None or not isinstance(value, str):
            continue
        try:
            said = timestamp.decode(value)
        except TimestampError:  # the model says so
            continue
        if int(said.timestamp()) != int(moment.timestamp()):
            raise _differs(claim)
