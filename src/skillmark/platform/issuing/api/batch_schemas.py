"""What the REST API of batches takes and gives, as OpenAPI shows it."""

from datetime import datetime
from typing import Annotated, Any, Final, Literal, Self, cast
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field

from skillmark.platform.approvals.models import Approval
from skillmark.platform.issuing.addresses import credential_url
from skillmark.platform.issuing.api.schemas import MAX_PAGE, WorkIn
from skillmark.platform.issuing.intake import How
from skillmark.platform.issuing.intake.how import ROWS
from skillmark.platform.issuing.models import Batch, BatchRow
from skillmark.platform.orgs.api_paging import Search, StepFilter, StepOf

MAX_ROW_PAGE: Final = 1_000
MAX_JSON_ROWS: Final = 5_000

type RowStateName = Literal["ready", "problem", "duplicate", "issued", "failed"]
type BatchStateName = Literal[
    "reading",
    "preview",
    "waiting",
    "scheduled",
    "declined",
    "queued",
    "running",
    "done",
    "cancelled",
    "failed",
]
type ApprovalStateName = Literal["waiting", "approved", "declined", "withdrawn"]

_DAY: Final = "A calendar day such as 2026-05-03."


class RowIn(Schema):
    """One row of a batch: what is wrong with it is said of this row, and costs no other."""

    name: str
    email: Annotated[str, Field(description="Published only as a hash.")] = ""
    identifier: Annotated[str, Field(description="Your own number; not in the credential.")] = (
        ""
    )
    achieved_on: Annotated[str, Field(description=_DAY)] = ""
    valid_from: Annotated[str, Field(description=_DAY)] = ""
    valid_until: Annotated[str, Field(description=_DAY)] = ""
    grade: str = ""
    evidence_url: str = ""
    evidence_narrative: Annotated[str, Field(description="Markdown.")] = ""
    evidence: Annotated[
        list[WorkIn], Field(max_length=20, description="More pieces of evidence.")
    ] = []
    narrative: Annotated[str, Field(description="Markdown.")] = ""
    language: Annotated[str, Field(description="BCP 47 tag.")] = ""


class BatchIn(Schema):
    """Many credentials of one achievement to issue."""

    achievement: Annotated[str, Field(min_length=1, max_length=80)]
    rows: Annotated[list[RowIn], Field(min_length=1, max_length=MAX_JSON_ROWS)]
    send_mail: bool = True
    without_email: Annotated[
        bool, Field(description="A person may have no address: print a claim link.")
    ] = False
    dry_run: Annotated[bool, Field(description="Only check; nothing is issued.")] = False
    issue_at: Annotated[
        AwareDatetime | None, Field(description="Not before this time; at once without it.")
    ] = None


class StartIn(Schema):
    """How to start a batch that was only checked."""

    send_mail: bool = True
    issue_at: Annotated[
        AwareDatetime | None, Field(description="Not before this time; at once without it.")
    ] = None


class MoveIn(Schema):
    """Another time for a scheduled batch."""

    issue_at: Annotated[AwareDatetime, Field(description="Lies ahead, within a year.")]


class ApprovalBrief(Schema):
    """Whether a second person has said yes."""

    id: UUID
    state: ApprovalStateName
    note: Annotated[str, Field(description="The reason of whoever decided.")]

    @classmethod
    def of(cls, request: Approval | None) -> Self | None:
        """Return a request for approval, if there is one."""
        if request is None:
            return None
        state = cast("ApprovalStateName", request.state)
        return cls(id=request.pk, state=state, note=request.note)


class ReadingOut(Schema):
    """How a file was read."""

    kind: Literal["csv", "xlsx"]
    encoding: str
    encoding_certain: bool
    delimiter: str
    sheet: str
    sheets: list[str]
    titles: Annotated[list[str], Field(description="The names of the columns, as written.")]
    columns: Annotated[
        list[str], Field(description="What each column was taken for; empty: left out.")
    ]
    date_order: Annotated[
        Literal["", "dmy", "mdy", "ask"],
        Field(description="`ask`: dates can be read in two ways; those rows are mistakes."),
    ]

    @classmethod
    def of(cls, batch: Batch) -> Self | None:
        """Return how the file of a batch was read, if there was one."""
        how = How.from_json(batch.reading)
        if how.kind == ROWS or not batch.header:
            return None
        return cls(
            kind=cast("Any", how.kind),
            encoding=how.encoding,
            encoding_certain=how.encoding_certain,
            delimiter=how.delimiter,
            sheet=how.sheet,
            sheets=list(how.sheets),
            titles=list(batch.header),
            columns=list(how.columns),
            date_order=cast("Any", how.date_order),
        )


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
    reading: Annotated[
        ReadingOut | None, Field(description="How the file was read; guesses included.")
    ]
    approval: Annotated[
        ApprovalBrief | None,
        Field(description="Of a second person, when the organisation asks for one."),
    ]
    issue_at: Annotated[datetime | None, Field(description="Not before this time.")]
    note: Annotated[str, Field(description="Why it was declined or failed.")]
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
    def of(
        cls,
        batch: Batch,
        rows: list[BatchRow],
        next_line: int | None,
        approval: Approval | None = None,
    ) -> dict[str, Any]:
        """Return a batch as plain JSON."""
        return cls(
            id=batch.pk,
            state=cast("BatchStateName", batch.shown_state),
            achievement_version=batch.achievement_version_id,
            filename=batch.filename,
            reading=ReadingOut.of(batch),
            approval=ApprovalBrief.of(approval),
            issue_at=batch.issue_at,
            note=batch.note,
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


class BatchBrief(Schema):
    """A batch in a list."""

    id: UUID
    state: BatchStateName
    achievement_version: UUID
    filename: str
    total: int
    issued: int
    problems: int
    issue_at: datetime | None
    created_at: datetime

    @classmethod
    def of(cls, batch: Batch) -> dict[str, Any]:
        """Return a batch as plain JSON."""
        return cls(
            id=batch.pk,
            state=cast("BatchStateName", batch.shown_state),
            achievement_version=batch.achievement_version_id,
            filename=batch.filename,
            total=batch.total,
            issued=batch.issued,
            problems=batch.problems,
            issue_at=batch.issue_at,
            created_at=batch.created_at,
        ).model_dump(mode="json")


class BatchPage(StepOf[BatchBrief]):
    """One page of batches, the newest first."""


class BatchFilter(StepFilter):
    """Which batches to list."""

    state: Annotated[
        Literal["", "check", "waiting", "scheduled", "running", "done", "stopped"],
        Field(description="A group of states, as the tabs of the console."),
    ] = ""
    search: Search = ""


class RowFilter(Schema):
    """Which rows of a batch to return."""

    state: RowStateName | None = None
    after_line: Annotated[int, Field(ge=0, le=2_000_000_000)] = 0
    limit: Annotated[int, Field(ge=1, le=MAX_ROW_PAGE)] = MAX_PAGE
