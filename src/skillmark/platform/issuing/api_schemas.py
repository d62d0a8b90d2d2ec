"""What the REST API of issuing takes and gives, as OpenAPI shows it."""

from datetime import datetime
from typing import Annotated, Any, Final, Literal, Self, cast
from uuid import UUID

from ninja import Schema
from pydantic import Field

from skillmark.platform.issuing.addresses import credential_url
from skillmark.platform.issuing.models import Batch, BatchRow, Credential

MAX_PAGE: Final = 100
MAX_ROW_PAGE: Final = 1_000
MAX_JSON_ROWS: Final = 5_000

type StateName = Literal["active", "expired", "suspended", "revoked", "superseded"]
type RowStateName = Literal["ready", "problem", "duplicate", "issued", "failed"]
type BatchStateName = Literal["preview", "queued", "running", "done", "cancelled", "failed"]

_DAY: Final = "A calendar day such as 2026-05-03."


class RecipientIn(Schema):
    """One person, and what is said of this person only."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    email: Annotated[
        str, Field(min_length=3, max_length=254, description="Published only as a hash.")
    ]
    identifier: Annotated[
        str, Field(max_length=100, description="Your own number; not in the credential.")
    ] = ""
    achieved_on: Annotated[str, Field(max_length=10, description=_DAY)] = ""
    valid_until: Annotated[str, Field(max_length=10, description=_DAY)] = ""
    grade: Annotated[str, Field(max_length=50)] = ""
    evidence_url: Annotated[str, Field(max_length=2_048)] = ""
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


class RowIn(Schema):
    """One row of a batch: what is wrong with it is said of this row, and costs no other."""

    name: str
    email: Annotated[str, Field(description="Published only as a hash.")]
    identifier: Annotated[str, Field(description="Your own number; not in the credential.")] = (
        ""
    )
    achieved_on: Annotated[str, Field(description=_DAY)] = ""
    valid_until: Annotated[str, Field(description=_DAY)] = ""
    grade: str = ""
    evidence_url: str = ""
    narrative: Annotated[str, Field(description="Markdown.")] = ""
    language: Annotated[str, Field(description="BCP 47 tag.")] = ""


class BatchIn(Schema):
    """Many credentials of one achievement to issue."""

    achievement: Annotated[str, Field(min_length=1, max_length=80)]
    rows: Annotated[list[RowIn], Field(min_length=1, max_length=MAX_JSON_ROWS)]
    send_mail: bool = True
    dry_run: Annotated[bool, Field(description="Only check; nothing is issued.")] = False


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


class ProblemOut(Schema):
    """What is wrong with one row."""

    code: str
    column: str
    message: str
    value: str


class RowOut(Schema):
    """What became of one row."""

    line: Annotated[int, Field(description="Of the file; the names of columns are line 1.")]
    state: RowStateName
    credential: UUID | None
    url: str | None
    problems: list[ProblemOut]

    @classmethod
    def shown(cls, row: BatchRow) -> Self:
        """Return a row as it is shown."""
        problems = [
            ProblemOut(**{name: str(one.get(name, "")) for name in ProblemOut.model_fields})
            for one in row.problems
        ]
        return cls(
            line=row.line,
            state=cast("RowStateName", row.state),
            credential=row.credential_id,
            url=credential_url(row.credential_id) if row.credential_id else None,
            problems=problems,
        )


class BatchOut(Schema):
    """A batch, how far it is, and a page of its rows."""

    id: UUID
    state: BatchStateName
    achievement_version: UUID
    filename: str
    total: int
    ready: Annotated[int, Field(description="Rows that were to be issued at first.")]
    problems: int
    duplicates: Annotated[int, Field(description="Issued before; nothing was done.")]
    issued: int
    failed: int
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    rows: list[RowOut]
    next_line: Annotated[
        int | None, Field(description="Send it as `after_line` for the next rows.")
    ]

    @classmethod
    def of(cls, batch: Batch, rows: list[BatchRow], next_line: int | None) -> dict[str, Any]:
        """Return a batch as plain JSON."""
        return cls(
            id=batch.pk,
            state=cast("BatchStateName", batch.shown_state),
            achievement_version=batch.achievement_version_id,
            filename=batch.filename,
            total=batch.total,
            ready=batch.ready,
            problems=batch.problems,
            duplicates=batch.duplicates,
            issued=batch.issued,
            failed=batch.failed,
            created_at=batch.created_at,
            started_at=batch.started_at,
            finished_at=batch.finished_at,
            rows=[RowOut.shown(row) for row in rows],
            next_line=next_line,
        ).model_dump(mode="json")


class RowFilter(Schema):
    """Which rows of a batch to return."""

    state: RowStateName | None = None
    after_line: Annotated[int, Field(ge=0, le=2_000_000_000)] = 0
    limit: Annotated[int, Field(ge=1, le=MAX_ROW_PAGE)] = MAX_PAGE
