"""What the REST API takes and gives where credentials change: turns, renewals, corrections."""

from datetime import date, datetime
from typing import Annotated, Any, Final, Literal, Self, cast
from uuid import UUID

from ninja import Schema
from pydantic import Field, model_validator

from skillmark.platform.approvals.models import Approval
from skillmark.platform.issuing.api.schemas import RecipientIn
from skillmark.platform.issuing.models import BulkChange
from skillmark.platform.issuing.selectors.finding import Wanted
from skillmark.platform.issuing.services.renewal import Terms

MAX_IDS: Final = 10_000  # in one request; a filter takes more
_DAY: Final = "A calendar day such as 2026-05-03."

type ChangeState = Literal["waiting", "started", "done", "dropped"]
type ChangeAction = Literal["revoke", "suspend", "lift", "renew", "resend"]


class ApprovalOut(Schema):
    """So many need a second person: nothing has changed, and this waits for their yes."""

    approval: UUID
    state: Literal["waiting", "approved", "declined", "withdrawn"]
    title: str
    asked_at: datetime

    @classmethod
    def of(cls, row: Approval) -> dict[str, Any]:
        """Return a request for approval as plain JSON."""
        shown = cls(
            approval=row.pk,
            state=cast("Any", row.state),
            title=row.title,
            asked_at=row.asked_at,
        )
        return shown.model_dump(mode="json")


class TermsIn(Schema):
    """On what new proof, and for how long, credentials are renewed."""

    achieved_on: Annotated[
        date | None, Field(description=f"The day of the new proof; today by default. {_DAY}")
    ] = None
    valid_until: Annotated[
        date | None,
        Field(description=f"The last day; by default as the achievement says. {_DAY}"),
    ] = None
    part_only: Annotated[
        bool, Field(description="Only the shorter clock inside begins anew.")
    ] = False
    ends_old: Annotated[bool, Field(description="The old one stops counting at once.")] = False
    notify: Annotated[bool, Field(description="Tell the holder by mail.")] = True

    def terms(self) -> Terms:
        """Return the terms that the renewal takes."""
        given = self.model_dump(include=set(Terms.__dataclass_fields__))
        return Terms(**given)


class RenewIn(TermsIn):
    """How one credential is renewed."""

    grade: Annotated[str, Field(max_length=50)] = ""
    evidence_url: Annotated[str, Field(max_length=2_048)] = ""
    narrative: Annotated[str, Field(max_length=5_000, description="Markdown.")] = ""


class ReplaceIn(Schema):
    """A credential's recipient as it should be: all fields, not only the wrong ones."""

    recipient: RecipientIn
    reason: Annotated[
        str, Field(max_length=500, description="What was wrong; on the old record for all.")
    ] = ""
    notify: Annotated[bool, Field(description="Send the holder the new link.")] = True


class ChosenBy(Schema):
    """Which credentials of a list: what it is narrowed to; at least one of these."""

    search: Annotated[str, Field(max_length=200)] = ""
    state: Annotated[str, Field(max_length=20)] = ""
    achievement: Annotated[str, Field(max_length=80, description="Slug.")] = ""
    batch: UUID | None = None
    issued_from: date | None = None
    issued_to: date | None = None
    claimed: Literal["", "yes", "no"] = ""
    ending: Annotated[int | None, Field(ge=1, le=3_650, description="Within days.")] = None

    @model_validator(mode="after")
    def narrows(self) -> Self:
        """Refuse a filter that means everything."""
        if not self.wanted().narrowed:
            raise ValueError("an empty filter would mean every credential")
        return self

    def wanted(self) -> Wanted:
        """Return what the list asks for."""
        given = self.model_dump(mode="json")
        return Wanted(**{name: str(value or "") for name, value in given.items()})


class Chosen(Schema):
    """Either ids, or a filter."""

    ids: Annotated[
        list[UUID],
        Field(max_length=MAX_IDS, description="Ids of nothing here are passed over."),
    ] = []
    filter: ChosenBy | None = None

    @model_validator(mode="after")
    def chooses(self) -> Self:
        """Refuse both, and neither."""
        if bool(self.ids) == (self.filter is not None):
            raise ValueError("send ids, or a filter")
        return self


class ChangeIn(Chosen):
    """One change of state for many credentials."""

    action: Literal["revoke", "suspend", "lift"]
    reason: Annotated[
        str, Field(max_length=500, description="Needed for all but a lift; public.")
    ] = ""
    notify: Annotated[bool, Field(description="Tell the holders by mail.")] = True


class RenewalsIn(Chosen):
    """Many credentials to renew."""

    terms: TermsIn = TermsIn()


class ChangeOut(Schema):
    """A change to many credentials, and how far it is."""

    id: UUID
    action: ChangeAction
    state: ChangeState
    chosen: Annotated[int, Field(description="Credentials of yours among those named.")]
    expected: Annotated[int, Field(description="That were to change when it was asked for.")]
    changed: int
    failed: int
    failures: Annotated[list[dict[str, str]], Field(description="The first of them.")]
    reason: str
    created_at: datetime
    finished_at: datetime | None

    @classmethod
    def of(cls, row: BulkChange) -> dict[str, Any]:
        """Return a change as plain JSON."""
        shown = cls(
            id=row.pk,
            action=cast("ChangeAction", row.action),
            state=cast("ChangeState", row.state),
            chosen=row.count,
            expected=row.expected,
            changed=row.changed,
            failed=row.failed,
            failures=row.failures[:100],
            reason=row.reason,
            created_at=row.created_at,
            finished_at=row.finished_at,
        )
        return shown.model_dump(mode="json")
