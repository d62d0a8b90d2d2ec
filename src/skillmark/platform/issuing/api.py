"""Credentials and batches over the REST API: issue and read; changing is `api_lifecycle`'s."""

from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from ninja import Query, Router
from ninja.errors import ValidationError as InputError
from pydantic import ValidationError

from skillmark.core import jsonio
from skillmark.core.encoding import EncodingError, base64url
from skillmark.platform.catalog import selectors as catalog
from skillmark.platform.catalog.models import AchievementVersion
from skillmark.platform.issuing import api_lifecycle, entry, intent, selectors, services
from skillmark.platform.issuing.api_answers import KEY_PARAMETER, found, once
from skillmark.platform.issuing.api_schemas import (
    BatchIn,
    BatchOut,
    CredentialFilter,
    CredentialIn,
    CredentialOut,
    CredentialPage,
    RowFilter,
)
from skillmark.platform.issuing.errors import (
    BatchFileError,
    CursorError,
    NotPublishedError,
    UnknownAchievementError,
    UploadMissingError,
)
from skillmark.platform.issuing.models import Batch, Credential, Source
from skillmark.platform.issuing.services.idempotency import Answer
from skillmark.platform.issuing.services.previews import MAX_FILE_BYTES
from skillmark.platform.orgs.api_auth import ApiKeyAuth, ApiRequest, in_key_scope
from skillmark.platform.orgs.models import Scope

router = Router()
router.add_router("", api_lifecycle.router)

_ISSUE: Final[dict[str, Any]] = {"auth": ApiKeyAuth(Scope.CREDENTIALS_ISSUE)}
_READ: Final[dict[str, Any]] = {"auth": ApiKeyAuth(Scope.CREDENTIALS_READ)}
_CREDENTIALS: Final[dict[str, Any]] = {"tags": ["Credentials"]}
_BATCHES: Final[dict[str, Any]] = {"tags": ["Batches"]}
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
                    "file": {"type": "string", "format": "binary", "description": "CSV."},
                    "send_mail": {"type": "boolean", "default": True},
                    "dry_run": {"type": "boolean", "default": False},
                },
            }
        },
    },
}


@router.post(
    "/credentials",
    response={201: CredentialOut},
    operation_id="issueCredential",
    summary="Issue one credential",
    openapi_extra={"parameters": [KEY_PARAMETER]},
    **_ISSUE,
    **_CREDENTIALS,
)
@in_key_scope
def issue(request: ApiRequest, body: CredentialIn) -> HttpResponse:
    """Issue one credential and (unless told otherwise) mail it to its holder.

    Who has this achievement already gets no second one: the answer is 409
    `award.already_issued` with the id of what exists.
    """
    version = _version(body.achievement)

    def act() -> Answer:
        recipient = entry.recipient(
            body.recipient.model_dump(), version, at=timezone.now().date()
        )
        made = services.issue_one(
            request.organisation,
            version,
            intent.intent_for(version.pk, recipient, again=body.again),
            source=Source.API,
            actor=request.api_key,
            send_mail=body.send_mail,
        )
        return Answer(201, CredentialOut.of(made))

    return once(request, "issueCredential", request.body, act)


@router.get(
    "/credentials",
    response=CredentialPage,
    operation_id="listCredentials",
    summary="List credentials",
    **_READ,
    **_CREDENTIALS,
)
@in_key_scope
def credentials(
    request: ApiRequest,  # noqa: ARG001 - Ninja finds it by this name
    filters: Query[CredentialFilter],
) -> dict[str, Any]:
    """List the credentials of the organisation, the newest first."""
    found = selectors.credentials(
        search=filters.search, state=filters.state or "", achievement=filters.achievement
    )
    if filters.cursor:
        found = selectors.after(found, *_read_cursor(filters.cursor))
    rows = list(found[: filters.limit + 1])
    shown = rows[: filters.limit]
    more = len(rows) > len(shown)
    return {
        "items": [CredentialOut.of(row) for row in shown],
        "next_cursor": _cursor(shown[-1]) if more else None,
    }


