"""Signed badges of version 2: the key that the issuer's profile names, and its revocations."""

from skillmark.core.crypto import ForeignKey, read_jwk, read_pem
from skillmark.core.errors import SkillmarkError
from skillmark.core.jsonio import JsonObject
from skillmark.core.proof.token_errors import TokenTypeError
from skillmark.core.verify.evidence import NeedKind, Unavailable
from skillmark.core.verify.fields import text
from skillmark.core.verify.openbadges2 import checks
from skillmark.core.verify.openbadges2.case import Case, Step
from skillmark.core.verify.openbadges2.errors import OldBadgeError
from skillmark.core.verify.openbadges2.shapes import (
    Assertion,
    BadgeClass,
    Profile,
    read_key,
    read_revoked,
)
from skillmark.core.verify.report import Check, failed, failed_by, not_run, passed

_KINDS = frozenset({"jwt", "jose"})


def check_signed(
    case: Case, assertion: Assertion, badge: BadgeClass, profile: Profile
) -> Step[None]:
    """Add ``proof``, ``issuer`` and ``key`` of a signed badge, §Signed Verification."""
    named = _named_key(assertion, profile)
    if isinstance(named, Check):
        case.findings.add(named)
        return
    url, inside = named
    if (found := checks.beside(badge, profile)) is not None:
        case.findings.add(found)
        return
    document = inside
    if document is None:
        fetched = yield from case.fetch(url, NeedKind.KEY)
        if isinstance(fetched, Unavailable):
            case.findings.add(not_run("issuer", fetched.code, fetched.reason, url=url))
            return
        document = fetched
    try:
        pem = read_key(document, url, profile.id, inside=inside is not None)
        key = read_pem(pem)
    except SkillmarkError as error:
        reason = f"The issuer's key cannot be used. {error.message}"
        case.findings.add(failed("issuer", error.code, reason, url=url))
        return
    bound = passed("issuer", "issuer.bound", "The key it gives belongs to the issuer.", key=url)
    case.findings.add(_signature(case, key, url), bound, _in_force(document))


def check_revoked(case: Case, assertion: Assertion, profile: Profile) -> Step[Check]:
    """Return ``status`` of a signed badge, §RevocationList."""
    url = profile.revocation_list
    if url is None:
        reason = "The issuer keeps no list on which it could be revoked."
        return passed("status", "status.none", reason)
    found = yield from case.fetch(url, NeedKind.REVOCATION_LIST)
    if isinstance(found, Unavailable):
        return not_run("status", found.code, found.reason, list=url)
    try:
        revoked = read_revoked(found, url, profile.id)
    except OldBadgeError as error:
        reason = "What lies at the address of its status list is no status list."
        return not_run("status", "status.list_malformed", reason, cause=error.code, list=url)
    for name in (assertion.id, text(assertion.document.get("uid"))):
        if name is not None and name in revoked:
            reason = "The issuer revoked it."
            message = revoked[name][:500]
            return failed("status", "status.revoked", reason, list=url, message=message)
    return passed("status", "status.not_revoked", "It is not revoked.", list=url)


def _named_key(assertion: Assertion, profile: Profile) -> tuple[str, JsonObject | None] | Check:
    """Return the key that signed as the profile lists it: its address, itself when inside."""
    listed: dict[str, JsonObject | None] = {}
    for key in profile.keys:
        name = key if isinstance(key, str) else text(key.get("id")) or ""
        whole = isinstance(key, dict) and "publicKeyPem" in key
        listed[name] = key if isinstance(key, dict) and whole else None
    creator = assertion.creator
    if creator is None and len(listed) == 1:
        creator = next(iter(listed))
    if creator is None or not creator or creator not in listed:
        reason = "It was signed by somebody else than the issuer it names."
        return failed(
            "issuer", "issuer.not_bound", reason, issuer=profile.id, signed_by=creator
        )
    return creator, listed[creator]


def _signature(case: Case, key: ForeignKey, url: str) -> Check:
    token = case.shown.token
    assert token is not None  # noqa: S101 - a signed badge came in one
    try:
        if (token.text("typ") or "JWT").lower() not in _KINDS:
            raise TokenTypeError("The token is of another kind than a credential.")
        proposed = token.header.get("jwk")
        if (
            proposed is not None
            and read_jwk(proposed if isinstance(proposed, dict) else {}) != key
        ):
            raise TokenTypeError("The token carries a key that is not its issuer's.")
        token.check(key)
    except SkillmarkError as error:
        return failed_by("proof", error)
    return passed(
        "proof",
        "proof.valid",
        "The signature is good: nothing was changed since it was signed.",
        cryptosuite=token.algorithm,
        method=url,
    )


def _in_force(document: JsonObject) -> Check:
    if document.get("revoked", False) is not False:
        return failed("key", "key.revoked", "The issuer withdrew the key that signed it.")
    return passed("key", "key.active", "The key it gives is in force.")
