"""What the REST API of issuing takes and gives, as OpenAPI shows it."""

from datetime import datetime
from typing import Annotated, Any, Final, Literal, cast
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field

from skillmark.platform.issuing.addresses import credential_url
from skillmark.platform.issuing.models import Credential

MAX_PAGE: Final = 100

type StateName = Literal["active", "expired", "suspended", "revoked", "superseded"]

_DAY: Final = "A calendar day such as 2026-05-03."


class WorkIn(Schema):
    """One piece of evidence: a page, a text, or both."""

    url: Annotated[str, Field(max_length=2_048, description="An `https` page.")] = ""
    narrative: Annotated[str, Field(max_length=5_000, description="Markdown.")] = ""


class RecipientIn(Schema):
    """One person, and what is said of this person only."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    email: Annotated[
        str,
        Field(
            max_length=254,
            description="Published only as a hash. Without one, print a claim link.",
        ),
    ] = ""
    identifier: Annotated[
        str, Field(max_length=100, description="Your own number; not in the credential.")
    ] = ""
    achieved_on: Annotated[str, Field(max_length=10, description=_DAY)] = ""
    valid_from: Annotated[
        str, Field(max_length=10, description=f"{_DAY} From its issue on without it.")
    ] = ""
    valid_until: Annotated[str, Field(max_length=10, description=_DAY)] = ""
    grade: Annotated[str, Field(max_length=50)] = ""
    evidence_url: Annotated[str, Field(max_length=2_048)] = ""
    evidence_narrative: Annotated[str, Field(max_length=5_000, description="Markdown.")] = ""
    evidence: Annotated[
        list[WorkIn], Field(max_length=20, description="More pieces of evidence.")
    ] = []
    narrative: Annotated[str, Field(max_length=5_000, description="Markdown.")] = ""
    language: Annotated[str, Field(max_length=35, description="BCP 47 tag.")] = ""


class CredentialIn(Schema):
    """One credential to issue."""

    achievement: Annotated[
        str, Field(min_length=1, max_length=80, description="Slug, or id of it or a version.")
    ]
    recipient: RecipientIn
    send_mail: bool = True
    again: Annotated[
        str,
        Field(
            max_length=100,
            description="Makes a deliberate repetition for the same person another award.",
        ),
    ] = ""
    issue_at: Annotated[
        AwareDatetime | None, Field(description="Not before this time; at once without it.")
    ] = None


class ReasonIn(Schema):
    """Why a credential is revoked or suspended; the holder and every verifier can read it."""

    reason: Annotated[str, Field(min_length=1, max_length=500)]
    notify: Annotated[bool, Field(description="Tell the holder by mail.")] = True


class LiftIn(Schema):
    """How a suspension is lifted."""

    reason: Annotated[str, Field(max_length=500)] = ""
    notify: bool = True


class PersonOut(Schema):
    """Who holds a credential."""

    name: str
    email: str
    identifier: str


class CredentialOut(Schema):
    """An issued credential."""

    id: UUID
    url: Annotated[str, Field(description="The public page and the credential's id.")]
    json_url: str
    png_url: str
    svg_url: str
    state: StateName
    reason: Annotated[str, Field(description="Why it is suspended, revoked or replaced.")]
    achievement: Annotated[str, Field(description="Slug.")]
    achievement_version: UUID
    recipient: PersonOut
    issued_at: datetime
    valid_until: datetime | None
    part_valid_until: Annotated[
        datetime | None, Field(description="End of the shorter clock inside, such as CPR.")
    ]
    renewal_opens_at: datetime | None
    claimed_at: datetime | None
    renews: Annotated[UUID | None, Field(description="The credential that it renews.")]
    replaces: Annotated[UUID | None, Field(description="The credential that it corrects.")]
    digest: Annotated[str, Field(description="SHA-256 of the signed bytes, hexadecimal.")]

    @classmethod
    def of(cls, row: Credential) -> dict[str, Any]:
        """Return a credential as plain JSON."""
        url = credential_url(row.pk)
        return cls(
            id=row.pk,
            url=url,
            json_url=f"{url}.json",
            png_url=f"{url}.png",
            svg_url=f"{url}.svg",
            state=cast("StateName", row.shown_state),
            reason=row.reason,
            achievement=row.achievement_version.achievement.slug,
            achievement_version=row.achievement_version_id,
            recipient=PersonOut(
                name=row.award.recipient_name,
                email=row.award.recipient_email,
                identifier=row.award.fields.get("identifier", ""),
            ),
            issued_at=row.issued_at,
            valid_until=row.valid_until,
            part_valid_until=row.inner_until,
            renewal_opens_at=row.renewal_opens_at,
            claimed_at=row.claimed_at,
            renews=row.renewed_from_id,
            replaces=row.replaces_id,
            digest=row.digest,
        ).model_dump(mode="json")


class CredentialPage(Schema):
    """One page of credentials, the newest first."""

    items: list[CredentialOut]
    next_cursor: Annotated[
        str | None, Field(description="Send it as `cursor` for the next page.")
    ]


class CredentialFilter(Schema):
    """Which credentials to list."""

    search: Annotated[
        str, Field(max_length=200, description="In name, e-mail, number, achievement.")
    ] = ""
    state: StateName | None = None
    achievement: Annotated[str, Field(max_length=80, description="Slug.")] = ""
    cursor: Annotated[str, Field(max_length=200)] = ""
    limit: Annotated[int, Field(ge=1, le=MAX_PAGE)] = 25