@router.get(
    "/credentials/{uuid:credential_id}",
    response=CredentialOut,
    operation_id="getCredential",
    summary="Read one credential",
    **_READ,
    **_CREDENTIALS,
)
@in_key_scope
def credential(
    request: ApiRequest,  # noqa: ARG001 - Ninja finds it by this name
    credential_id: UUID,
) -> dict[str, Any]:
    """Return one credential; its signed bytes are at `json_url`."""
    return CredentialOut.of(found(credential_id))


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
    """Take a CSV file or JSON rows and issue every good row in the background.

    Rows that cannot be issued, and rows issued before, are named one by one; they cost no other
    row. Ask for the batch to see how far it is.
    """
    asked, data, filename = _batch_input(request)
    version = _version(asked.achievement)

    def act() -> Answer:
        batch = services.submit_batch(
            request.organisation,
            version,
            data,
            filename=filename,
            actor=request.api_key,
            send_mail=asked.send_mail,
            dry_run=asked.dry_run,
        )
        return Answer(202, _batch_out(batch, RowFilter()))

    said = f"{version.pk}|{asked.send_mail}|{asked.dry_run}|".encode() + data
    return once(request, "issueBatch", said, act)


@router.get(
    "/batches/{uuid:batch_id}",
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
    found = selectors.batch(batch_id)
    if found is None:
        raise Http404
    return _batch_out(found, filters)


def _version(name: str) -> AchievementVersion:
    """Return the published version that a slug, an achievement's or a version's id names."""
    issuable = catalog.issuable()
    try:
        wanted = UUID(name)
    except ValueError:
        found = issuable.filter(achievement__slug=name).first()
        known = catalog.achievement_by_slug(name) is not None
    else:
        found = issuable.filter(pk=wanted).first()
        found = found or issuable.filter(achievement_id=wanted).first()
        known = catalog.achievement(wanted) is not None
    if found is None and known:
        raise NotPublishedError("Publish the achievement before you issue it.")
    if found is None:
        raise UnknownAchievementError("There is no such achievement.", achievement=name[:80])
    return found


def _batch_input(request: ApiRequest) -> tuple[BatchIn, bytes, str]:
    """Return what is asked, the file, and its name, from a form or from JSON."""
    if request.content_type == "multipart/form-data":
        file = request.FILES.get("file")
        if file is None:
            raise UploadMissingError("The form has no file.")
        if (file.size or 0) > MAX_FILE_BYTES:
            raise BatchFileError("The file is too large. Split it.", limit=MAX_FILE_BYTES)
        asked = _asked(
            {
                "achievement": request.POST.get("achievement", ""),
                "rows": [{"name": "in the file", "email": "in@the.file"}],
                "send_mail": request.POST.get("send_mail", "true"),
                "dry_run": request.POST.get("dry_run", "false"),
            }
        )
        return asked, file.read(), file.name or ""
    if request.content_type != "application/json":
        raise UploadMissingError("Send a form with a file, or JSON with rows.")
    asked = _asked(jsonio.load_object(request.body, max_bytes=MAX_FILE_BYTES))
    return asked, entry.as_file(row.model_dump() for row in asked.rows), ""


def _asked(values: Any) -> BatchIn:
    try:
        return BatchIn.model_validate(values)
    except ValidationError as error:
        raise InputError(
            [
                {"type": one["type"], "loc": ("body", *one["loc"]), "msg": one["msg"]}
                for one in error.errors(include_url=False, include_context=False)
            ]
        ) from error


def _batch_out(found: Batch, filters: RowFilter) -> dict[str, Any]:
    rows = selectors.rows_of(found, (filters.state,) if filters.state else ())
    page = list(rows.filter(line__gt=filters.after_line)[: filters.limit + 1])
    shown = list(selectors.with_credentials(page[: filters.limit]))
    next_line = shown[-1].line if len(page) > len(shown) else None
    return BatchOut.of(found, shown, next_line)


def _cursor(row: Credential) -> str:
    return base64url.encode(f"{row.issued_at.isoformat()}|{row.pk}".encode())


def _read_cursor(cursor: str) -> tuple[datetime, UUID]:
    try:
        moment, _bar, last_id = base64url.decode(cursor).decode("ascii").partition("|")
        at, row_id = datetime.fromisoformat(moment), UUID(last_id)
        if at.tzinfo is None:
            raise ValueError("a moment without a zone")  # noqa: TRY301 - one answer for all
        return at.astimezone(UTC), row_id
    except (EncodingError, ValueError, OverflowError) as error:
        raise CursorError("This cursor was not given by a page of this list.") from error
