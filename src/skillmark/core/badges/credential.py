"""The unsigned OpenBadgeCredential: VC 2.0 with the Open Badges 3.0.3 context.

Puts the parts together; signing is `skillmark.core.proof`'s work and whether the result may be
issued is `skillmark.core.lint`'s. Every node that its class lets have an ``id`` has one, so the
document stays on the fast way of canonicalisation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from skillmark.core.badges.achievement import Achievement
from skillmark.core.badges.members import members, texts, under
from skillmark.core.badges.profile import Image, Profile
from skillmark.core.badges.subject import AchievementSubject, Evidence
from skillmark.core.badges.vocabulary import (
    ACHIEVEMENT_CREDENTIAL_SCHEMA,
    ENDORSEMENT_CREDENTIAL_SCHEMA,
    OB_CONTEXT,
    OB_EXTENSIONS_CONTEXT,
    SCHEMA_TYPE,
    VC_CONTEXT,
)
from skillmark.core.encoding import timestamp
from skillmark.core.jsonio import JsonObject, JsonValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Extras:
    """What few credentials have.

    Attributes:
        endorsement: signed EndorsementCredentials with embedded proof.
        endorsement_jwt: the same as compact JWS.
        refresh_service: where a newer version can be had, VCDM 2.0 §5.4.
        terms_of_use: VCDM 2.0 §5.5.
        related_resources: what it refers to with a digest, VCDM 2.0 §5.3; see
            `skillmark.core.stack.related_resources`.
        contexts: further JSON-LD contexts, after the three of Open Badges.
        types: further types, after the two of Open Badges.
    """

    endorsement: tuple[JsonObject, ...] = ()
    endorsement_jwt: tuple[str, ...] = ()
    refresh_service: JsonObject | None = None
    terms_of_use: tuple[JsonObject, ...] = ()
    related_resources: tuple[JsonObject, ...] = ()
    contexts: tuple[str, ...] = ()
    types: tuple[str, ...] = ()

    def to_json(self) -> JsonObject:
        """Return the members they add to a credential, contexts and types aside."""
        return members(
            {
                "endorsement": list(self.endorsement),
                "endorsementJwt": texts(self.endorsement_jwt),
                "refreshService": self.refresh_service,
                "termsOfUse": list(self.terms_of_use),
                "relatedResource": list(self.related_resources),
            }
        )


NO_EXTRAS: Final = Extras()


@dataclass(frozen=True, slots=True)
class Shared:
    """Issuer and achievement as JSON, written once for the many credentials that hold them.

    Nobody changes either afterwards, as nobody changes a document that was built.
    """

    issuer: JsonObject
    achievement: JsonObject


def build(
    *,
    credential_id: str,
    issuer: Profile,
    subject: AchievementSubject,
    valid_from: datetime,
    valid_until: datetime | None = None,
    awarded_date: datetime | None = None,
    name: str | None = None,
    description: str | None = None,
    image: Image | None = None,
    evidence: Sequence[Evidence] = (),
    statuses: Sequence[JsonObject] = (),
    extras: Extras = NO_EXTRAS,
    shared: Shared | None = None,
) -> JsonObject:
    """Return the unsigned credential; the same arguments give the same document.

    Args:
        credential_id: absolute; usually the public page.
        issuer: its ``id`` controls the signing key.
        subject: named ``<credential_id>#subject`` unless it has an ``id``.
        valid_from: with zone, cut to the second, as are the other times.
        valid_until: after `valid_from`.
        awarded_date: when it was first awarded, kept over renewals.
        name: for wallets; the achievement's by default.
        description: for wallets; the achievement's by default.
        image: for wallets.
        evidence: named ``<credential_id>#evidence-<n>`` unless it has a page.
        statuses: one is written as an object, several as a list (VCDM 2.0 §4.10, not OB 3.0).
        extras: what few credentials have.
        shared: `issuer` and the subject's achievement as they were written before.

    Raises:
        TimestampError: a time has no zone.
    """
    return {
        "@context": [VC_CONTEXT, OB_CONTEXT, OB_EXTENSIONS_CONTEXT, *extras.contexts],
        "id": credential_id,
        "type": ["VerifiableCredential", "OpenBadgeCredential", *extras.types],
        **_shown(name, description, image, subject.achievement),
        "issuer": shared.issuer if shared else issuer.to_json(),
        **_times(valid_from, valid_until, awarded_date),
        "credentialSubject": subject.to_json(
            under(credential_id, "subject"), shared.achievement if shared else None
        ),
        **members({"evidence": _evidence(evidence, credential_id)}),
        "credentialSchema": [_schema(ACHIEVEMENT_CREDENTIAL_SCHEMA)],
        **members({"credentialStatus": _one_or_list(statuses)}) | extras.to_json(),
    }


def build_endorsement(
    *,
    credential_id: str,
    issuer: Profile,
    endorsed_id: str,
    comment: str | None,
    name: str,
    valid_from: datetime,
    valid_until: datetime | None = None,
    description: str | None = None,
    statuses: Sequence[JsonObject] = (),
) -> JsonObject:
    """Return an unsigned EndorsementCredential of a credential, achievement or profile.

    Args:
        credential_id: absolute.
        issuer: the endorser.
        endorsed_id: ``id`` of what is endorsed.
        comment: the claim, Markdown.
        name: for display, required by §B.1.
        valid_from: with zone, cut to the second.
        valid_until: after `valid_from`.
        description: for display.
        statuses: as in `build`.

    Raises:
        TimestampError: a time has no zone.
    """
    return members(
        {
            "@context": [VC_CONTEXT, OB_CONTEXT, OB_EXTENSIONS_CONTEXT],
            "id": credential_id,
            "type": ["VerifiableCredential", "EndorsementCredential"],
            **_shown(name, description, None),
            "issuer": issuer.to_json(),
            **_times(valid_from, valid_until, None),
            "credentialSubject": members(
                {
                    "id": endorsed_id,
                    "type": ["EndorsementSubject"],
                    "endorsementComment": comment,
                }
            ),
            "credentialSchema": [_schema(ENDORSEMENT_CREDENTIAL_SCHEMA)],
            "credentialStatus": _one_or_list(statuses),
        }
    )


def _shown(
    name: str | None,
    description: str | None,
    image: Image | None,
    instead: Achievement | None = None,
) -> JsonObject:
    """Return what wallets show; the achievement's words where there are no own."""
    if instead:
        name, description = name or instead.name, description or instead.description
    picture = image.to_json() if image else None
    return members({"name": name, "description": description, "image": picture})


def _times(start: datetime, end: datetime | None, awarded: datetime | None) -> JsonObject:
    return members(
        {
            "validFrom": timestamp.encode(start),
            "validUntil": timestamp.encode(end) if end else None,
            "awardedDate": timestamp.encode(awarded) if awarded else None,
        }
    )


def _evidence(entries: Sequence[Evidence], credential_id: str) -> list[JsonValue]:
    return [
        entry.to_json(under(credential_id, f"evidence-{place}"))
        for place, entry in enumerate(entries, 1)
    ]


def _schema(address: str) -> JsonObject:
    return {"id": address, "type": SCHEMA_TYPE}


def _one_or_list(entries: Sequence[JsonObject]) -> JsonValue:
    return entries[0] if len(entries) == 1 else list(entries)
