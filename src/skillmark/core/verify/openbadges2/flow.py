"""One verification of an Open Badge of version 2, in the order of things.

Hosted (§Hosted Verification): the copy at the assertion's own address is what counts, and what is
shown has to agree with it. Signed (§Signed Verification): a key that the issuer's profile names.
In both the badge class and the profile are fetched from their own addresses; what is written out
inside another document is only compared with them.
"""

import json
from dataclasses import replace
from datetime import datetime
from typing import Final

from skillmark.core.errors import SkillmarkError
from skillmark.core.jsonio import JsonObject, JsonValue
from skillmark.core.verify.documents import Documents
from skillmark.core.verify.evidence import NeedKind, Unavailable
from skillmark.core.verify.fields import id_of, text
from skillmark.core.verify.findings import Findings
from skillmark.core.verify.openbadges2 import checks, signing
from skillmark.core.verify.openbadges2.case import Case, Step
from skillmark.core.verify.openbadges2.errors import OldBadgeError, OldContextError
from skillmark.core.verify.openbadges2.mapping import as_credential
from skillmark.core.verify.openbadges2.shapes import (
    Assertion,
    BadgeClass,
    Profile,
    Shown,
    check_context,
    read_assertion,
    read_badge,
    read_profile,
)
from skillmark.core.verify.policy import Claims, Policy
from skillmark.core.verify.report import (
    Check,
    failed,
    failed_by,
    not_run,
    not_run_by,
    passed,
)

GONE: Final = "fetch.gone"
_ADDRESSES: Final = ("badge", "issuer")
"""Members that may stand as an address or as the object that lies there."""


def examine_old(
    shown: Shown, *, at: datetime, policy: Policy, findings: Findings
) -> Step[JsonObject | None]:
    """Add every check to the findings; return the badge in the words of 3.0, or None.

    Args:
        shown: what came, read as Open Badges 2.0.
        at: the moment to judge for, with a zone.
        policy: what is asked for beyond the standards.
        findings: those of reading; the others are added.
    """
    case = Case(shown, at, policy, findings, Documents(at))
    assertion = yield from _assertion(case)
    if assertion is None:
        return None
    chain = yield from _chain(case, assertion)
    if chain is None:
        return None
    badge, profile = chain
    if assertion.signed:
        yield from signing.check_signed(case, assertion, badge, profile)
    else:
        findings.extend(checks.hosted(assertion, badge, profile))
    findings.add(checks.validity(assertion, at))
    credential = as_credential(assertion, badge, profile)
    if findings.stands:
        if assertion.signed:
            findings.add((yield from signing.check_revoked(case, assertion, profile)))
        else:
            findings.add(checks.not_revoked(assertion))
        findings.extend(checks.form(assertion, badge, profile))
        claims = Claims(credential, profile.id, at)
        findings.extend(rule.check(claims) for rule in policy.rules)
    return credential


def _assertion(case: Case) -> Step[Assertion | None]:
    """Return the assertion that counts, with ``context``, ``type``, ``model`` and ``proof``."""
    if case.shown.address:
        real = yield from _hosted(case, case.shown.address)
        if real is None:
            return None
        case.shown = replace(case.shown, document=real)
    shown = _read(case, case.shown.document)
    if shown is None:
        return None
    if shown.signed:
        if case.shown.token is None:
            reason = "It says that it is signed, and carries no signature."
            case.findings.add(failed("proof", "proof.missing", reason))
            return None
        return shown
    if case.shown.token is not None:
        reason = "It is signed, and says of itself that it is not."
        case.findings.add(failed("proof", "badge2.verification", reason))
        return None
    return (yield from _compared(case, shown))


def _read(case: Case, document: JsonObject) -> Assertion | None:
    """Return an assertion, and say how far it can be read as one."""
    try:
        check_context(document)
    except OldContextError as error:
        redefined = "keyword" in error.facts
        answer = failed_by if redefined else not_run_by
        case.findings.add(answer("context", error))
        return None
    known = passed("context", "context.known", "Every word in it has one fixed meaning.")
    try:
        assertion = read_assertion(document)
    except OldBadgeError as error:
        name = "type" if error.code == "badge2.type" else "model"
        case.findings.add(known, failed_by(name, error))
        return None
    case.findings.add(
        known,
        passed("type", "badge2.assertion", "It is an Open Badge of version 2."),
        passed(
            "model",
            "model.followed",
            "It has the parts that a credential has.",
            data_model="Open Badges 2.0",
        ),
    )
    return assertion


