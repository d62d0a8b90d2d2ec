"""AchievementSubject, Result, Evidence and IdentityObject of Open Badges 3.0 (§B.1).

What is said of one recipient. The shared definition stands in `achievement`.
"""

from dataclasses import dataclass
from datetime import datetime

from skillmark.core.badges.achievement import Achievement, Alignment, alignments
from skillmark.core.badges.identity import hash_identity
from skillmark.core.badges.members import members, number, under
from skillmark.core.badges.profile import Image, Profile
from skillmark.core.encoding import timestamp
from skillmark.core.jsonio import JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityObject:
    """Who the recipient is, in plain words or hashed.

    Attributes:
        identity_hash: the plain value, or `identity.hash_identity`'s.
        identity_type: a `vocabulary.IdentifierType` or an ``ext:`` term.
        salt: only with a hash.
    """

    identity_hash: str
    identity_type: str
    hashed: bool = False
    salt: str | None = None

    @classmethod
    def hashed_email(cls, email: str, salt: str) -> "IdentityObject":
        """Return the salted hash of an address in small letters."""
        return cls(
            identity_hash=hash_identity(email.lower(), salt),
            identity_type="emailAddress",
            hashed=True,
            salt=salt,
        )

    @classmethod
    def plain_name(cls, name: str) -> "IdentityObject":
        """Return a person's name for all to read."""
        return cls(identity_hash=name, identity_type="name")

    def to_json(self) -> JsonObject:
        """Return the IdentityObject; its class allows no ``id``."""
        return members(
            {
                "type": "IdentityObject",
                "hashed": self.hashed,
                "identityHash": self.identity_hash,
                "identityType": self.identity_type,
                "salt": self.salt,
            }
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What the recipient reached, against one ResultDescription of the achievement.

    Attributes:
        result_description: id of that description.
        achieved_level: id of one of its rubric levels.
        status: a `vocabulary.ResultStatus`.
        value: for example ``A`` or ``87``.
    """

    result_description: str | None = None
    value: str | None = None
    status: str | None = None
    achieved_level: str | None = None
    alignment: tuple[Alignment, ...] = ()
    id: str | None = None

    def to_json(self, default_id: str) -> JsonObject:
        """Return the Result object, named ``default_id`` unless it has its own name."""
        name = self.id or default_id
        return members(
            {
                "id": name,
                "type": ["Result"],
                "achievedLevel": self.achieved_level,
                **alignments(self.alignment, name),
                "resultDescription": self.result_description,
                "status": self.status,
                "value": self.value,
            }
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The work that earned the achievement.

    Attributes:
        id: a page that presents it, or a ``data:`` URI.
        narrative: Markdown.
        genre: for example ``Poetry`` or ``Film``.
    """

    id: str | None = None
    narrative: str | None = None
    name: str | None = None
    description: str | None = None
    genre: str | None = None
    audience: str | None = None

    def to_json(self, default_id: str) -> JsonObject:
        """Return the Evidence object, named ``default_id`` unless it has its own page."""
        return members(
            {
                "id": self.id or default_id,
                "type": ["Evidence"],
                "narrative": self.narrative,
                "name": self.name,
                "description": self.description,
                "genre": self.genre,
                "audience": self.audience,
            }
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AchievementSubject:
    """The recipient and the achievement.

    Attributes:
        id: the holder's DID; without one the credential names the subject itself.
        activity_start, activity_end: when the work was done; with zone.
        credits_earned: at most the achievement's ``credits_available``.
        source: who assessed it on the issuer's behalf.
    """

    achievement: Achievement
    id: str | None = None
    identifier: tuple[IdentityObject, ...] = ()
    activity_start: datetime | None = None
    activity_end: datetime | None = None
    credits_earned: float | None = None
    image: Image | None = None
    license_number: str | None = None
    narrative: str | None = None
    result: tuple[Result, ...] = ()
    role: str | None = None
    source: Profile | None = None
    term: str | None = None

    def to_json(self, default_id: str, achievement: JsonObject | None = None) -> JsonObject:
        """Return the AchievementSubject, named ``default_id`` unless it has a DID.

        The parts that have no name of their own are named under ``default_id``, so a holder's
        DID never becomes the base of other names.

        Args:
            default_id: the name it gets.
            achievement: the achievement as `to_json` wrote it before, to be shared.
        """
        return members(
            {
                "id": self.id or default_id,
                "type": ["AchievementSubject"],
                "activityEndDate": _stamp(self.activity_end),
                "activityStartDate": _stamp(self.activity_start),
                "creditsEarned": number(self.credits_earned),
                "achievement": achievement or self.achievement.to_json(),
                "identifier": [identity.to_json() for identity in self.identifier],
                "image": self.image.to_json() if self.image else None,
                "licenseNumber": self.license_number,
                "narrative": self.narrative,
                "result": [
                    result.to_json(under(default_id, f"result-{place}"))
                    for place, result in enumerate(self.result, 1)
                ],
                "role": self.role,
                "source": self.source.to_json() if self.source else None,
                "term": self.term,
            }
        )


def _stamp(moment: datetime | None) -> str | None:
    return timestamp.encode(moment) if moment else None
