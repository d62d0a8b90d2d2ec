"""Writing papers: definitions, grants, their ends and endorsements, not yet signed.

Every word stands in the bundled contexts of Verifiable Credentials 2.0 and Open Badges 3.0, so any
verifier reads them; a grant is an EndorsementCredential about an organisation that has the role
``issuer`` in an achievement.
"""

from collections.abc import Sequence
from datetime import datetime

from skillmark.core.badges.achievement import Achievement
from skillmark.core.badges.credential import build_endorsement
from skillmark.core.badges.profile import Profile
from skillmark.core.encoding import timestamp
from skillmark.core.jsonio import JsonObject
from skillmark.core.rights.papers import ROLE

REFRESH: str = "1EdTechCredentialRefresh"


def definition(
    *, url: str, owner: Profile, achievement: Achievement, comment: str, at: datetime
) -> JsonObject:
    """Return the unsigned definition of an achievement by who awards it.

    Args:
        url: where its signed bytes will be served, its ``id``.
        owner: who awards the achievement and signs.
        achievement: exactly what credentials will say of it.
        comment: one sentence for a reader.
        at: with zone, cut to the second.
    """
    document = build_endorsement(
        credential_id=url,
        issuer=owner,
        endorsed_id=achievement.id,
        comment=comment,
        name=achievement.name,
        valid_from=at,
    )
    subject = achievement.to_json() | {
        "type": ["EndorsementSubject", "Achievement"],
        "creator": _short(owner),
        "endorsementComment": comment,
    }
    return document | {"credentialSubject": subject}


def grant(
    *,
    url: str,
    owner: Profile,
    grantee: Profile,
    achievement: Achievement,
    comment: str,
    valid_from: datetime,
    valid_until: datetime | None,
    statuses: Sequence[JsonObject],
    newest_url: str,
) -> JsonObject:
    """Return the unsigned grant by which ``owner`` lets ``grantee`` issue an achievement.

    Args:
        url: its ``id``.
        owner: who awards the achievement and signs.
        grantee: who may issue it.
        achievement: its ``id`` is the scope: the address of one version, or the lasting address
            that the definitions of all versions name.
        comment: one sentence for a reader.
        valid_from: with zone, cut to the second, as is the end.
        valid_until: after `valid_from`; None for no end.
        statuses: ``credentialStatus`` entries.
        newest_url: where the newest form of it is, once it was withdrawn.
    """
    document = build_endorsement(
        credential_id=url,
        issuer=owner,
        endorsed_id=grantee.id,
        comment=comment,
        name=achievement.name,
        valid_from=valid_from,
        valid_until=valid_until,
        statuses=statuses,
    )
    subject: JsonObject = {
        "id": grantee.id,
        "type": ["EndorsementSubject", "AchievementSubject"],
        "role": ROLE,
        "endorsementComment": comment,
        "achievement": achievement.to_json(),
    }
    return document | {
        "credentialSubject": subject,
        "refreshService": {"id": newest_url, "type": REFRESH},
    }


def ended(grant_document: JsonObject, at: datetime) -> JsonObject | None:
    """Return a withdrawn grant: the same with an earlier end, to be signed anew.

    It says when the right ended, which a status list does not: what was issued before stays good.

    Returns:
        None when it ended before it began, so that nobody ever had the right.
    """
    end = timestamp.encode(at)
    if end <= str(grant_document.get("validFrom")):
        return None
    document = {name: value for name, value in grant_document.items() if name != "proof"}
    return document | {"validUntil": end}


def _short(profile: Profile) -> JsonObject:
    return Profile(id=profile.id, name=profile.name, url=profile.url).to_json()
