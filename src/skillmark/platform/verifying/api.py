"""Verifying over the REST API: the file as it is, in; the report, out."""

from typing import Any, Final, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from skillmark.platform.verifying import checking, stacking, views

router = Router(tags=["Verifying"])

_BINARY: Final = {"schema": {"type": "string", "format": "binary"}}
_BODY: Final = {
    "requestBody": {
        "required": True,
        "description": "The credential file as it is, or a proof bundle, at most 5 MiB.",
        "content": {
            "application/json": {"schema": {"type": "object"}},
            "application/vc": {"schema": {"type": "object"}},
            "application/ld+json": {"schema": {"type": "object"}},
            "image/png": _BINARY,
            "image/svg+xml": _BINARY,
            "application/octet-stream": _BINARY,
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {"type": "string", "format": "binary"},
                        "recipient": {
                            "type": "string",
                            "description": "E-mail address it should have been awarded to.",
                        },
                    },
                }
            },
        },
    }
}


class CheckOut(Schema):
    """One question put to the credential, and its answer."""

    name: str = Field(description="What was looked at: proof, issuer, status, …")
    outcome: Literal["passed", "warning", "failed", "not_run"]
    code: str = Field(description="For programs: stable and dotted.")
    reason: str = Field(description="One sentence for a person.")
    facts: dict[str, Any]
    demanded: bool = Field(description="Whether the verdict rests on it.")


class ReportOut(Schema):
    """Everything that was checked. A check that was not run is never a pass."""

    verdict: Literal["valid", "valid_but", "invalid", "unknown"]
    at: str = Field(description="The moment the credential was judged for.")
    summary: dict[str, Any] = Field(description="What the credential says of itself.")
    checks: list[CheckOut]


@router.post(
    "/verify",
    response=ReportOut,
    auth=None,
    operation_id="verifyCredential",
    summary="Verify a credential",
    openapi_extra=_BODY,
)
def verify(request: HttpRequest) -> dict[str, Any]:
    """Check a credential of any issuer. No key is needed, and nothing you send is kept.

    The answer is 200 whatever the verdict: a forged credential is an answer, not an error.
    """
    form = request.content_type in {"multipart/form-data", "application/x-www-form-urlencoded"}
    data = views.sent(request) if form else views.limited_body(request)
    recipient = request.POST.get("recipient", "") if form else ""
    done = checking.check(data, at=timezone.now(), recipient=recipient)
    return dict(done.report.to_json())


class StackFindingOut(Schema):
    """One thing that was found of a stack or a part of it."""

    code: str = Field(description="For programs: stable and dotted.")
    allows: Literal["valid", "valid_but", "invalid", "unknown"]
    reason: str = Field(description="One sentence for a person.")
    facts: dict[str, Any]


class PartOut(Schema):
    """The final credential or one that it was earned by."""

    url: str | None
    counted: bool = Field(description="It counts in the rule.")
    findings: list[StackFindingOut]
    report: dict[str, Any] | None = Field(description="As of verifying it by itself.")


class StackOut(Schema):
    """Whether these credentials earned that one."""

    verdict: Literal["valid", "valid_but", "invalid", "unknown"]
    at: str
    findings: list[StackFindingOut]
    final: PartOut
    constituents: list[PartOut]
    rule: dict[str, Any] | None = Field(description="What became of each node of the rule.")


@router.post(
    "/verify-stack",
    response=StackOut,
    auth=None,
    operation_id="verifyStack",
    summary="Re-check a stack",
    openapi_extra={
        "requestBody": {
            "required": True,
            "description": "A bundle, as it is offered beside a final credential; at most 5 MiB.",
            "content": {"application/json": {"schema": {"type": "object"}}},
        }
    },
)
def verify_stack(request: HttpRequest) -> dict[str, Any]:
    """Replay the rule over the credentials in a bundle. No key is needed, nothing is kept.

    The answer is 200 whatever the verdict; 422 when the file is no bundle.
    """
    data = views.limited_body(request)
    return dict(stacking.check(data, at=timezone.now()).to_json())