def _compared(case: Case, shown: Assertion) -> Step[Assertion | None]:
    """Return the issuer's own copy when what is shown agrees with it."""
    real = yield from _hosted(case, shown.id)
    if real is None:
        return None
    try:
        check_context(real)
        assertion = read_assertion(real)
    except OldBadgeError as error:
        reason = "What the issuer's site holds is no such badge."
        case.findings.add(failed("proof", error.code, reason, **error.facts))
        return None
    differing = _difference(case.shown.document, real)
    if differing is None and (assertion.signed or assertion.id != shown.id):
        differing = "verification"
    if differing is not None:
        reason = "It says something else than the copy on the issuer's own site."
        case.findings.add(failed("proof", "badge2.differs", reason, member=differing[:100]))
        return None
    reason = "The issuer's own site holds the same words."
    case.findings.add(passed("proof", "badge2.hosted", reason, url=shown.id))
    return assertion


def _hosted(case: Case, url: str) -> Step[JsonObject | None]:
    """Return the copy at the assertion's address; say so when it was revoked."""
    if not url.startswith(("https://", "http://")):
        reason = "It has no web address at which it could be looked up."
        case.findings.add(failed("proof", "badge2.not_hosted", reason))
        return None
    found = yield from case.fetch(url, NeedKind.ASSERTION)
    if isinstance(found, Unavailable):
        if found.code == GONE:
            reason = "The issuer took it off its site for good, which revokes it."
            case.findings.add(failed("status", "status.revoked", reason, url=url))
        case.findings.add(not_run("proof", found.code, found.reason, url=url))
        return None
    if found.get("id") == url and found.get("revoked", False) is not False:
        message = (text(found.get("revocationReason")) or "")[:500]
        case.findings.add(
            failed("status", "status.revoked", "The issuer revoked it.", message=message),
            not_run("proof", "badge2.withdrawn", "The issuer's site holds it no longer."),
        )
        return None
    return found


def _chain(case: Case, assertion: Assertion) -> Step[tuple[BadgeClass, Profile] | None]:
    """Return badge class and profile as they lie at their own addresses."""
    badge_at = yield from case.fetch(assertion.badge, NeedKind.BADGE_CLASS)
    if isinstance(badge_at, Unavailable):
        case.findings.add(
            not_run("issuer", badge_at.code, badge_at.reason, url=assertion.badge)
        )
        return None
    try:
        badge = read_badge(badge_at, assertion.badge)
    except OldBadgeError as error:
        case.findings.add(_no_part(error, assertion.badge))
        return None
    profile_at = yield from case.fetch(badge.issuer, NeedKind.PROFILE)
    if isinstance(profile_at, Unavailable):
        found = not_run("issuer", profile_at.code, profile_at.reason, url=badge.issuer)
        case.findings.add(found)
        return None
    try:
        profile = read_profile(profile_at, badge.issuer)
    except OldBadgeError as error:
        case.findings.add(_no_part(error, badge.issuer))
        return None
    if not _agrees(case, assertion, badge, profile):
        return None
    return badge, profile


def _no_part(error: SkillmarkError, url: str) -> Check:
    reason = "What it refers to on its issuer's site is no use."
    return failed("issuer", error.code, f"{reason} {error.message}", url=url)


def _agrees(case: Case, assertion: Assertion, badge: BadgeClass, profile: Profile) -> bool:
    """Tell whether what is written out inside is what lies at the addresses."""
    written: list[tuple[JsonValue, JsonObject]] = []
    for document in (case.shown.document, assertion.document, badge.document):
        inside = document.get("badge")
        written.append((inside, badge.document))
        inner = inside.get("issuer") if isinstance(inside, dict) else None
        written += [(inner, profile.document), (document.get("issuer"), profile.document)]
    for inside, real in written:
        differing = _difference(inside, real) if isinstance(inside, dict) else None
        if differing is not None:
            reason = "It says something else than the copy on the issuer's own site."
            found = failed("issuer", "badge2.differs", reason, member=differing[:100])
            case.findings.add(found)
            return False
    return True


def _difference(shown: JsonObject, real: JsonObject) -> str | None:
    """Return the first member that is shown and not the same in the issuer's own copy."""
    for name, value in shown.items():
        other = real.get(name)
        if name == "@context" or (name in real and _same(value, other)):
            continue
        if name in _ADDRESSES and id_of(value) is not None and id_of(value) == id_of(other):
            continue
        return name
    return None


def _same(one: JsonValue, other: JsonValue) -> bool:
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
