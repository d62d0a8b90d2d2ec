"""Batches over the REST API: upload, check, start, schedule, read row by row, stop."""

import json
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse
from ninja import Query, Router
from ninja.errors import ValidationError as InputError
from pydantic import ValidationError

from skillmark.core import jsonio
from skillmark.core.issue.recipients import FIELDS
from skillmark.core.issue.recipients.charsets import NAMES
from skillmark.core.issue.recipients.reading import DAY_FIRST, DELIMITERS, MONTH_FIRST
from skillmark.platform.approvals.models import Approval
from skillmark.platform.issuing import services
from skillmark.platform.issuing.api.answers import KEY_PARAMETER, once, version_named
from skillmark.platform.issuing.api.batch_schemas import (
    BatchBrief,
    BatchFilter,
    BatchIn,
    BatchOut,
    BatchPage,
    MoveIn,
    RowFilter,
    StartIn,
)
from skillmark.platform.issuing.errors import BatchFileError, UploadMissingError
from skillmark.platform.issuing.intake import How
from skillmark.platform.issuing.making import entry
from skillmark.platform.issuing.models import Batch, Source
from skillmark.platform.issuing.selectors import batches as batch_selectors
from skillmark.platform.issuing.selectors import credentials as selectors
from skillmark.platform.issuing.services import scheduling
from skillmark.platform.issuing.services.idempotency import Answer
from skillmark.platform.issuing.services.previews import MAX_FILE_BYTES
from skillmark.platform.orgs.api_auth import ApiKeyAuth, ApiRequest, in_key_scope
from skillmark.platform.orgs.api_paging import step, step_of
from skillmark.platform.orgs.models import Scope

router = Router()

