"""The answers of Open Badges 2.0 to the questions that every report asks."""

from datetime import datetime

from skillmark.core.encoding import timestamp
from skillmark.core.proof.authority import CLOCK_SKEW
from skillmark.core.verify.openbadges2.scope import is_beside, is_issuers
from skillmark.core.verify.openbadges2.shapes import Assertion, BadgeClass, Profile
from skillmark.core.verify.report import Check, failed, not_run, passed

_BADGE: tuple[str, ...] = ("description", "image", "criteria")
_PROFILE: tuple[str, ...] = ("url", "email")


def hosted(assertion: Assertion, badge: BadgeClass, profile: Profile) -> list[Check]:
    """Return ``issuer`` and ``key`` of a hosted badge."""
    if not is_issuers(assertion.id, profile):
        reason = "It lies outside of where its issuer says that its badges lie."
        return [
            failed("issuer", "badge2.out_of_scope", reason, issuer=profile.id, url=assertion.id)
        ]
    if (found := beside(badge, profile)) is not None:
        return [found]
    reason = "It lies where its issuer says that its badges lie."
    return [
        passed("issuer", "badge2.in_scope", reason, issuer=profile.id),
        passed("key", "badge2.no_key", "It needs no key: the issuer's site speaks for it."),
    ]


def beside(badge: BadgeClass, profile: Profile) -> Check | None:
    """Return what is wrong when the badge class lies elsewhere than its issuer, or None."""
    if is_beside(badge.id, profile):
        return None
    reason = "What it was awarded for is described on another site than its issuer's."
    return failed("issuer", "badge2.foreign_class", reason, issuer=profile.id, url=badge.id)


def validity(assertion: Assertion, at: datetime) -> Check:
    """Return ``validity``: its end, and its day of issue."""
    if assertion.expires is not None and assertion.expires <= at:
        until = timestamp.encode(assertion.expires)
        return failed("validity", "validity.expired", "It has expired.", valid_until=until)
    if assertion.issued > at + CLOCK_SKEW:
        start = timestamp.encode(assertion.issued)
        return failed("validity", "validity.not_yet", "It is not valid yet.", valid_from=start)
    return passed("validity", "validity.current", "It is within its period of validity.")


def not_revoked(assertion: Assertion) -> Check:
    """Return ``status`` of a hosted badge whose copy was just looked at."""
    return passed("status", "status.not_revoked", "It is not revoked.", url=assertion.id)


def form(assertion: Assertion, badge: BadgeClass, profile: Profile) -> list[Check]:
    """Return ``refresh``, ``schema``, ``badge``, ``subject`` and ``endorsements``."""
    return [
        passed("refresh", "refresh.none", "It says of no newer copy."),
        passed("schema", "schema.none", "It answers to no schema."),
        _rules(badge, profile),
        passed("subject", "subject.named", "It names its holder."),
        _endorsements(assertion, badge, profile),
    ]


def _rules(badge: BadgeClass, profile: Profile) -> Check:
    missing = [name for name in _BADGE if not badge.document.get(name)]
    missing += [name for name in _PROFILE if not profile.document.get(name)]
    if missing:
        reason = "It lacks what Open Badges asks of a badge and its issuer."
        return failed("badge", "badge2.incomplete", reason, missing=", ".join(missing))
    return passed("badge", "badge.rules_followed", "It keeps the rules of Open Badges.")


def _endorsements(assertion: Assertion, badge: BadgeClass, profile: Profile) -> Check:
    documents = (assertion.document, badge.document, profile.document)
    if any(document.get("endorsement") for document in documents):
        reason = "Endorsements of a kind or number that is not checked were left aside."
        return not_run("endorsements", "endorsement.not_checked", reason)
    return passed("endorsements", "endorsement.none", "Nobody endorses it.")
