"""A verified Open Badge of version 2 in the words of 3.0, for rules, screens and histories.

Nobody signed this document: it is a reading of three others, made after they were verified, and
it is never issued, stored as evidence or shown as a file.
"""

from typing import Final

from skillmark.core.badges.vocabulary import OB_CONTEXT
from skillmark.core.encoding import timestamp
from skillmark.core.jsonio import JsonObject, JsonValue
from skillmark.core.vc.model import BASE_CONTEXT_2
from skillmark.core.verify.fields import objects, text
from skillmark.core.verify.openbadges2.shapes import Assertion, BadgeClass, Profile

_IDENTITIES: Final = {"email": "emailAddress", "url": "url", "telephone": "telephone"}
_ALIGNMENT: Final = ("targetName", "targetUrl", "targetFramework", "targetCode")


def as_credential(assertion: Assertion, badge: BadgeClass, profile: Profile) -> JsonObject:
    """Return what the three say, as an OpenBadgeCredential without a proof."""
    issued = timestamp.encode(assertion.issued)
    document: JsonObject = {
        "@context": [BASE_CONTEXT_2, OB_CONTEXT],
        "id": assertion.id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": badge.name,
        "issuer": {"id": profile.id, "type": ["Profile"], "name": profile.name},
        "validFrom": issued,
        "awardedDate": issued,
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [_identity(assertion.recipient)],
            "achievement": _achievement(badge),
        },
    }
    if assertion.expires is not None:
        document["validUntil"] = timestamp.encode(assertion.expires)
    return document


def _identity(recipient: JsonObject) -> JsonObject:
    kind = text(recipient.get("type")) or ""
    found: JsonObject = {
        "type": "IdentityObject",
        "hashed": recipient.get("hashed"),
        "identityHash": recipient.get("identity"),
        "identityType": _IDENTITIES.get(kind, f"ext:{kind}"),
    }
    if recipient.get("salt"):
        found["salt"] = recipient["salt"]
    return found


def _achievement(badge: BadgeClass) -> JsonObject:
    criteria = badge.document.get("criteria")
    said: JsonObject = {"id": criteria} if isinstance(criteria, str) else {}
    if isinstance(criteria, dict):
        named = {name: text(criteria.get(name)) for name in ("id", "narrative")}
        said = {name: value for name, value in named.items() if value}
    found: JsonObject = {
        "id": badge.id,
        "type": ["Achievement"],
        "name": badge.name,
        "description": text(badge.document.get("description")) or "",
        "criteria": said,
    }
    alignments: list[JsonValue] = [
        {"type": ["Alignment"], **{name: one[name] for name in _ALIGNMENT if name in one}}
        for one in objects(badge.document.get("alignment"))
    ]
    return {**found, "alignment": alignments} if alignments else found
