"""The unsigned ClrCredential: a transcript that wraps whole signed credentials, CLR 2.0.

Comprehensive Learner Record 2.0 puts signed credentials, as they are, into one that its
publisher signs, and says how their achievements belong together: a constituent's is a child of
the final's. Signing is `skillmark.core.proof`'s work. § refers to the 1EdTech specification.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from skillmark.core.badges.members import members, under
from skillmark.core.badges.profile import Profile
from skillmark.core.badges.subject import IdentityObject
from skillmark.core.badges.vocabulary import (
    OB_CONTEXT,
    OB_EXTENSIONS_CONTEXT,
    SCHEMA_TYPE,
    VC_CONTEXT,
)
from skillmark.core.encoding import timestamp
from skillmark.core.jsonio import JsonObject, JsonValue

CLR_CONTEXT: Final = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
CLR_SCHEMA: Final = (
    "https://purl.imsglobal.org/spec/clr/v2p0/schema/json/clr_v2p0_clrcredential_schema.json"
)


class AssociationType(StrEnum):
    """How an achievement stands to another; this list is closed."""

    EXACT_MATCH_OF = "exactMatchOf"
    IS_CHILD_OF = "isChildOf"
    IS_PARENT_OF = "isParentOf"
    IS_PART_OF = "isPartOf"
    IS_PEER_OF = "isPeerOf"
    IS_RELATED_TO = "isRelatedTo"
    PRECEDES = "precedes"
    REPLACED_BY = "replacedBy"


@dataclass(frozen=True, slots=True)
class Association:
    """How one achievement stands to another.

    Attributes:
        source: the id of the achievement that is spoken of.
        kind: how it stands to the target.
        target: the id of the other achievement.
    """

    source: str
    kind: AssociationType
    target: str

    def to_json(self) -> JsonObject:
        """Return the Association object; its class allows no ``id``."""
        return {
            "type": "Association",
            "associationType": self.kind.value,
            "sourceId": self.source,
            "targetId": self.target,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    """Whose record it is; an id or at least one identifier is needed.

    Attributes:
        id: the holder's DID, or None.
        identifier: who they are, in plain words or hashed.
    """

    id: str | None = None
    identifier: tuple[IdentityObject, ...] = ()


def build(
    *,
    credential_id: str,
    issuer: Profile,
    name: str,
    learner: Learner,
    credentials: Sequence[JsonObject],
    associations: Sequence[Association] = (),
    valid_from: datetime,
    valid_until: datetime | None = None,
    description: str | None = None,
    partial: bool = True,
    statuses: Sequence[JsonObject] = (),
) -> JsonObject:
    """Return an unsigned ClrCredential; the same arguments give the same document.

    Args:
        credential_id: absolute.
        issuer: who publishes the record.
        name: for wallets.
        learner: whose record it is.
        credentials: signed credentials, whole and unchanged; at least one.
        associations: how their achievements belong together; see `stack_associations`.
        valid_from: with zone, cut to the second.
        valid_until: after `valid_from`.
        description: for wallets.
        partial: it is not all that the publisher knows of the learner.
        statuses: one is written as an object, several as a list (VCDM 2.0 §4.10, not CLR 2.0).

    Raises:
        TimestampError: a time has no zone.
        ValueError: there is no credential to wrap.
    """
    default_id = under(credential_id, "subject")
    return members(
        {
            "@context": [VC_CONTEXT, CLR_CONTEXT, OB_CONTEXT, OB_EXTENSIONS_CONTEXT],
            "id": credential_id,
            "type": ["VerifiableCredential", "ClrCredential"],
            "name": name,
            "description": description,
            "partial": partial,
            "issuer": issuer.to_json(),
            "validFrom": timestamp.encode(valid_from),
            "validUntil": timestamp.encode(valid_until) if valid_until else None,
            "credentialSubject": _subject(learner, default_id, credentials, associations),
            "credentialSchema": [{"id": CLR_SCHEMA, "type": SCHEMA_TYPE}],
            "credentialStatus": statuses[0] if len(statuses) == 1 else list(statuses),
        }
    )


def _subject(
    learner: Learner,
    default_id: str,
    credentials: Sequence[JsonObject],
    associations: Sequence[Association],
) -> JsonObject:
    if not credentials:
        raise ValueError("a record of learning holds at least one credential")
    wrapped: list[JsonValue] = list(credentials)
    listed: list[JsonValue] = [entry.to_json() for entry in associations]
    return members(
        {
            "id": learner.id or default_id,
            "type": ["ClrSubject"],
            "identifier": [entry.to_json() for entry in learner.identifier],
            "verifiableCredential": wrapped,
            "association": listed,
        }
    )


def stack_associations(final: str, constituents: Sequence[str]) -> tuple[Association, ...]:
    """Return that each constituent's achievement is a child of the final's, none twice.

    Args:
        final: the id of the final's achievement.
        constituents: the ids of the constituents' achievements.
    """
    found = dict.fromkeys(one for one in constituents if one != final)
    return tuple(Association(one, AssociationType.IS_CHILD_OF, final) for one in found)