_ISSUE: Final[dict[str, Any]] = {"auth": ApiKeyAuth(Scope.CREDENTIALS_ISSUE)}
_READ: Final[dict[str, Any]] = {"auth": ApiKeyAuth(Scope.CREDENTIALS_READ)}
_BATCHES: Final[dict[str, Any]] = {"tags": ["Batches"]}
_ONCE: Final[dict[str, Any]] = {"openapi_extra": {"parameters": [KEY_PARAMETER]}}
_ONE: Final = "/batches/{uuid:batch_id}"
_NOBODY: Final = [{"name": "in the file"}]
_BOOLEAN: Final = {"type": "boolean", "default": False}
_BATCH_BODY: Final = {
    "required": True,
    "content": {
        "application/json": {"schema": BatchIn.model_json_schema()},
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["achievement", "file"],
                "properties": {
                    "achievement": {"type": "string", "description": "Slug or id."},
                    "file": {
                        "type": "string",
                        "format": "binary",
                        "description": "CSV or XLSX.",
                    },
                    "send_mail": {"type": "boolean", "default": True},
                    "dry_run": _BOOLEAN,
                    "without_email": _BOOLEAN,
                    "issue_at": {"type": "string", "format": "date-time"},
                    "encoding": {"type": "string", "enum": list(NAMES)},
                    "delimiter": {"type": "string", "enum": list(DELIMITERS)},
                    "sheet": {"type": "string", "description": "Of a workbook."},
                    "date_order": {"type": "string", "enum": [DAY_FIRST, MONTH_FIRST]},
                    "columns": {
                        "type": "string",
                        "contentMediaType": "application/json",
                        "description": "A JSON list: for each column of the file a field "
                        f"({', '.join(FIELDS)}) or an empty text to leave it out. "
                        "Without it, columns are matched by their titles.",
                    },
                },
            }
        },
    },
}


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a request for a batch says, and what makes it the same request again."""

    body: BatchIn
    said: bytes
    data: bytes | None = None
    filename: str = ""
    how: How = How()  # noqa: RUF009 - a frozen value


@router.post(
    "/batches",
    response={202: BatchOut},
    operation_id="issueBatch",
    summary="Issue many credentials",
    openapi_extra={"parameters": [KEY_PARAMETER], "requestBody": _BATCH_BODY},
    **_ISSUE,
    **_BATCHES,
)
@in_key_scope
def issue_batch(request: ApiRequest) -> HttpResponse:
    """Take a CSV or XLSX file, or JSON rows, and issue every good row in the background.

    Rows that cannot be issued, and rows issued before, are named one by one; they cost no other
    row. Ask for the batch to see how far it is. Where the organisation wants a second person, it
    waits: `state` is `waiting`, and `approval` says what was decided.
    """
    asked = _asked(request)
    version = version_named(asked.body.achievement)
    body = asked.body
    if body.issue_at is not None:
        scheduling.require_future(body.issue_at)
    start: dict[str, Any] = {
        "actor": request.api_key,
        "send_mail": body.send_mail,
        "issue_at": body.issue_at,
    }

    def act() -> Answer:
        if asked.data is not None:
            batch = services.submit_batch(
                request.organisation,
                version,
                asked.data,
                filename=asked.filename,
                dry_run=body.dry_run,
                how=asked.how,
                **start,
            )
        else:
            people = entry.people(
                [row.model_dump(exclude={"evidence"}) for row in body.rows],
                version,
                works=[[(one.url, one.narrative) for one in row.evidence] for row in body.rows],
                without_email=body.without_email,
            )
            batch = services.preview_people(
                request.organisation,
                version,
                people,
                actor=request.api_key,
                source=Source.API,
            )
            batch = batch if body.dry_run else services.go_on(batch, **start)
        return Answer(202, batch_out(batch, RowFilter()))

    return once(request, "issueBatch", asked.said, act)


@router.get(
    "/batches",
    response=BatchPage,
    operation_id="listBatches",
    summary="List batches",
    **_READ,
    **_BATCHES,
)
@in_key_scope
def list_batches(
    request: ApiRequest,  # noqa: ARG001 - Ninja finds it by this name
    filters: Query[BatchFilter],
) -> dict[str, Any]:
    """List the batches of the organisation, the newest first."""
    found = batch_selectors.batches(search=filters.search, group=filters.state)
    return step_of(*step(found, filters), BatchBrief.of)


@router.get(
    _ONE,
    response=BatchOut,
    operation_id="getBatch",
    summary="Read a batch and its rows",
    **_READ,
    **_BATCHES,
)
@in_key_scope
def batch(
    request: ApiRequest,  # noqa: ARG001 - Ninja finds it by this name
    batch_id: UUID,
    filters: Query[RowFilter],
) -> dict[str, Any]:
    """Return how far a batch is, with what became of each row."""
    return batch_out(_found(batch_id), filters)


@router.post(
    f"{_ONE}/start",
    response={202: BatchOut},
    operation_id="startBatch",
    summary="Issue a batch that was only checked",
    **_ONCE,
    **_ISSUE,
    **_BATCHES,
)
@in_key_scope
def start_batch(request: ApiRequest, batch_id: UUID, body: StartIn) -> HttpResponse:
    """Start a batch made with `dry_run`, now or at a time."""
    found = _found(batch_id)
    if body.issue_at is not None:
        scheduling.require_future(body.issue_at)

    def act() -> Answer:
        started = services.start_batch(
            found.pk,
            actor=request.api_key,
            send_mail=body.send_mail,
            issue_at=body.issue_at,
        )
        return Answer(202, batch_out(started, RowFilter()))

    return once(request, "startBatch", str(batch_id).encode() + request.body, act)


@router.post(
    f"{_ONE}/schedule",
    response=BatchOut,
    operation_id="rescheduleBatch",
    summary="Move a scheduled batch to another time",
    **_ISSUE,
    **_BATCHES,
)
@in_key_scope
def reschedule(request: ApiRequest, batch_id: UUID, body: MoveIn) -> dict[str, Any]:
    """Move a batch that waits for its time."""
    found = _found(batch_id)
    services.reschedule(found.pk, body.issue_at, "UTC", actor=request.api_key)
    return batch_out(_found(batch_id), RowFilter())


@router.post(
    f"{_ONE}/cancel",
    response=BatchOut,
    operation_id="cancelBatch",
    summary="Stop a batch",
    **_ISSUE,
    **_BATCHES,
)
@in_key_scope
def cancel(request: ApiRequest, batch_id: UUID) -> dict[str, Any]:
    """Stop a running batch after the rows under way, or call a scheduled one off."""
    found = _found(batch_id)
    services.cancel_batch(found.pk, actor=request.api_key)
    return batch_out(_found(batch_id), RowFilter())


def batch_out(found: Batch, filters: RowFilter) -> dict[str, Any]:
    """Return a batch with a page of its rows, as plain JSON."""
    rows = selectors.rows_of(found, (filters.state,) if filters.state else ())
    page = list(rows.filter(line__gt=filters.after_line)[: filters.limit + 1])
    shown = list(selectors.with_credentials(page[: filters.limit]))
    next_line = shown[-1].line if len(page) > len(shown) else None
    asked: Approval | None = (
        Approval.objects.filter(
            organisation_id=found.organisation_id,
            subject_id=found.pk,
            kind__in=("issuing.batch", "issuing.award"),
        )
        .order_by("-asked_at")
        .first()
    )
    return BatchOut.of(found, shown, next_line, asked)


def _found(batch_id: UUID) -> Batch:
    found = selectors.batch(batch_id)
    if found is None:
        raise Http404
    return found


def _asked(request: ApiRequest) -> _Asked:
    """Return what is asked, by a form with a file or by JSON with rows."""
    if request.content_type == "multipart/form-data":
        return _form(request)
    if request.content_type != "application/json":
        raise UploadMissingError("Send a form with a file, or JSON with rows.")
    body = _valid(jsonio.load_object(request.body, max_bytes=MAX_FILE_BYTES))
    return _Asked(body, request.body)


def _form(request: ApiRequest) -> _Asked:
    file = request.FILES.get("file")
    if file is None:
        raise UploadMissingError("The form has no file.")
    if (file.size or 0) > MAX_FILE_BYTES:
        raise BatchFileError("The file is too large. Split it.", limit=MAX_FILE_BYTES)
    fields = {name: request.POST[name] for name in sorted(request.POST)}
    named = ("achievement", "send_mail", "dry_run", "without_email", "issue_at")
    body = _valid(
        {"achievement": "", "rows": _NOBODY}
        | {name: fields[name] for name in named if fields.get(name)}
    )
    data = file.read()
    said = json.dumps(fields).encode() + b"\0" + data
    how = replace(_how(fields), without_email=body.without_email)
    return _Asked(body, said, data, file.name or "", how)


def _how(fields: dict[str, str]) -> How:
    """Return what a form says about its file."""
    wrong = {
        "encoding": fields.get("encoding", "") not in {"", *NAMES},
        "delimiter": fields.get("delimiter", "") not in {"", *DELIMITERS},
        "date_order": fields.get("date_order", "") not in {"", DAY_FIRST, MONTH_FIRST},
    }
    columns: Any = []
    if fields.get("columns"):
        try:
            columns = json.loads(fields["columns"])
        except ValueError:
            columns = None
    known = {"", *FIELDS}
    wrong["columns"] = not isinstance(columns, list) or any(
        not isinstance(one, str) or one not in known for one in columns
    )
    if any(wrong.values()):
        raise _invalid([((name,), "Unknown value.") for name, is_so in wrong.items() if is_so])
    return How(
        encoding=fields.get("encoding", ""),
        delimiter=fields.get("delimiter", ""),
        sheet=fields.get("sheet", ""),
        date_order=fields.get("date_order", ""),
        columns=tuple(columns),
        said=bool(fields.get("encoding") or columns),
    )


def _valid(values: Any) -> BatchIn:
    try:
        return BatchIn.model_validate(values)
    except ValidationError as error:
        told = error.errors(include_url=False, include_context=False)
        raise _invalid([(one["loc"], one["msg"]) for one in told]) from error


def _invalid(told: list[tuple[tuple[int | str, ...], str]]) -> InputError:
    return InputError(
        [{"type": "value_error", "loc": ("body", *loc), "msg": words} for loc, words in told]
    )
