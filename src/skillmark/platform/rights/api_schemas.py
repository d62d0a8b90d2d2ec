"""What the REST API of rights takes and gives, as OpenAPI shows it."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from skillmark.platform.catalog import badge
from skillmark.platform.orgs.api_paging import StepFilter, StepOf
from skillmark.platform.rights import addresses
from skillmark.platform.rights.models import MAX_NOTE, Endorsement, Grant

type GrantStateName = Literal[
    "offered", "active", "coming", "ended", "declined", "withdrawn", "revoked"
]
type EndorsementStateName = Literal[
    "asked", "given", "ended", "refused", "withdrawn", "revoked"
]


class SideFilter(StepFilter):
    """Which side of a right."""

    side: Annotated[
        Literal["given", "received"], Field(description="By this organisation, or to it.")
    ] = "given"


class GrantOut(Schema):
    """That one organisation may issue an achievement of another."""

    id: UUID
    url: Annotated[str, Field(description="Its public page; data with `.json`, once signed.")]
    state: Annotated[GrantStateName, Field(description="By the present moment.")]
    achievement: UUID
    achievement_name: str
    owner: Annotated[str, Field(description="Slug of whose achievement it is.")]
    grantee: Annotated[str, Field(description="Slug of who may issue it.")]
    valid_from: datetime
    valid_until: datetime | None
    revoked_at: datetime | None
    reason: Annotated[str, Field(description="Why it was revoked.")]

    @classmethod
    def of(cls, row: Grant) -> dict[str, Any]:
        """Return a grant as it goes over the wire."""
        return {
            "id": row.pk,
            "url": addresses.grant(row.pk),
            "state": row.shown_state,
            "achievement": row.achievement_id,
            "achievement_name": row.achievement.name,
            "owner": row.organisation.slug,
            "grantee": row.grantee.slug,
            "valid_from": row.valid_from,
            "valid_until": row.valid_until,
            "revoked_at": row.revoked_at,
            "reason": row.reason,
        }


class GrantPage(StepOf[GrantOut]):
    """Some grants, the newest first."""


class EndorsementOut(Schema):
    """That a third party stands by an organisation or an achievement."""

    id: UUID
    url: Annotated[str, Field(description="Its public page; data with `.json`, once signed.")]
    state: Annotated[EndorsementStateName, Field(description="By the present moment.")]
    endorser: Annotated[str, Field(description="Slug of who signs.")]
    subject: Annotated[str, Field(description="Slug of who is endorsed.")]
    achievement_version: Annotated[
        str | None, Field(description="Its address; null for the organisation itself.")
    ]
    title: str
    comment: str
    valid_from: datetime | None
    valid_until: datetime | None

    @classmethod
    def of(cls, row: Endorsement) -> dict[str, Any]:
        """Return an endorsement as it goes over the wire."""
        return {
            "id": row.pk,
            "url": addresses.endorsement(row.pk),
            "state": row.shown_state,
            "endorser": row.organisation.slug,
            "subject": row.subject.slug,
            "achievement_version": badge.address(row.version) if row.version else None,
            "title": row.title,
            "comment": row.comment,
            "valid_from": row.valid_from,
            "valid_until": row.valid_until,
        }


class EndorsementPage(StepOf[EndorsementOut]):
    """Some endorsements, the newest first."""


class RevokeIn(Schema):
    """Why a right ends."""

    reason: Annotated[str, Field(min_length=1, max_length=MAX_NOTE)]
